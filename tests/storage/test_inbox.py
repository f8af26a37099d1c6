"""Updates that wait: stored once, read by chat in their order, emptied when handled."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from storage_samples import NOW, SECRET

from storage.database import Database
from storage.inbox import Inbox
from storage.tables import inbox as table


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


async def bodies(inbox: Inbox, chat: int) -> list[str | None]:
    return [each.body for each in await inbox.waiting(chat)]


async def test_an_update_is_stored_once(inbox: Inbox) -> None:
    """What comes again, at once or after it was handled, changes nothing."""
    await asyncio.gather(*(inbox.store(5, 1, "five", NOW) for _ in range(3)))
    await inbox.store(5, 1, "another five", NOW)
    assert await bodies(inbox, 1) == ["five"]

    await inbox.done(5, NOW)
    await inbox.store(5, 1, "five", NOW)
    assert await bodies(inbox, 1) == []
    assert await inbox.chats(10) == []


async def test_a_chat_is_read_in_the_order_of_the_numbers(inbox: Inbox) -> None:
    """However they come, and however many chats are asked for at one moment; each gets its own."""
    numbers = [3, 9, 1, 8, 2]
    await asyncio.gather(*(inbox.store(number, number % 2, str(number), NOW) for number in numbers))

    even, odd, none = await asyncio.gather(inbox.waiting(0), inbox.waiting(1), inbox.waiting(7))
    assert [each.number for each in even] == [2, 8]
    assert [each.number for each in odd] == [1, 3, 9]
    assert none == []
    assert await inbox.chats(10) == [1, 0]
    assert await inbox.chats(1) == [1]


async def test_a_flood_is_read_in_parts(inbox: Inbox) -> None:
    """One chat's flood takes no more memory than a part of it, and nothing from others."""
    for number in range(100, 130):
        await inbox.store(number, 1, "flood", NOW)
    await inbox.store(200, 2, "drop", NOW)

    flood, drop = await asyncio.gather(inbox.waiting(1), inbox.waiting(2))
    assert [each.number for each in flood] == list(range(100, 100 + inbox.most_of_a_chat))
    assert [each.number for each in drop] == [200]


async def test_handled_updates_say_nothing(inbox: Inbox, database: Database) -> None:
    """Of a handled update its number stays, until Telegram cannot bring it again: no chat, no word."""
    await asyncio.gather(*(inbox.store(number, 1, "Canaryevich", NOW) for number in (1, 2, 3)))
    async with database.reading() as connection:
        sealed = (await connection.execute(select(table.c.body))).scalars().all()
    assert not any(b"Canaryevich" in body for body in sealed)
    await asyncio.gather(*(inbox.done(number, NOW) for number in (1, 2, 3)))

    async with database.reading() as connection:
        rows = (await connection.execute(select(table.c.chat, table.c.body, table.c.handled_at))).all()
    assert rows == [(0, None, NOW)] * 3
    await inbox.forget_handled(NOW + timedelta(hours=24))
    assert await count(database) == 3
    await inbox.forget_handled(NOW + timedelta(hours=26))
    assert await count(database) == 0


async def test_what_waits_is_never_forgotten(inbox: Inbox, database: Database) -> None:
    """Only what was handled is removed, however old the rest is."""
    await inbox.store(1, 1, "one", NOW)
    await inbox.forget_handled(NOW + timedelta(days=365))
    assert await count(database) == 1


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return len((await connection.execute(select(table.c.id))).all())


async def test_tries_are_counted(inbox: Inbox) -> None:
    """So that one that ends every worker is given up at last."""
    await inbox.store(1, 1, "Canaryevich", NOW)
    await inbox.tried(1)
    await inbox.tried(1)

    [waiting] = await inbox.waiting(1)
    assert waiting.tries == 2
    assert "Canaryevich" not in repr(waiting)


async def test_a_body_that_does_not_open_is_none(inbox: Inbox, database: Database) -> None:
    """A row that was changed by another hand waits as one that cannot be read, and holds up nobody."""
    await inbox.store(1, 1, "one", NOW)
    async with database.writing() as connection:
        await connection.execute(table.update().values(body=b"\x01 not sealed by us"))
        await connection.commit()

    assert await bodies(inbox, 1) == [None]


async def test_who_handles_is_told_of_the_chat(inbox: Inbox) -> None:
    """At once, when the update is on the disk."""
    told: list[int] = []
    inbox.on_stored = told.append
    await inbox.store(1, 77, "one", NOW)
    assert told == [77]


@pytest.mark.postgres
async def test_two_workers_that_are_pushed_the_same_do_not_wait_for_each_other(postgres_url: str) -> None:
    """However the updates are mixed: each is stored, and no worker is told of a deadlock."""
    first, second = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    for start in range(0, 2000, 100):
        numbers = list(range(start, start + 100))
        both = [(Inbox(first), numbers), (Inbox(second), numbers[::-1])]
        await asyncio.gather(*(at.store(number, number, "x", NOW) for at, mixed in both for number in mixed))

    assert len(await Inbox(first).chats(9999)) == 2000
    await first.close()
    await second.close()
