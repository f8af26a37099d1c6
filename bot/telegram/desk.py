"""The host's side of the talk: who the host is, the page with the link, the card with the two buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram.fsm.context import FSMContext
from aiogram.types import ReplyKeyboardRemove

from bot.domain.case import Case
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.hosting import HostPages, InviteGuest, ReadHost, Side
from bot.registration.open_request import HostStep, OpenRequest, ProveHost
from bot.registration.requests import KeepCard
from bot.telegram import hosting_keyboards, keyboards, organisation_keyboards
from bot.telegram.links import INVITATION, start_link
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_PHONE
from bot.telegram.views import Views
from bot.texts import hosting, organisations

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
        """The page of one's own home, else of the organisation that one works for, else the steps to become a host."""
        await state.clear()
        pages = await self.read_host(screen.chat)
        if pages.host(Side.OWN) is None and pages.host(Side.WORK) is not None:
            await self.show_work(pages, screen)
        else:
            await self._show_own(pages, screen, state)

    async def by_choice(self, side: Side, screen: Screen, state: FSMContext) -> None:
        """One of the two pages. Raises Refusal: STALE for one who works for nobody (any more)."""
        await state.clear()
        pages = await self.read_host(screen.chat)
        if side is Side.OWN:
            await self._show_own(pages, screen, state)
        elif pages.host(Side.WORK) is None:
            raise Refusal(RefusalCode.STALE)
        else:
            await self.show_work(pages, screen)

    async def _show_own(self, pages: HostPages, screen: Screen, state: FSMContext) -> None:
        if pages.host(Side.OWN) is None:
            await self.ask(HostStep.PHONE if pages.own is None else HostStep.IIN, screen, state)
        else:
            await self.show_page(pages, screen)

    async def ask(self, step: HostStep, screen: Screen, state: FSMContext) -> None:
        """Ask a host for the phone, or for IIN and name.

        What is asked is kept first: a question that could not be kept would be on the screen, and its answer refused.
        """
        if step is HostStep.IIN:
            await state.set_state(HOST_IIN)
            await screen.say(hosting.asks_iin(screen.words), ReplyKeyboardRemove())
            return
        has_request = TOKEN in await state.get_data()
        asks = hosting.asks_phone if has_request else hosting.asks_phone_to_host
        await state.set_state(HOST_PHONE)
        await screen.say(asks(screen.words, self.operator), hosting_keyboards.share_phone(screen.words))

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
            await self.show_page(await self.read_host(screen.chat), screen)
        await state.clear()  # last: if we are killed before, the same message comes again and ends the same

    async def show_page(self, pages: HostPages, screen: Screen) -> None:
        """The link for guests, and who waits."""
        host = await self.invite_guest(screen.chat)
        link = start_link(self.operator.username, INVITATION, host.invitation or "")
        text = (organisations.work_page if host.is_organisation else hosting.invitation)(screen.words, host, link)
        await screen.show(text, hosting_keyboards.waiting_requests(screen.words, pages, link))

    async def show_work(self, pages: HostPages, screen: Screen) -> None:
        """The same for a member of staff."""
        host = await self.invite_guest(screen.chat, Side.WORK)
        link = start_link(self.operator.username, INVITATION, host.invitation or "")
        text = organisations.work_page(screen.words, host, link)
        await screen.show(text, organisation_keyboards.work_page(screen.words, pages, link))

    async def show_request(self, case: Case, host: Host, screen: Screen) -> None:
        """The request with its two buttons, or its ending; from now on this message is the host's card."""
        card = self.views.host_card(screen.words, case, host)
        is_staff = host.chat != screen.chat  # whose own duties and address are other ones
        below = keyboards.to_menu(screen.words) if is_staff and case.ending is not None else card.keyboard
        await self.keep_card(screen.chat, case.number, await screen.show(card.text, below))
        if case.ending is None:
            self.prepare(case)
