"""What one update, one notice or one web request causes goes under one id, from its first line in the log to its last.

The id travels in a context variable, so that nobody between passes it on. What a person was told on the way (a refusal,
a verdict) is noted with it by the one function that says such things, and counted when it ends.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from time import perf_counter


class Told(StrEnum):
    """What is noted when a person is told of it; its value is always a code of ours."""

    REFUSAL = "refusal"
    LAW = "law"  # whether one must register
    CERTIFICATE = "certificate"  # what a certificate is worth


@dataclass(slots=True, eq=False)
class Trace:
    """One cause."""

    id: str
    began: float = field(default_factory=perf_counter)
    told: list[tuple[Told, str]] = field(default_factory=list)
    has_failed: bool = False  # a fault of ours was told to the person
    has_answered: bool = False  # Telegram has taken something for it
    is_update: bool = False  # a person waits for the answer

    @property
    def was_refused(self) -> bool:
        """Whether a refusal was told on the way."""
        return any(what is Told.REFUSAL for what, _ in self.told)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return perf_counter() - self.began


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)
_RUN = secrets.token_hex(3)  # tells this process from the others, and from itself before a restart
_numbers = count(1)


def begin() -> Trace:
    """Whatever this task does from now on has this cause."""
    trace = Trace(f"{_RUN}-{next(_numbers):x}")
    _current.set(trace)
    return trace


@contextmanager
def traced() -> Iterator[Trace]:
    """The same for a block, in a task that has other things to do after it."""
    before = _current.get()
    try:
        yield begin()
    finally:
        _current.set(before)


def current() -> Trace | None:
    """The cause of what runs now, if it has one."""
    return _current.get()


def told(what: Told, code: str) -> None:
    """Note that a person was told this; nothing happens where nobody counts."""
    if (trace := _current.get()) is not None:
        trace.told.append((what, code))


def failed() -> None:
    """Note that a fault of ours was told."""
    if (trace := _current.get()) is not None:
        trace.has_failed = True
