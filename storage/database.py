"""The door of this room: open a database, begin a unit of work."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.registration.ports import ContendedError
from storage.engine import open_engine
from storage.one_hop import READ, WRITE
from storage.seats import Seats
from storage.tables import vault_checks
from storage.upgrade import upgrade
from storage.upsert import insert_new
from storage.vault import SealBrokenError, Vault
from storage.work import SqlWork

_READERS = 2  # SQLite connections beside the one that writes
_CONTENDED = {"40001", "40P01"}  # PostgreSQL's serialization_failure and deadlock_detected
_CHECK = "tirkeu"
_CHECK_ID = 1


def _empty_journal(connection: sqlite3.Connection) -> sqlite3.Cursor:
    return connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class WrongKeyError(Exception):
    """SECRET_KEY is not the one under which this database was written."""


class Database:
    """A database whose tables are up to date and whose key fits.

    `on_owed` is called after each commit that left a new notice: it wakes the courier.
    """

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        """Use `Database.open`."""
        self.on_owed: Callable[[], None] | None = None
        self.vault = vault
        self._engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        self._seats = (Seats(engine, 1, WRITE), Seats(engine, _READERS, READ)) if is_sqlite else None

    @classmethod
    async def open(cls, url: str, secret: str) -> "Database":
        """Open or create a database, migrate its tables and try the key.

        Raises:
            WeakSecretError: The secret is too short.
            WrongKeyError: The database was written under another secret.
            NewerDatabaseError: The database was written by a later version.
        """
        vault = Vault(secret.encode())
        database = cls(open_engine(url), vault)
        try:
            await database._prepare()
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close every connection; what was not committed is undone."""
        for seats in self._seats or ():
            await seats.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlWork]:
        """A unit of work.

        Raises:
            NestedWorkError: Inside another one of the same task (on SQLite).
            ContendedError: PostgreSQL has undone it, because another one was in the way.
        """
        async with self.writing() as connection:
            try:
                yield SqlWork(connection, self.vault, self.on_owed)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) in _CONTENDED:
                    raise ContendedError from error
                raise

    @asynccontextmanager
    async def look(self) -> AsyncIterator[SqlWork]:
        """A unit of work for what only shows: it sees one moment, waits for no writer, and must not write."""
        async with self.reading() as connection:
            yield SqlWork(connection, self.vault, None)

    @property
    def is_alone(self) -> bool:
        """True when no other process serves from this database: SQLite is one process's own."""
        return self._seats is not None

    async def scrub(self) -> None:
        """Take what was deleted off the disk: SQLite's journal, which holds the pages as they were, is emptied.

        Deleted values are overwritten in the file itself (`secure_delete`). On PostgreSQL this is VACUUM's work.
        """
        if self._seats is None:
            return
        async with self.writing() as connection:
            raw = (await connection.get_raw_connection()).dbapi_connection
            await raw.link.run("", _empty_journal)  # type: ignore[union-attr]  # storage.one_hop.OneHopConnection

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for this room's own small transactions; undone unless committed."""
        return self._engine.connect() if self._seats is None else self._seats[0].take()

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection that only reads."""
        return self._engine.connect() if self._seats is None else self._seats[1].take()

    async def _prepare(self) -> None:
        async with self.writing() as connection:
            await upgrade(connection)
            await self._try_key(connection)
            await connection.commit()

    async def _try_key(self, connection: AsyncConnection) -> None:
        column = vault_checks.c.value
        mine = {"id": _CHECK_ID, "value": self.vault.seal(column, _CHECK)}
        await connection.execute(insert_new(vault_checks, connection.dialect.name, "id"), mine)
        kept = (await connection.execute(select(column).where(vault_checks.c.id == _CHECK_ID))).scalar_one()
        try:
            self.vault.open(column, kept)
        except SealBrokenError:
            raise WrongKeyError from None
