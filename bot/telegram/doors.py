"""Deep links that lead into the bot: their first letter says what they open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiogram.fsm.context import FSMContext

from bot.registration.hosting import AcceptInvitation
from bot.telegram import keyboards, question_keyboards
from bot.telegram.checking import Checker
from bot.telegram.desk import HostDesk
from bot.telegram.links import CERTIFICATE, PROOF
from bot.telegram.screen import Screen
from bot.texts import opening


class Door(Protocol):
    """What one kind of link opens."""

    async def enter(self, token: str, screen: Screen, state: FSMContext, /) -> None:
        """Follow the link with this token, which may be forged. Raises Refusal."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Which letter opens which door."""

    by_letter: Mapping[str, Door]

    async def enter(self, start: str, screen: Screen, state: FSMContext) -> bool:
        """Follow a start parameter; False when it says nothing to us."""
        door = self.by_letter.get(start[:1])
        if door is None:
            return False
        await door.enter(start[1:], screen, state)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLink:
    """A guest's link for the host."""

    desk: HostDesk

    async def enter(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Lead the host to the request."""
        await self.desk.by_link(token, screen, state)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostsLink:
    """A host's link for a guest."""

    accept_invitation: AcceptInvitation

    async def enter(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Fill the host in."""
        await state.clear()
        await self.accept_invitation(screen.chat, token)
        if screen.talk.has_consented:
            await screen.say(opening.invited(screen.words), question_keyboards.draft(screen.words))
        else:
            await screen.say(opening.choose_language(), keyboards.languages(screen.talk.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLink:
    """What the QR code of a certificate says."""

    checker: Checker

    async def enter(self, token: str, screen: Screen, _state: FSMContext, /) -> None:
        """Say what the certificate is worth."""
        await self.checker.by_link(f"{CERTIFICATE}{token}", screen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLink:
    """What the QR code of a proof of diligence says."""

    checker: Checker

    async def enter(self, token: str, screen: Screen, _state: FSMContext, /) -> None:
        """Say what it states, and that it is no registration."""
        await self.checker.by_link(f"{PROOF}{token}", screen)
