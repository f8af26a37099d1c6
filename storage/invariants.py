"""What must hold of everything that is stored, on a live database: `tirkeu doctor`, the rehearsal, the tests.

It only reads, a batch at a time, each batch in a snapshot of its own: a long one would keep SQLite's journal growing
and PostgreSQL's vacuum waiting, and every invariant is decided within one batch.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import bindparam, select

from storage.checkup import chains, issued, people, places, rows, seals, telling, word
from storage.checkup.invariant import Invariant, OfARequest
from storage.checkup.invariant import Offence as Offence
from storage.checkup.records import CLOCK_MAY_STEP as CLOCK_MAY_STEP
from storage.checkup.records import Record, Scene
from storage.database import Database
from storage.tables import cases

A_BATCH = 500  # requests
_OF_A_REQUEST: tuple[OfARequest, ...] = (
    *chains.INVARIANTS,
    *issued.INVARIANTS,
    *people.INVARIANTS,
    *seals.INVARIANTS,
)
INVARIANTS: tuple[Invariant, ...] = (
    *_OF_A_REQUEST,
    *(people.PARTY, people.REPLACED, people.TWICE, word.CONSENT, telling.GUEST_TOLD, telling.HOST_TOLD, places.ROOM),
    *rows.INVARIANTS,
)
_NEXT = select(cases.c.number).where(cases.c.number > bindparam("after")).order_by(cases.c.number).limit(A_BATCH)


async def offences(database: Database, cases: Collection[int] | None = None) -> list[Offence]:
    """What breaks an invariant: of these requests alone, or of everything that is stored. Empty is well."""
    return sorted({offence async for offence in found(database, cases)})


async def found(database: Database, cases: Collection[int] | None = None) -> AsyncGenerator[Offence, None]:
    """The same one by one, for a database of any size; one offence may come twice."""
    if cases is not None:
        async with _scene(database) as scene:
            async for offence in _of_some(scene, cases):
                yield offence
        return
    for every in (_of_all_requests, _of_all_documents, _of_all_places, _of_all_rows):
        async for offence in every(database):
            yield offence


async def _of_some(scene: Scene, numbers: Collection[int]) -> AsyncIterator[Offence]:
    records = await scene.records(numbers)
    async for offence in _of(scene, records):
        yield offence
    certified = [record for record in records if record.has_certificate and record.answers is not None]
    documents = {record.row.document_index for record in certified} - {None}
    if documents:
        async for offence in people.twice(scene, documents):
            yield offence
    wanted = {record.answers.place for record in certified if record.answers is not None} - {None}
    if wanted:
        async for offence in places.over_full(scene, [place for place in wanted if place is not None], numbers):
            yield offence


async def _of(scene: Scene, records: Sequence[Record]) -> AsyncIterator[Offence]:
    """What concerns each request, or it and those that it names."""
    for record in records:
        for invariant in _OF_A_REQUEST:
            if invariant.is_broken_by(record):
                yield invariant.broken_by_case(record)
    for beside in (people.among, word.of_the_host, telling.to_both):
        async for offence in beside(scene, records):
            yield offence


async def _of_all_requests(database: Database) -> AsyncIterator[Offence]:
    last, numbers = 0, [0]
    while numbers:
        async with _scene(database) as scene:
            numbers = list((await scene.connection.execute(_NEXT, {"after": last})).scalars())
            async for offence in _of(scene, await scene.records(numbers)):
                yield offence
        last = numbers[-1] if numbers else last


async def _of_all_documents(database: Database) -> AsyncIterator[Offence]:
    last, some = b"", [b""]
    while some:
        async with _scene(database) as scene:
            some = await people.repeated(scene, last)
            async for offence in people.twice(scene, some):
                yield offence
        last = some[-1] if some else last


async def _of_all_places(database: Database) -> AsyncIterator[Offence]:
    last, some = 0, [0]
    while some:
        async with _scene(database) as scene:
            some = await places.after(scene, last)
            async for offence in places.over_full(scene, some, None):
                yield offence
        last = some[-1] if some else last


async def _of_all_rows(database: Database) -> AsyncIterator[Offence]:
    async with _scene(database) as scene:
        async for offence in rows.among_all(scene.connection, scene.vault):
            yield offence
    async with _scene(database) as scene:
        async for offence in seals.of_other_tables(scene.connection, scene.vault):
            yield offence


@asynccontextmanager
async def _scene(database: Database) -> AsyncIterator[Scene]:
    """One moment: SQLite's readers see one anyway, PostgreSQL is told to."""
    async with database.reading() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield Scene(connection=connection, vault=database.vault)
