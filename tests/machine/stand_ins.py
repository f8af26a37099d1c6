"""Readers as bad as can be, for worker processes to run in place of the real one."""

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
    mark = Path(rest.decode())
    mark.touch()
    while not mark.with_name("go").exists():
        time.sleep(0.005)
    return Unread.FACE


def _look(rest: bytes, today: date) -> dict[str, object]:
    """What a worker sees around it."""
    return {
        "modules": sorted(sys.modules),
        "pid": os.getpid(),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "core dumps": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "hears Ctrl+C": signal.getsignal(signal.SIGINT) is not signal.SIG_IGN,
        "bytes": len(rest),
        "today": today,
    }


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
}
