"""What the use cases need from outside: a clock, a unit of work, random names."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from bot.certificate.claims import Claims
from bot.certificate.seal import Opened
from bot.passport.reading import Reading, Unread
from bot.registration.repositories.hosting import Blocks, Hosts, Imports, Places, Staff
from bot.registration.repositories.keeping import LegalHolds, OwnRecords, Wiping
from bot.registration.repositories.officers import AuditLog, Crossings, Findings, Matters
from bot.registration.repositories.people import Chats, Drafts, Outlooks, Profiles, TravelLog
from bot.registration.repositories.requests import Cases, Certificates, Notices
from bot.registration.repositories.standings import Standings


class ContendedError(Exception):
    """Others wrote the same at the same time: this unit of work was undone whole, and can be tried again."""


class Clock(Protocol):
    """The only one who knows the time; legal days are days in `TIME_ZONE`."""

    def now(self) -> datetime:
        """This moment, aware of its zone."""

    def today(self) -> date:
        """The day in Kazakhstan."""


class PassportReader(Protocol):
    """Reads the zone of a travel document in a picture, away from the event loop; keeps nothing of it."""

    async def read(self, picture: bytes) -> Reading | Unread:
        """What the zone says, or why it could not be read; never raises on any bytes."""


class Work(Protocol):
    """One transaction. Leaving it without `commit` undoes everything."""

    @property
    def audit(self) -> AuditLog: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def chats(self) -> Chats: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def travels(self) -> TravelLog: ...
    @property
    def outlooks(self) -> Outlooks: ...
    @property
    def standings(self) -> Standings: ...
    @property
    def hosts(self) -> Hosts: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def certificates(self) -> Certificates: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def places(self) -> Places: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def matters(self) -> Matters: ...
    @property
    def imports(self) -> Imports: ...

    @property
    def own_data(self) -> OwnRecords: ...
    @property
    def wiping(self) -> Wiping: ...
    @property
    def crossings(self) -> Crossings: ...
    @property
    def legal_holds(self) -> LegalHolds: ...

    async def commit(self) -> None:
        """Make everything done so far last, and wake the courier when something is owed."""


OpenText = Callable[[str], Opened]  # reads the text of a QR code and says whether we signed it
Begin = Callable[[], AbstractAsyncContextManager[Work]]
Scrub = Callable[[], Awaitable[None]]  # takes what was deleted off the disk


class Names(Protocol):
    """Random names that nobody can guess."""

    def token(self) -> str:
        """A link's token: 22 characters of A-Z, a-z, 0-9, _ and -, 128 random bits."""

    def status_index(self) -> int:
        """A random place in the status list."""


class WebKey(Protocol):
    """What makes a host's web page safe: derived from the operator's secret, never stored."""

    def code(self, token: str, shown: int) -> str:
        """The six digits of the so-many-th code that was shown for the request behind this link."""

    def mark(self, *said: str) -> str:
        """A keyed digest of these texts, which nobody else can make."""


class SigningKeys(Protocol):
    """The operator's signing keys, and the names of certificates to be signed with them."""

    def cti(self, number: int) -> bytes:
        """Twelve random bytes, new for every issue: those prepared for this request, if any were."""

    def current(self, now: datetime) -> bytes:
        """The id of the key that signs at this moment."""


class Sealer(Protocol):
    """Signs and seals certificates, away from the event loop."""

    async def seal(self, claims: Claims, key_id: bytes) -> str:
        """The text of the QR code (the seal's format, section 4.1), the same for the same claims and key."""
