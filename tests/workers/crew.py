"""Workers for tests: the real intake, inbox and holds over one database, with handlers that only write down."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message, Update

from bot.bootstrap.running import App
from bot.telegram.intake import Intake
from storage.database import Database
from storage.inbox import Inbox
from tests.town import Townsman

SECRET = "a secret that only these workers know"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Noon:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOON


@dataclass
class Book:
    """What was handled, by whom, in which order; and whether two ever met in one chat."""

    dice: random.Random
    longest: float
    handled: list[tuple[int, int, str]] = field(default_factory=list)  # chat, number, worker
    busy: set[int] = field(default_factory=set)
    met: list[int] = field(default_factory=list)

    async def handle(self, chat: int, number: int, worker: str) -> None:
        if chat in self.busy:
            self.met.append(chat)
        self.busy.add(chat)
        try:
            await asyncio.sleep(self.dice.uniform(0, self.longest))
            self.handled.append((chat, number, worker))
        finally:
            self.busy.discard(chat)

    def of_chat(self, chat: int) -> list[int]:
        return [number for where, number, _ in self.handled if where == chat]


@dataclass
class Worker:
    """One worker, running."""

    name: str
    database: Database
    inbox: Inbox
    intake: Intake

    async def push(self, chat: int, number: int) -> None:
        """As the webhook does."""
        await self.inbox.store(number, chat, body_of(chat, number), NOON)


def body_of(chat: int, number: int) -> str:
    place = {"id": chat, "type": "private", "first_name": "Pyotr"}
    who = {"id": chat, "is_bot": False, "first_name": "Pyotr"}
    message = {"message_id": number, "date": 1_795_000_000, "chat": place, "from": who, "text": "yes"}
    return Update.model_validate({"update_id": number, "message": message}).model_dump_json(exclude_unset=True)


@asynccontextmanager
async def worker(name: str, url: str, book: Book, *, chats_at_once: int = 50) -> AsyncIterator[Worker]:
    """A worker that runs until the block ends."""
    database = await Database.open(url, SECRET)
    dispatcher = Dispatcher(book=book)

    @dispatcher.message()
    async def write_down(message: Message, event_update: Update, book: Book) -> None:
        await book.handle(message.chat.id, event_update.update_id, name)

    inbox, bot = Inbox(database), Bot("42:TOKEN")
    intake = Intake(
        inbox=inbox, holds=database.holds, bot=bot, dispatcher=dispatcher, clock=Noon(), chats_at_once=chats_at_once
    )
    inbox.on_stored = intake.want
    running = asyncio.create_task(intake.run())
    try:
        yield Worker(name, database, inbox, intake)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()


def wait_for_hands(patch: pytest.MonkeyPatch, apps: Callable[[], Iterable[App | None]]) -> None:
    """Let people wait until what they did is handled, not only taken: a push is answered before it is handled."""
    is_taken = Townsman._is_read

    def is_read(person: Townsman) -> bool:
        return is_taken(person) and not any(app.coming.intake._hands for app in apps() if app is not None)

    patch.setattr(Townsman, "_is_read", is_read)


async def until_handled(book: Book, count: int, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while len(book.handled) < count:  # noqa: ASYNC110 - nothing tells when it is done
            await asyncio.sleep(0.01)
