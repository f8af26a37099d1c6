"""The event loop's pulse: how late it wakes who asked to be woken, and when it last did."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

BETWEEN = 0.25  # seconds: often enough to see a tenth of a second's stall, too seldom to cost anything
STOPPED_AFTER = 10.0  # seconds without a beat; the longest that a healthy loop was ever kept is far below one


@dataclass(slots=True, kw_only=True)
class Pulse:
    """Beats as long as the loop turns."""

    on_beat: Callable[[float], None] | None = None  # told how many seconds late it was
    last: float = field(default_factory=perf_counter)

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            wanted = perf_counter() + BETWEEN
            await asyncio.sleep(BETWEEN)
            self.last = perf_counter()
            if self.on_beat is not None:
                self.on_beat(self.last - wanted)

    @property
    def is_alive(self) -> bool:
        """Whether it has beaten of late."""
        return perf_counter() - self.last < STOPPED_AFTER
