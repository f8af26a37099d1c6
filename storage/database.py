"""The door of this room: open a database, begin a unit of work."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar

from sqlalchemy import QueuePool, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.registration.ports import ContendedError
from storage.engine import open_engine
from storage.holds import Holds
from storage.one_hop import READ, WRITE
from storage.seats import Seats
from storage.tables import vault_checks
from storage.upgrade import upgrade
from storage.upsert import insert_new
from storage.vault import SealBrokenError, Vault
from storage.watching import Watcher, watched
from storage.work import SqlWork

_READERS = 2  # SQLite connections beside the one that writes
_WRITER, _READER = 0, 1
_KINDS = ("write", "read")
_CONTENDED = {"40001", "40P01"}  # PostgreSQL's serialization_failure and deadlock_detected
HAS_SCRUBBED: ContextVar[bool] = ContextVar("HAS_SCRUBBED", default=False)  # this task, since it was last set back
_CHECK = "tirkeu"
_CHECK_ID = 1


def _empty_journal(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Where somebody reads an earlier moment for long (a copy is being made), this waits a second and not thirty."""
    connection.execute("PRAGMA busy_timeout = 1000")
    try:
        return connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.execute("PRAGMA busy_timeout = 30000")


class WrongKeyError(Exception):
    """SECRET_KEY is not the one under which this database was written."""


class Database:
    """A database whose tables are up to date and whose key fits.

    `on_owed` is called after each commit that left a new notice: it wakes the courier.
    """

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        """Use `Database.open`."""
        self.on_owed: Callable[[], None] | None = None
        self.watcher: Watcher | None = None  # is told of waiting, of work and of what was committed
        self.vault = vault
        self._engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        self._seats = (Seats(engine, 1, WRITE), Seats(engine, _READERS, READ)) if is_sqlite else None
        self._autocommit = engine if is_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        self.holds = Holds(None if is_sqlite else engine.url)

    @classmethod
    async def open(cls, url: str, secret: str) -> "Database":
        """Open or create a database, migrate its tables and try the key.

        Raises:
            WeakSecretError: The secret is too short.
            WrongKeyError: The database was written under another secret.
            NewerDatabaseError: The database was written by a later version.
        """
        return await cls.on(open_engine(url), secret)

    @classmethod
    async def on(cls, engine: AsyncEngine, secret: str) -> "Database":
        """As `open`, over an engine that was made already; it is closed with the database."""
        vault = Vault(secret.encode())
        database = cls(engine, vault)
        try:
            await database._prepare()
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close every connection; what was not committed is undone, what is held is let go."""
        await self.holds.close()
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
                yield SqlWork(connection, self.vault, self.on_owed, self.watcher)
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

    @property
    def busy(self) -> int:
        """How many connections are taken just now."""
        if self._seats is not None:
            return sum(seats.busy for seats in self._seats)
        pool = self._engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    async def scrub(self) -> None:
        """Take what was deleted off the disk: SQLite's journal, which holds the pages as they were, is emptied.

        Deleted values are overwritten in the file itself (`secure_delete`). On PostgreSQL this is VACUUM's work.
        """
        if self._seats is None:
            return
        HAS_SCRUBBED.set(True)
        async with self.writing() as connection:
            raw = (await connection.get_raw_connection()).dbapi_connection
            await raw.link.run("", _empty_journal)  # type: ignore[union-attr]  # storage.one_hop.OneHopConnection

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for this room's own small transactions; undone unless committed."""
        return self._taken(self._engine, _WRITER)

    def at_once(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """As `writing`, but on PostgreSQL each statement lasts by itself, without a BEGIN and a COMMIT on the way."""
        return self._taken(self._autocommit, _WRITER)

    def looking_at_once(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """The same for a single statement that only reads."""
        return self._taken(self._autocommit, _READER)

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection that only reads."""
        return self._taken(self._engine, _READER)

    def _taken(self, engine: AsyncEngine, seat: int) -> AbstractAsyncContextManager[AsyncConnection]:
        opened = engine.connect() if self._seats is None else self._seats[seat].take()
        return opened if self.watcher is None else watched(opened, _KINDS[seat], self.watcher)

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
