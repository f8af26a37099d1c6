"""The record, read: one request's story, and whose data an interval has touched."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import AuditAction
from bot.domain.ids import NOBODY, ChatId
from bot.domain.matter import MatterKind
from bot.office.breach import Side, Touch, Touched
from storage.audit import person_digest
from storage.audit_rows import LAST
from storage.tables import audit, cases, certificates, chats, matters
from storage.vault import Vault

A_BATCH = 5_000  # rows
MARGIN = timedelta(hours=1)  # clocks of several machines
_A_WORD = 8  # bits of a byte
_STORY = select(audit).where(audit.c.case == bindparam("number")).order_by(audit.c.seq)
_SIDES = select(*cases.c["guest", "host"]).where(cases.c.number == bindparam("number"))
_LOOKS = [AuditAction.LOOKED_UP.value, AuditAction.SEARCHED.value, AuditAction.EXPORTED.value]
_AT = audit.c.at.type
_IN_INTERVAL = (
    select(audit)
    .where(audit.c.at >= bindparam("since", type_=_AT), audit.c.at < bindparam("until", type_=_AT))
    .where(audit.c.action.in_(_LOOKS), audit.c.seq > bindparam("after"))
    .order_by(audit.c.seq)
    .limit(A_BATCH)
)
_OF_REQUESTS = [AuditAction.REQUEST.value, AuditAction.CERTIFICATE.value]
_CHANGED = (
    select(audit.c.seq, audit.c.case)
    .where(audit.c.seq > bindparam("after"), audit.c.seq <= bindparam("upto"), audit.c.case.is_not(None))
    .where(audit.c.action.in_(_OF_REQUESTS))
    .order_by(audit.c.seq)
    .limit(A_BATCH)
)
_NUMBERED = (
    select(certificates.c.number)
    .where(certificates.c.number > bindparam("after"), certificates.c.number <= bindparam("upto"))
    .order_by(certificates.c.number)
    .limit(A_BATCH)
)
_GRANTED = select(certificates.c.number).where(
    certificates.c.number.in_(bindparam("numbers", expanding=True)),
    certificates.c.issued_at <= bindparam("at", type_=certificates.c.issued_at.type),
)
_PEOPLE = select(*cases.c["number", "guest", "host"], cases.c.answers.is_(None).label("is_wiped")).where(
    cases.c.number.in_(bindparam("numbers", expanding=True))
)
_MATTERS = (
    select(*matters.c["number", "kind", "chat"])
    .join_from(matters, cases, cases.c.number == matters.c.case, isouter=True)
    .where(matters.c.number.in_(bindparam("matters", expanding=True)))
    .where(matters.c.chat.is_distinct_from(cases.c.guest), matters.c.chat.is_distinct_from(cases.c.host))
    .order_by(matters.c.number)
)
_LANGUAGES = select(*chats.c["id", "language"]).where(chats.c.id.in_(bindparam("chats", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row of a story. `who` is `guest` or `host` where the request itself tells so."""

    seq: int
    at: datetime
    who: str
    action: str
    matter: int | None
    detail: Mapping[str, str]
    law: str | None


@dataclass(slots=True)
class Numbers:
    """Numbers of requests, a bit each: a million of them need 125 KB."""

    _bits: bytearray = field(default_factory=bytearray)

    def add(self, number: int) -> None:
        """Once more is the same."""
        place, bit = divmod(number, _A_WORD)
        if place >= len(self._bits):
            self._bits.extend(bytes(max(place + 1 - len(self._bits), len(self._bits))))
        self._bits[place] |= 1 << bit

    def __iter__(self) -> Iterator[int]:
        for place, bits in enumerate(self._bits):
            for bit in range(_A_WORD if bits else 0):
                if bits >> bit & 1:
                    yield place * _A_WORD + bit


