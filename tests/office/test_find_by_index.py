"""Each way of the search goes by an index, however many requests there are; and who is older than the index gets in."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, update

from bot.domain.address import Address
from bot.domain.answers import Answers
from bot.domain.audit import AuditAction
from bot.domain.case import Case, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.officer import Purpose
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.domain.sought import ByAddress, ByCertificate, ByDocument, ByHost, ByNumber, ByPerson, Indexed, Way
from bot.office.indexing import IndexPeople
from bot.office.look_ups import Look, LookUps
from storage.database import Database
from storage.invariants import offences
from storage.tables import cases

SECRET = "a secret that only this test of the search knows"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MANY = 10_000
GUEST = ChatId(7_000_000_001)
ANSWERS = Answers(
    citizenship="UZB",
    family_name="Қанарейкина",
    given_names="Гүлнәр",
    born=date(1991, 2, 3),
    document_kind=DocumentKind.PASSPORT,
    document_number=DocumentNumber("FA7654321"),
    host=Iin("850101300012"),
    address=Address.parse("Almaty, Kanareechnaya 12/3, flat 45"),
    until=date(2027, 1, 31),
)
EACH_WAY: tuple[Indexed, ...] = (
    ByDocument(document=DocumentNumber("FA7654321")),
    ByHost(host=Iin("850101300012")),
    ByPerson(family_name="Kanareikina", born=date(1991, 2, 3)),
    ByAddress(address=Address.parse("flat 45, KANAREECHNAYA 12/3, Almaty")),
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database in a file."""
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'find.db'}", SECRET)
    yield opened
    await opened.close()


async def sent(database: Database, *several: Answers) -> list[int]:
    """Requests with these answers; their numbers."""
    numbers = []
    async with database.begin() as work:
        for turn, answers in enumerate(several):
            case = Case(number=0, guest=GUEST, answers=answers, token=f"by-index-{turn}", events=())
            numbers.append((await work.cases.add(case.happened(EventKind.ASKED, NOW, GUEST))).number)
        await work.commit()
    return numbers


