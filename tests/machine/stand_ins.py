"""Readers as bad as can be, for worker processes to run in place of the real one."""

import json
import os
import resource
import signal
import sys
import time
from datetime import date
from pathlib import Path

from bot.passport.reading import Unread


def work(order: bytes, *, today: date) -> object:
    """Do what the order says: a verb, and what it needs."""
    verb, _, rest = order.partition(b" ")
    return DEEDS[verb.decode()](rest, today)


def _die_once(mark: bytes, today: date) -> Unread:
    """Die, but not when it was tried before; the mark is a file."""
    been = Path(mark.decode())
    if not been.exists():
        been.touch()
        _die(b"", today)
    return Unread.BLURRED


def _die(_rest: bytes, _today: date) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _spin(_rest: bytes, _today: date) -> None:
    while True:
        pass


def _hang(_rest: bytes, _today: date) -> None:
    time.sleep(60)


def _raise(rest: bytes, _today: date) -> None:
    raise ValueError(rest.decode())


def _eat(_rest: bytes, _today: date) -> int:
    return len(bytes(2**31))


def _nap(rest: bytes, _today: date) -> Unread:
    time.sleep(float(rest))
    return Unread.FACE


def _wait(rest: bytes, _today: date) -> Unread:
    """Leave a mark, and wait until somebody puts `go` beside it."""
    mark = Path(rest.decode().strip())
    mark.touch()
    while not mark.with_name("go").exists():
        time.sleep(0.005)
    return Unread.FACE


def _look(rest: bytes, today: date) -> bytes:
    """What a worker sees around it."""
    seen = {
        "environment": sorted(os.environ),
        "began with": Path("/proc/self/environ").read_text(),
        "modules": sorted(sys.modules),
        "pid": os.getpid(),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "core dumps": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "hears Ctrl+C": signal.getsignal(signal.SIGINT) is not signal.SIG_IGN,
        "bytes": len(rest),
        "today": today.isoformat(),
    }
    return json.dumps(seen).encode()


def _say(rest: bytes, _today: date) -> bytes:
    return rest


def _shout(rest: bytes, _today: date) -> Unread:
    """As libraries in C do: to whatever is standard output and standard error."""
    os.write(1, rest)
    os.write(2, rest)
    return Unread.FACE


class _Evil:
    """Whoever unpickles it touches a file."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path(self.mark),)


def _plant(rest: bytes, _today: date) -> object:
    return _Evil(rest.decode())


DEEDS = {
    "die": _die,
    "die-once": _die_once,
    "spin": _spin,
    "hang": _hang,
    "raise": _raise,
    "eat": _eat,
    "nap": _nap,
    "wait": _wait,
    "look": _look,
    "say": _say,
    "shout": _shout,
    "plant": _plant,
}
