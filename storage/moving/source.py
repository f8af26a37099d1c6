"""A database read as it was at one moment, while others go on writing to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Select, Table, bindparam, func, inspect, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import open_engine
from storage.migrations import HEAD
from storage.moving.digests import Digest
from storage.moving.places import MoveError, file_of, name_of
from storage.one_hop import READ
from storage.tables import METADATA, vault_checks

PAGE = 1000  # rows held in memory at once
TABLES = METADATA.sorted_tables  # what refers comes after what it refers to
COUNTERS: dict[str, Column[Any]] = {
    table.name: column for table in TABLES for column in table.c if column.identity is not None
}
_LAST_ON_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_LAST_ON_POSTGRESQL = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)")


@dataclass(frozen=True, slots=True)
class Source:
    """One moment of a database; `connection` is inside a transaction that sees only that."""

    connection: AsyncConnection

    async def pages(self, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
        """All rows in the order of their key, a page at a time."""
        statement, further = _page(table), _page(table).where(_after(table))
        place: dict[str, object] = {}
        while True:
            rows = (await self.connection.execute(further if place else statement, place)).all()
            if rows:
                yield rows
            if len(rows) < PAGE:
                return
            place = {_bound(column): getattr(rows[-1], column.name) for column in table.primary_key.columns}

    async def count(self) -> int:
        """How many rows there are in all."""
        counts = [await self.connection.scalar(select(func.count()).select_from(table)) for table in TABLES]
        return sum(count or 0 for count in counts)

    async def digests(self) -> dict[str, Digest]:
        """Every table, read through."""
        found = {}
        for table in TABLES:
            digest = found[table.name] = Digest()
            async for rows in self.pages(table):
                digest.add(rows)
        return found

    async def last_numbers(self) -> dict[str, int]:
        """The last number each counter has given, be its row there still or not; 0 where it has given none."""
        return {table: await self._last_number(column) for table, column in COUNTERS.items()}

    async def _last_number(self, column: Column[Any]) -> int:
        is_sqlite = self.connection.dialect.name == "sqlite"
        named = {"table": column.table.name} | ({} if is_sqlite else {"column": column.name})
        last = await self.connection.scalar(_LAST_ON_SQLITE if is_sqlite else _LAST_ON_POSTGRESQL, named)
        highest = await self.connection.scalar(select(func.max(column)))
        return max(last or 0, highest or 0)


@asynccontextmanager
async def snapshot(address: str) -> AsyncIterator[Source]:
    """Hold one moment of this database until the block is left.

    Raises:
        MoveError: There is no database of the bot, or of another version than this program's.
    """
    file = file_of(address)
    if file is not None and not file.is_file():
        raise MoveError(f"{name_of(address)}: there is no such file.")
    engine = open_engine(address)
    try:
        async with engine.connect() as connection:
            await _hold_moment(engine, connection)
            await _check_version(connection, name_of(address))
            yield Source(connection)
    finally:
        await engine.dispose()


async def _hold_moment(engine: AsyncEngine, connection: AsyncConnection) -> None:
    if engine.dialect.name == "sqlite":
        raw = (await connection.get_raw_connection()).dbapi_connection
        raw.opening = READ  # type: ignore[union-attr]  # storage.one_hop.OneHopConnection
    else:
        await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


async def _check_version(connection: AsyncConnection, name: str) -> None:
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        raise MoveError(f"{name}: this is not a database of the bot.")
    version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    if version != HEAD:
        raise MoveError(
            f"{name}: its tables are of version {version}, this program's of {HEAD}. Use the program that runs the bot "
            "on it; or start the bot of this version once, which brings older tables up to date."
        )
    if await connection.scalar(select(func.count()).select_from(vault_checks)) == 0:
        raise MoveError(f"{name}: no bot has ever run on it.")


def _page(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key.columns).limit(PAGE)


def _after(table: Table) -> Any:
    key = table.primary_key.columns
    return tuple_(*key) > tuple_(*(bindparam(_bound(column), type_=column.type) for column in key))


def _bound(column: Column[Any]) -> str:
    return f"after_{column.name}"