@dataclass(frozen=True, slots=True)
class SqlRecordReader:
    """Reads the record over one connection, a batch at a time."""

    connection: AsyncConnection
    vault: Vault

    async def story(self, number: int) -> Sequence[Told]:
        """All that is recorded of one request, from its beginning."""
        sides = (await self.connection.execute(_SIDES, {"number": number})).first()
        named = {} if sides is None else {"guest": sides.guest, "host": sides.host}
        known = {f"person:{person_digest(self.vault, chat)}": who for who, chat in named.items() if chat is not None}
        rows = await self.connection.execute(_STORY, {"number": number})
        return [_told(row, known) for row in rows]

    async def last(self) -> tuple[int, bytes] | None:
        """Number and hash of the last row."""
        row = (await self.connection.execute(LAST)).first()
        return None if row is None else (row.seq, row.hash)

    async def hash_of(self, seq: int) -> bytes | None:
        """The hash of this row."""
        found: bytes | None = await self.connection.scalar(select(audit.c.hash).where(audit.c.seq == seq))
        return found

    async def changed(self, since: int, upto: int) -> Numbers:
        """The requests to which something happened after one row and up to another."""
        numbers = Numbers()
        async for row in self._pages(_CHANGED, since, upto=upto):
            numbers.add(row.case)
        return numbers

    async def numbered(self, upto: int) -> Numbers:
        """All requests with a certificate up to this number, older ones than the record, too."""
        numbers = Numbers()
        async for row in self._pages(_NUMBERED, 0, upto=upto):
            numbers.add(row.number)
        return numbers

    async def touches(self, since: datetime, until: datetime) -> AsyncIterator[Touch]:
        """Each look at a person's data; a search, or an export, as one without a number."""
        async for row in self._pages(_IN_INTERVAL, 0, since=since, until=until):
            yield _touch(row)

    async def exported(self, touch: Touch) -> Numbers:
        """Whose data a recorded export held: of all requests up to a number, or of those changed since the one before,
        such as were granted by then.
        """
        since, upto = int(touch.detail["since"]), int(touch.detail["upto"])
        held = await (self.changed(since, upto) if since else self.numbered(int(touch.detail["numbers_upto"])))
        granted, left = Numbers(), iter(held)
        while some := list(islice(left, A_BATCH)):
            rows = await self.connection.execute(_GRANTED, {"numbers": some, "at": touch.at + MARGIN})
            for number in rows.scalars():
                granted.add(number)
        return granted

    async def people(self, numbers: Sequence[int]) -> Sequence[Touched]:
        """Who stands behind these requests, and which language they read."""
        rows = (await self.connection.execute(_PEOPLE, {"numbers": list(numbers)})).all()
        languages = await self._languages({chat for row in rows for chat in (row.guest, row.host) if chat})
        return [
            Touched(
                number=row.number,
                guest=_side(row.guest, languages),
                host=_side(row.host, languages),
                is_wiped=row.is_wiped,
            )
            for row in sorted(rows, key=lambda row: int(row.number))
        ]

    async def people_of_matters(self, numbers: Sequence[int]) -> Sequence[Touched]:
        """Who stands behind these matters, and neither as guest nor as host behind their requests."""
        rows = (await self.connection.execute(_MATTERS, {"matters": list(numbers)})).all()
        languages = await self._languages({row.chat for row in rows if row.chat != NOBODY})
        return [
            Touched(
                matter=row.number,
                guest=None if row.kind == MatterKind.HOST.value else _side(row.chat, languages),
                host=_side(row.chat, languages) if row.kind == MatterKind.HOST.value else None,
                is_wiped=row.chat == NOBODY,
            )
            for row in rows
        ]

    async def _languages(self, chats_wanted: set[int]) -> Mapping[int, str]:
        if not chats_wanted:
            return {}
        known = await self.connection.execute(_LANGUAGES, {"chats": [*chats_wanted]})
        return {each.id: each.language for each in known}

    async def _pages(self, query: Select[Any], after: int, **bound: object) -> AsyncIterator[Row[Any]]:
        while True:
            rows = (await self.connection.execute(query, {"after": after, **bound})).all()
            for row in rows:
                yield row
            if len(rows) < A_BATCH:
                return
            after = rows[-1][0]


def _side(chat: int | None, languages: Mapping[int, str]) -> Side | None:
    """None where nobody is left who could be told."""
    language = None if chat is None else languages.get(chat)
    return None if chat is None or language is None else Side(chat=ChatId(chat), language=language)


def _told(row: Row[Any], known: Mapping[str, str]) -> Told:
    return Told(
        seq=row.seq,
        at=row.at,
        who=known.get(row.actor, row.actor.replace("person:", "person ").replace("officer:", "officer ")),
        action=row.action,
        matter=row.matter,
        detail=orjson.loads(row.detail),
        law=row.law,
    )


def _touch(row: Row[Any]) -> Touch:
    return Touch(
        at=row.at,
        by=row.actor.replace(":", " "),
        action=AuditAction(row.action),
        number=row.case,
        matter=row.matter,
        detail=orjson.loads(row.detail),
    )
