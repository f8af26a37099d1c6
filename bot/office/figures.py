"""What happened in a day and what stands at its end, in numbers: counted once a day, and kept as numbers."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.domain.case import EventKind
from bot.domain.life import ACTS

DAYS = 30
ONE_DAY = timedelta(days=1)


class Figure(StrEnum):
    """A table of one day."""

    # what happened in it
    ASKED = "asked"
    ENDED = "ended"  # how requests ended: `granted`, `refused:dates`, `denied:…`, `expired` …
    REGION = "region"  # of those granted
    LIFE = "life"  # what became of registrations
    ACTS = "acts"  # what officers did to registrations
    CAME = "came"  # matters, by kind
    DECISIONS = "decisions"  # matters, by what was decided
    ANSWER_TIME = "answer_time"  # of hosts, in seconds: `p50`, `p90`, and `n` answers
    # what stands when it was counted
    STANDING = "standing"  # certificates whose term is not over, by their status
    WAITING = "waiting"  # requests that wait for a host, by age in days
    QUEUE = "queue"  # open matters, by kind
    QUEUE_AGE = "queue_age"  # the same by age in days
    CROWDED = "crowded"  # addresses with more people than the operator's limit
    OLDEST = "oldest"  # open matter, in days


AT_A_MOMENT = (Figure.STANDING, Figure.WAITING, Figure.QUEUE, Figure.QUEUE_AGE, Figure.CROWDED)
AGES = (1, 3, 7, 30)  # days; what is older is a cell of its own
OLDER = "older"

_ENDS = {EventKind.GRANTED, EventKind.EXPIRED, EventKind.CLOSED, EventKind.CANCELLED}
_ENDS_WITH_REASON = {EventKind.REFUSED, EventKind.DENIED}
_LIFE = {EventKind.LEFT, EventKind.EXIT_CONFIRMED, EventKind.HOST_ENDED, EventKind.REPLACED}
_ACTS = ACTS | {EventKind.UNDONE}
Table = Mapping[str, int]
Tables = Mapping[Figure, Table]


class Happened(NamedTuple):
    """How often something happened to requests."""

    kind: str
    reason: str | None  # of refusals only
    times: int


class Counting(Protocol):
    """Counts what is stored; each count is one statement, or many small ones, and holds nobody up."""

    async def began(self) -> datetime | None:
        """When the first thing happened; None where nothing has."""

    async def events(self, since: datetime, until: datetime) -> Sequence[Happened]:
        """What happened to requests between these moments."""

    async def regions(self, since: datetime, until: datetime) -> Table:
        """Where the requests lie that were granted then; `unknown` where their answers are wiped."""

    async def answer_times(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds from asking to the host's answer, of all answers given then."""

    async def matters(self, since: datetime, until: datetime) -> tuple[Table, Table]:
        """Those that came then by kind, and those that were answered then by decision."""

    async def standing(self, now: datetime) -> Table:
        """Certificates whose term is not over, by status."""

    async def waiting(self, now: datetime) -> Table:
        """Requests without an ending, by age."""

    async def queue(self, now: datetime) -> tuple[Table, Table, datetime | None]:
        """Open matters by kind and by age, and since when the oldest has been open."""

    async def crowded(self, most: int, now: datetime) -> int:
        """Addresses where more than so many people are registered now."""


class DayBook(Protocol):
    """The counted days."""

    async def days(self, first: date, last: date) -> Mapping[date, Tables]:
        """The counted days from the first to the last of these."""

    async def keep(self, day: date, tables: Tables) -> None:
        """Write a day down; what is there already stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDays:
    """Counts the last whole day, and what of those before it is missing."""

    counting: Counting
    book: DayBook
    most_at_a_dwelling: int
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def __call__(self, now: datetime, days: int = DAYS) -> date:
        """The last whole day; `now` knows the zone of the legal day.

        That one is always counted; of those before it none on which nothing had ever happened yet.
        """
        last = now.date() - ONE_DAY
        missing = await self._missing(last, days)
        if set(missing) - {last}:  # `began` goes through all events: who wants the last day alone must not wait for it
            began = await self.counting.began()
            first = began.astimezone(now.tzinfo).date() if began is not None else last
            missing = [day for day in missing if day >= first or day == last]
        for day in missing:
            async with self._turn:
                await self._count(day, now, is_last=day == last)
        return last

    async def _missing(self, last: date, days: int) -> list[date]:
        """Newest first."""
        counted = await self.book.days(last - (days - 1) * ONE_DAY, last)
        return [day for back in range(days) if (day := last - back * ONE_DAY) not in counted]

    async def _count(self, day: date, now: datetime, *, is_last: bool) -> None:
        if await self.book.days(day, day):  # of two who count at once the second finds the day counted
            return
        tables = await self._happened(day, now.tzinfo)
        await self.book.keep(day, tables | await self._stands(now) if is_last else tables)

    async def _happened(self, day: date, zone: tzinfo | None) -> dict[Figure, Table]:
        since, until = (datetime.combine(each, time(), zone) for each in (day, day + ONE_DAY))
        events = await self.counting.events(since, until)
        came, decided = await self.counting.matters(since, until)
        return {
            **_of_events(events),
            Figure.REGION: await self.counting.regions(since, until),
            Figure.ANSWER_TIME: _percentiles(await self.counting.answer_times(since, until)),
            Figure.CAME: came,
            Figure.DECISIONS: decided,
        }

    async def _stands(self, now: datetime) -> dict[Figure, Table]:
        by_kind, by_age, oldest = await self.counting.queue(now)
        return {
            Figure.STANDING: await self.counting.standing(now),
            Figure.WAITING: await self.counting.waiting(now),
            Figure.QUEUE: by_kind,
            Figure.QUEUE_AGE: by_age,
            Figure.CROWDED: {"addresses": await self.counting.crowded(self.most_at_a_dwelling, now)},
            Figure.OLDEST: {"days": (now - oldest).days} if oldest is not None else {},
        }


def _of_events(happened: Sequence[Happened]) -> dict[Figure, Table]:
    tables: dict[Figure, Counter[str]] = {
        figure: Counter() for figure in (Figure.ASKED, Figure.ENDED, Figure.LIFE, Figure.ACTS)
    }
    tables[Figure.ASKED][EventKind.ASKED] = 0  # a day on which nothing happened was counted all the same
    for kind, reason, times in happened:
        if (place := _place_of(kind, reason)) is not None:
            figure, key = place
            tables[figure][key] += times
    return {figure: dict(table) for figure, table in tables.items()}


def _place_of(kind: str, reason: str | None) -> tuple[Figure, str] | None:
    if kind in _ENDS_WITH_REASON:
        return Figure.ENDED, f"{kind}:{reason or 'other'}"
    for figure, kinds in ((Figure.ENDED, _ENDS), (Figure.LIFE, _LIFE), (Figure.ACTS, _ACTS)):
        if kind in kinds:
            return figure, kind
    return (Figure.ASKED, kind) if kind == EventKind.ASKED else None


def _percentiles(seconds: Sequence[float]) -> Table:
    """By nearest rank; nothing where nobody answered."""
    if not seconds:
        return {}
    ranked, many = sorted(seconds), len(seconds)
    return {"n": many} | {f"p{part}": round(ranked[-(-many * part // 100) - 1]) for part in (50, 90)}
