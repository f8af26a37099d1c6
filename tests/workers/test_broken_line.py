"""A worker whose line to the database breaks at any moment serves every chat again afterwards."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.types import Message, Update

from bot.telegram.intake import Intake
from storage.database import Database
from storage.inbox import Inbox
from tests.workers.crew import NOON, SECRET, Book, Noon, body_of, until_handled

Push = Callable[[int], Awaitable[None]]


@dataclass
class Line:
    """Holds of nobody else's, over a line that breaks while a chat is given."""

    on_lost: set[Callable[[], None]] = field(default_factory=set)
    is_good: bool = True

    async def take(self, name: str) -> bool:
        return True

    async def give(self, name: str) -> None:
        if not self.is_good:
            self.is_good = True
            self.breaks()
        await asyncio.sleep(0)

    def breaks(self) -> None:
        for tell in self.on_lost:
            tell()


@asynccontextmanager
async def worker(
    folder: Path, book: Book, line: Line
) -> AsyncIterator[tuple[Intake, Callable[[int], Awaitable[None]]]]:
    """A worker over this line, and how it is pushed an update."""
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'worker.db'}", SECRET)
    dispatcher, inbox = Dispatcher(book=book), Inbox(database)

    @dispatcher.message()
    async def write_down(message: Message, event_update: Update, book: Book) -> None:
        await book.handle(message.chat.id, event_update.update_id, "one")

    intake = Intake(inbox=inbox, holds=line, bot=Bot("42:TOKEN"), dispatcher=dispatcher, clock=Noon())
    inbox.on_stored = intake.want
    running = asyncio.create_task(intake.run())
    try:
        yield intake, lambda number: inbox.store(number, 1, body_of(1, number), NOON)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()


async def test_a_line_that_breaks_while_a_chat_is_given(tmp_path: Path) -> None:
    """The chat is not kept as being in hand for ever: its next update is handled."""
    book, line = Book(random.Random(6), longest=0), Line()
    async with worker(tmp_path, book, line) as (_, push):
        line.is_good = False
        await push(10)
        await until_handled(book, 1, seconds=5)
        async with asyncio.timeout(5):
            while not line.is_good:  # noqa: ASYNC110 - nothing tells when it broke
                await asyncio.sleep(0.01)
        await push(11)
        await until_handled(book, 2, seconds=5)

    assert book.of_chat(1) == [10, 11]


async def test_a_line_that_breaks_before_a_chat_is_begun(tmp_path: Path) -> None:
    """Nor is a chat that had not even been asked for when the line broke."""
    book, line = Book(random.Random(6), longest=0), Line()
    async with worker(tmp_path, book, line) as (intake, push):
        await push(10)
        await until_handled(book, 1, seconds=5)
        async with asyncio.timeout(5):
            while intake._hands:  # noqa: ASYNC110 - nothing tells when it is put down
                await asyncio.sleep(0.01)
        intake.want(1)
        line.breaks()
        await push(11)
        await until_handled(book, 2, seconds=5)

    assert book.of_chat(1) == [10, 11]
