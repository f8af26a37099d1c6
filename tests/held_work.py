"""Units of work that are held before they commit: the other one comes in between, or waits for a lock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from storage.database import Database

LONG_ENOUGH = 0.3  # seconds; the other is done by then, or waits for the lock


@dataclass
class Held:
    """Units of work that have done all but commit when the other begins."""

    database: Database
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    is_other_done: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Any]:
        async with self.database.begin() as work:
            yield _HeldWork(work, self)

    async def before(self, first: Awaitable[object], second: Callable[[], Awaitable[object]]) -> list[object]:
        """What both had for an answer, or raised."""
        return await asyncio.gather(first, self._after(second), return_exceptions=True)

    async def _after(self, second: Callable[[], Awaitable[object]]) -> object:
        await self.is_ready.wait()
        try:
            return await second()
        finally:
            self.is_other_done.set()


class _HeldWork:
    def __init__(self, work: Any, held: Held) -> None:
        self._work, self._held = work, held

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    async def commit(self) -> None:
        self._held.is_ready.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._held.is_other_done.wait(), LONG_ENOUGH)
        await self._work.commit()
