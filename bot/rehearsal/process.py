"""The bot's process in a rehearsal: it starts, may die between any two steps, and another one takes its place."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.bootstrap.assembling import assemble
from bot.bootstrap.running import App
from bot.certificate.keys import KeyRing
from bot.config import Settings
from bot.domain.operator import Operator
from bot.machine.roster import SettingsRoster
from bot.rehearsal.line import Line
from bot.rehearsal.loop import NumberedTask
from bot.rehearsal.machines import AtOnce, NoReader, QuickWorkshop, RehearsedShared, SeededNames, quick_key
from bot.rehearsal.telegram import TOKEN, USERNAME, Telegram
from bot.rehearsal.trouble import Trouble
from bot.telegram.retrying import Retrying
from storage.database import Database
from storage.inline import inline_engine

SECRET = "a-secret-that-only-a-rehearsal-knows"  # noqa: S105 - nothing sealed under it outlives the rehearsal
LONGEST_SLEEP = timedelta(days=1).total_seconds()  # of the courier: no other process owes anything here
_of: ContextVar["Process | None"] = ContextVar("process", default=None)


class _Settings(Settings):
    """Settings that no environment changes."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is said here."""
        return (init_settings,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What outlives a process: the database's file, the keys, Telegram, what goes wrong, and chance."""

    file: Path
    ring: KeyRing
    telegram: Telegram
    trouble: Trouble
    random: Random
    opened: Callable[[sqlite3.Connection], None]


@dataclass(slots=True, eq=False)
class Process:
    """One start of the bot, until it is stopped or dies. `died` is set when it dies."""

    ground: Ground
    is_dead: bool = False
    died: asyncio.Event = field(default_factory=asyncio.Event)
    app: App | None = None
    _main: asyncio.Task[None] | None = None
    _tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    _connections: list[sqlite3.Connection] = field(default_factory=list)

    def step(self) -> None:
        """Between two steps of this process. Raises CancelledError where it is dead, or dies now."""
        if not self.is_dead and self.ground.trouble.kills_now():
            self.is_dead = True
            self.died.set()
        if self.is_dead:
            raise asyncio.CancelledError

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """A task that was begun by this process and dies with it."""
        self._tasks.append(task)
        if len(self._tasks) > 1000:
            self._tasks = [one for one in self._tasks if not one.done()]

    async def start(self) -> None:
        """Open everything and run, as `tirkeu run` does."""
        _of.set(self)
        self._main = asyncio.get_running_loop().create_task(self._run())
        _of.set(None)

    async def stop(self) -> None:
        """End it in good order, as a signal to terminate does; of one that is dead, sweep up."""
        if not self.is_dead and self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)
        self.is_dead = True
        await self._sweep()

    async def _sweep(self) -> None:
        while left := [task for task in self._tasks if not task.done()]:
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        for connection in self._connections:
            connection.close()

    async def _run(self) -> None:
        while True:
            engine = inline_engine(self.ground.file, self._visit, self._opened)
            try:
                database = await Database.on(engine, SECRET)
            except Exception:  # noqa: BLE001 - a database that cannot be opened now: an operator's service starts it again
                self.ground.telegram.note("the bot cannot start")
                await asyncio.sleep(5)
            else:
                break
        try:
            await self._serve(database)
        finally:
            if not self.is_dead:
                await database.close()

    async def _serve(self, database: Database) -> None:
        bot = self._bot()
        while True:
            with contextlib.suppress(Exception):  # Telegram out of reach: an operator's service starts it again
                await bot.me()
                break
            await asyncio.sleep(5)
        self.app = assemble(self._shared(bot, database))
        self.app.courier.longest_sleep = LONGEST_SLEEP
        self.ground.telegram.note("the bot runs")
        await self.app.run()

    def _bot(self) -> Bot:
        line = Line(self.ground.telegram, self, self.ground.random, self.ground.trouble)
        line.middleware(Retrying())
        defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
        return Bot(TOKEN, session=line, default=defaults)

    def _shared(self, bot: Bot, database: Database) -> RehearsedShared:
        clock, random = self.ground.telegram.clock, self.ground.random
        settings = _Settings(_env_file=None, bot_token=SecretStr(TOKEN), secret_key=SecretStr(SECRET))
        operator = Operator(
            name="Rehearsal",
            bin="000000000000",
            is_official=False,
            username=USERNAME,
            keep_days=settings.keep_days_after_end,
        )
        workshop = QuickWorkshop(
            lambda: self.ground.ring,
            f"https://t.me/{USERNAME}",
            operator,
            clock,
            AtOnce(),
            AtOnce(),
            random_bytes=random.randbytes,
            derive=quick_key,
        )
        return RehearsedShared(
            settings=settings,
            bot=bot,
            database=database,
            clock=clock,
            operator=operator,
            workshop=workshop,
            reader=NoReader(),
            seeded=SeededNames(random),
            roster=SettingsRoster(lambda: settings.officers, None),
        )

    async def _visit(self, statement: Callable[[], Any]) -> Any:
        """One statement: others may come between it and the last one, it may fail, and it may be the last one."""
        self.step()
        if self.ground.trouble.gives_way():
            await asyncio.sleep(0)
            self.step()
        self.ground.trouble.check_database()
        answer = statement()
        self.step()
        return answer

    def _opened(self, connection: sqlite3.Connection) -> None:
        self._connections.append(connection)
        self.ground.opened(connection)


def adopting(loop: Any, work: Any, **options: Any) -> asyncio.Task[Any]:
    """The loop's way of making tasks: each belongs to the process that begins it."""
    task = NumberedTask(work, loop=loop, **options)
    process = _of.get()
    if process is not None:
        process.adopt(task)
    return task


def is_of_the_dead() -> bool:
    """Whether what runs now belongs to a process that is dead: what it still says, nobody hears."""
    process = _of.get()
    return process is not None and process.is_dead
