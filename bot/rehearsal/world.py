"""A world in a seed: people, the bot and what goes wrong, for so many days; the same seed is the same world."""

import asyncio
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rehearsal.chance import chance
from bot.rehearsal.checks import BrokenError, Checks
from bot.rehearsal.clock import WorldClock
from bot.rehearsal.loop import LeapingLoop
from bot.rehearsal.machines import seeded_keys
from bot.rehearsal.process import SECRET, Ground, Process, adopting, is_of_the_dead
from bot.rehearsal.telegram import Telegram
from bot.rehearsal.town import Town
from bot.rehearsal.trace import open_trace
from bot.rehearsal.trouble import Trouble
from bot.rehearsal.watching import watched

FIRST_DAY = datetime(2026, 9, 1, 9, 0, tzinfo=ZoneInfo("Asia/Almaty"))  # Order 923 registers people since July 2026
LATER = 180  # days by which the first one differs from seed to seed
AFTERWARDS = timedelta(days=32)  # in which nobody does anything: then every request has ended
TROUBLE = 1 / 40  # of all deeds
DAY = 86_400.0
WHOLE = 7  # days from one look through everything to the next: it costs as much as a day's life
RESTART = 3600.0  # seconds after which a wish to restart is seen at the latest
EXPLAINED = ("TelegramNetworkError", "TelegramServerError", "TelegramRetryAfter", "OperationalError")
"""Errors that trouble of late explains."""
UNHEARD = "never retrieved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which world. `upto` stops it after so many events; `trace` keeps every line in a file."""

    seed: int
    people: int = 100
    days: int = 365
    upto: int | None = None
    trouble: float = TROUBLE
    trace: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it. `broken` says what did not hold, after which event; nothing where all did."""

    plan: Plan
    broken: str
    event: int
    digest: str
    last: tuple[str, ...]
    updates: int
    messages: int
    requests: int
    registrations: int
    troubles: int


def play(plan: Plan) -> Outcome:
    """Live through the whole of it, in no time."""
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal", dir=_memory()) as folder,
        asyncio.Runner(loop_factory=LeapingLoop) as runner,
    ):
        return runner.run(_World(plan, Path(folder)).play())


def _memory() -> Path | None:
    """Where files are kept in memory, on systems that have such a place."""
    place = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there, for its owner only
    return place if place.is_dir() else None


@dataclass(slots=True, eq=False)
class _World:
    plan: Plan
    folder: Path
    telegram: Telegram = field(init=False)
    trouble: Trouble = field(init=False)
    checks: Checks = field(init=False)
    town: Town = field(init=False)
    process: Process | None = None

    async def play(self) -> Outcome:
        """From the first day to the end, or to what is broken."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(adopting)
        later = timedelta(days=chance(self.plan.seed, "first day").randrange(LATER))
        self._build(WorldClock(start=FIRST_DAY + later, loop=loop))
        with watched(self._unforeseen):
            await self.checks.open(SECRET)
            works = [loop.create_task(work) for work in (self._keep_running(), self._days(), self._end())]
            works += [loop.create_task(person.live(self.town)) for person in self.town.people.values()]
            for work in works:
                work.add_done_callback(self._ended)
            await self.town.over.wait()
            await self._stop(works)
            outcome = self._outcome()
            await self.checks.close()
        return outcome

    def _build(self, clock: WorldClock) -> None:
        plan, trace = self.plan, open_trace(self.plan.trace)
        self.telegram = Telegram(clock, trace)
        self.trouble = Trouble(self.telegram, chance(plan.seed, "trouble"), plan.trouble)
        self.checks = Checks(self.folder / "rehearsal.db", clock)
        self.town = Town(self.telegram, self.checks, self.trouble, plan.upto)
        self.town.settle(plan.people, plan.days, plan.seed)

    async def _keep_running(self) -> None:
        """The bot runs; when it dies another one is started after a while, as an operator's service does."""
        plan, random = self.plan, chance(self.plan.seed, "bot")
        ground = Ground(
            file=self.checks.file,
            ring=seeded_keys(chance(plan.seed, "keys"), self.telegram.clock.start, plan.days + AFTERWARDS.days),
            telegram=self.telegram,
            trouble=self.trouble,
            random=random,
            opened=self.checks.watch,
        )
        while True:
            self.process = Process(ground)
            await self.process.start()
            while not (self.process.is_dead or self.trouble.is_restarting):
                with suppress(TimeoutError):
                    async with asyncio.timeout(RESTART):
                        await self.process.died.wait()
            self.trouble.is_restarting = False
            await self.process.stop()
            await self.town.look()
            await asyncio.sleep(random.choice((0.1, 2, 30)))

    async def _days(self) -> None:
        """Every day what was written since is looked at, and all that is stored so often."""
        while True:
            for _ in range(WHOLE):
                await asyncio.sleep(DAY)
                await self.town.look()
            await self._whole()

    async def _whole(self) -> None:
        try:
            await self.checks.whole(is_calm=self.trouble.is_calm)
        except BrokenError as broken:
            self.town.fail(str(broken))

    async def _end(self) -> None:
        """After the last day people fall silent and nothing goes wrong; later still, every request must have ended."""
        await asyncio.sleep(self.plan.days * DAY)
        self.town.closes()
        self.trouble.mends()
        await asyncio.sleep(AFTERWARDS.total_seconds())
        if endless := self.checks.endless():
            self.town.fail(f"requests without an ending: {endless[:5]}")
        self.town.over.set()

    async def _stop(self, works: list[asyncio.Task[None]]) -> None:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        self.trouble.mends()
        if self.process is not None:
            await self.process.stop()
        if not self.town.broken:
            await self._whole()

    def _ended(self, work: "asyncio.Task[None]") -> None:
        """None of the world's own works ends by itself."""
        if not work.cancelled() and (error := work.exception()) is not None:
            self.town.fail(f"the rehearsal itself: {type(error).__name__}: {error}")

    def _unforeseen(self, what: str) -> None:
        """Something was logged as an error, or an exception was left unheard."""
        explained = any(name in what for name in EXPLAINED) and not self.trouble.is_calm()
        if UNHEARD not in what:  # which comes when the garbage collector does, in another place each time
            self.telegram.note(f"log: {what}")
        if not explained and not is_of_the_dead():
            self.town.fail(what)

    def _outcome(self) -> Outcome:
        trace = self.telegram.trace
        outcome = Outcome(
            plan=self.plan,
            broken=self.town.broken,
            event=self.town.events,
            digest=trace.digest,
            last=tuple(trace.last),
            updates=self.telegram.world.updates.next_id - 1,
            messages=self.telegram.world.messages,
            requests=self.checks.count("cases"),
            registrations=self.checks.count("certificates"),
            troubles=self.trouble.struck,
        )
        trace.close()
        return outcome
