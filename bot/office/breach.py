"""Whose data were touched in an interval, by whom and why: what has to be known when data may have got out."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.domain.audit import AuditAction
from bot.domain.ids import ChatId
from bot.law.days import DAY, working_days

A_BATCH = 500  # requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One look, search or export; `number` is none where it is not about one request, `matter` where it showed none."""

    at: datetime
    by: str
    action: AuditAction
    number: int | None
    matter: int | None = None
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Somebody who can be told, and in which language."""

    chat: ChatId
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A request whose data were touched, or a matter of somebody else than its guest and host, who is on the side of
    whom it is about. Wiped since, it held them then.
    """

    number: int | None = None
    matter: int | None = None
    guest: Side | None
    host: Side | None
    is_wiped: bool


class RecordReader(Protocol):
    """The record and the requests, read."""

    def touches(self, since: datetime, until: datetime) -> AsyncIterator[Touch]:
        """Each look at a person's data; a search, or an export, as one without a number."""

    async def exported(self, touch: Touch) -> Iterable[int]:
        """Whose data a recorded export held."""

    async def people(self, numbers: Sequence[int]) -> Sequence[Touched]:
        """Who stands behind these requests, and which language they read."""

    async def people_of_matters(self, matters: Sequence[int]) -> Sequence[Touched]:
        """Who stands behind these matters, and neither as guest nor as host behind their requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By whom, how and why."""

    by: str
    action: AuditAction
    why: str


@dataclass(slots=True)
class Breach:
    """What an interval has touched: how often in which way, and which ways led to which request."""

    times: Counter[Way] = field(default_factory=Counter)
    ways: list[Way] = field(default_factory=list)
    by_number: dict[int, int] = field(default_factory=dict)  # a bit for each of `ways`
    by_matter: dict[int, int] = field(default_factory=dict)  # the same

    def add(self, touch: Touch, numbers: Iterable[int]) -> None:
        """One more touch, of these requests."""
        way = Way(by=touch.by, action=touch.action, why=_why(touch))
        if way not in self.times:
            self.ways.append(way)
        self.times[way] += 1
        mark = 1 << self.ways.index(way)
        for number in numbers:
            self.by_number[number] = self.by_number.get(number, 0) | mark
        if touch.matter is not None:
            self.by_matter[touch.matter] = self.by_matter.get(touch.matter, 0) | mark

    def ways_to(self, one: Touched) -> Iterator[Way]:
        """In which ways they were touched."""
        marks = self.by_matter[one.matter] if one.matter is not None else self.by_number[one.number or 0]
        return (way for place, way in enumerate(self.ways) if marks >> place & 1)

    def requests_of(self, way: Way) -> int:
        """How many requests were touched in this way."""
        mark = 1 << self.ways.index(way)
        return sum(1 for marks in self.by_number.values() if marks & mark)


async def find_breach(reader: RecordReader, since: datetime, until: datetime) -> Breach:
    """Everything from the first moment on, and before the second one."""
    breach = Breach()
    async for touch in reader.touches(since, until):
        is_of_all = touch.action is AuditAction.EXPORTED and "upto" in touch.detail
        one = () if touch.number is None else (touch.number,)
        breach.add(touch, await reader.exported(touch) if is_of_all else one)
    return breach


async def people_of(reader: RecordReader, breach: Breach) -> AsyncIterator[Touched]:
    """Who stands behind the requests, in the order of their numbers, then behind matters."""
    for read, numbers in (
        (reader.people, sorted(breach.by_number)),
        (reader.people_of_matters, sorted(breach.by_matter)),
    ):
        for first in range(0, len(numbers), A_BATCH):
            for touched in await read(numbers[first : first + A_BATCH]):
                yield touched


def notify_by(found: date) -> date:
    """The last day for the notice to the authorised body, by the stricter reading: one working day after the finding
    (Law 94-V on personal data, as changed by Law 44-VIII of 11 December 2023, in force from 1 July 2024).
    """
    return working_days(found + DAY, 1).due


def _why(touch: Touch) -> str:
    """Purpose and way, as codes."""
    said = (touch.detail.get(name) for name in ("purpose", "way", "what", "format"))
    return " ".join(word for word in said if word)
