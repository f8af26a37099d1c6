"""An event loop that does not wait: where nothing is to be done until a moment to come, the moment is now.

SQLite's thread needs real time, so while it is at work nothing is skipped.
"""

import asyncio
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import aiosqlite


class _Skipping(selectors.DefaultSelector):
    """Waits only while a thread is at work, and counts what it did not wait."""

    skipped = 0.0
    busy = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready."""
        if timeout is None or timeout <= 0 or self.busy:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.skipped += timeout
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """The loop."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Seconds that passed or were skipped."""
        return time.monotonic() + self._skipping.skipped

    @contextmanager
    def waiting_for_sqlite(self) -> Iterator[None]:
        """As long as this lasts, nothing is skipped while SQLite is at work."""
        execute = aiosqlite.Connection._execute  # noqa: SLF001 - the one place through which all goes to the thread

        async def counted(connection: aiosqlite.Connection, *asked: Any, **named: Any) -> Any:
            self._skipping.busy += 1
            try:
                return await execute(connection, *asked, **named)  # type: ignore[no-untyped-call]  # as the library has it
            finally:
                self._skipping.busy -= 1

        with patch.object(aiosqlite.Connection, "_execute", counted):
            yield


@dataclass(frozen=True, slots=True)
class LoopClock:
    """The loop's time as a clock, from this moment on."""

    begins: datetime
    loop: asyncio.AbstractEventLoop
    at: float

    def now(self) -> datetime:
        """This moment."""
        return self.begins + timedelta(seconds=self.loop.time() - self.at)

    def today(self) -> date:
        """This day."""
        return self.now().date()
