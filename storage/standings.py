"""What is stored of people's stays: of many at a time with two statements a shelf, or what one of them has declared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import ACTS
from bot.domain.people import ChatId
from bot.domain.travel import Travels
from bot.registration.repositories.standings import Declared, Shelf, Standing
from storage.answers_json import answers_from_json
from storage.tables import ENDINGS, cases, chats, drafts, events, outlooks, travels
from storage.travels_json import travels_from_json
from storage.vault import SealBrokenError, Vault

_AFTER, _UPTO = bindparam("after", type_=chats.c.id.type), bindparam("upto", type_=chats.c.id.type)
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_REACHABLE = (chats.c.consented_at.is_not(None), ~chats.c.blocked)
_COUNT = select(func.count()).select_from(chats).where(*_REACHABLE)
_MARK = (
    select(chats.c.id).where(chats.c.id > _AFTER, *_REACHABLE).order_by(chats.c.id).offset(bindparam("skip")).limit(1)
)
_PEOPLE = (
    select(chats.c.id, drafts.c.answers, travels.c.record, travels.c.saved_at, outlooks.c.told)
    .join_from(chats, drafts, drafts.c.chat == chats.c.id, isouter=True)
    .join(travels, travels.c.chat == chats.c.id, isouter=True)
    .join(outlooks, outlooks.c.chat == chats.c.id, isouter=True)
    .where(*_REACHABLE)
    .order_by(chats.c.id)
)
_OF_LIFE = (EventKind.LEFT, EventKind.HOST_ENDED, EventKind.RESTORED, EventKind.REPLACED, EventKind.TAKEN_OVER,
            EventKind.EXIT_CONFIRMED)  # fmt: skip
_READ = (*_OF_LIFE, EventKind.HOST_NOTIFIED, EventKind.UNDONE, *ACTS)
_READ_EVENTS = (*ENDINGS, *(kind.value for kind in _READ))
_DECLARED = (
    select(drafts.c.answers, travels.c.record, travels.c.saved_at)
    .select_from(chats)
    .join(drafts, drafts.c.chat == chats.c.id, isouter=True)
    .join(travels, travels.c.chat == chats.c.id, isouter=True)
    .where(chats.c.id == bindparam("wanted"), chats.c.consented_at.is_not(None))
)
_CASES = (
    select(cases.c.guest, cases.c.number, cases.c.answers, events.c.kind, events.c.at, events.c.reason)
    .join_from(cases, events, (events.c.case == cases.c.number) & events.c.kind.in_(_READ_EVENTS), isouter=True)
    .where(cases.c.answers.is_not(None))
    .order_by(cases.c.guest, cases.c.number.desc(), events.c.seq)
)


def _in_range(column: ColumnElement[int]) -> ColumnElement[bool]:
    return (column > _AFTER) & (column <= _UPTO)


_PEOPLE_BETWEEN, _CASES_BETWEEN = _PEOPLE.where(_in_range(chats.c.id)), _CASES.where(_in_range(cases.c.guest))
_PEOPLE_OF, _CASES_OF = _PEOPLE.where(chats.c.id.in_(_SOME)), _CASES.where(cases.c.guest.in_(_SOME))
_NOTHING_SAID = Answers()
_Row = Any  # unpacked by place: by name costs more than all else that is done with a row


@dataclass(frozen=True, slots=True)
class SqlStandings:
    """`ports.Standings` over the tables of talks, drafts, travels, outlooks and requests."""

    connection: AsyncConnection
    vault: Vault

    async def count(self) -> int:
        """How many people there are."""
        number: int = (await self.connection.execute(_COUNT)).scalar_one()
        return number

    async def mark(self, after: ChatId, most: int) -> ChatId | None:
        """The last of the next so many people; None where there are not so many."""
        found: ChatId | None = (await self.connection.execute(_MARK, {"after": after, "skip": most - 1})).scalar()
        return found

    async def between(self, after: ChatId, upto: ChatId) -> Shelf:
        """The people after this one up to that one."""
        return await self._read(_PEOPLE_BETWEEN, _CASES_BETWEEN, {"after": after, "upto": upto})

    async def of(self, people: Sequence[ChatId]) -> Shelf:
        """These people."""
        return await self._read(_PEOPLE_OF, _CASES_OF, {"some": people})

    async def declared_by(self, chat: ChatId) -> Declared | None:
        """What this person has declared, who may have blocked the bot; None without the consent."""
        row = (await self.connection.execute(_DECLARED, {"wanted": chat})).first()
        if row is None:
            return None
        answers, record, saved_at = row
        return Declared(self._answers(answers), self._travels(chat, record, saved_at))

    async def _read(self, people: Select[Any], requests: Select[Any], which: Mapping[str, object]) -> Shelf:
        rows = (await self.connection.execute(requests, which)).all()
        by_guest = {guest: list(theirs) for guest, theirs in groupby(rows, key=itemgetter(0))}
        standings, unreadable = [], 0
        for row in (await self.connection.execute(people, which)).all():
            try:
                standings.append(self._standing(row, by_guest.get(row[0], ())))
            except (SealBrokenError, ValueError, KeyError):  # one that cannot be read must not hold up the others
                unreadable += 1
        return Shelf(standings, unreadable)

    def _standing(self, row: _Row, requests: Iterable[_Row]) -> Standing:
        chat, answers, record, saved_at, told = row
        return Standing(
            chat,
            self._answers(answers),
            self._travels(chat, record, saved_at),
            [self._case(list(same)) for _, same in groupby(requests, key=itemgetter(1))],
            self.vault.open_optional(outlooks.c.told, told),
        )

    def _answers(self, sealed: bytes | None) -> Answers:
        return _NOTHING_SAID if sealed is None else answers_from_json(self.vault.open(drafts.c.answers, sealed))

    def _travels(self, chat: ChatId, record: bytes | None, saved_at: datetime) -> Travels | None:
        if record is None:
            return None
        told = travels_from_json(self.vault.open(travels.c.record, record))
        return Travels(chat=chat, saved_at=saved_at, earlier=told.earlier, moved=told.moved)

    def _case(self, rows: Sequence[_Row]) -> Case:
        guest, number, answers, *_ = rows[0]
        return Case(
            number=number,
            guest=guest,
            answers=answers_from_json(self.vault.open(cases.c.answers, answers)),
            token="",
            events=tuple(
                Event(kind=EventKind(kind), at=at, reason=reason)
                for _, _, _, kind, at, reason in rows
                if kind is not None
            ),
        )
