"""Worker processes that read photos of passports, one photo at a time a core."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from multiprocessing import resource_tracker

from bot.machine.worker import READER, DiedError, Limits, WorkerProcess
from bot.passport.reading import Reading, Unread

log = logging.getLogger(__name__)
MOST_IN_HAND = 200  # photos; on two cores the last of them is read after a minute or two
IDLE = 600.0  # seconds after which nobody waits for the workers, and their memory is given back
TRIES = 2  # a worker may have died of something else than the photo


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class PassportReaders:
    """The workers. They are started when a photo comes, and end when none came for a while.

    Each worker is its own: one that dies or is ended takes no other photo with it. The threads do nothing but wait for
    them, and photos that come faster wait for a thread in the order in which they came.
    """

    def __init__(
        self,
        today: Callable[[], date],
        *,
        work: str = READER,
        limits: Limits | None = None,
        workers: int | None = None,
        most: int = MOST_IN_HAND,
        idle: float = IDLE,
    ) -> None:
        self._today, self._work, self._limits, self._most, self._idle = today, work, limits or Limits(), most, idle
        self._threads = ThreadPoolExecutor(workers or cores(), "passport", _no_interrupts)
        self._lock = threading.Lock()
        self._resting: list[WorkerProcess] = []
        self._working: set[WorkerProcess] = set()
        self._in_hand, self._is_closed = 0, False
        self._alarm: asyncio.TimerHandle | None = None

    async def read(self, picture: bytes) -> Reading | Unread:
        """What the picture says, or why it could not be read; `Unread.BUSY` when too many wait already."""
        if self._in_hand >= self._most:
            return Unread.BUSY
        if self._is_closed:
            return Unread.FAILED
        loop = asyncio.get_running_loop()
        self._hold_alarm()
        self._in_hand += 1
        try:
            return await loop.run_in_executor(self._threads, self._read, picture, self._today())
        finally:
            self._in_hand -= 1
            if not self._in_hand and not self._is_closed:
                self._alarm = loop.call_later(self._idle, self._threads.submit, self._dismiss)

    async def close(self) -> None:
        """End the workers; who waits for them hears that it failed."""
        self._hold_alarm()
        with self._lock:
            self._is_closed = True
            for worker in self._working:
                worker.kill()
        await asyncio.to_thread(self._threads.shutdown)
        self._dismiss()

    def _hold_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    def _read(self, picture: bytes, today: date) -> Reading | Unread:
        """In a thread: the photo is tried once more when the worker died over it."""
        for _ in range(TRIES):
            worker = self._take()
            if worker is None:
                break
            try:
                return worker.read(picture, today)
            except DiedError as died:
                if self._is_closed:  # then it was killed for that
                    break
                log.warning("passport worker: %s", died, extra={"action": "passport"})
            finally:
                self._give_back(worker)
        return Unread.FAILED

    def _take(self) -> WorkerProcess | None:
        """A worker that rests, else a new one; none when all is being closed."""
        with self._lock:
            if self._is_closed:
                return None
            worker = self._resting.pop() if self._resting else WorkerProcess(self._work, self._limits)
            self._working.add(worker)
            return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._working.discard(worker)
            if worker.is_usable:
                self._resting.append(worker)
                return
        worker.end()

    def _dismiss(self) -> None:
        """Let those that rest go home."""
        with self._lock:
            resting, self._resting = self._resting, []
        for worker in resting:
            worker.end()


def _no_interrupts() -> None:
    """Ctrl+C is the main thread's, and what these threads start inherits that from its first moment on."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # when it is started, it lets them through again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
