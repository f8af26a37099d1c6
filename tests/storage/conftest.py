"""Databases to test against: an SQLite file, and PostgreSQL where its programs are."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import make_url
from storage_samples import SECRET

from storage.database import Database
from tests import private_postgres

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_names = count(1)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet, in a folder that is not there either."""
    return f"sqlite+aiosqlite:///{tmp_path / 'new' / 'tirkeu.db'}"


@pytest.fixture(scope="session")
def sqlite_ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them, made once: the others begin as its copies."""
    file = tmp_path_factory.mktemp("tables") / "tirkeu.db"
    _make_tables(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def storage_ground(postgres_server: str) -> str:
    """The same on PostgreSQL: a database's name."""
    name = "tables"
    private_postgres.create(postgres_server, name)
    _make_tables(postgres_server.format(name=name))
    return name


def _make_tables(url: str) -> None:
    async def open_once() -> None:
        await (await Database.open(url, SECRET)).close()

    asyncio.run(open_once())


@pytest.fixture
async def sqlite(sqlite_url: str, sqlite_ground: Path) -> AsyncIterator[Database]:
    """An open SQLite database, for what concerns it alone."""
    file = Path(make_url(sqlite_url).database or "")
    file.parent.mkdir()
    shutil.copy(sqlite_ground, file)
    opened = await Database.open(sqlite_url, SECRET)
    yield opened
    await opened.close()


@pytest.fixture
async def postgresql(postgres_server: str, storage_ground: str) -> AsyncIterator[Database]:
    """The same on PostgreSQL."""
    name = f"storage_{next(_names)}"
    private_postgres.create(postgres_server, name, template=storage_ground)
    opened = await Database.open(postgres_server.format(name=name), SECRET)
    yield opened
    await opened.close()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """An open database."""
    return cast("Database", request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def full_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with rows in every table, made once."""
    from full_tables import make

    file = tmp_path_factory.mktemp("full") / "tirkeu.db"
    asyncio.run(make(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def full(tmp_path: Path, full_once: Path) -> Path:
    """One of a test's own."""
    return Path(shutil.copy(full_once, tmp_path / "full.db"))
