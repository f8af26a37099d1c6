"""Open SQLite connections kept at hand, taken in the order of coming.

Fetching one from SQLAlchemy's pool for every unit of work would cost as much as a statement. That a database has one
seat for writing also spares SQLite's own way of waiting for a lock, which sleeps and is not fair.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class NestedWorkError(RuntimeError):
    """A task that holds every seat asks for one more: it would wait for itself for ever."""


class Seats:
    """At most so many connections, which begin with these words (`storage.one_hop`)."""

    def __init__(self, engine: AsyncEngine, most: int, opening: str) -> None:
        self._engine = engine
        self._opening = opening
        self._free: asyncio.LifoQueue[AsyncConnection | None] = asyncio.LifoQueue()
        for _ in range(most):
            self._free.put_nowait(None)
        self._holders: set[asyncio.Task[object] | None] = set()

    @asynccontextmanager
    async def take(self) -> AsyncIterator[AsyncConnection]:
        """A connection; what was not committed when it is given back is undone.

        Raises:
            NestedWorkError: This task holds a seat and no other one is free.
        """
        task = asyncio.current_task()
        if self._free.empty() and task in self._holders:
            raise NestedWorkError
        kept: AsyncConnection | None = None
        taken = await self._free.get()
        self._holders.add(task)
        try:
            connection = taken or await self._open()
            try:
                yield connection
                if connection.in_transaction():
                    await connection.rollback()
                kept = connection
            finally:
                if kept is None:  # an error or a cancellation: SQLAlchemy's pool knows whether it is still of use
                    await asyncio.shield(connection.close())
        finally:
            self._holders.discard(task)
            self._free.put_nowait(kept)

    @property
    def busy(self) -> int:
        """How many connections are taken."""
        return len(self._holders)

    async def close(self) -> None:
        """Give every free connection back."""
        while not self._free.empty():
            connection = self._free.get_nowait()
            if connection is not None:
                await connection.close()

    async def _open(self) -> AsyncConnection:
        connection = await self._engine.connect()
        raw = (await connection.get_raw_connection()).dbapi_connection
        raw.opening = self._opening  # type: ignore[union-attr]  # storage.one_hop.OneHopConnection
        return connection
