"""What is short is read without a visit to SQLite's thread; what is long keeps nobody waiting."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.one_hop import Link

LONG = "SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT {}) SELECT x FROM n)"
NEIGHBOUR = Path(__file__).with_name("recovering_neighbour.py")


@pytest.fixture
async def ran_in(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each statement that ended well: whether it ran in the loop's own thread."""
    async with sqlite.reading() as connection, sqlite.writing() as other:  # both are open when the counting begins
        await connection.execute(text("SELECT 1"))
        await other.execute(text("SELECT 1"))
    threads: list[bool] = []
    run, mine = Link._run, threading.get_ident()

    def watched(link: Link, *arguments: object) -> object:
        answer = run(link, *arguments)  # type: ignore[arg-type]  # handed on as they came
        threads.append(threading.get_ident() == mine)
        return answer

    monkeypatch.setattr(Link, "_run", watched)
    return threads


async def test_a_short_read_needs_no_visit(sqlite: Database, ran_in: list[bool]) -> None:
    """A short read is done at once."""
    async with sqlite.reading() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    assert ran_in == [True]


async def test_a_long_read_is_done_in_the_thread(sqlite: Database, ran_in: list[bool]) -> None:
    """A read that turns out to be long is broken off, done in the thread, and answered whole."""
    async with sqlite.reading() as connection:
        assert (await connection.execute(text(LONG.format(200_000)))).scalar_one() == 200_000
        assert (await connection.execute(text("SELECT 2"))).scalar_one() == 2
    assert ran_in == [False, True]


async def test_a_writer_begins_and_changes_in_the_thread(sqlite: Database, ran_in: list[bool]) -> None:
    """A writer waits for its lock in the thread; then it reads and adds at once, and changes rows in the thread."""
    add = text("INSERT INTO chats (id, language, blocked) VALUES (1, 'en', 0)")
    async with sqlite.writing() as connection:
        for statement in (text("SELECT 1 FROM chats"), text("SELECT 1 FROM chats"), add, text("DELETE FROM chats")):
            await connection.execute(statement)
    assert ran_in == [False, True, True, False]


async def test_what_was_undone_is_not_seen_by_the_next(sqlite: Database) -> None:
    """A row added at once is undone with its transaction, before the next one looks."""
    async with sqlite.writing() as connection:
        await connection.execute(text("SELECT 1"))
        await connection.execute(text("INSERT INTO chats (id, language, blocked) VALUES (1, 'en', 0)"))
    async with sqlite.writing() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM chats"))).scalar_one() == 0


async def test_a_read_that_failed_breaks_no_later_one(sqlite: Database) -> None:
    """After a read that failed, its transaction is over, and the next read of the same connection begins its own."""
    async with sqlite.reading() as connection:
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT 1 FROM nowhere"))
        await connection.rollback()
        raw = (await connection.get_raw_connection()).dbapi_connection
        assert not raw.link.in_transaction  # type: ignore[union-attr]  # storage.one_hop.OneHopConnection
        assert (await connection.execute(text("SELECT count(*) FROM chats"))).scalar_one() == 0
    for _ in range(3):  # more often than there are seats
        async with sqlite.reading() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_value_that_fits_nowhere_breaks_no_later_read(sqlite: Database) -> None:
    """The same where not SQLite but its driver finds the fault, after the transaction was opened."""
    async with sqlite.reading() as connection:
        with pytest.raises(OverflowError):
            await connection.execute(text("SELECT :number"), {"number": 2**64})
        await connection.rollback()
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_the_loop_never_waits_for_a_lock(sqlite: Database, ran_in: list[bool]) -> None:
    """While another process recovers the journal, a read waits in the thread and the loop goes on."""
    async with sqlite.reading() as connection:
        async with _recovering(sqlite):
            began = asyncio.get_running_loop().time()
            reading = asyncio.create_task(connection.scalar(text("SELECT count(*) FROM chats")))
            await asyncio.sleep(0.05)
            assert asyncio.get_running_loop().time() - began < 10  # a loop that waited would come back after thirty
            assert not reading.done()
        assert await asyncio.wait_for(reading, 10) == 0
        await connection.rollback()
        assert await connection.scalar(text("SELECT 1")) == 1
    assert ran_in == [False, True]


@asynccontextmanager
async def _recovering(database: Database) -> AsyncIterator[None]:
    """Another process is at the journal's recovery."""
    pipe = asyncio.subprocess.PIPE
    file = str(database._engine.url.database)
    child = await asyncio.create_subprocess_exec(sys.executable, str(NEIGHBOUR), file, stdin=pipe, stdout=pipe)
    assert child.stdout is not None
    assert await child.stdout.readline() == b"recovering\n"
    try:
        yield
    finally:
        await child.communicate(b"")
