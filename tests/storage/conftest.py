"""Databases to test against: an SQLite file, and PostgreSQL where its programs are."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from storage_samples import SECRET

from storage.database import Database


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
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database."""
    opened = await Database.open(url, SECRET)
    yield opened
    await opened.close()


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
