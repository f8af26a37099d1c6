"""`tirkeu load`: how many registrations this machine carries, measured against a bot that does nothing."""

import asyncio
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uvloop
from sqlalchemy.engine import make_url

from bot.load.crowd import NoAnswerError
from bot.load.figures import Figure, machine, table, write
from bot.load.million import million
from bot.load.million_day import evening
from bot.load.private_postgres import NoPostgresError
from bot.load.run import EVERY, load
from bot.load.scenarios import POSTGRESQL, SQLITE, Amount, NotEmptyError, Scenario, empty_database
from bot.load.stage import NotStartedError

REMINDED = 10  # of so many people one is reminded in one evening


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOrder:
    """What was asked for; without database, workers and webhook it is every arrangement in turn."""

    registrations: int
    half_seconds: float
    database: str | None
    workers: int | None
    is_pushed: bool
    json: Path | None

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The one that was named, or all."""
        if self.database is None and self.workers is None and not self.is_pushed:
            return EVERY
        workers = self.workers or 1
        return (Scenario(database=self.database or SQLITE, workers=workers, is_pushed=self.is_pushed or workers > 1),)

    @property
    def impossible(self) -> str:
        """Why it cannot be done, or nothing."""
        where = self.database
        database = make_url(where).get_backend_name() if where and ":" in where else where
        if database not in {None, SQLITE, POSTGRESQL}:
            return "--database wants sqlite, postgresql, or the URL of an empty PostgreSQL database"
        if database == SQLITE != where:
            return "SQLite gets a file of its own: --database sqlite"
        if database != POSTGRESQL and (self.workers or 1) > 1:
            return "several workers need PostgreSQL: --database postgresql"
        return ""


async def run_load(order: LoadOrder) -> int:
    """Print a table, write the file; an aim missed is a figure and no failure."""
    if reason := order.impossible:
        sys.stderr.write(f"{reason}\n")
        return 2
    _end_in_order()
    described = machine()
    amount = Amount(registrations=order.registrations, half_seconds=order.half_seconds)
    figures: list[Figure] = []
    try:
        async for some in load(order.scenarios, amount, lambda what: sys.stderr.write(f"{what} …\n")):
            figures += some
            _keep(figures, described, order.json)
    except (NoAnswerError, NoPostgresError, NotEmptyError, NotStartedError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except asyncio.CancelledError:
        return 130  # told to end: what was measured until then is shown
    finally:
        _show(figures, described)
    return 0


def _end_in_order() -> None:
    """Told to end, take the bots and the server along: they are processes of their own."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def run_million(order: LoadOrder, people: int) -> int:
    """The same for a database that is full already, and for an evening with many reminders."""
    if reason := order.impossible:
        sys.stderr.write(f"{reason}\n")
        return 2
    described = machine()
    try:
        figures = uvloop.run(_million(order.database or SQLITE, people))
    except (NoPostgresError, NotEmptyError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    _keep(figures, described, order.json)
    _show(figures, described)
    evenings = evening(max(people // REMINDED, 1))
    _keep([*figures, *evenings], described, order.json)
    sys.stdout.write(f"{table(evenings)}\n")
    return 0


async def _million(where: str, people: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="tirkeu-load-") as folder:
        async with empty_database(where) as (url, _):
            return await million(url or f"sqlite+aiosqlite:///{folder}/million.db", people)


def _show(figures: list[Figure], described: dict[str, object]) -> None:
    lines = [f"{name}: {value}" for name, value in described.items()]
    sys.stdout.write("\n".join([*lines, "", table(figures), ""]))


def _keep(figures: list[Figure], described: dict[str, object], file: Path | None) -> None:
    if file is not None:
        write(figures, described, file)