def crowd(file: Path, many: int) -> None:
    """So many other requests, written past the bot: only what is searched is in them."""
    rows = ((n, n % 5000 + 1, *(f"{n}-{what}".encode() for what in range(6))) for n in range(1, many + 1))
    with closing(sqlite3.connect(file)) as books, books:
        books.execute("PRAGMA synchronous = OFF")
        books.executemany(
            "INSERT INTO cases (number, guest, document_index, host_index, address_index, person_index, token,"
            " token_index) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


@pytest.mark.parametrize("many", [MANY, pytest.param(10 * MANY, marks=pytest.mark.nightly)])
async def test_each_way_uses_an_index_among_many(database: Database, tmp_path: Path, many: int) -> None:
    """No statement of the search walks through the requests, and none opens what is sealed to find one."""
    crowd(tmp_path / "find.db", many)
    [number] = await sent(database, ANSWERS)
    statements = listened_to(database)

    async with database.begin() as work:
        found = [await work.findings.find(sought, 11) for sought in (ByNumber(number=number), *EACH_WAY)]
        unknown = await work.findings.find(ByCertificate(cti=b"0123456789ab"), 11)
        alike = [await work.findings.like(number, way, number + 1, 11) for way in Way]
        same = await work.findings.of_the_same(number, 50)
        looks = await work.findings.looks(GUEST, NOW - timedelta(hours=1))

    assert found == [(1, [number])] * (1 + len(EACH_WAY))
    assert unknown == (0, [])
    assert alike == [(1, [number])] * len(Way)
    assert (same, looks) == ([number], 0)
    plans = [line for statement in statements for line in plan(tmp_path / "find.db", statement)]
    assert sum("SEARCH cases USING" in line for line in plans) > len(EACH_WAY)
    assert not [line for line in plans if "SCAN cases" in line or "SCAN certificates" in line or "SCAN audit" in line]
    assert not [one for one in statements if "answers" in one or "token" in one]


def listened_to(database: Database) -> list[str]:
    """The statements that are run from now on."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(database._engine.sync_engine, "before_cursor_execute", note)
    return seen


def plan(file: Path, statement: str) -> Sequence[str]:
    """How SQLite goes about it."""
    if not statement.startswith("SELECT"):
        return ()
    with closing(sqlite3.connect(file)) as books:
        values = [b"x"] * statement.count("?")
        return [row[3] for row in books.execute(f"EXPLAIN QUERY PLAN {statement}", values)]


async def test_a_name_is_found_in_other_letters(database: Database) -> None:
    """Case, accents, apostrophes, hyphens, and Cyrillic or Latin letters make no difference; another spelling does."""
    numbers = await sent(
        database, *(ANSWERS.with_(family_name=name) for name in ("Ғани-Юлдашев", "O‘RAZOV", "Müller", "Жұмабаев"))
    )
    born = date(1991, 2, 3)
    async with database.look() as work:
        for number, name in zip(numbers, ("GANI YULDASHEV", "o'razov", "MULLER", "Zhumabaev"), strict=True):
            assert await work.findings.find(ByPerson(family_name=name, born=born), 11) == (1, [number])
        assert await work.findings.find(ByPerson(family_name="Jumabaev", born=born), 11) == (0, [])


async def test_who_is_older_than_the_index_gets_into_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batch after batch; what was wiped stays out, and what does not open keeps nobody waiting."""
    monkeypatch.setattr("bot.office.indexing.AT_ONCE", 2)
    numbers = await sent(database, *(ANSWERS.with_(born=date(1991, 2, day)) for day in range(1, 6)))
    async with database.writing() as connection:
        await connection.execute(update(cases).values(person_index=None))
        await connection.execute(update(cases).where(cases.c.number == numbers[0]).values(answers=None))
        await connection.execute(update(cases).where(cases.c.number == numbers[1]).values(answers=b"no seal at all"))
        await connection.commit()

    await IndexPeople(begin=database.begin)()

    async with database.look() as work:
        found = [
            await work.findings.find(ByPerson(family_name="Kanareikina", born=date(1991, 2, day)), 11)
            for day in range(1, 6)
        ]
    assert found == [(0, []), (0, []), *((1, [number]) for number in numbers[2:])]


async def test_a_wiped_request_is_found_by_its_number_alone(database: Database) -> None:
    """Whichever way it was wiped, the index of the person goes with the others."""
    [by_wish, by_term] = await sent(database, ANSWERS, replace(ANSWERS, given_names="Айгүл"))
    async with database.begin() as work:
        await work.wiping.wipe([by_wish])
        cancelled = (await work.cases.get(by_term)).happened(EventKind.CANCELLED, NOW)  # type: ignore[union-attr]  # is there
        await work.cases.save(cancelled)
        assert await work.cases.forget_ended(NOW + timedelta(days=1), [by_term]) == 1
        for sought in EACH_WAY:
            assert await work.findings.find(sought, 11) == (0, [])
        assert await work.findings.find(ByNumber(number=by_term), 11) == (1, [by_term])


@pytest.mark.postgres
async def test_each_way_finds_on_postgresql(postgres_url: str) -> None:
    """The same statements there: each way finds, names a list by one of its requests, and counts looks."""
    database = await Database.open(postgres_url, SECRET)
    try:
        first, second = await sent(database, ANSWERS, ANSWERS)
        async with database.begin() as work:
            for sought in EACH_WAY:
                assert await work.findings.find(sought, 1) == (2, [second])
                assert await work.findings.like(first, sought.way, second, 11) == (2, [first])
            assert await work.findings.of_the_same(first, 50) == [second, first]
            assert await work.findings.looks(GUEST, NOW) == 0
            assert await work.findings.index_people(0, 500) is None
    finally:
        await database.close()


async def test_a_page_a_search_in_vain_and_a_card_of_the_queue_are_a_look_each(database: Database) -> None:
    """A page that shows ten is one look; a search that finds nobody is one; so is a card of the queue."""
    looks = [Look(GUEST, Purpose.CHECK, way, NOW + timedelta(minutes=n)) for n, way in enumerate(Way)]
    async with database.begin() as work:
        look_ups = LookUps(clock=None, roster=None)  # type: ignore[arg-type]  # neither is asked
        look_ups.looked_up(work, looks[0], range(1, 11))
        look_ups.searched(work, looks[1], 0)
        look_ups.searched(work, looks[2], 1)
        queue = looks[3].entry(AuditAction.LOOKED_UP, case=1)
        work.audit.record(replace(queue, detail={"purpose": Purpose.QUEUE.value, "way": "matter"}))
        await work.commit()
        assert await work.findings.looks(GUEST, NOW - timedelta(minutes=1)) == 3
        assert await work.findings.looks(GUEST, NOW) == 2


async def test_the_doctor_compares_the_index_of_people(database: Database) -> None:
    """Another one than the answers give is named; none yet is none; one that outlived its answers is named."""
    [number] = await sent(database, ANSWERS)
    row = update(cases).where(cases.c.number == number)
    for changed, broken in (
        ({"person_index": None}, set()),
        ({"person_index": b"another"}, {"indexes"}),
        ({"answers": None, "document_index": None, "host_index": None, "address_index": None}, {"wiped"}),
    ):
        async with database.writing() as connection:
            await connection.execute(row.values(changed))
            await connection.commit()
        names = {one.invariant for one in await offences(database, [number])}
        assert names & {"indexes", "wiped"} == broken
