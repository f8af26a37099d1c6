"""Worker processes that read photos of passports, one photo at a time a core."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from bot.machine.worker import READER, DiedError, Limits, Task, WorkerProcess
from bot.passport.reading import Reading, Unread
from bot.passport.wire import unpack
from bot.watch.faults import kind_of

log = logging.getLogger(__name__)
MOST_IN_HAND = 200  # photos; on two cores the last of them is read after a minute or two
MOST_BYTES = 256 * 2**20  # of all photos in hand: two hundred large ones would be four gigabytes
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
        unpack: Callable[[bytes], Any] = unpack,
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        workers: int | None = None,
        most: int = MOST_IN_HAND,
        most_bytes: int = MOST_BYTES,
        idle: float = IDLE,
    ) -> None:
        """Another `work` may have answers of its own, which `unpack` knows, and need more of the environment."""
        self._today, self._idle = today, idle
        self._task = Task(work=work, unpack=unpack, environment=environment or {}, limits=limits or Limits())
        self._most, self._most_bytes = most, most_bytes
        self._threads = ThreadPoolExecutor(workers or cores(), "passport", _no_interrupts)
        self._lock = threading.Lock()
        self._resting: list[WorkerProcess] = []
        self._working: set[WorkerProcess] = set()
        self._in_hand, self._bytes_in_hand, self._is_closed = 0, 0, False
        self._alarm: asyncio.TimerHandle | None = None

    async def read(self, picture: bytes) -> Reading | Unread:
        """What the picture says, or why it could not be read; `Unread.BUSY` when too many wait already."""
        if self._is_closed:
            return Unread.FAILED
        if self._in_hand >= self._most or self._bytes_in_hand + len(picture) > self._most_bytes:
            return Unread.BUSY
        try:
            return await self._submitted(picture)
        except RuntimeError as error:  # no thread could be begun
            return _failed(error)

    def _submitted(self, picture: bytes) -> asyncio.Future[Reading | Unread]:
        """Who waits may go away. The photo is in hand until the thread has done with it, or will never begin."""
        loop, hand = asyncio.get_running_loop(), [picture]
        future = self._threads.submit(self._read, hand, self._today())
        self._hold_alarm()
        self._in_hand += 1
        self._bytes_in_hand += len(picture)

        def done(_: object) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody counts any more
                loop.call_soon_threadsafe(self._let_go, hand)

        future.add_done_callback(done)
        return asyncio.wrap_future(future)

    def _let_go(self, hand: list[bytes]) -> None:
        self._in_hand -= 1
        self._bytes_in_hand -= len(hand.pop())  # out of the threads' queue, too
        if not self._in_hand and not self._is_closed:
            loop = asyncio.get_running_loop()
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

    def _read(self, hand: list[bytes], today: date) -> Reading | Unread:
        """In a thread: the photo is tried once more when the worker died over it."""
        try:
            for _ in range(TRIES):
                with self._worker() as worker:
                    try:
                        return worker.read(hand[0], today)
                    except DiedError as died:
                        if self._is_closed:  # then it was killed for that
                            break
                        log.warning("passport worker: %s", died, extra={"action": "passport"})
        except _ClosedError:
            pass
        except Exception as error:  # noqa: BLE001 - no process, no thread, no memory, no answer: the bot goes on
            return _failed(error)
        return Unread.FAILED

    @contextlib.contextmanager
    def _worker(self) -> Iterator[WorkerProcess]:
        """One that rests, else a new one."""
        worker = self._take()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def _take(self) -> WorkerProcess:
        """Raises _ClosedError when all is being closed, OSError when no process can be begun."""
        with self._lock:
            if self._is_closed:
                raise _ClosedError
            worker = self._rested() or WorkerProcess(self._task)
            self._working.add(worker)
            return worker

    def _rested(self) -> WorkerProcess | None:
        """One that still lives: the system may have ended those that rest."""
        while self._resting:
            worker = self._resting.pop()
            if worker.is_usable:
                return worker
            worker.end()
        return None

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


class _ClosedError(Exception):
    """There are no workers any more."""


def _failed(error: Exception) -> Unread:
    """By its type alone: the text may quote the photo."""
    log.error("reading a photo failed", extra={"action": "passport", "error": kind_of(error)})
    return Unread.FAILED


def _no_interrupts() -> None:
    """Ctrl+C is the main thread's, and what these threads start inherits that from its first moment on."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
