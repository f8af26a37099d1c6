"""Where the bots play: a simulator here, each bot in a process of its own."""

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot.load.balancer import HERE, balancer
from bot.load.processes import cpu_seconds, resident_mb
from bot.simulator import Simulator

TOKEN, USERNAME = "4242:load-token-of-no-bot", "tirkeu_load_bot"
OUR_BOT = ("-m", "bot", "run")
BARE_BOT = ("-m", "bot.load.bare_bot")
WATCHED_BOT = ("-m", "bot.load.watched_bot")
GLANCE = 0.002  # seconds
PATIENCE = 180.0  # seconds until a bot must have started
HOME = Path(bot.__file__).parent.parent
PUSHED_TO = "/telegram"  # the webhook's path


class NotStartedError(Exception):
    """A bot ended, or did nothing for three minutes, before it took updates."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A bot's process."""

    process: Process
    report: Path

    @property
    def cpu(self) -> float:
        """CPU seconds so far."""
        return cpu_seconds(self.process.pid)

    @property
    def memory_mb(self) -> float:
        """Memory it holds."""
        return resident_mb(self.process.pid)

    def next_window(self) -> None:
        """Ask a watched bot to end its window and to begin the next."""
        self.process.send_signal(signal.SIGUSR1)

    async def end(self) -> None:
        """Tell it to end, and wait until it has."""
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.wait()

    def windows(self) -> list[dict[str, Any]]:
        """What a watched bot that has ended saw."""
        return list(json.loads(self.report.read_text()))


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulator, a folder for the bots' things, and their database."""

    simulator: Simulator
    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The bots' settings; they run in the stage's folder, so that nobody's `.env` is read."""
        return os.environ | {
            "PYTHONPATH": str(HOME),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.simulator.base_url,
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": secret_of(self.folder),
            "KEYS_DIR": str(self.folder / "keys"),
            "LOG_LEVEL": "WARNING",
            "WEB_URL": "",
            "WEBHOOK_URL": "",
        }

    @asynccontextmanager
    async def bot(self, *arguments: str) -> AsyncIterator[Worker]:
        """A bot that polls; told to end afterwards, and waited for."""
        self.simulator.world.poll = None
        async with self._started(arguments, {}, "bot") as worker:
            await self._until(lambda: self.simulator.world.poll is not None, [worker])
            yield worker

    @asynccontextmanager
    async def polled(self) -> AsyncIterator[list[Worker]]:
        """Our bot, watched, asking for updates."""
        async with self.bot(*WATCHED_BOT, str(self.folder / "bot.json")) as worker:
            yield [worker]

    @asynccontextmanager
    async def pushed(self, workers: int) -> AsyncIterator[list[Worker]]:
        """So many of our bot, watched, behind a load balancer to which updates are pushed."""
        ports = _free_ports(workers)
        async with AsyncExitStack() as stack:
            front = await stack.enter_async_context(balancer(ports))
            serving = []
            for port in ports:
                name = f"bot{port}"
                arguments = (*WATCHED_BOT, str(self.folder / f"{name}.json"))
                settings = _pushed_settings(front, port)
                serving.append(await stack.enter_async_context(self._started(arguments, settings, name)))
            await self._until(lambda: bool(self.simulator.world.webhook.url), serving)
            await self._until(lambda: all(_is_open(port) for port in ports), serving)
            yield serving

    @asynccontextmanager
    async def _started(self, arguments: Sequence[str], settings: Mapping[str, str], name: str) -> AsyncIterator[Worker]:
        environment = self.environment | dict(settings)
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environment, cwd=self.folder)
        worker = Worker(process, self.folder / f"{name}.json")
        try:
            yield worker
        finally:
            await worker.end()

    async def _until(self, is_ready: Callable[[], bool], workers: Sequence[Worker]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_ready():
                    for worker in workers:
                        if worker.process.returncode is not None:
                            raise NotStartedError(f"the bot ended with {worker.process.returncode}")
                    await asyncio.sleep(GLANCE)
        except TimeoutError:
            raise NotStartedError("the bot takes no updates") from None


def _pushed_settings(front: int, port: int) -> dict[str, str]:
    return {
        "WEBHOOK_URL": f"http://{HERE}:{front}{PUSHED_TO}",
        "WEBHOOK_FROM": f"{HERE}/32",
        "WEB_LISTEN": HERE,
        "WEB_PORT": str(port),
    }


def _free_ports(most: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server((HERE, 0)) for _ in range(most)]
    try:
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((HERE, port)) == 0


def secret_of(folder: Path) -> str:
    """The database's key: one a folder, so that a bot can be started again."""
    file = folder / "secret"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


@asynccontextmanager
async def open_stage(database_url: str = "") -> AsyncIterator[Stage]:
    """A fresh simulator and an empty folder; the database is an SQLite file there unless told otherwise."""
    with tempfile.TemporaryDirectory(prefix="tirkeu-load-") as name:
        folder = Path(name)
        url = database_url or f"sqlite+aiosqlite:///{folder / 'load.db'}"
        async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
            yield Stage(simulator, folder, url)
