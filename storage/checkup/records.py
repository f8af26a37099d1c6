"""Requests as they lie in the tables, whatever state they are in: what a use case could not read is read here too."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.ids import NOBODY
from bot.domain.life import end_of_stay, is_granted
from bot.registration.granting import FILED_BY_HOST
from storage.answers_json import answers_from_json
from storage.tables import cases, certificates, events
from storage.vault import SealBrokenError, Vault

CLOCK_MAY_STEP = timedelta(hours=1)  # back, between two events: what is nearer in time than this may stand in any order
_KINDS = {kind.value for kind in EventKind}
_SEQ = events.c.seq.label("seq")
_READ = (
    select(
        cases,
        *(_SEQ, events.c.kind, events.c.at, events.c.chat, events.c.reason),
        *(column.label(f"issued_{column.name}") for column in certificates.c),
    )
    .select_from(
        cases.outerjoin(events, events.c.case == cases.c.number).outerjoin(
            certificates, certificates.c.number == cases.c.number
        )
    )
    .where(cases.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(cases.c.number, events.c.seq)
)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One request with its chain and its certificate; `row` is the first of its rows."""

    row: Row[Any]
    vault: Vault = field(repr=False)
    seqs: tuple[int, ...]
    strange: int  # events of a kind that nobody knows
    case: Case  # for the domain's questions to the chain; its answers are those of `answers`
    opens: bool  # whether the answers opened, where there are any

    @property
    def number(self) -> int:
        """Of the request."""
        return self.case.number

    @property
    def answers(self) -> Answers | None:
        """None where they were wiped, or do not open."""
        return None if self.row.answers is None or not self.opens else self.case.answers

    @property
    def is_wiped(self) -> bool:
        """Whether the answers are gone."""
        return self.row.answers is None

    @property
    def has_certificate(self) -> bool:
        """Whether one was issued."""
        return self.row.issued_number is not None

    @property
    def granted(self) -> Event | None:
        """The host's yes."""
        return self.case.ending if is_granted(self.case) else None

    @property
    def is_filed(self) -> bool:
        """Whether an organisation has filed it."""
        return any(event.kind is EventKind.ASKED and event.reason == FILED_BY_HOST for event in self.case.events)

    @property
    def is_in_no_chat(self) -> bool:
        """Whether no guest's chat holds it."""
        return self.case.guest == NOBODY

    @cached_property
    def held(self) -> list[tuple[datetime, datetime]]:
        """From when until when the person was registered by it in this chat, a pair for each time."""
        return list(_held(self)) if self.granted is not None and self.has_certificate else []


def _held(record: Record) -> Iterable[tuple[datetime, datetime]]:
    """A stay that was restored is held twice; one that was taken over, from then on."""
    since: datetime | None = None
    for place, event in enumerate(record.case.events, 1):
        holds = _holds(replace(record.case, events=record.case.events[:place]))
        if holds and (since is None or event.kind is EventKind.TAKEN_OVER):
            since = event.at
        elif not holds and since is not None:
            yield since, event.at
            since = None
    if since is not None:
        yield since, record.row.issued_valid_until


def _holds(case: Case) -> bool:
    return is_granted(case) and end_of_stay(case) is None


@dataclass(slots=True, kw_only=True)
class Scene:
    """One moment of the database; each request is read once."""

    connection: AsyncConnection
    vault: Vault
    _known: dict[int, Record] = field(default_factory=dict)

    async def records(self, numbers: Collection[int]) -> list[Record]:
        """Those of these requests that exist, the lowest number first."""
        missing = sorted(set(numbers) - self._known.keys())
        if missing:
            rows = (await self.connection.execute(_READ, {"numbers": missing})).all()
            for number, same in groupby(rows, key=attrgetter("number")):
                self._known[number] = _record(list(same), self.vault)
        return [self._known[number] for number in sorted(set(numbers)) if number in self._known]

    async def record(self, number: int | None) -> Record | None:
        """One of them."""
        return next(iter(await self.records([number])), None) if number is not None else None


def _record(rows: Sequence[Row[Any]], vault: Vault) -> Record:
    first, linked = rows[0], [row for row in rows if row.seq is not None]
    answers = _answers(first.answers, vault)
    case = Case(
        number=first.number,
        guest=first.guest,
        answers=answers or Answers(),
        token="",
        events=tuple(_event(row) for row in linked if row.kind in _KINDS),
        host=first.host,
        party=first.party,
    )
    return Record(
        row=first,
        vault=vault,
        seqs=tuple(row.seq for row in linked),
        strange=len(linked) - len(case.events),
        case=case,
        opens=first.answers is None or answers is not None,
    )


def _answers(sealed: bytes | None, vault: Vault) -> Answers | None:
    if sealed is None:
        return None
    try:
        return answers_from_json(vault.open(cases.c.answers, sealed))
    except (SealBrokenError, ValueError, LookupError, TypeError):
        return None


def _event(row: Row[Any]) -> Event:
    return Event(kind=EventKind(row.kind), at=row.at, chat=row.chat, reason=row.reason)
