"""A bot at work: what runs side by side, what is done once a day, and beginning again after a fault."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiogram import Bot, Dispatcher

from bot.bootstrap.feature import Work
from bot.bootstrap.leading import lead
from bot.bootstrap.watching import Watch
from bot.bootstrap.webhook import Coming
from bot.machine.workshop import Workshop
from bot.registration import retention
from bot.telegram.courier import Courier
from bot.telegram.profile import set_profile
from bot.watch.faults import kind_of
from storage.database import Database

log = logging.getLogger(__name__)
BEFORE_AGAIN = 5.0  # seconds
A_DAY = 24 * 60 * 60.0
FIRST_AFTER = 10.0  # seconds: who has waited for the bot to start goes before its housekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A bot ready to run."""

    bot: Bot
    dispatcher: Dispatcher
    courier: Courier
    database: Database
    purge: retention.ForgetEnded
    workshop: Workshop
    coming: Coming
    works: Mapping[str, Work]  # what the features keep running beside, in every worker
    daily: Mapping[str, Work]  # what the features want done once a day, by one worker
    watch: Watch | None = None  # where somebody asks for health and figures

    async def run(self) -> None:
        """Take updates, deliver and forget what is past its term, until cancelled."""
        async with self._seen():
            await _all(self._works())

    @asynccontextmanager
    async def _seen(self) -> AsyncIterator[None]:
        """Health can be asked from before the first work begins until the last has ended."""
        if self.watch is None:
            yield
            return
        serving = asyncio.create_task(_keep_going("ops", self.watch.server.run))
        try:
            yield
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    def _works(self) -> dict[str, Work]:
        return {
            **(self.watch.works if self.watch is not None else {}),
            **self.works,
            **self.coming.works,
            "watch holds": self.database.holds.watch,
            "deliver": self.courier.run,
            "warm up": self.workshop.warm_up,
            "lead": lambda: lead(self.database.holds, lambda: _all(self._errands())),
        }

    def _errands(self) -> dict[str, Work]:
        """What one worker does for all."""
        daily = {**self.daily, **self.coming.daily, "purge": self._purge}
        return {
            **self.coming.errands,
            "introduce": lambda: set_profile(self.bot),
            **{name: partial(_every_day, work) for name, work in daily.items()},
        }

    async def _purge(self) -> None:
        await self.purge()
        await self.database.scrub()
        self.workshop.warn_of_keys()


async def _all(works: Mapping[str, Work]) -> None:
    """All of them side by side, each begun again after a fault."""
    async with asyncio.TaskGroup() as tasks:
        for name, work in works.items():
            tasks.create_task(_keep_going(name, work))


async def _every_day(work: Work) -> None:
    """Once soon after the start, or after a fault, then every day."""
    await asyncio.sleep(FIRST_AFTER)
    while True:
        await work()
        await asyncio.sleep(A_DAY)


async def _keep_going(name: str, work: Work) -> None:
    """Begin again after a fault: a database that is locked for a minute must not end the bot."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person
            log.error("begins again", extra={"action": name, "error": kind_of(error)})
            await asyncio.sleep(BEFORE_AGAIN)
        else:
            return
