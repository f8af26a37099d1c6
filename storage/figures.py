"""Counts for the office's figures, and the book of counted days: numbers only, no person in it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Label, bindparam, case, distinct, func, literal, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import LINK_LIVES, EventKind
from bot.domain.certificate import COUNTED
from bot.domain.matter import MatterState
from bot.office.figures import AGES, OLDER, Figure, Happened, Table, Tables
from storage.answers_json import answers_from_json
from storage.database import Database
from storage.tables import cases, certificates, daily_figures, events, is_ending, is_open, matter_events, matters
from storage.upsert import insert_new
from storage.vault import Vault

AT_ONCE = 500  # sealed answers opened between two looks at what else waits: some ten milliseconds' work
UNKNOWN = "unknown"

_SINCE, _UNTIL, _NOW = (bindparam(name, type_=events.c.at.type) for name in ("since", "until", "now"))
_THEN = (events.c.at >= _SINCE) & (events.c.at < _UNTIL)
_REASON = case(
    (events.c.kind.in_([EventKind.REFUSED.value, EventKind.DENIED.value]), events.c.reason), else_=null()
).label("why")
_BEGAN = select(func.min(events.c.at))
_EVENTS = select(events.c.kind, _REASON, func.count()).where(_THEN).group_by(events.c.kind, _REASON)

_GRANTED_THEN = (
    select(cases.c.number, cases.c.answers)
    .join_from(events, cases, events.c.case == cases.c.number)
    .where(_THEN, events.c.kind == EventKind.GRANTED.value, cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(AT_ONCE)
)
_asked = events.alias("asked")
_ANSWERS = [EventKind.GRANTED.value, EventKind.REFUSED.value, EventKind.DENIED.value]
_ANSWERED_THEN = (
    select(_asked.c.at, events.c.at.label("answered_at"))
    .join_from(events, _asked, (_asked.c.case == events.c.case) & (_asked.c.seq == 0))
    .where(_THEN, events.c.kind.in_(_ANSWERS))
)

_M_THEN = (matter_events.c.at >= _SINCE) & (matter_events.c.at < _UNTIL)
_OF_MATTER = matter_events.c.matter == matters.c.number
_CAME = (
    select(matters.c.kind, func.count())
    .join_from(matter_events, matters, _OF_MATTER)
    .where(matter_events.c.seq == 0, _M_THEN)
    .group_by(matters.c.kind)
)
_DECISION = func.coalesce(matter_events.c.decision, matter_events.c.kind)
_SETTLED = [MatterState.ANSWERED.value, MatterState.WITHDRAWN.value]
_DECIDED = select(_DECISION, func.count()).where(_M_THEN, matter_events.c.kind.in_(_SETTLED)).group_by(_DECISION)

_STANDING = (
    select(certificates.c.status, func.count())
    .where(certificates.c.valid_until >= _NOW)
    .group_by(certificates.c.status)
)
_IS_ENDED = select(literal(1)).where(events.c.case == cases.c.number, is_ending).correlate(cases).exists()


def _ages(opened: Any) -> list[Label[Any]]:
    """How many rows were opened within so many days, for each age; what is older is the rest."""
    return [func.sum(case((opened >= bindparam(f"age_{days}", type_=events.c.at.type), 1), else_=0)).label(f"a{days}")
            for days in AGES]  # fmt: skip


_WAITING = (
    select(func.count(), *_ages(_asked.c.at))
    .join_from(_asked, cases, _asked.c.case == cases.c.number)
    .where(_asked.c.seq == 0, _asked.c.at >= bindparam("first", type_=events.c.at.type), ~_IS_ENDED)
)
# not a join: for it SQLite would walk through the events of all matters
_OPENED_AT = select(matter_events.c.at).where(_OF_MATTER, matter_events.c.seq == 0).correlate(matters).scalar_subquery()
_OPEN = select(matters.c.kind, _OPENED_AT.label("at")).where(is_open).subquery()
_OPEN_MATTERS = select(_OPEN.c.kind, func.count(), func.min(_OPEN.c.at), *_ages(_OPEN.c.at)).group_by(_OPEN.c.kind)
_LIVING = certificates.c.status.in_([status.value for status in COUNTED])
_FULL = (
    select(cases.c.address_index)
    .join_from(certificates, cases, cases.c.number == certificates.c.number)
    .where(certificates.c.valid_until >= _NOW, _LIVING, cases.c.address_index.is_not(None))
    .group_by(cases.c.address_index)
    .having(func.count(distinct(cases.c.document_index)) > bindparam("most"))
    .subquery()
)
_CROWDED = select(func.count()).select_from(_FULL)

_DAYS = select(daily_figures).where(daily_figures.c.day.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True, slots=True)
class Counts:
    """`office.figures.Counting`. Each count reads at a moment of its own and waits for no writer.

    Those of a day go through the events' table once each, as does what waits: once a day, and none of it for each tap.
    """

    database: Database

    async def began(self) -> datetime | None:
        """When the first request was sent."""
        [row] = await self._all(_BEGAN)
        return row[0]  # type: ignore[no-any-return]

    async def events(self, since: datetime, until: datetime) -> Sequence[Happened]:
        """What happened to requests between these moments."""
        return [Happened(*row) for row in await self._all(_EVENTS, since=since, until=until)]

    async def regions(self, since: datetime, until: datetime) -> Table:
        """Where the requests lie that were granted then; opened a few at a time, and only counted."""
        found: Counter[str] = Counter()
        after = 0
        while rows := await self._all(_GRANTED_THEN, since=since, until=until, after=after):
            found.update(await asyncio.to_thread(_regions, self.database.vault, [row.answers for row in rows]))
            after = rows[-1].number
        return dict(found)

    async def answer_times(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds from asking to the host's answer, of all answers given then."""
        rows = await self._all(_ANSWERED_THEN, since=since, until=until)
        return [(row.answered_at - row.at).total_seconds() for row in rows]

    async def matters(self, since: datetime, until: datetime) -> tuple[Table, Table]:
        """Those that came then by kind, and those that were settled then by decision."""
        came = await self._all(_CAME, since=since, until=until)
        decided = await self._all(_DECIDED, since=since, until=until)
        return _table(came), _table(decided)

    async def standing(self, now: datetime) -> Table:
        """Certificates whose term is not over, by status."""
        return _table(await self._all(_STANDING, now=now))

    async def waiting(self, now: datetime) -> Table:
        """Requests that a host may still answer, by age."""
        [row] = await self._all(_WAITING, first=now - LINK_LIVES, **_edges(now))
        return _by_age(row[0], row[1:])

    async def queue(self, now: datetime) -> tuple[Table, Table, datetime | None]:
        """Open matters by kind and by age, and since when the oldest has been open."""
        rows = await self._all(_OPEN_MATTERS, **_edges(now))
        ages: Counter[str] = Counter()
        for row in rows:
            ages.update(_by_age(row[1], row[3:]))
        return _table(rows), dict(ages), min((row[2] for row in rows), default=None)

    async def crowded(self, most: int, now: datetime) -> int:
        """Addresses where more than so many documents are registered now; the address itself is not read."""
        [row] = await self._all(_CROWDED, most=most, now=now)
        return int(row[0])

    async def _all(self, query: Any, **given: object) -> Sequence[Any]:
        async with self.database.reading() as connection:
            return (await connection.execute(query, given)).all()


