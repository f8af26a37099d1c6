"""Links that lead into the bot: a request for a host, a host's invitation, a certificate to check."""

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext
from aiogram.types import ReplyKeyboardRemove

from bot.domain.people import Draft
from bot.registration.hosting import AcceptInvitation
from bot.registration.open_request import HostStep, Opened, OpenRequest
from bot.registration.requests import KeepCard
from bot.telegram import keyboards
from bot.telegram.checking import Checker
from bot.telegram.links import CERTIFICATE, INVITATION, REQUEST
from bot.telegram.operator import Operator
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_PHONE
from bot.telegram.views import Views
from bot.texts import hosting, opening

TOKEN = "token"  # noqa: S105 - the name of a field, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What a start parameter opens."""

    open_request: OpenRequest
    accept_invitation: AcceptInvitation
    checker: Checker
    operator: Operator
    views: Views
    keep_card: KeepCard

    async def enter(self, start: str, screen: Screen, state: FSMContext) -> bool:
        """Follow a start parameter; False when it says nothing to us."""
        kind, token = start[:1], start[1:]
        if kind == REQUEST:
            await self.show_request(token, screen, state)
        elif kind == INVITATION:
            await self._invited(token, screen, state)
        elif kind == CERTIFICATE:
            await self.checker.by_link(start, screen)
        else:
            return False
        return True

    async def resume(self, screen: Screen, state: FSMContext) -> bool:
        """Show a host's request again, after the language has changed; False when none is open."""
        token = (await state.get_data()).get(TOKEN)
        if token is None:
            return False
        await self.show_request(token, screen, state)
        return True

    async def show_request(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Lead a host to the request behind this link. Raises Refusal as `OpenRequest` does."""
        await state.clear()
        opened = await self.open_request(screen.chat, token)
        if opened.step is HostStep.ANSWER:
            await self._show_opened(opened, screen)
            return
        await state.set_data({TOKEN: token})
        await ask_host(opened.step, screen, state, self.operator)

    async def _show_opened(self, opened: Opened, screen: Screen) -> None:
        if opened.case is not None and opened.host is not None:
            card = self.views.host_card(screen.words, opened.case, opened.host)
            await self.keep_card(screen.chat, opened.case.number, await screen.say(card.text, card.keyboard))

    async def _invited(self, token: str, screen: Screen, state: FSMContext) -> None:
        await state.clear()
        draft: Draft = await self.accept_invitation(screen.chat, token)
        if not screen.talk.has_consented:
            await screen.say(opening.choose_language(), keyboards.languages(screen.talk.language))
        elif draft.answers.is_empty:
            await screen.say(opening.menu(screen.words), keyboards.menu(screen.words))
        else:
            await screen.say(opening.invited(screen.words), keyboards.draft(screen.words))


async def ask_host(step: HostStep, screen: Screen, state: FSMContext, operator: Operator) -> None:
    """Ask a host for the phone, or for IIN and name; languages stand by, for nobody was asked for one."""
    if step is HostStep.IIN:
        await state.set_state(HOST_IIN)
        await screen.say(hosting.asks_iin(screen.words), ReplyKeyboardRemove())
        return
    await state.set_state(HOST_PHONE)
    has_request = TOKEN in await state.get_data()
    asks = hosting.asks_phone if has_request else hosting.asks_phone_to_host
    await screen.say(asks(screen.words, operator.name), keyboards.share_phone(screen.words))
