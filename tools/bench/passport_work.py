"""What the worker does in the bench: it reads as in the bot, is measured, and gets no socket.

`TIRKEU_BENCH_READER` names another reader (`module:function`, called as `read_passport` is) to compare with.
"""

import functools
import json
import os
import pkgutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot.machine.worker import READER
from bot.passport.reading import Reading, Unread
from bot.passport.wire import pack, unpack

OTHER_READER = "TIRKEU_BENCH_READER"
KILOBYTE = 2**10
_sockets: list[str] = []  # what was asked for


class Measured(NamedTuple):
    """An answer, what it cost, and what the worker had done by then."""

    answer: Reading | Unread | None
    processor: float  # seconds
    peak_mb: float  # the most memory the worker ever held
    sockets: int  # how often it asked for one


def read_cut_off(picture: bytes, *, today: date) -> bytes:
    """In the worker: before anything of the reader is imported, sockets are refused for good."""
    _refuse_sockets()
    measured = read(picture, today=today)
    answer = measured.answer and pack(measured.answer).decode()
    return json.dumps([answer, *measured[1:]]).encode()


def unpack_measured(sent: bytes) -> Measured:
    """In the bench: what the worker sent."""
    answer, processor, peak, sockets = json.loads(sent)
    return Measured(answer and unpack(answer.encode()), processor, peak, sockets)


def read(picture: bytes, *, today: date) -> Measured:
    """Read one picture. An exception is no reading: it costs what it costs, and the next picture is read."""
    function: Callable[..., Reading | Unread | None] = pkgutil.resolve_name(os.environ.get(OTHER_READER, READER))
    answer = None
    began = time.process_time()
    try:
        answer = function(picture, today=today)
    except Exception as error:  # noqa: BLE001 - another reader raises what it likes
        sys.stderr.write(f"{type(error).__name__} while reading\n")
    return Measured(answer, time.process_time() - began, peak_mb(), len(_sockets))


def peak_mb() -> float:
    """The most memory that this process held since its program began.

    Not `ru_maxrss`: a spawned process inherits its parent's there.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / KILOBYTE


@functools.cache
def _refuse_sockets() -> None:
    """By an audit hook: it cannot be taken away again, and nothing written in Python gets round it."""
    sys.addaudithook(_refuse_socket)


def _refuse_socket(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        _sockets.append(event)
        raise PermissionError(event)
