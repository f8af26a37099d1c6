"""A private PostgreSQL server for the tests, from the programs on PATH."""

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from bot.load import private_postgres
from bot.load.private_postgres import why_not

__all__ = ["copy", "crash", "create", "drop", "server", "start_again", "values_of", "why_not"]
Result = TypeVar("Result")


@contextmanager
def server() -> Iterator[str]:
    """A running server without durability, reached by a socket in a temporary folder; yields its URL."""
    with private_postgres.server(is_durable=False) as home:
        yield f"postgresql+asyncpg://tirkeu@/{{name}}?host={home}"


def crash(url: str) -> None:
    """End the server of this address, or of this database, at once."""
    private_postgres.stop(_home(url), "immediate")


def start_again(url: str) -> None:
    """Start it as it was started before."""
    private_postgres.start(_home(url), is_durable=False)


def create(server: str, name: str, template: str = "template1") -> None:
    """Create a database on this server, as a copy of another one."""
    _order(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(server: str, name: str) -> None:
    """Remove a database, whoever is still in it."""
    _order(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _order(server: str, statement: str) -> None:
    async def give() -> None:
        connection = await asyncpg.connect(_plain_url(server.format(name="postgres")))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _in_a_thread(give())


def _plain_url(url: str) -> str:
    return url.replace("+asyncpg", "")


def _home(url: str) -> Path:
    return Path(url.partition("?host=")[2])


def copy(url: str) -> sqlite3.Connection:
    """All tables of a database, in memory, for who reads them with SQL; nothing written there comes back."""
    tables = _in_a_thread(_rows(url))
    books = sqlite3.connect(":memory:")
    for name, (columns, rows) in tables.items():
        marks = ", ".join("?" * len(columns))
        books.execute(f'CREATE TABLE "{name}" ({", ".join(f"{chr(34)}{column}{chr(34)}" for column in columns)})')
        books.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - names from the database itself
    return books


def values_of(books: sqlite3.Connection) -> Iterator[bytes]:
    """Every value of every row, as bytes."""
    for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in books.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - the names come from the database itself
            yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)


async def _rows(url: str) -> dict[str, tuple[list[str], list[list[object]]]]:
    connection = await asyncpg.connect(_plain_url(url))
    try:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return {name: await _table(connection, name) for (name,) in names}
    finally:
        await connection.close()


async def _table(connection: asyncpg.Connection, name: str) -> tuple[list[str], list[list[object]]]:
    query = await connection.prepare(f'SELECT * FROM "{name}"')  # noqa: S608 - the names come from the database itself
    columns = [attribute.name for attribute in query.get_attributes()]
    return columns, [[_plain(value) for value in row.values()] for row in await query.fetch()]


def _plain(value: object) -> object:
    return value if isinstance(value, bytes | int | float | str | None) else str(value)


def _in_a_thread(work: Coroutine[Any, Any, Result]) -> Result:
    """For who is in an event loop already and wants to wait."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
