"""Brings the tables of a database to what this version expects."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.migrations import HEAD

_HISTORY = "storage:migrations"  # a path by package, so that an installed wheel finds it too
_LOCK_NUMBER = 0x7469726B6575  # any constant; "tirkeu"


class NewerDatabaseError(Exception):
    """The database was written by a later version, whose tables this version does not know."""


async def upgrade(connection: AsyncConnection) -> None:
    """Run what is missing, in the connection's transaction; a second process waits and then finds nothing to do.

    Raises:
        NewerDatabaseError: The tables are of a later version.
    """
    if connection.dialect.name == "postgresql":  # SQLite's transaction holds the only write lock already
        await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
    if await connection.run_sync(_revision) != HEAD:
        await connection.run_sync(_run_missing)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _run_missing(connection: Connection) -> None:
    from alembic import command  # a tenth of a second, spent only when there is something to migrate
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _HISTORY)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NewerDatabaseError(str(error)) from error
