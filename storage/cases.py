"""Requests and their chains of events. A request is read with one statement: its row beside each of its events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Row,
    Select,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.address import Address
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import COUNTED
from bot.domain.document import DocumentNumber
from bot.domain.ids import filer_of
from bot.domain.life import end_of_stay
from bot.domain.people import ChatId
from bot.domain.spelling import person_key
from bot.registration.ports import ContendedError
from storage.answers_json import answers_from_json, answers_to_json
from storage.legal_holds import is_held
from storage.tables import cases, certificates, events, is_ending
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_OF_THE_CASE = events.c.case == cases.c.number
_WHOLE = (
    select(
        *cases.c["number", "guest", "host", "guest_card", "host_card", "answers", "token", "party"],
        *events.c["kind", "at", "chat", "reason"],
    )
    .join_from(cases, events, _OF_THE_CASE)
    .order_by(cases.c.number, events.c.seq)
)
_NEWEST_FIRST = _WHOLE.order_by(None).order_by(cases.c.number.desc(), events.c.seq)
_HAS_ENDED = exists().where(_OF_THE_CASE, is_ending).correlate(cases)

_HAS_NUMBER = cases.c.number == _WANTED
_HAS_TOKEN = cases.c.token_index == _WANTED
_GET = _WHOLE.where(_HAS_NUMBER)
_BY_TOKEN = _WHOLE.where(_HAS_TOKEN)
_LOCK = select(cases.c.number).where(_HAS_NUMBER).with_for_update()
_IN_PARTY = or_(_HAS_NUMBER, cases.c.party == _WANTED)
_LOCK_PARTY = select(cases.c.number).where(_IN_PARTY).order_by(cases.c.number).with_for_update()
_LOCK_BY_TOKEN = select(cases.c.number).where(_HAS_TOKEN).with_for_update()
_OF_GUEST = _NEWEST_FIRST.where(cases.c.guest == _WANTED)
_WITH_DOCUMENT = _NEWEST_FIRST.where(cases.c.document_index == _WANTED)
_OF_HOST = _NEWEST_FIRST.where(cases.c.host == _WANTED)
_PARTY = _WHOLE.where(_IN_PARTY)
_THESE_CASES = _NEWEST_FIRST.where(cases.c.number.in_(bindparam("wanted", expanding=True)))
_WAITING_FOR = _WHOLE.where(cases.c.host == _WANTED, ~_HAS_ENDED)

_ADD = insert(cases)
_APPEND = insert(events)
_UPDATE = update(cases).where(_HAS_NUMBER)

# A granted request lasts as long as its certificate; any other one ends with its ending.
_BEFORE = bindparam("before", type_=events.c.at.type)
_HAS_CERTIFICATE = exists().where(certificates.c.number == cases.c.number).correlate(cases)
_ENDED_BEFORE = exists().where(_OF_THE_CASE, is_ending, events.c.at < _BEFORE).correlate(cases)
_CERTIFICATE_ENDED_BEFORE = _HAS_CERTIFICATE.where(certificates.c.valid_until < _BEFORE)
_OVERDUE = (
    select(cases.c.number)
    .join_from(cases, events, _OF_THE_CASE)
    .where(events.c.seq == 0, events.c.at < _BEFORE, ~_HAS_ENDED)
    .order_by(cases.c.number)
)
_IS_FREE, _TEXT_IS_FREE = ~is_held(cases.c.number), ~is_held(certificates.c.number)
_IS_PAST_TERM = (
    cases.c.answers.is_not(None) & or_(_ENDED_BEFORE & ~_HAS_CERTIFICATE, _CERTIFICATE_ENDED_BEFORE) & _IS_FREE
)
_HAS_TEXT_PAST_TERM = certificates.c.host_name.is_not(None) & (certificates.c.valid_until < _BEFORE) & _TEXT_IS_FREE
_PAST_TERM = union(
    select(cases.c.number).where(_IS_PAST_TERM), select(certificates.c.number).where(_HAS_TEXT_PAST_TERM)
)
_THESE: BindParameter[Any] = bindparam("these", expanding=True)
_WIPE = (
    update(cases)
    .where(cases.c.number.in_(_THESE), _IS_PAST_TERM)
    .values(answers=None, document_index=None, host_index=None, address_index=None, person_index=None)
)
_WIPE_OF_GUEST = (
    update(cases)
    .where(cases.c.answers.is_not(None), cases.c.guest == _WANTED, ~_HAS_CERTIFICATE, _IS_FREE)
    .values(answers=None, document_index=None, host_index=None, address_index=None, person_index=None)
)
_WIPE_TEXTS = (
    update(certificates).where(certificates.c.number.in_(_THESE), _HAS_TEXT_PAST_TERM).values(text=None, host_name=None)
)

# A lost document keeps its status when the stay ends by a new certificate: the chain tells (`end_of_stay`).
_LIVING_AT = (
    _WHOLE.join(certificates, certificates.c.number == cases.c.number)
    .where(cases.c.address_index == _WANTED, certificates.c.valid_until >= bindparam("now", type_=events.c.at.type))
    .where(certificates.c.status.in_([status.value for status in COUNTED]))
)
_LIVING_WITH = (
    _WHOLE.join(certificates, certificates.c.number == cases.c.number)
    .where(cases.c.host == _WANTED, cases.c.answers.is_not(None))
    .where(certificates.c.valid_until >= bindparam("since", type_=events.c.at.type))
    .where(certificates.c.status.in_([status.value for status in COUNTED]))
)
_NAMES = func.unnest(bindparam("wanted", type_=ARRAY(BigInteger))).column_valued("name")
_LOCK_NAMES = select(func.pg_advisory_xact_lock(_NAMES))  # one after another, as they stand in the array
_THESE_AND_THEIRS = or_(cases.c.number.in_(_THESE), cases.c.party.in_(_THESE))
_BEHIND = select(cases.c.guest, cases.c.host, cases.c.document_index).where(_THESE_AND_THEIRS)


class LostRaceError(ContendedError):
    """Somebody else wrote to this request after it was read."""


@dataclass(frozen=True, slots=True)
class SqlCases:
    """`ports.Cases` over two tables.

    `_known` holds the requests as they are stored, to write only what has changed; `locked` the names that are locked.
    """

    connection: AsyncConnection
    vault: Vault
    _known: dict[int, Case] = field(default_factory=dict, init=False, repr=False)
    locked: set[int] = field(default_factory=set, init=False, repr=False)  # since the last commit
    recorded: list[tuple[int, Event]] = field(default_factory=list, init=False, repr=False)  # since the last commit

    async def add(self, case: Case) -> Case:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""
        result = await self.connection.execute(_ADD, self._as_row(case))
        number: int = result.inserted_primary_key[0]  # type: ignore[index]  # one row was inserted, so there is a key
        added = replace(case, number=number)
        await self._append(number, 0, added.events)
        self._known[number] = added
        return added

    async def save(self, case: Case) -> None:
        """Write what has changed: guest, host, cards, new events. Old events are never touched.

        Raises:
            LostRaceError: The stored chain has gone another way since this request was read.
            LookupError: There is no such request.
        """
        stored = self._known.get(case.number) or await self.get(case.number)
        if stored is None:
            raise LookupError(case.number)
        already = len(stored.events)
        if case.events[:already] != stored.events:
            raise LostRaceError(case.number)
        await self._append(case.number, already, case.events[already:])
        if _bindings(case) != _bindings(stored):
            await self.connection.execute(_UPDATE, {"wanted": case.number, **_bindings(case)})
        self._known[case.number] = case

    async def get(self, number: int, *, lock: bool = False) -> Case | None:
        """The request with this number."""
        if lock:
            await self._lock(_LOCK, number)
        return await self._one(_GET, number)

    async def these(self, numbers: Sequence[int]) -> Sequence[Case]:
        """The requests with these numbers, newest first; some tens at once."""
        return await self._all(_THESE_CASES, numbers)

    async def by_token(self, token: str, *, lock: bool = False) -> Case | None:
        """The request behind this link."""
        index = self.vault.index(cases.c.token_index, token)
        if lock:
            await self._lock(_LOCK_BY_TOKEN, index)
        return await self._one(_BY_TOKEN, index)

    async def with_document(self, document: DocumentNumber) -> Sequence[Case]:
        """All requests that name this document, newest first; another state's document of the same number too."""
        return await self._all(_WITH_DOCUMENT, self._index_of(document))

    async def of_guest(self, chat: ChatId) -> Sequence[Case]:
        """All requests of this guest, newest first."""
        return await self._all(_OF_GUEST, chat)

    async def past_term(self, before: datetime) -> Sequence[int]:
        """The numbers of requests whose ending came, or whose certificate ended, before this moment, not yet wiped."""
        return list((await self.connection.execute(_PAST_TERM, {"before": before})).scalars())

    async def forget_ended(self, before: datetime, numbers: Sequence[int] | None = None) -> int:
        """Wipe the answers of requests whose ending came, or whose certificate ended, before this moment; how many.

        Of these numbers, where some are named. The signed text of such a certificate goes too. Chain, number, status
        and public name stay.
        """
        these = {"before": before, "these": await self.past_term(before) if numbers is None else numbers}
        await self.connection.execute(_WIPE_TEXTS, these)
        return (await self.connection.execute(_WIPE, these)).rowcount

    async def forget_of_guest(self, guest: ChatId) -> None:
        """Wipe the answers of this guest's requests that led to no certificate."""
        await self.connection.execute(_WIPE_OF_GUEST, {"wanted": guest})

    async def waiting_for(self, host: ChatId) -> Sequence[Case]:
        """Requests without an ending that this host may answer, oldest first."""
        return await self._all(_WAITING_FOR, host)

    async def of_host(self, host: ChatId) -> Sequence[Case]:
        """All requests bound to this host, newest first."""
        return await self._all(_OF_HOST, host)

    async def party(self, number: int, *, lock: bool = False) -> Sequence[Case]:
        """The request with this number and those that go with it, the lowest number first."""
        if lock:
            await self._lock(_LOCK_PARTY, number)
        return await self._all(_PARTY, number)

    async def living_at(self, address: Address, now: datetime) -> Sequence[Case]:
        """The requests by which people are registered at this address now, oldest first."""
        index = self.vault.index(cases.c.address_index, address.place_name)
        rows = await self.connection.execute(_LIVING_AT, {"wanted": index, "now": now})
        return [case for case in self._grouped(rows) if end_of_stay(case) is None]

    async def living_with(self, host: ChatId, since: datetime) -> Sequence[Case]:
        """The requests of this host by which people are registered still, or were until this moment or later, oldest
        first; none that was ended before its last day.
        """
        rows = await self.connection.execute(_LIVING_WITH, {"wanted": host, "since": since})
        return [case for case in self._grouped(rows) if end_of_stay(case) is None]

    async def lock_behind(self, *numbers: int) -> None:
        """`lock_people` and `lock_documents` of whom these requests, and those that go with them, are about."""
        if self._has_no_locks:
            return
        rows = (await self.connection.execute(_BEHIND, {"these": numbers})).all()
        documents = {_lock_name(row.document_index) for row in rows if row.document_index is not None}
        await self._lock_names({filer_of(row.guest, row.host) for row in rows}, documents)

    async def lock_people(self, *people: ChatId) -> None:
        """Let nobody else grant, restore, end or join for these people until the unit of work ends. To be called before
        their requests are read: what is read after it no other can change.
        """
        await self._lock_names(people)

    async def lock_documents(self, *documents: DocumentNumber) -> None:
        """The same for whoever holds one of these, after `lock_people`."""
        await self._lock_names({_lock_name(self._index_of(document)) for document in documents})

    async def lock_address(self, address: Address) -> None:
        """Let nobody else count or grant at this address until the unit of work ends."""
        await self._lock_names({_lock_name(self.vault.index(cases.c.address_index, address.place_name))})

    async def overdue(self, before: datetime) -> Sequence[int]:
        """The numbers of requests without an ending that were sent before this moment."""
        return list((await self.connection.execute(_OVERDUE, {"before": before})).scalars())

    @property
    def _has_no_locks(self) -> bool:
        """SQLite has none and needs none: its unit of work is the only writer."""
        return self.connection.dialect.name == "sqlite"

    async def _lock(self, query: Select[Any], wanted: int | bytes) -> None:
        """Wait for whoever holds the row, in a statement of its own: the next one sees what they wrote."""
        if not self._has_no_locks:
            await self.connection.execute(query, {"wanted": wanted})

    async def _lock_names(self, *groups: Iterable[int]) -> None:
        """The same for names, those of one group after those of another, each group in its own order; each once."""
        wanted = [name for group in groups for name in sorted(set(group) - self.locked)]
        if wanted and not self._has_no_locks:
            await self.connection.execute(_LOCK_NAMES, {"wanted": wanted})
            self.locked.update(wanted)

    def _index_of(self, document: DocumentNumber) -> bytes:
        return self.vault.index(cases.c.document_index, document.reveal())

    async def _one(self, query: Select[Any], wanted: int | bytes) -> Case | None:
        return next(iter(await self._all(query, wanted)), None)

    async def _all(self, query: Select[Any], wanted: int | bytes | Sequence[int]) -> list[Case]:
        return self._grouped(await self.connection.execute(query, {"wanted": wanted}))

    def _grouped(self, rows: Iterable[Row[Any]]) -> list[Case]:
        found = [self._as_case(list(same)) for _, same in groupby(rows, key=attrgetter("number"))]
        self._known.update((case.number, case) for case in found)
        return found

    async def _append(self, number: int, first: int, new: Sequence[Event]) -> None:
        rows = [_event_row(number, seq, event) for seq, event in enumerate(new, first)]
        try:
            if rows:
                await self.connection.execute(_APPEND, rows)
                self.recorded.extend((number, event) for event in new)
        except IntegrityError:
            raise LostRaceError(number) from None

    def _as_case(self, rows: Sequence[Row[Any]]) -> Case:
        first = rows[0]
        return Case(
            number=first.number,
            guest=first.guest,
            answers=self._answers(first.answers),
            token=self.vault.open(cases.c.token, first.token),
            events=tuple(map(_as_event, rows)),
            host=first.host,
            guest_card=first.guest_card,
            host_card=first.host_card,
            party=first.party,
        )

    def _answers(self, sealed: bytes | None) -> Answers:
        return Answers() if sealed is None else answers_from_json(self.vault.open(cases.c.answers, sealed))

    def _as_row(self, case: Case) -> dict[str, object]:
        vault = self.vault
        document = case.answers.document_number.reveal() if case.answers.document_number else None
        host = case.answers.host.reveal() if case.answers.host else None
        return {
            "answers": vault.seal(cases.c.answers, answers_to_json(case.answers)),
            "document_index": vault.index_optional(cases.c.document_index, document),
            "host_index": vault.index_optional(cases.c.host_index, host),
            "address_index": vault.index_optional(cases.c.address_index, _place_name(case.answers.address)),
            "person_index": vault.index_optional(
                cases.c.person_index, person_key(case.answers.family_name, case.answers.born)
            ),
            "party": case.party,
            "token": vault.seal(cases.c.token, case.token),
            "token_index": vault.index(cases.c.token_index, case.token),
            **_bindings(case),
        }


def _place_name(address: Address | None) -> str | None:
    return address.place_name if address else None


def _bindings(case: Case) -> dict[str, int | None]:
    return {"guest": case.guest, "host": case.host, "guest_card": case.guest_card, "host_card": case.host_card}


def _as_event(row: Row[Any]) -> Event:
    return Event(kind=EventKind(row.kind), at=row.at, chat=row.chat, reason=row.reason)


def _event_row(number: int, seq: int, event: Event) -> dict[str, object]:
    return {
        "case": number,
        "seq": seq,
        "kind": event.kind.value,
        "at": event.at,
        "chat": event.chat,
        "reason": event.reason,
    }


def _lock_name(index: bytes) -> int:
    """A name for PostgreSQL's locks, which are of eight bytes."""
    return int.from_bytes(index[:8], signed=True)
