"""A whole database copied to another place."""

import asyncio
import itertools
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from full_tables import content
from sqlalchemy import insert, text
from storage_samples import SECRET

from storage.database import Database
from storage.moving.copying import copy_database
from storage.moving.digests import Digest
from storage.moving.places import MoveError, name_of
from storage.moving.source import snapshot
from storage.moving.targets import SqliteTarget
from storage.tables import chats, matters
from tests import private_postgres

STUCK = Path(__file__).with_name("stuck_copier.py")


def sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _next_matter(address: str) -> int:
    database = await Database.open(address, SECRET)
    async with database.writing() as connection:
        added = await connection.execute(insert(matters), {"kind": "appeal", "chat": 1, "is_open": True})
        number = added.inserted_primary_key[0]
    await database.close()
    return int(number)


async def _content(address: str) -> object:
    async with snapshot(address) as seen:
        return await content(seen.connection)


async def test_every_table_goes_to_another_file(full: Path, tmp_path: Path) -> None:
    """A copy has every row of every table, and goes on counting after the last number given, of a removed row too."""
    here, there = sqlite(full), sqlite(tmp_path / "folder" / "b.db")
    told = []
    compared = await copy_database(here, there, lambda done, total: told.append((done, total)))
    assert all(each.is_same and each.here.rows for each in compared)
    assert await _content(here) == await _content(there)
    assert told[-1][0] == told[-1][1] == sum(each.here.rows for each in compared)
    assert await _next_matter(there) == 5
    assert (tmp_path / "folder" / "b.db").stat().st_mode & 0o077 == 0
    assert names(tmp_path / "folder") == ["b.db"]


@pytest.mark.postgres
async def test_every_table_goes_there_and_back(
    full: Path, tmp_path: Path, postgres_server: str, postgres_url: str
) -> None:
    """From SQLite to PostgreSQL, from there to another one, and back: nothing is lost, added or changed."""
    private_postgres.create(postgres_server, "another")
    another = postgres_server.format(name="another")
    way = [sqlite(full), postgres_url, another, sqlite(tmp_path / "b.db")]
    for here, there in itertools.pairwise(way):
        assert all(each.is_same for each in await copy_database(here, there))
    assert await _content(way[0]) == await _content(way[-1])
    assert [await _next_matter(place) for place in way[1:]] == [5, 5, 5]


async def test_a_place_that_is_not_empty_is_left_alone(full: Path, tmp_path: Path) -> None:
    """What is in the place already stays as it is: a database, another file, a folder; an empty file is only a name."""
    here = sqlite(full)
    before = full.read_bytes()  # noqa: ASYNC240 - nobody else waits
    with pytest.raises(MoveError, match="something already"):
        await copy_database(here, here)
    assert full.read_bytes() == before  # noqa: ASYNC240 - nobody else waits
    (tmp_path / "folder").mkdir()
    with pytest.raises(MoveError, match="something already"):
        await copy_database(here, sqlite(tmp_path / "folder"))
    (tmp_path / "empty.db").touch()
    assert await copy_database(here, sqlite(tmp_path / "empty.db"))


@pytest.mark.postgres
async def test_a_postgresql_with_a_table_is_left_alone(full: Path, tmp_path: Path, postgres_url: str) -> None:
    """On PostgreSQL too; what failed on the way leaves no table behind."""
    here = sqlite(full)
    with closing(sqlite3.connect(full)) as link:
        link.execute("UPDATE chats SET language = 'longer than eight'")  # SQLite minds no length
        link.commit()
    with pytest.raises(Exception, match="too long"):
        await copy_database(here, postgres_url)
    with closing(sqlite3.connect(full)) as link:
        link.execute("UPDATE chats SET language = 'kk'")
        link.commit()
    assert await copy_database(here, postgres_url)
    with pytest.raises(MoveError, match="something already"):
        await copy_database(here, postgres_url)


