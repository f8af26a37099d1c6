"""The figures that nobody counts on the way, but somebody has to read: what waits in the database, who leads."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bot.bootstrap.leading import LEADER
from bot.registration.ports import Clock
from bot.watch.faults import kind_of
from bot.watch.metrics import Metrics
from bot.watch.threads import TimedThreads
from storage.backlog import Backlog, backlog_of
from storage.database import Database
from storage.moving.backup import PATTERN

log = logging.getLogger(__name__)
FRESH = 5.0  # seconds: several scrapers, or an impatient one, cost the database no more than one


@dataclass(slots=True, kw_only=True)
class Gauges:
    """Read when somebody asks, and not oftener than every few seconds."""

    metrics: Metrics
    database: Database
    clock: Clock
    pools: Mapping[str, TimedThreads]
    backups: Path | None  # the folder
    _read_at: float | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def refresh(self) -> None:
        """Bring them up to date. A database that cannot be asked is a figure too, and no fault of the scrape."""
        async with self._turn:
            self._note_process()
            if self._read_at is not None and perf_counter() - self._read_at < FRESH:
                return
            try:
                self._note(await backlog_of(self.database, self.clock.now()))
            except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a row
                log.warning("figures not read", extra={"action": "metrics", "error": kind_of(error)})
                self.metrics.database.set(0)
            else:
                self._read_at = perf_counter()
            if self.backups is not None:
                self.metrics.backup.set(await asyncio.to_thread(newest, self.backups))

    def _note_process(self) -> None:
        metrics = self.metrics
        metrics.leader.set(self.database.holds.holds(LEADER))
        metrics.busy.set(self.database.busy)
        for name, pool in self.pools.items():
            metrics.queue.labels(name).set(pool.queue)

    def _note(self, backlog: Backlog) -> None:
        metrics = self.metrics
        metrics.database.set(1)
        metrics.waiting.set(backlog.waiting)
        metrics.due.set(backlog.due)
        metrics.oldest_notice.set(backlog.oldest_notice)
        metrics.unhandled.set(backlog.unhandled)
        metrics.oldest_update.set(backlog.oldest_update)


def newest(folder: Path) -> float:
    """When the newest backup in this folder was finished, in seconds since 1970; nought where there is none."""
    try:
        return max((file.stat().st_mtime for file in folder.glob(PATTERN)), default=0.0)
    except OSError:  # removed between two looks, or not to be read: that is no backup one can count on
        return 0.0
