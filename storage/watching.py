"""Who is told how long the database keeps people waiting, and what happened to requests."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import perf_counter
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import Event


class Watcher(Protocol):
    """Told of everything at once, and must be done in microseconds."""

    def waited(self, kind: str, seconds: float) -> None:
        """For a connection to `read` or to `write`."""

    def worked(self, kind: str, seconds: float) -> None:
        """A connection was held so long."""

    def happened(self, events: Sequence[Event]) -> None:
        """These events of requests are committed."""


@asynccontextmanager
async def watched(
    opened: AbstractAsyncContextManager[AsyncConnection], kind: str, watcher: Watcher
) -> AsyncIterator[AsyncConnection]:
    """The same connection, with its waiting and its work timed."""
    asked = perf_counter()
    async with opened as connection:
        began = perf_counter()
        watcher.waited(kind, began - asked)
        try:
            yield connection
        finally:
            watcher.worked(kind, perf_counter() - began)