@dataclass(frozen=True, slots=True)
class DayBook:
    """`office.figures.DayBook` over a table."""

    database: Database

    async def days(self, first: date, last: date) -> Mapping[date, Tables]:
        """The counted days from the first to the last of these."""
        found: defaultdict[date, defaultdict[Figure, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        async with self.database.reading() as connection:
            for row in await connection.execute(_DAYS, {"first": first, "last": last}):
                found[row.day][Figure(row.name)][row.key] = row.value
        return found

    async def keep(self, day: date, tables: Tables) -> None:
        """Write a day down; what is there already stays."""
        rows = [
            {"day": day, "name": figure.value, "key": key, "value": value}
            for figure, table in tables.items()
            for key, value in table.items()
        ]
        if not rows:
            return
        async with self.database.writing() as connection:
            await _insert(connection, rows)
            await connection.commit()


async def _insert(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    await connection.execute(insert_new(daily_figures, connection.dialect.name, "day", "name", "key"), rows)


def _regions(vault: Vault, sealed: Sequence[bytes | None]) -> Counter[str]:
    """Their regions; nothing else of what is opened is kept."""
    return Counter(_region(vault, each) for each in sealed)


def _region(vault: Vault, sealed: bytes | None) -> str:
    if sealed is None:
        return UNKNOWN
    address = answers_from_json(vault.open(cases.c.answers, sealed)).address
    return (address.region if address is not None else None) or UNKNOWN


def _table(rows: Sequence[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}


def _edges(now: datetime) -> dict[str, datetime]:
    return {f"age_{days}": now - timedelta(days=days) for days in AGES}


def _by_age(many: int, within: Sequence[int | None]) -> dict[str, int]:
    """From "within so many days" to "in this span of days"."""
    upto = [each or 0 for each in within]
    spans = [each - before for before, each in zip([0, *upto], upto, strict=False)]
    return dict(zip(map(str, AGES), spans, strict=True)) | {OLDER: many - (upto[-1] if upto else 0)}
