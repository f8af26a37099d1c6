"""Links that lead into the bot: a request for a host, a host's invitation, a certificate to check."""

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from bot.registration.hosting import AcceptInvitation
from bot.telegram import keyboards
from bot.telegram.checking import Checker
from bot.telegram.desk import HostDesk
from bot.telegram.links import CERTIFICATE, INVITATION, REQUEST
from bot.telegram.screen import Screen
from bot.texts import opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What a start parameter opens."""

    desk: HostDesk
    accept_invitation: AcceptInvitation
    checker: Checker

    async def enter(self, start: str, screen: Screen, state: FSMContext) -> bool:
        """Follow a start parameter; False when it says nothing to us."""
        kind, token = start[:1], start[1:]
        if kind == REQUEST:
            await self.desk.by_link(token, screen, state)
        elif kind == INVITATION:
            await self._invited(token, screen, state)
        elif kind == CERTIFICATE:
            await self.checker.by_link(start, screen)
        else:
            return False
        return True

    async def _invited(self, token: str, screen: Screen, state: FSMContext) -> None:
        await state.clear()
        await self.accept_invitation(screen.chat, token)
        if screen.talk.has_consented:
            await screen.say(opening.invited(screen.words), keyboards.draft(screen.words))
        else:
            await screen.say(opening.choose_language(), keyboards.languages(screen.talk.language))
