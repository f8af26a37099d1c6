"""An empty place that is filled: it has everything in the end, or nothing at all.

PostgreSQL is filled in one transaction, its tables included. An SQLite database is built in a working folder beside
its place and gets its name when it is whole: whoever is killed on the way leaves no database behind.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Table, insert, inspect, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import open_engine
from storage.moving.places import MoveError, file_of, name_of, sqlite_in
from storage.moving.source import COUNTERS, Source, snapshot
from storage.moving.workspace import private_file, publish, workspace
from storage.upgrade import upgrade

Rows = Iterable[Sequence[object]]
_NOT_EMPTY = "{name}: there is something already. Only an empty place is filled: name another one, or remove it first."
_SET_LAST = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
_FAST = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA foreign_keys = ON")  # no use before its end


class Target(Protocol):
    """A place that is being filled."""

    async def write(self, table: Table, rows: Rows) -> None:
        """Add rows, as SQLAlchemy reads them."""

    async def carry_on(self, numbers: Mapping[str, int]) -> None:
        """Let each counter go on after this number."""

    def read_back(self) -> AbstractAsyncContextManager[Source]:
        """What is there now."""

    async def keep(self) -> None:
        """It is whole: let it stand."""


@asynccontextmanager
async def open_target(address: str) -> AsyncIterator[Target]:
    """An empty place with tables; what was not kept when the block is left was never there.

    Raises:
        MoveError: The place is not empty.
    """
    file = file_of(address)
    async with _postgresql(address) if file is None else _sqlite(file, name_of(address)) as target:
        yield target


@dataclass(frozen=True, slots=True)
class PostgresTarget:
    """A transaction on PostgreSQL."""

    connection: AsyncConnection
    driver: Any  # asyncpg's own connection, in the same transaction

    async def write(self, table: Table, rows: Rows) -> None:
        """By COPY, which takes numbers of identity columns as they are."""
        records = _bound(table, rows, self.connection.dialect)
        await self.driver.copy_records_to_table(table.name, columns=table.c.keys(), records=records)

    async def carry_on(self, numbers: Mapping[str, int]) -> None:
        """As the protocol says."""
        for table, last in numbers.items():
            if last:
                named = {"table": table, "column": COUNTERS[table].name, "last": last}
                await self.connection.execute(_SET_LAST, named)

    def read_back(self) -> AbstractAsyncContextManager[Source]:
        """As the protocol says: the transaction sees what it has written."""
        return nullcontext(Source(self.connection))

    async def keep(self) -> None:
        """With figures for the planner, which would go by guesses until the first autovacuum."""
        await self.connection.execute(text("ANALYZE"))
        await self.connection.commit()


@dataclass(frozen=True, slots=True)
class SqliteTarget:
    """A file in a working folder.

    It is written through sqlite3 itself, in this thread: nobody else is served here, and nothing of it is of use
    before its end, so that it needs neither a journal nor a wait for the disk.
    """

    made: Path
    final: Path
    dialect: Dialect

    async def write(self, table: Table, rows: Rows) -> None:
        """As the protocol says."""
        statement = str(insert(table).compile(dialect=self.dialect))
        self._do(lambda link: link.executemany(statement, _bound(table, rows, self.dialect)))

    async def carry_on(self, numbers: Mapping[str, int]) -> None:
        """As the protocol says."""
        given = [(last, table) for table, last in numbers.items() if last]
        self._do(lambda link: link.executemany("DELETE FROM sqlite_sequence WHERE name = ?", [(t,) for _, t in given]))
        self._do(lambda link: link.executemany("INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)", given))

    def read_back(self) -> AbstractAsyncContextManager[Source]:
        """As the protocol says."""
        return snapshot(sqlite_in(self.made))

    async def keep(self) -> None:
        """As the protocol says."""
        with closing(sqlite3.connect(self.made, isolation_level=None)) as link:
            link.execute("PRAGMA journal_mode = DELETE")  # all of it into this one file; opening it sets WAL again
        if self.final.exists() and _is_free(self.final):
            self.final.unlink()
        try:
            publish(self.made, self.final)
        except FileExistsError:  # since the beginning: somebody else's
            raise MoveError(_NOT_EMPTY.format(name=f"SQLite {self.final}")) from None

    def _do(self, work: Callable[[sqlite3.Connection], object]) -> None:
        with closing(sqlite3.connect(self.made, isolation_level=None)) as link:
            for pragma in _FAST:
                link.execute(pragma)
            link.execute("BEGIN")
            work(link)
            link.execute("COMMIT")


@asynccontextmanager
async def _postgresql(address: str) -> AsyncIterator[Target]:
    engine = open_engine(address)
    try:
        async with engine.connect() as connection:
            if await connection.run_sync(lambda sync: inspect(sync).get_table_names()):
                raise MoveError(_NOT_EMPTY.format(name=name_of(address)))
            await upgrade(connection)
            driver = (await connection.get_raw_connection()).driver_connection
            yield PostgresTarget(connection, driver)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _sqlite(file: Path, name: str) -> AsyncIterator[Target]:
    if not _is_free(file):
        raise MoveError(_NOT_EMPTY.format(name=name))
    with workspace(file.parent) as folder:
        made = private_file(folder / "database.sqlite")
        engine = open_engine(sqlite_in(made))
        try:
            async with engine.connect() as connection:
                await upgrade(connection)
                await connection.commit()
        finally:
            await engine.dispose()
        yield SqliteTarget(made, file, engine.dialect)


def _is_free(file: Path) -> bool:
    """An empty file is only a name."""
    return not file.exists() or (file.is_file() and not file.stat().st_size)


def _bound(table: Table, rows: Rows, dialect: Dialect) -> list[tuple[object, ...]]:
    """The values as the driver takes them."""
    binds = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.c]
    changed = [(place, bind) for place, bind in enumerate(binds) if bind is not None]
    return [_with(row, changed) for row in rows]


def _with(row: Sequence[object], changed: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[object, ...]:
    values = list(row)
    for place, bind in changed:
        values[place] = bind(values[place])
    return tuple(values)
