"""Names that one worker at a time has hold of."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from storage_samples import SECRET

from storage import holds as holds_module
from storage.database import Database


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two workers' doors to one PostgreSQL."""
    one, other = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    yield one, other
    await one.close()
    await other.close()


async def test_a_name_is_held_once(database: Database) -> None:
    """Who asks for a name that is held is told no at once; given back it can be taken again."""
    assert await database.holds.take("chat:1")
    assert not await database.holds.take("chat:1")
    assert await database.holds.take("chat:2")
    await database.holds.give("chat:1")
    await database.holds.give("chat:1")

    assert await database.holds.take("chat:1")
    assert database.holds.holds("chat:1")


@pytest.mark.postgres
async def test_two_workers_never_hold_one_name(pair: tuple[Database, Database]) -> None:
    """However many names are asked for at one moment, each goes to one worker, and after it to the other."""
    one, other = pair
    names = [f"chat:{number}" for number in range(250)]  # more than travel in one statement
    first = await asyncio.gather(*(one.holds.take(name) for name in names[:200]))
    second = await asyncio.gather(*(other.holds.take(name) for name in names))

    assert all(first)
    assert second == [False] * 200 + [True] * 50
    await asyncio.gather(*(one.holds.give(name) for name in names))
    assert all(await asyncio.gather(*(other.holds.take(name) for name in names[:200])))


@pytest.mark.postgres
async def test_who_gave_up_waiting_holds_nothing(pair: tuple[Database, Database]) -> None:
    """A task cancelled while it takes a name leaves it free for others."""
    one, other = pair
    await one.holds.take("warm")
    for _ in range(20):
        taking = asyncio.create_task(one.holds.take("chat:1"))
        await asyncio.sleep(0)
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)

    assert await soon_takes(other, "chat:1")


@pytest.mark.postgres
async def test_a_lost_connection_loses_every_hold(pair: tuple[Database, Database]) -> None:
    """When PostgreSQL ends the session, whoever held a name is told, others can take it, and so can a new session."""
    one, other = pair
    told = asyncio.Event()
    one.holds.on_lost.add(told.set)
    assert await one.holds.take("chat:1")
    await end_sessions(other)

    async with asyncio.timeout(5):
        await told.wait()
        await one.holds.lost("chat:1")
    assert not one.holds.holds("chat:1")
    assert await soon_takes(other, "chat:1")
    assert not await one.holds.take("chat:1")
    assert await one.holds.take("chat:2")


async def end_sessions(database: Database) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    async with database.writing() as connection:
        await connection.execute(text(end))


async def soon_takes(database: Database, name: str) -> bool:
    """The server frees the locks of a session that ended a moment later."""
    async with asyncio.timeout(5):
        while not await database.holds.take(name):  # noqa: ASYNC110 - nothing tells when it is free
            await asyncio.sleep(0.01)
    return True


@pytest.mark.postgres
async def test_a_silent_connection_is_given_up(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that does not answer in time counts as lost, though nobody takes or gives anything."""
    one, _ = pair
    assert await one.holds.take("chat:1")
    monkeypatch.setattr(holds_module, "BEAT", 0.01)
    monkeypatch.setattr(holds_module, "PATIENCE", 0.000_001)
    watching = asyncio.create_task(one.holds.watch())

    async with asyncio.timeout(5):
        await one.holds.lost("chat:1")
    watching.cancel()
    assert not one.holds.holds("chat:1")
