"""Where the bots play: a simulator here, a bot in a process of its own."""

import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.simulator import Simulator

TOKEN, USERNAME = "4242:bench-token-of-no-bot", "tirkeu_bench_bot"
OUR_BOT = ("-m", "bot", "run")
BARE_BOT = ("-m", "tools.bench.bare_bot")
GLANCE = 0.002  # seconds
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulator and a folder for the bot's things."""

    simulator: Simulator
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The bot's settings."""
        return os.environ | {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.simulator.base_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'bench.db'}",
            "SECRET_KEY": secrets_of(self.folder),
            "KEYS_DIR": str(self.folder / "keys"),
            "LOG_LEVEL": "WARNING",
        }

    def _is_polled(self) -> bool:
        return self.simulator.world.poll is not None

    @asynccontextmanager
    async def bot(self, *arguments: str) -> AsyncIterator[psutil.Process]:
        """A bot that polls; told to end afterwards, and waited for."""
        self.simulator.world.poll = None
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=self.environment)
        try:
            while not self._is_polled():
                if process.returncode is not None:
                    raise RuntimeError(f"the bot ended with {process.returncode} before it polled")
                await asyncio.sleep(GLANCE)
            yield psutil.Process(process.pid)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def secrets_of(folder: Path) -> str:
    """The database's key: one a folder, so that a bot can be started again."""
    file = folder / "secret"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """A fresh simulator and an empty folder."""
    with tempfile.TemporaryDirectory(prefix="tirkeu-bench-") as folder:
        async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
            yield Stage(simulator, Path(folder))


def resident_mb(process: psutil.Process) -> float:
    """Memory that the process holds."""
    return float(process.memory_info().rss) / MEGABYTE
