"""The host's side of the talk: who the host is, the page with the link, the card with the two buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiogram.fsm.context import FSMContext
from aiogram.types import ReplyKeyboardRemove

from bot.domain.case import Case
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.domain.refusals import Refusal
from bot.registration.hosting import InviteGuest, ReadHost
from bot.registration.open_request import HostStep, OpenRequest, ProveHost
from bot.registration.requests import KeepCard
from bot.telegram import keyboards
from bot.telegram.links import INVITATION, start_link
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_PHONE
from bot.telegram.views import Views
from bot.texts import hosting

TOKEN = "token"  # noqa: S105 - the name of a field, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDesk:
    """Leads a host from a link, or from the menu, to the request or to the page with the link for guests."""

    open_request: OpenRequest
    prove_host: ProveHost
    read_host: ReadHost
    invite_guest: InviteGuest
    keep_card: KeepCard
    views: Views
    operator: Operator
    prepare: Callable[[Case], None]  # heavy work that Agree will need

    async def by_link(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Lead a host to the request behind this link. Raises Refusal as `OpenRequest` does."""
        await state.clear()
        opened = await self.open_request(screen.chat, token)
        if opened.case is not None and opened.host is not None:
            await self.show_request(opened.case, opened.host, screen)
            return
        await state.set_data({TOKEN: token})
        await self.ask(opened.step, screen, state)

    async def by_menu(self, screen: Screen, state: FSMContext) -> None:
        """The steps that are missing, then the host's page."""
        await state.clear()
        host, waiting = await self.read_host(screen.chat)
        if host is None or not host.is_linked:
            await self.ask(HostStep.PHONE if host is None else HostStep.IIN, screen, state)
            return
        await self.show_page(waiting, screen)

    async def ask(self, step: HostStep, screen: Screen, state: FSMContext) -> None:
        """Ask a host for the phone, or for IIN and name."""
        if step is HostStep.IIN:
            await screen.say(hosting.asks_iin(screen.words), ReplyKeyboardRemove())
            await state.set_state(HOST_IIN)
            return
        has_request = TOKEN in await state.get_data()
        asks = hosting.asks_phone if has_request else hosting.asks_phone_to_host
        await screen.say(asks(screen.words, self.operator), keyboards.share_phone(screen.words))
        await state.set_state(HOST_PHONE)

    async def prove(self, iin: str, name: str, screen: Screen, state: FSMContext) -> None:
        """Link the host; then the request of the link, or the page. Raises Refusal as `ProveHost` does."""
        token = (await state.get_data()).get(TOKEN)
        try:
            opened = await self.prove_host(screen.chat, iin=iin, name=name, token=token)
        except Refusal:
            await state.set_state(HOST_IIN)  # a wrong IIN is typed again, not the name alone
            raise
        if opened.case is not None and opened.host is not None:
            await self.show_request(opened.case, opened.host, screen)
        else:
            _, waiting = await self.read_host(screen.chat)
            await self.show_page(waiting, screen)
        await state.clear()  # last: if we are killed before, the same message comes again and ends the same

    async def show_page(self, waiting: Sequence[Case], screen: Screen) -> None:
        """The link for guests, and who waits."""
        host = await self.invite_guest(screen.chat)
        link = start_link(self.operator.username, INVITATION, host.invitation or "")
        text = hosting.invitation(screen.words, host, link)
        await screen.show(text, keyboards.waiting_requests(screen.words, waiting, link))

    async def show_request(self, case: Case, host: Host, screen: Screen) -> None:
        """The request with its two buttons, or its ending; from now on this message is the host's card."""
        card = self.views.host_card(screen.words, case, host)
        await self.keep_card(screen.chat, case.number, await screen.show(card.text, card.keyboard))
        if case.ending is None:
            self.prepare(case)
