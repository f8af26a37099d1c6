"""What officers work with: matters, searches, the border's record, and the record of what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.audit import AuditEntry
from bot.domain.crossing import Coverage, Crossing
from bot.domain.matter import Decision, Matter, MatterKind
from bot.domain.people import ChatId
from bot.domain.sought import Indexed, Way


class Matters(Protocol):
    """What needs an officer."""

    async def add(self, matter: Matter) -> Matter:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""

    async def save(self, matter: Matter) -> None:
        """Append the events that are new. Raises LookupError where the matter is gone."""

    async def get(self, number: int, *, lock: bool = False) -> Matter | None:
        """The matter with this number."""

    async def of_chat(self, chat: ChatId) -> Sequence[Matter]:
        """All that this chat has opened, oldest first."""

    async def of_case(self, case: int) -> Sequence[Matter]:
        """All that is about this request, oldest first."""

    async def waiting(self, first: Sequence[MatterKind], skip: int, most: int) -> Sequence[Matter]:
        """What is open, those of the first kinds before the others, the oldest of each first."""

    async def count_open(self) -> int:
        """How many are open."""

    async def decided(self, which: Sequence[Decision], since: datetime) -> Sequence[int]:
        """The numbers of what was decided so since then, where a request or its guest may wait for it still."""

    async def forget(self, chat: ChatId) -> None:
        """Remove all that this chat has opened; what the bot has seen of a request that is kept stays, nobody's."""

    async def forget_texts(self, before: datetime) -> int:
        """Wipe words, pictures and notes of what nothing has happened to since, and whose request is wiped or none."""


class Findings(Protocol):
    """Finding requests for an officer, by blind indexes alone."""

    async def find(self, sought: Indexed, most: int) -> tuple[int, Sequence[int]]:
        """How many requests there are, and the numbers of the newest."""

    async def like(self, number: int, way: Way, before: int | None, most: int) -> tuple[int, Sequence[int]]:
        """The same of those that are alike to this request in what this way looks at; older than `before`, if given."""

    async def of_the_same(self, number: int, most: int) -> Sequence[int]:
        """Requests with the document, with the name and birth date, or from the chat of this one, newest first."""

    async def looks(self, officer: ChatId, since: datetime) -> int:
        """How often this officer was shown somebody since then, or that there is nobody.

        By the search each time counts, of the queue each matter once, of the acts each request once.
        """

    async def has_seen(self, officer: ChatId, since: datetime, *, case: int | None, matter: int | None) -> bool:
        """Whether this officer was shown this matter since then, or where none is given this request."""

    async def index_people(self, after: int, most: int) -> int | None:
        """Index so many people whose requests are older than their index, from this number on; the last number."""


class ComparedUntil(NamedTuple):
    """Until when requests were compared with the border's record; `is_behind`: a file came that none was compared with.

    `at` is None where none ever was.
    """

    at: datetime
    is_behind: bool


class Crossings(Protocol):
    """The border's own record, under blind indexes of documents."""

    async def coverage(self) -> Coverage:
        """Of which days files have come whole."""

    async def of_request(self, number: int) -> Sequence[Crossing]:
        """The crossings under the number of this request's document, whatever the citizenship; oldest first."""

    async def refused(self) -> int:
        """How many bad lines the files had."""

    async def requests_before(self, number: int | None, most: int) -> Sequence[int]:
        """The numbers of requests whose document the record knows, below this one; the newest first."""

    async def changed_since(self, moment: datetime) -> Sequence[int]:
        """Those to which something has happened since; the newest first."""

    async def compared_until(self) -> ComparedUntil | None:
        """Until when requests were compared with every file that is here; None where there is no file."""

    async def compared(self, at: datetime) -> None:
        """Requests were compared at this moment with what had come by then."""


class AuditLog(Protocol):
    """The record that can be proved."""

    def record(self, *entries: AuditEntry) -> None:
        """Append these when the unit of work commits, and not where it is undone. Events of requests come by
        themselves.
        """

    def officer(self, chat: ChatId) -> None:
        """What this chat does in this unit of work, it does as an officer."""
