"""The signed status list, kept up to date: made anew when a status has changed, and long before it goes stale."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.certificate.keys import KeyRing, KeyUse, SigningKey
from bot.certificate.status_list import CONTENT_TYPE, FRESH_FOR, STATUS_OF, write_status_list
from bot.domain.certificate import CertificateStatus
from bot.registration.ports import Begin, Clock
from bot.watch.faults import kind_of
from bot.web.published import Document, NotNowError

log = logging.getLogger(__name__)
LOOK_EVERY: Final = timedelta(seconds=5)  # so long a revoked certificate may still be listed as valid
RENEWED_AFTER: Final = FRESH_FOR / 2  # so that whoever fetches it can rely on it for the other half
KEPT_BY_BROWSERS: Final = 60  # seconds
KEPT_WHILE_ASKING: Final = 600  # seconds more in which an old one is shown while a new one is fetched


@dataclass(frozen=True, slots=True)
class _Made:
    """One version: what it says, in which key's name, and when."""

    token: bytes
    listed: Mapping[int, CertificateStatus]
    kid: bytes
    at: datetime

    def has(self, listed: Mapping[int, CertificateStatus], kid: bytes, now: datetime) -> bool:
        """Whether it still is the one to give. A clock that was put back counts as old."""
        is_young = timedelta() <= now - self.at < RENEWED_AFTER
        return is_young and self.kid == kid and self.listed == listed


@dataclass(slots=True, kw_only=True)
class LiveStatusList:
    """The list of this moment, or the last one for as long as it may be relied on where none can be made."""

    look: Begin
    ring: Callable[[], KeyRing]
    clock: Clock
    uri: str  # the list's own address, which it names
    _made: _Made | None = field(default=None, init=False)
    _looked_at: datetime | None = field(default=None, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def __call__(self) -> Document:
        """As it is published. Raises NotNowError."""
        async with self._turn:  # however many ask, one looks
            now = self.clock.now()
            if self._looked_at is None or not timedelta() <= now - self._looked_at < LOOK_EVERY:
                await self._renew(now)
            if self._made is None or now - self._made.at >= FRESH_FOR:
                raise NotNowError
            return _published(self._made, now)

    async def _renew(self, now: datetime) -> None:
        try:
            key = self.ring().signing_key(now, KeyUse.STATUS)
            async with self.look() as work:
                listed = await work.certificates.listed()
            if self._made is None or not self._made.has(listed, key.kid, now):
                token = await asyncio.to_thread(self._written, listed, key, now)
                self._made = _Made(token, listed, key.kid, now)
            self._looked_at = now
        except Exception as error:  # noqa: BLE001 - no database or no key: what was published last is told with its age
            log.error("status list not renewed", extra={"action": "status", "error": kind_of(error)})

    def _written(self, listed: Mapping[int, CertificateStatus], key: SigningKey, now: datetime) -> bytes:
        statuses = {place: STATUS_OF[status] for place, status in listed.items()}
        return write_status_list(statuses, key=key, uri=self.uri, now=now)


def _published(made: _Made, now: datetime) -> Document:
    """A copy may be kept for a minute; where we cannot be reached, for as long as the list may be relied on."""
    left = max(0, int((made.at + FRESH_FOR - now).total_seconds()))
    fresh, asking = min(KEPT_BY_BROWSERS, left), min(KEPT_WHILE_ASKING, left)
    cache = f"public, max-age={fresh}, stale-while-revalidate={asking}, stale-if-error={left}"
    return Document(body=made.token, content_type=CONTENT_TYPE, cache=cache)
