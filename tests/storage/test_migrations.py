"""The history of the tables."""

import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from storage_samples import SECRET

from storage.database import Database
from storage.migrations import HEAD
from storage.tables import ENDINGS, METADATA, events
from storage.upgrade import NewerDatabaseError

HISTORY = Config()
HISTORY.set_main_option("script_location", "storage:migrations")

_NOTICE = """
    INSERT INTO notices (key, chat, kind, data, urgency, due_at, tries)
    VALUES ('deadline:1', 1, 'deadline', :data, 0, '2026-11-12 13:00:00+00:00', 0)
"""


def test_the_last_revision_is_the_one_named() -> None:
    """The history has one end, and the constant that spares Alembic's import names it."""
    assert ScriptDirectory.from_config(HISTORY).get_heads() == [HEAD]


async def test_the_migrated_tables_are_the_declared_ones(database: Database) -> None:
    """What the migrations build is what the code expects: columns, types, constraints and indexes."""

    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)

    async with database.writing() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_index_of_endings_knows_every_ending(database: Database) -> None:
    """The index that allows one ending names the same kinds as the domain."""
    async with database.writing() as connection:
        indexes = await connection.run_sync(lambda sync: inspect(sync).get_indexes(events.name))
    [index] = [each for each in indexes if each["name"] == "uq_events_ending"]
    [where] = [str(value) for key, value in index["dialect_options"].items() if key.endswith("_where")]
    assert index["unique"]
    assert {kind for kind in ENDINGS if f"'{kind}'" in where} == set(ENDINGS)
    assert where.count("'") == 2 * len(ENDINGS)


async def test_going_down_leaves_nothing(database: Database) -> None:
    """The first migration can be taken back whole, and run again."""

    def down_and_up(connection: Connection) -> list[str]:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "storage:migrations")
        command.downgrade(config, "base")
        left = inspect(connection).get_table_names()
        command.upgrade(config, "head")
        return left

    async with database.writing() as connection:
        assert await connection.run_sync(down_and_up) == ["alembic_version"]


async def test_a_notice_of_the_first_version_is_kept_without_what_it_said(database: Database) -> None:
    """What an earlier version wrote in the clear is gone after the upgrade; the notice and its key are not."""

    def of_the_first_version(connection: Connection) -> object:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "storage:migrations")
        command.downgrade(config, "0001")
        connection.execute(text(_NOTICE), {"data": '{"day": "2026-12-19"}'})
        command.upgrade(config, "head")
        return connection.execute(text("SELECT key, data FROM notices")).one()

    async with database.writing() as connection:
        assert await connection.run_sync(of_the_first_version) == ("deadline:1", None)


async def test_many_start_at_once(url: str) -> None:
    """Several processes that open a new database together all find it ready."""
    opened = await asyncio.gather(*(Database.open(url, SECRET) for _ in range(4)))
    for database in opened:
        await database.close()


async def test_a_later_database_is_refused(url: str) -> None:
    """A database of a later version is left alone with a clear error."""
    database = await Database.open(url, SECRET)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.commit()
    await database.close()
    with pytest.raises(NewerDatabaseError):
        await Database.open(url, SECRET)


async def test_sqlite_is_told_to_be_careful(sqlite: Database) -> None:
    """WAL, full synchronisation, foreign keys and patience are on in every connection."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000, "secure_delete": 1}
    for seat in (sqlite.writing, sqlite.reading):
        async with seat() as connection:
            found = {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in wanted}
        assert found == wanted
