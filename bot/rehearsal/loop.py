"""An event loop whose time is simulated: where everybody waits, it leaps to the next moment somebody waits for.

Nothing from outside is heard and no thread is started, so what runs in it depends on nothing but its own beginning.
"""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any


class NobodyWaitsError(RuntimeError):
    """Every task waits for another one: the world has stopped for ever."""


class _Leap(selectors.BaseSelector):
    """Watches no file; its waiting is the loop's time going by."""

    def __init__(self) -> None:
        self.now = 0.0
        self._watched: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, fileobj if isinstance(fileobj, int) else fileobj.fileno(), events, data)
        self._watched[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._watched.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NobodyWaitsError
        self.now += max(timeout, 0.0)
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._watched


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its `time()` begins at nought; what would go to a thread is done at once."""

    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)
        self.numbers = count(1)
        self._clock_resolution = 1e-6  # sums of waits are not exact: what is due within a microsecond is due

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._leap.now

    def run_in_executor(  # type: ignore[override]  # the same, less exactly typed
        self,
        executor: Any,  # noqa: ARG002 - nobody else is needed
        func: Callable[..., Any],
        *args: Any,
    ) -> "asyncio.Future[Any]":
        """Do it now, whoever was meant to."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to whoever waits for the result
            done.set_exception(error)
        return done


class NumberedTask(asyncio.Task[Any]):
    """A task that stands in a set where its number says, and not where the machine's memory has put it."""

    def __init__(self, work: Any, *, loop: LeapingLoop, **options: Any) -> None:
        self._number = next(loop.numbers)
        super().__init__(work, loop=loop, **options)

    def __hash__(self) -> int:
        return self._number
