"""A process that reads photos, one at a time, and nothing else: the bot's end of the pipes to it.

A picture is a stranger's file: what a decoder does with it must not touch the bot's own memory, loop or life. The
process gets it through a pipe and writes it nowhere: it may not even leave a core dump. It is handed no secrets, and
its answer is bytes that can do nothing here.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final, cast

from bot.machine.frames import receive, send
from bot.machine.worker_main import FAULT
from bot.passport.reading import Reading, Unread

log = logging.getLogger(__name__)
_ABOUT = {"action": "passport"}
READER = "bot.passport.reader:read_passport"
LONGEST_ANSWER: Final = 2**14  # bytes; a reading takes about a thousand
LONGEST_NAME: Final = 60  # of an exception's type
# What Python needs to begin. The rest stays here: tokens, keys, addresses of databases. This is no wall against code
# that runs in the worker: it is the same user's process, and may look at /proc of the bot where the system lets it
_HANDED_ON = {"PATH", "HOME", "LANG", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"}
_HANDED_ON_FAMILIES = ("LC_", "PYTHON", "OMP_", "OPENBLAS_")
# read by NumPy and OpenCV when they are imported: more threads would take the core of the other worker
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond these a worker is ended; the reader's own budget is smaller, and it keeps to it itself."""

    processor: float = 4.0  # seconds of processor time a photo
    wall: float = 30.0  # seconds a photo, counted from when a worker takes it: on a busy machine much is waiting
    start: float = 60.0  # seconds until a new worker is ready
    memory: int = 2**30  # bytes of address space, of which OpenCV's libraries alone take a quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What workers do: `work` is `module:function`, called as `read_passport` is, and `unpack` knows its answers.

    `unpack` raises for what is none. `environment` is what the work needs besides what any Python needs.
    """

    work: str
    unpack: Callable[[bytes], Any]
    limits: Limits
    environment: Mapping[str, str]


class DiedError(Exception):
    """The worker ended before it answered, and not for want of time."""


class WorkerProcess:
    """The bot's end, for one thread at a time."""

    def __init__(self, task: Task) -> None:
        """Raises OSError where no process can be begun."""
        self._task, self._is_ready, self._is_late, self._is_free = task, False, False, False
        self._process = subprocess.Popen(  # noqa: S603 - this Python, a module of ours, and three values of ours
            _command(task), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment() | dict(task.environment)
        )
        self._photos = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def read(self, picture: bytes, today: date) -> Reading | Unread:
        """Wait for the answer.

        Raises:
            DiedError: the worker ended over it; it has to be replaced by a new one.
            Exception: of any kind, where its answer was none, or the bot's own memory or threads gave out.
        """
        try:
            if not self._is_ready:
                with self._killed_after(self._task.limits.start):
                    receive(self._answers, LONGEST_ANSWER)
                self._is_ready = self._is_free = True
            with self._killed_after(self._task.limits.wall):
                return self._ask(picture, today)
        except (EOFError, BrokenPipeError) as ended:
            return self._explained(ended)

    def _ask(self, picture: bytes, today: date) -> Reading | Unread:
        """Free again only after the whole answer: what is left in the pipe would be taken for the next person's."""
        self._is_free = False
        send(self._photos, today.isoformat().encode())
        send(self._photos, picture)
        answer = receive(self._answers, LONGEST_ANSWER)
        understood: Reading | Unread = _failed(answer) if answer.startswith(FAULT) else self._task.unpack(answer)
        self._is_free = True
        return understood

    def _explained(self, ended: Exception) -> Unread:
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:  # it closed the pipe and lives
            self.kill()
            self._process.wait()
        if self._is_late and not self._is_ready:
            log.warning("a passport worker was not ready in %s s", self._task.limits.start, extra=_ABOUT)
            return Unread.BUSY  # the machine is: a second try would make it no better
        if self._is_ready and (self._is_late or _is_out_of_time(self._process.returncode)):
            return Unread.TOO_LONG
        raise DiedError(f"exit code {self._process.returncode}") from ended

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
        return self._is_free and not self._is_late and self._process.poll() is None

    def kill(self) -> None:
        """End it at once, from any thread; who waits for its answer hears that it died."""
        self._process.kill()

    def end(self) -> None:
        """End it, and leave nothing of it in the table of processes."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        with contextlib.suppress(OSError):  # a part of a picture may still be on its way
            self._photos.close()


def _command(task: Task) -> list[str]:
    # -P: nothing is imported from the folder the bot was started in, unless the bot imports from there, too
    call = [sys.executable, "-P", "-m", "bot.machine.worker_main", task.work]
    return [*call, str(task.limits.memory), str(task.limits.processor)]


def _environment() -> dict[str, str]:
    """Without secrets; the modules are found where this process finds them."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _HANDED_ON or name.startswith(_HANDED_ON_FAMILIES)
    }
    return kept | _ONE_THREAD | {"PYTHONPATH": os.pathsep.join(str(Path(place).absolute()) for place in sys.path)}


def _failed(fault: bytes) -> Unread:
    name = fault.removeprefix(FAULT)[:LONGEST_NAME].decode("ascii", "replace")
    log.error("reading a photo failed", extra={**_ABOUT, "error": name if name.isidentifier() else "unknown"})
    return Unread.FAILED


def _is_out_of_time(exit_code: int | None) -> bool:
    return sys.platform != "win32" and exit_code == -signal.SIGPROF
