"""What the machine gives: its clock, its randomness, and threads for heavy work."""

import asyncio
import functools
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.certificate.claims import CTI_BYTES, STATUS_SLOTS, Claims
from bot.certificate.drawing import draw_pdf, draw_picture
from bot.certificate.form import FormData
from bot.certificate.keys import KeyRing
from bot.certificate.scan import ScanError, read_codes
from bot.certificate.seal import Opened, SealCode, SealError, link, open_text, seal
from bot.registration.certificates import Certificate
from bot.registration.ports import Clock
from bot.telegram.operator import Operator
from bot.texts.countries import country_name
from bot.texts.words import words_of

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RealClock:
    """The machine's clock, in the zone whose days the law counts."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)  # noqa: TID251 - the one place that asks

    def today(self) -> date:
        """This day in the zone."""
        return self.now().date()


class RandomNames:
    """Names from the system's random source."""

    def token(self) -> str:
        """22 characters, 128 bits."""
        return secrets.token_urlsafe(16)

    def cti(self) -> bytes:
        """Twelve bytes."""
        return secrets.token_bytes(CTI_BYTES)

    def status_index(self) -> int:
        """A place in the status list."""
        return secrets.randbelow(STATUS_SLOTS)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Heavy work away from the event loop: sealing (key derivation), drawing, reading codes."""

    ring: KeyRing
    base_link: str
    operator: Operator
    clock: Clock
    threads: ThreadPoolExecutor

    async def _away(self, work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, functools.partial(work, *arguments, **named))

    def current(self, now: datetime) -> bytes:
        """The id of the key that signs now."""
        return self.ring.signing_key(now).kid

    async def seal(self, claims: Claims, key_id: bytes) -> str:
        """The QR text, signed with the key that was current when the certificate was issued."""
        key = next(key for key in self.ring.signing if key.kid == key_id)
        try:
            return await self._away(seal, claims, key, self.base_link)
        except SealError as error:
            if error.code is not SealCode.TOO_LONG:
                raise
            return link(claims.cti, self.base_link)  # the page says that it can be checked online only

    def open(self, text: str) -> Opened:
        """What a QR text turns out to be."""
        return open_text(text, self.ring, self.base_link, self.clock.now())

    async def picture(self, certificate: Certificate) -> bytes:
        """PNG for the chat."""
        sample = not self.operator.is_official
        return await self._away(draw_picture, self._form(certificate.claims), certificate.text, sample=sample)

    async def document(self, certificate: Certificate) -> bytes:
        """PDF for the printer."""
        sample = not self.operator.is_official
        return await self._away(draw_pdf, self._form(certificate.claims), certificate.text, sample=sample)

    async def codes(self, picture: bytes) -> list[str]:
        """The QR codes in a picture; none in what is no picture."""
        try:
            return await self._away(read_codes, picture)
        except ScanError:
            return []

    def _form(self, claims: Claims) -> FormData:
        names = [country_name(words_of(language), claims.citizenship) for language in ("kk", "ru")]
        return FormData.of(
            claims,
            citizenship=" / ".join(dict.fromkeys(names)),
            operator=self.operator.name,
            fingerprint=self.ring.root_fingerprint,
        )
