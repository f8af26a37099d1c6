"""How long `tirkeu reassess` takes over stored stays after a change of law, and how much memory it holds."""

import asyncio
import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.config import Settings
from bot.load.figures import Figure
from bot.load.processes import resident_mb
from bot.load.stage import secret_of
from bot.machine.clock import RealClock
from storage.database import Database
from tools.bench.stays import OUTDATED, fill

PROCESSES = 2
GLANCE = 0.2  # seconds
AIM_SECONDS, AIM_STAYS = 180, 1_000_000
WARMED_UP = 0.25  # of the time: what is held then is not to grow


class _Run(NamedTuple):
    seconds: float
    megabytes: list[float]  # all processes together, from the beginning to the end


async def measure(people: int) -> list[Figure]:
    """Fill a database, let the law change, run the command in processes of its own."""
    with tempfile.TemporaryDirectory(prefix="tirkeu-bench-") as folder:
        environment = _environment(Path(folder))
        await _fill(environment, people, RealClock(Settings().zone).now())
        run = await _run(environment)
        again = await _run(environment)
    made_of = f"{PROCESSES} processes, SQLite, {OUTDATED:.0%} of the people told anew"
    most = AIM_SECONDS if people >= AIM_STAYS else None
    settled = run.megabytes[int(len(run.megabytes) * WARMED_UP)] if run.megabytes else 0.0
    peak = max(run.megabytes, default=0.0)
    return [
        Figure(name=f"reassessing {people} stays", value=run.seconds, unit="s", runs=made_of, most=most),
        Figure(name="the same again, nothing to do", value=again.seconds, unit="s", runs=made_of.partition(",")[0]),
        Figure(name="memory at its most", value=peak, unit="MB", runs="all processes together"),
        Figure(name="growth after the first quarter", value=peak - settled, unit="MB", runs="the same"),
    ]


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'stays.db'}",
        "SECRET_KEY": secret_of(folder),
    }


async def _fill(environment: dict[str, str], people: int, now: datetime) -> None:
    database = await Database.open(environment["DATABASE_URL"], environment["SECRET_KEY"])
    try:
        await fill(database, people, now)
    finally:
        await database.close()


async def _run(environment: dict[str, str]) -> _Run:
    began, held = time.perf_counter(), list[float]()
    command = ("-m", "bot", "reassess", "--processes", str(PROCESSES))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, env=environment)
    while process.returncode is None:
        held.append(resident_mb(process.pid))
        await asyncio.sleep(GLANCE)
    if process.returncode:
        raise RuntimeError(f"reassess ended with {process.returncode}")
    return _Run(time.perf_counter() - began, held)
