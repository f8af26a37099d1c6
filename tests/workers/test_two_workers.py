"""Two workers over one database: a chat's updates are handled in their order, each once, whoever was given them."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.bootstrap import leading
from bot.bootstrap.leading import lead
from bot.telegram import intake
from storage.database import Database
from tests.workers.crew import SECRET, Book, until_handled, worker

pytestmark = pytest.mark.postgres
CHATS, EACH = 12, 6
HOLDER = Path(__file__).with_name("killed_holder.py")


def deal(dice: random.Random) -> list[tuple[int, int]]:
    """Chat and number of updates in the order of their coming: of many chats mixed, of each chat in order."""
    chats = [chat for chat in range(1, CHATS + 1) for _ in range(EACH)]
    dice.shuffle(chats)
    return [(chat, number) for number, chat in enumerate(chats, start=1000)]


async def test_each_update_once_and_each_chat_in_order(postgres_url: str) -> None:
    """Updates of more chats than have a hand at once, dealt to two workers by chance, some of them to both."""
    dice = random.Random(6)
    book = Book(dice, longest=0.01)
    dealt = deal(dice)
    async with (
        worker("one", postgres_url, book, chats_at_once=3) as one,
        worker("two", postgres_url, book, chats_at_once=3) as two,
    ):
        async with asyncio.TaskGroup() as pushes:
            for chat, number in dealt:
                for each in dice.choice([[one], [two], [one, two]]):
                    pushes.create_task(each.push(chat, number))
                await asyncio.sleep(dice.choice([0, 0, 0.002]))
        await until_handled(book, CHATS * EACH)
        await asyncio.sleep(0.1)

    assert book.met == []
    assert len(book.handled) == CHATS * EACH
    for chat in range(1, CHATS + 1):
        assert book.of_chat(chat) == [number for where, number in dealt if where == chat]
    assert {name for _, _, name in book.handled} == {"one", "two"}


async def test_one_slow_chat_keeps_no_other_waiting(postgres_url: str) -> None:
    """While a chat's long job runs on one worker, its next update waits, wherever it came, and others' do not."""
    book = Book(random.Random(6), longest=0)
    async with worker("one", postgres_url, book) as one, worker("two", postgres_url, book) as two:
        assert await one.database.holds.take("chat:1")
        await asyncio.gather(one.push(1, 10), two.push(1, 11), two.push(2, 12))
        await until_handled(book, 1)
        await asyncio.sleep(0.1)
        assert [number for _, number, _ in book.handled] == [12]

        await one.database.holds.give("chat:1")
        await until_handled(book, 3, seconds=5)
    assert book.of_chat(1) == [10, 11]


async def test_what_a_dead_worker_left_is_handled_within_seconds(postgres_url: str) -> None:
    """A worker is killed with a chat in hand: another one takes the chat, and nobody has to write again."""
    book = Book(random.Random(6), longest=0)
    async with worker("one", postgres_url, book) as one:
        with subprocess.Popen([sys.executable, HOLDER, postgres_url, SECRET], stdout=subprocess.PIPE) as killed:  # noqa: ASYNC220 - the test has nothing else to do
            assert killed.stdout is not None
            await asyncio.to_thread(killed.stdout.readline)
            one.inbox.on_stored = None  # it was the dead one that had stored it
            await one.push(1, 10)
            await asyncio.sleep(2 * intake.LOOK_EVERY)
            assert book.handled == []
            killed.kill()
        await until_handled(book, 1, seconds=5)


async def test_a_worker_that_lost_its_connection_breaks_off(postgres_url: str) -> None:
    """What it had in hand is begun anew, by itself or another worker: never by two at once, never not at all."""
    book = Book(random.Random(6), longest=0)
    async with worker("one", postgres_url, book) as one:
        book.longest, book.dice = 60, Longest()
        await one.push(1, 10)
        async with asyncio.timeout(5):
            while not book.busy:  # noqa: ASYNC110 - nothing tells when it is begun
                await asyncio.sleep(0.01)
        book.dice = random.Random(6)
        book.longest = 0
        async with one.database.writing() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        await until_handled(book, 1, seconds=5)

    assert book.handled == [(1, 10, "one")]
    assert book.met == []


class Longest(random.Random):
    """Throws the highest."""

    def uniform(self, a: float, b: float) -> float:
        return b


async def test_the_lead_changes_hands(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two workers one does what is done once; when it ends or loses its connection, the other one does."""
    monkeypatch.setattr(leading, "LOOK_AGAIN", 0.02)
    one, two = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    at_work: list[str] = []

    async def errands(name: str) -> None:
        at_work.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            at_work.remove(name)

    async def becomes(names: list[str]) -> None:
        async with asyncio.timeout(5):
            while at_work != names:  # noqa: ASYNC110 - nothing tells when it changes
                await asyncio.sleep(0.005)

    first = asyncio.create_task(lead(one.holds, lambda: errands("one")))
    await becomes(["one"])
    second = asyncio.create_task(lead(two.holds, lambda: errands("two")))
    await asyncio.sleep(0.1)
    assert at_work == ["one"]

    first.cancel()
    await becomes(["two"])
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await one.close()
    await two.close()


async def test_a_leader_without_a_connection_leads_no_more(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its errands are broken off at once, and begun again when it leads again."""
    monkeypatch.setattr(leading, "LOOK_AGAIN", 0.02)
    database = await Database.open(postgres_url, SECRET)
    log: list[str] = []

    async def errands() -> None:
        log.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            log.append("broken off")

    leading_task = asyncio.create_task(lead(database.holds, errands))
    async with asyncio.timeout(5):
        while not log:  # noqa: ASYNC110 - nothing tells when it leads
            await asyncio.sleep(0.005)
        async with database.writing() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        while len(log) < 3:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.005)
    leading_task.cancel()
    await asyncio.gather(leading_task, return_exceptions=True)
    assert log[:3] == ["begun", "broken off", "begun"]
    await database.close()
