"""Checking certificates: by the QR code's link, by its text, by a photo."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from bot.certificate.proof import ProofClaims
from bot.certificate.verdict import Verdict
from bot.domain.certificate import CertificateStatus
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.certificates import CheckLink, CheckText, Known
from bot.registration.diligence import CheckProof
from bot.telegram import keyboards
from bot.telegram.keyboards import Row
from bot.telegram.limits import PerMinute
from bot.telegram.links import PROOF
from bot.telegram.screen import Screen
from bot.texts import checking
from bot.texts.words import Words
from bot.watch.trace import Told, told

Opens = Callable[[Words, ChatId, int], Row]  # the way on from a certificate to its person, for those who may
ReadCodes = Callable[[bytes], Awaitable[list[str]]]  # reads the QR codes of a picture, away from the event loop


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Tells anybody what a certificate is worth and nobody whose it is."""

    check_link: CheckLink
    check_text: CheckText
    check_proof: CheckProof
    is_proof: Callable[[str], bool]
    read_codes: ReadCodes
    limit: PerMinute
    opens: Opens

    async def by_link(self, start: str, screen: Screen) -> None:
        """The verdict on a start parameter."""
        self._count(screen)
        if start.startswith(PROOF):
            proof = await self.check_proof.by_link(start)
            await screen.show(_said_of_proof(screen.words, proof), keyboards.to_menu(screen.words))
            return
        known = await self.check_link(start)
        await screen.show(verdict_on(screen.words, known), self._under(screen, known))

    async def by_text(self, text: str, screen: Screen) -> None:
        """The verdict on the text of a QR code."""
        self._count(screen)
        verdict, known = await self._verdict(screen.words, text)
        await screen.show(verdict, self._under(screen, known))

    async def by_photo(self, photo: bytes, screen: Screen) -> bool:
        """The verdict on a picture of a certificate; False, and nothing is said, where no code can be read."""
        self._count(screen)
        texts = await self.read_codes(photo)
        if not texts:
            return False
        said = [await self._verdict(screen.words, text) for text in texts]
        best, known = next((one for one in said if one[0] != checking.not_genuine(screen.words)), said[0])
        await screen.show(best, self._under(screen, known))
        return True

    async def _verdict(self, words: Words, text: str) -> tuple[str, Known | None]:
        """In words, and what is known of the certificate."""
        if self.is_proof(text):
            return _said_of_proof(words, await self.check_proof.by_text(text)), None
        verdict, known = await self.check_text(text)
        if verdict is Verdict.KEY_WITHDRAWN:
            told(Told.CERTIFICATE, verdict)
            return checking.key_withdrawn(words), known
        known = None if verdict is Verdict.NOT_GENUINE else known
        return verdict_on(words, known), known

    def _under(self, screen: Screen, known: Known | None) -> InlineKeyboardMarkup:
        on = self.opens(screen.words, screen.chat, known.number) if known is not None else []
        return keyboards.rows(on, [keyboards.menu_button(screen.words)])

    def _count(self, screen: Screen) -> None:
        if not self.limit.allows(screen.chat):
            raise Refusal(RefusalCode.TOO_MANY_CHECKS)


def _said_of_proof(words: Words, proof: ProofClaims | None) -> str:
    return checking.not_genuine(words) if proof is None else checking.proof(words, proof)


def verdict_on(words: Words, known: Known | None) -> str:
    """The verdict in words."""
    if known is None:
        told(Told.CERTIFICATE, Verdict.NOT_GENUINE)
        return checking.not_genuine(words)
    is_over = known.status is CertificateStatus.VALID and known.has_ended
    told(Told.CERTIFICATE, Verdict.EXPIRED if is_over else known.status)
    return checking.verdict(words, known.status, known.issued_at, known.valid_until, is_over=is_over)
