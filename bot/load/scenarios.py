"""One arrangement of workers and database under a crowd: first as fast as it goes, then at half of that."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.load.journal import Journal, read_journal
from bot.load.metering import Meter, Stretch
from bot.load.owed import Owed, read_owed
from bot.load.private_postgres import private_postgres
from bot.load.registering import Tally, Thinking, arrive, couples, register_all
from bot.load.sizes import Sizes, grown, table_sizes
from bot.load.stage import Stage, open_stage

SQLITE, POSTGRESQL = "sqlite", "postgresql"
WARM_UP = 10  # registrations before the watch is started
CALM = 3.0  # seconds after which the last file for printing has been sent
RAMP = 15.0  # seconds until as many leave as arrive
BETWEEN_LOOKS = 2.0  # seconds between two readings of the memory
SEED = 923


class NotEmptyError(Exception):
    """The database has tables already: made-up people never come into a real one."""


Memory = list[tuple[int, float]]  # how many were registered, MB held by each worker on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is put under load. `database` is one of the two words, or the URL of an empty database."""

    database: str = SQLITE
    workers: int = 1
    is_pushed: bool = False

    @property
    def is_on_sqlite(self) -> bool:
        """SQLite takes one worker."""
        return self.database.startswith(SQLITE)

    @property
    def name(self) -> str:
        """In words."""
        who = "one worker" if self.workers == 1 else f"{self.workers} workers"
        how = "webhook" if self.is_pushed else "polling"
        return f"{who}, {'SQLite' if self.is_on_sqlite else 'PostgreSQL'}, {how}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How long: registrations as fast as they go, then seconds at half of that pace (none: not at all)."""

    registrations: int
    half_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    scenario: Scenario
    full: Stretch  # as fast as it goes, until the last picture
    whole: Stretch  # the same until all was quiet: what has been put off is in its CPU time
    half: Stretch | None
    answers: Sequence[float]  # at half of that pace: seconds from a deed to the bot's answer
    windows: Sequence[Sequence[Mapping[str, Any]]]  # of each worker: warming up, full, ramp, half
    calls: Mapping[str, int]  # the bot's, by method, until all was quiet
    growth: Sizes  # of the database, meanwhile
    owed: Owed
    journal: Journal | None  # PostgreSQL's, meanwhile
    registered: int  # until then, the warm-up included
    memory: Memory


@asynccontextmanager
async def empty_database(where: str) -> AsyncIterator[tuple[str, int | None]]:
    """Its URL ("" for a file that is still to be placed), and the server's process where we started one.

    Raises:
        NotEmptyError: the database that was named is in use.
        NoPostgresError: there can be no private server.
    """
    if where == POSTGRESQL:
        async with private_postgres() as server:
            yield await server.create(), server.pid
    elif where == SQLITE:
        yield "", None
    else:
        if await table_sizes(where):
            raise NotEmptyError("this database is not empty, and a load makes people up")
        yield where, None


async def play_out(scenario: Scenario, amount: Amount) -> Outcome:
    """Put it under load.

    Raises:
        NotStartedError: a worker does not come up.
        NotEmptyError: the database that was named is in use.
        NoPostgresError: there can be no private server.
        NoAnswerError: the bot fell silent.
    """
    async with empty_database(scenario.database) as (url, server), open_stage(url) as stage:
        async with _serving(stage, scenario) as workers:
            meter = Meter(tally=Tally(stage.simulator), workers=workers, server=server)
            played = await _Play(amount, stage, meter).run()
        windows = [worker.windows() for worker in workers]
    return Outcome(scenario=scenario, windows=windows, **played)


def _serving(stage: Stage, scenario: Scenario) -> Any:
    return stage.pushed(scenario.workers) if scenario.is_pushed else stage.polled()


class _Play:
    def __init__(self, amount: Amount, stage: Stage, meter: Meter) -> None:
        self.amount = amount
        self.stage = stage
        self.meter = meter
        self.tally = meter.tally
        self.people = couples()
        self.memory: Memory = []

    async def run(self) -> dict[str, Any]:
        """Everything in its order; each change of pace begins a window of the watches."""
        await self._register(WARM_UP)
        await asyncio.sleep(CALM)
        self.tally.close()
        self.tally.calls.clear()
        played = await self._as_fast_as_it_goes()
        half, answers = None, list[float]()
        if self.amount.half_seconds:
            half, answers = await self._at_half_of(played["full"].registrations_a_second)
        return {**played, "half": half, "answers": answers, "memory": self.memory}

    async def _as_fast_as_it_goes(self) -> dict[str, Any]:
        url = self.stage.database_url
        sizes, journal = await table_sizes(url), await read_journal(url)
        before = self.meter.read()
        self._next_window()
        await self._register(self.amount.registrations)
        full = self.meter.since(before)
        await asyncio.sleep(CALM)
        whole = self.meter.since(before)
        self._next_window()
        self._read_memory()
        self.tally.close()
        journal_now = await read_journal(url)
        return {
            "full": full,
            "whole": whole,
            "calls": dict(self.tally.calls),
            "growth": grown(sizes, await table_sizes(url)),
            "owed": await read_owed(url),
            "journal": journal_now.since(journal) if journal and journal_now else None,
            "registered": self.tally.registered,
        }

    async def _register(self, most: int) -> None:
        looking = asyncio.create_task(self._watch_memory())
        try:
            await register_all(self.people, most, self.tally)
        finally:
            looking.cancel()

    async def _watch_memory(self) -> None:
        while True:
            self._read_memory()
            await asyncio.sleep(BETWEEN_LOOKS)

    def _read_memory(self) -> None:
        held = [worker.memory_mb for worker in self.meter.workers]
        self.memory.append((self.tally.registered, sum(held) / len(held)))

    async def _at_half_of(self, registrations_a_second: float) -> tuple[Stretch, list[float]]:
        thinking = Thinking(random.Random(SEED))  # noqa: S311 - the same arrivals every time
        arriving = asyncio.create_task(arrive(self.people, registrations_a_second / 2, self.tally, thinking))
        try:
            await _unless(arriving, RAMP)
            self._next_window()
            thinking.seconds.clear()
            before = self.meter.read()
            await _unless(arriving, self.amount.half_seconds)
            half = self.meter.since(before)
        finally:
            arriving.cancel()
            with suppress(asyncio.CancelledError):
                await arriving
        self._next_window()
        return half, thinking.seconds

    def _next_window(self) -> None:
        for worker in self.meter.workers:
            worker.next_window()


async def _unless(task: "asyncio.Task[None]", seconds: float) -> None:
    """Let the time pass; a task that fails meanwhile fails all."""
    done, _ = await asyncio.wait([task], timeout=seconds)
    for each in done:
        each.result()
