"""Databases to test against: an SQLite file, and PostgreSQL where its programs are."""

import os
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import private_postgres
import pytest
from storage_samples import SECRET

from storage.database import Database

_names = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A private PostgreSQL server; skipped where there can be none, failed if that happens in CI."""
    reason = private_postgres.why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with private_postgres.server() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet, in a folder that is not there either."""
    return f"sqlite+aiosqlite:///{tmp_path / 'new' / 'tirkeu.db'}"


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """An open SQLite database, for what concerns it alone."""
    opened = await Database.open(sqlite_url, SECRET)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return sqlite_url
    server = request.getfixturevalue("postgres_server")
    name = f"test_{next(_names)}"
    connection = await asyncpg.connect(server.format(name="postgres").replace("+asyncpg", ""))
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return str(server.format(name=name))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database."""
    opened = await Database.open(url, SECRET)
    yield opened
    await opened.close()
