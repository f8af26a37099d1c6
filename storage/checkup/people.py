"""Of the people of a request: who is who, who goes with whom, and that nobody is registered twice at once."""

from collections import defaultdict
from collections.abc import AsyncIterator, Hashable, Iterable, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from bot.domain.case import EventKind
from bot.domain.ids import NOBODY
from bot.domain.life import is_granted, is_taken_over
from storage.checkup.invariant import Invariant, OfARequest, Offence
from storage.checkup.records import CLOCK_MAY_STEP, Record, Scene
from storage.tables import cases, certificates

A_BATCH = 200  # documents
_CERTIFIED = cases.join(certificates, certificates.c.number == cases.c.number)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_WITH_DOCUMENTS = select(cases.c.number).select_from(_CERTIFIED).where(cases.c.document_index.in_(_WANTED))
_REPEATED = (
    select(cases.c.document_index)
    .select_from(_CERTIFIED)
    .where(cases.c.document_index > bindparam("after"))
    .group_by(cases.c.document_index)
    .having(func.count() > 1)
    .order_by(cases.c.document_index)
    .limit(A_BATCH)
)


def _is_nobodys(record: Record) -> bool:
    """One without a guest's chat was filed by an organisation and not taken over, or is wiped."""
    guest, host = record.case.guest, record.case.host
    may_be_nobodys = record.is_wiped or (record.is_filed and not is_taken_over(record.case))
    return (
        guest < NOBODY
        or (guest == NOBODY and not may_be_nobodys)
        or (host is not None and (host <= NOBODY or host == guest))
    )


INVARIANTS = (
    OfARequest(
        name="guest",
        sentence="A request is of a person's own chat, or of none where an organisation filed it; never of its host's.",
        breaks=_is_nobodys,
    ),
)
PARTY = Invariant(
    name="party", sentence="Who asks together with another goes with an earlier request that has a link of its own."
)
REPLACED = Invariant(
    name="replaced", sentence="A registration that was replaced was replaced by one that was granted, and says which."
)
TWICE = Invariant(
    name="registered-twice", sentence="Nobody is registered by two certificates at once in one chat or by one filer."
)


async def among(scene: Scene, records: Sequence[Record]) -> AsyncIterator[Offence]:
    """Those of these requests that stand in no right relation to another one."""
    await scene.records([number for record in records for number in _others(record)])
    for record in records:
        if record.case.party is not None and not _leads(await scene.record(record.case.party), record):
            yield PARTY.broken_by_case(record)
        for number in _replacing(record):
            newer = await scene.record(number)
            if newer is None or newer.number == record.number or not is_granted(newer.case):
                yield REPLACED.broken_by_case(record)


def _others(record: Record) -> Iterable[int]:
    yield from () if record.case.party is None else (record.case.party,)
    yield from (number for number in _replacing(record) if number is not None)


def _replacing(record: Record) -> list[int | None]:
    reasons = [event.reason for event in record.case.events if event.kind is EventKind.REPLACED]
    return [int(reason) if reason and reason.isdecimal() else None for reason in reasons]


def _leads(first: Record | None, record: Record) -> bool:
    return first is not None and first.case.party is None and first.number < record.number


async def twice(scene: Scene, documents: Iterable[bytes]) -> AsyncIterator[Offence]:
    """Registrations by these documents that hold at the same time: the later of each two."""
    rows = await scene.connection.execute(_WITH_DOCUMENTS, {"wanted": sorted(set(documents))})
    same: dict[Hashable, list[Record]] = defaultdict(list)
    for record in await scene.records(list(rows.scalars())):
        if record.answers is not None and not (record.is_in_no_chat and record.case.host is None):
            by = ("host", record.case.host) if record.is_in_no_chat else ("guest", record.case.guest)
            same[(*by, record.row.document_index)].append(record)
    for each in same.values():
        for one, later in combinations(each, 2):
            if any(_overlap(a, b) for a in one.held for b in later.held):
                yield TWICE.broken_by_case(later)


def _overlap(a: tuple[Any, Any], b: tuple[Any, Any]) -> bool:
    return bool(min(a[1], b[1]) - max(a[0], b[0]) > CLOCK_MAY_STEP)


async def repeated(scene: Scene, after: bytes) -> list[bytes]:
    """Some documents by which more than one certificate was issued, in their order, after this one."""
    return list((await scene.connection.execute(_REPEATED, {"after": after})).scalars())
