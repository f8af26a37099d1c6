"""A process that reads photos, one at a time, and nothing else; both ends of the pipe to it.

A picture is a stranger's file: what a decoder does with it must not touch the bot's own memory, loop or life. The
process gets it through the pipe and writes it nowhere: it may not even leave a core dump.
"""

import logging
import multiprocessing
import os
import pkgutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from typing import NamedTuple

from bot.passport.reading import Reading, Unread

log = logging.getLogger(__name__)
READER = "bot.passport.reader:read_passport"
NICER = 5  # steps of priority given up, so that the chats stay quick: a third of their share, and not a tenth
# spawned and not forked: the bot has threads and an event loop, and its memory is not the worker's to see
_CONTEXT = multiprocessing.get_context("spawn")
# read by NumPy and OpenCV when they are imported: more threads would take the core of the other worker
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond these a worker is ended; the reader's own budget is smaller, and it keeps to it itself."""

    processor: float = 4.0  # seconds of processor time a photo
    wall: float = 30.0  # seconds a photo, counted from when a worker takes it: on a busy machine much is waiting
    start: float = 60.0  # seconds until a new worker is ready
    memory: int = 2**30  # bytes of address space, of which OpenCV's libraries alone take a quarter


class DiedError(Exception):
    """The worker ended before it answered, and not for want of time."""


class _Photo(NamedTuple):
    picture: bytes
    today: date


class _Fault(NamedTuple):
    """What the work raised, by its type alone: the text may quote the photo."""

    error: str


class WorkerProcess:
    """The bot's end, for one thread at a time. `work` is `module:function`, called as `read_passport` is."""

    def __init__(self, work: str, limits: Limits) -> None:
        self._limits, self._is_ready, self._is_late = limits, False, False
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=serve, args=(theirs, work, limits), name="passports", daemon=True)
        self._process.start()
        theirs.close()  # or its end would never be heard of

    def read(self, picture: bytes, today: date) -> Reading | Unread:
        """Wait for the answer.

        Raises:
            DiedError: the worker ended over it; it has to be replaced by a new one.
        """
        try:
            if not self._is_ready:
                with self._killed_after(self._limits.start):
                    self._is_ready = self._pipe.recv()
            with self._killed_after(self._limits.wall):
                self._pipe.send(_Photo(picture, today))
                answer: Reading | Unread | _Fault = self._pipe.recv()
        except (EOFError, OSError) as ended:
            return self._explained(ended)
        if isinstance(answer, _Fault):
            log.error("reading a photo failed", extra={"action": "passport", "error": answer.error})
            return Unread.FAILED
        return answer

    def _explained(self, ended: Exception) -> Unread:
        self._process.join()
        if self._is_ready and (self._is_late or _is_out_of_time(self._process.exitcode)):
            return Unread.TOO_LONG
        raise DiedError(f"exit code {self._process.exitcode}") from ended

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        """A picture is megabytes: not only the wait for an answer can hang, but the sending, too."""
        timer = threading.Timer(seconds, self._end_late)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self._is_late = True
        self._process.kill()

    @property
    def is_usable(self) -> bool:
        """Whether it can be given another photo; one that was ended for being late may have a moment to live."""
        return not self._is_late and self._process.is_alive()

    def kill(self) -> None:
        """End it at once, from any thread; who waits for its answer hears that it died."""
        self._process.kill()

    def end(self) -> None:
        """End it, and leave nothing of it in the table of processes."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _is_out_of_time(exit_code: int | None) -> bool:
    return sys.platform != "win32" and exit_code == -signal.SIGPROF


def serve(pipe: Connection, work: str, limits: Limits) -> None:
    """The worker's end: read photos until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's
    os.environ.update(_ONE_THREAD)
    _hold_back(limits.memory)
    function: Callable[..., Reading | Unread] = pkgutil.resolve_name(work)
    pipe.send(True)
    while True:
        try:
            pipe.send(_answer(function, pipe.recv(), limits.processor))
        except (EOFError, OSError):  # nobody is there any more
            return


def _hold_back(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(function: Callable[..., Reading | Unread], photo: _Photo, seconds: float) -> Reading | Unread | _Fault:
    try:
        _end_after(seconds)
        return function(photo.picture, today=photo.today)
    except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote the photo
        return _Fault(type(error).__name__)
    finally:
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Let the kernel end this process after so much processor time, whatever C code it is in; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
