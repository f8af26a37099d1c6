"""SQLite without a thread of its own: each statement runs at once, where it is asked for (`sqlite+inline`).

For a world whose time is simulated: a thread answers when the machine pleases, and what waits for one cannot be
replayed. All else is `storage.one_hop`'s, the price of a power cut aside: nothing is forced to the disk.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy.dialects import registry
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_

from storage.engine import COMPILED
from storage.one_hop import Link, OneHopConnection, OneHopDbapi, OneHopDialect

DRIVER = "sqlite+inline"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = OFF",  # a process that dies loses nothing by it
    "PRAGMA foreign_keys = ON",
)

Visit = Callable[[Callable[[], Any]], Awaitable[Any]]
"""What stands between a unit of work and its database: it runs the statement, or raises what SQLite would."""
Opened = Callable[[sqlite3.Connection], None]
"""What is done with each new connection."""


async def at_once(statement: Callable[[], Any]) -> Any:
    """Run the statement, and nothing else."""
    return statement()


def _as_it_is(_connection: sqlite3.Connection) -> None:
    """Leave a new connection as it is."""


def inline_engine(file: Path, visit: Visit = at_once, opened: Opened = _as_it_is) -> AsyncEngine:
    """An engine over this file, every statement of which goes through `visit`."""
    arguments = {"visit": visit, "opened": opened}
    options = {"compiled_cache": COMPILED}
    return create_async_engine(
        f"{DRIVER}:///{file}", hide_parameters=True, connect_args=arguments, execution_options=options
    )


class InlineLink(Link):
    """A connection whose thread is never started."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], visit: Visit) -> None:
        super().__init__(connector)
        self._visit = visit

    def __await__(self) -> Generator[Any, None, "InlineLink"]:
        self._connection = self._connector()
        yield from ()  # a generator is what `await` wants
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is None:
            raise ValueError("Connection closed")  # as aiosqlite says it, which SQLAlchemy understands
        return await self._visit(partial(fn, *args, **kwargs))

    def undo(self) -> None:
        """Roll back; what cannot be undone any more was undone by whoever closed it."""
        if self._connection is not None:
            self._connection.rollback()

    async def close(self) -> None:
        """Close; what was not committed is undone. No fault keeps a connection open."""
        self.stop()

    def stop(self) -> None:
        """The same, for who cannot wait."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class InlineConnection(OneHopConnection):
    """A connection every statement of which is a visit: between any two others may get their turn."""

    __slots__ = ()

    def do(self, _operation: str, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Any:
        """Run a statement."""
        return self.visit(statement)


class InlineDbapi(OneHopDbapi):
    """The driver as SQLAlchemy sees it."""

    def connect(self, *arguments: Any, visit: Visit = at_once, opened: Opened = _as_it_is, **options: Any) -> Any:
        """Open a connection."""
        link = InlineLink(partial(sqlite3.connect, *arguments, **{**options, "isolation_level": None}), visit)
        await_(link)
        opened(link._conn)  # noqa: SLF001 - aiosqlite has no other door to the connection itself
        return InlineConnection(self, link)


class InlineDialect(OneHopDialect):
    """SQLite at once."""

    driver = "inline"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> InlineDbapi:
        """The driver."""
        return InlineDbapi(aiosqlite, sqlite3)

    def on_connect(self) -> Callable[[Any], None]:
        """How a new connection is told to behave."""
        return _set_up


def _set_up(connection: OneHopConnection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


registry.register("sqlite.inline", __name__, InlineDialect.__name__)