async def test_what_cannot_be_copied_is_said(full: Path, tmp_path: Path) -> None:
    """No file, no database, another one's, an older or a later one: each is told apart, and nothing is made."""
    there = sqlite(tmp_path / "b.db")
    with pytest.raises(MoveError, match="no such file"):
        await copy_database(sqlite(tmp_path / "none.db"), there)
    (tmp_path / "other.db").touch()
    with pytest.raises(MoveError, match="not a database of the bot"):
        await copy_database(sqlite(tmp_path / "other.db"), there)
    here = sqlite(full)
    with closing(sqlite3.connect(full)) as link:
        link.execute("UPDATE alembic_version SET version_num = '0004'")
        link.commit()
    with pytest.raises(MoveError, match="of version 0004"):
        await copy_database(here, there)
    for address in ("nonsense", "mysql://a:geheim@b/c", "sqlite://", "postgresql://u:geheim@h:port/n"):
        with pytest.raises(MoveError) as why:
            await copy_database(address, there)
        assert "geheim" not in str(why.value)
    assert not (tmp_path / "b.db").exists()
    assert "geheim" not in name_of("postgresql+asyncpg://tirkeu:geheim@host/name")


async def test_a_copy_that_differs_is_not_kept(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that was lost or changed on the way is found by reading both sides, and the copy is thrown away."""
    here = sqlite(full)
    write = SqliteTarget.write

    async def lose_one(self: SqliteTarget, table: object, rows: list[object]) -> None:
        await write(self, table, rows[1:] if table is chats else rows)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteTarget, "write", lose_one)
    compared = await copy_database(here, sqlite(tmp_path / "b.db"))
    assert [each.table for each in compared if not each.is_same] == ["chats"]
    assert not (tmp_path / "b.db").exists()


async def test_the_copy_is_of_one_moment(full: Path, tmp_path: Path) -> None:
    """What is written while it is read is not in it."""
    here = sqlite(full)
    with closing(sqlite3.connect(full, isolation_level=None)) as link:
        counts = []

        def write(_done: int, total: int) -> None:
            counts.append(total)
            link.execute("INSERT INTO vault_checks (id, value) VALUES (?, 'x')", (100 + len(counts),))

        compared = await copy_database(here, sqlite(tmp_path / "b.db"), write)
        assert sum(each.there.rows for each in compared) == counts[0]
        assert link.execute("SELECT count(*) FROM vault_checks").fetchone() == (1 + len(counts),)


async def test_who_is_killed_leaves_nothing_in_the_place(full: Path, tmp_path: Path) -> None:
    """After a kill -9 in the middle the place is as empty as before, and the next copy removes what was left beside."""
    here, there = sqlite(full), sqlite(tmp_path / "there" / "b.db")
    await _kill_in_the_middle(here, there)
    assert [name[:13] for name in names(tmp_path / "there")] == [".tirkeu-work-"]
    assert await copy_database(here, there)
    assert names(tmp_path / "there") == ["b.db"]


@pytest.mark.nightly
@pytest.mark.postgres
async def test_who_is_killed_leaves_nothing_on_postgresql(full: Path, tmp_path: Path, postgres_url: str) -> None:
    """On PostgreSQL the transaction is undone: no table is there."""
    here = sqlite(full)
    await _kill_in_the_middle(here, postgres_url)
    assert await copy_database(here, postgres_url)


async def _kill_in_the_middle(here: str, there: str) -> None:
    same_modules = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = await asyncio.create_subprocess_exec(
        sys.executable, str(STUCK), here, there, stdout=asyncio.subprocess.PIPE, env=same_modules
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"in the middle\n"
    child.send_signal(signal.SIGKILL)
    assert await child.wait() == -signal.SIGKILL


def test_a_checksum_tells_rows_apart() -> None:
    """The order of rows does not matter; what stands in which row and which column does."""
    one, other = ("a", None, b"\x00"), ("b", 2, b"\x01")
    digests = [Digest() for _ in range(4)]
    for digest, rows in zip(
        digests, ([one, other], [other, one], [("b", None, b"\x00"), ("a", 2, b"\x01")], [one, one]), strict=True
    ):
        digest.add(rows)
    assert digests[0] == digests[1]
    assert len({digest.hex for digest in digests}) == 3


async def test_the_source_is_only_read(full: Path, tmp_path: Path) -> None:
    """Nothing can be written through the moment that is held, and others are not kept from writing."""
    address = sqlite(full)
    async with snapshot(address) as seen:
        await seen.count()
        database = await Database.open(address, SECRET)
        async with database.writing() as connection:
            await connection.execute(text("DELETE FROM chats"))
            await connection.commit()
        await asyncio.wait_for(database.scrub(), 10)  # nor does the daily cleaning wait for the reader
        await database.close()
        assert (await seen.digests())["chats"].rows == 3
