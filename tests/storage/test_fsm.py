"""aiogram's memory of a conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncConnection
from storage_samples import GUEST, HOST

from storage.database import Database
from storage.fsm import FsmStorage
from storage.tables import fsm

KEY = StorageKey(bot_id=1, chat_id=GUEST, user_id=GUEST)


async def test_state_and_data_survive(database: Database) -> None:
    """State and data are kept apart from each other, and are gone when cleared."""
    memory = FsmStorage(database)
    assert await memory.get_state(KEY) is None
    assert await memory.get_data(KEY) == {}
    await memory.set_state(KEY, State("asked", group_name="guest"))
    await memory.set_data(KEY, {"question": "born", "card": 17})
    assert await memory.update_data(KEY, {"card": 18}) == {"question": "born", "card": 18}
    again = FsmStorage(database)
    assert await again.get_state(KEY) == "guest:asked"
    assert await again.get_data(KEY) == {"question": "born", "card": 18}
    await again.set_state(KEY)
    await again.set_data(KEY, {})
    once_more = FsmStorage(database)
    assert await once_more.get_state(KEY) is None
    assert await once_more.get_data(KEY) == {}


async def test_each_key_has_its_own(database: Database) -> None:
    """Another chat, bot or destiny is another conversation."""
    memory = FsmStorage(database)
    others = [StorageKey(1, HOST, HOST), StorageKey(2, GUEST, GUEST), StorageKey(1, GUEST, GUEST, destiny="other")]
    await memory.set_state(KEY, "mine")
    assert [await memory.get_state(key) for key in others] == [None, None, None]


async def test_what_is_already_so_is_not_written(database: Database) -> None:
    """Setting what is already there commits nothing."""
    memory = FsmStorage(database)
    await memory.set_state(KEY, "asked")
    await memory.set_data(KEY, {"card": 17})
    commits: list[object] = []
    event.listen(database._engine.sync_engine, "commit", commits.append)
    await memory.set_state(KEY, "asked")
    await memory.set_data(KEY, {"card": 17})
    assert commits == []
    await memory.set_state(KEY, "answered")
    assert len(commits) == 1


async def test_forgetting_a_chat_forgets_its_conversation(database: Database) -> None:
    """With the talk goes its state, and nobody else's; clearing it afterwards makes no new row."""
    memory = FsmStorage(database)
    other = StorageKey(1, HOST, HOST)
    await memory.set_state(KEY, "mine")
    await memory.set_state(other, "theirs")
    async with database.begin() as work:
        await work.chats.forget(GUEST)
        await work.commit()
    await memory.set_state(KEY)
    assert await memory.get_state(KEY) is None
    assert await memory.get_state(other) == "theirs"
    async with database.reading() as connection:
        assert list((await connection.execute(select(fsm.c.chat))).scalars()) == [HOST]


async def test_a_read_overtaken_by_a_write_is_not_remembered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before a write and came back after it is old: the next one to ask hears the new state."""
    memory = FsmStorage(database)
    await FsmStorage(database).set_state(KEY, "old")
    has_read, may_go_on = asyncio.Event(), asyncio.Event()
    reading = database.reading

    @asynccontextmanager
    async def slow() -> AsyncIterator[AsyncConnection]:
        async with reading() as connection:
            yield connection
        has_read.set()
        await may_go_on.wait()

    monkeypatch.setattr(database, "reading", slow)
    overtaken = asyncio.create_task(memory.get_state(KEY))
    await has_read.wait()
    await memory.set_state(KEY, "new")
    may_go_on.set()
    assert await overtaken == "old"
    assert await memory.get_state(KEY) == "new"
