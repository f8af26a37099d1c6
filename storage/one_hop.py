"""aiosqlite with one visit to its thread a statement, as an SQLAlchemy dialect: `sqlite+onehop`.

SQLAlchemy's own adapter pays four visits (cursor, execute, fetch, close), as many for BEGIN and one for a rollback of
nothing; a visit costs more than the statement. Here BEGIN travels with the first statement of its transaction.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+onehop"
WRITE = "BEGIN IMMEDIATE"  # takes the write lock at once: what is read then cannot change before it is written
READ = "BEGIN"  # sees one moment and waits for nobody
_PRAGMAS = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that was answered survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what was wiped is not left on a free page
)

_Run = Callable[[sqlite3.Connection], sqlite3.Cursor]
_Answer = tuple[Any, int, int | None, list[Any]]  # description, row count, last row's id, rows


class Link(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole statement in one visit."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # an interpreter that ends does not wait for it

    async def run(self, begin: str, statement: _Run) -> _Answer:
        """Open a transaction with these words (if any), run the statement, fetch its rows."""
        answer: _Answer = await self._execute(self._run, begin, statement)  # type: ignore[no-untyped-call]
        return answer

    def undo(self) -> None:
        """Roll back without waiting for it: the thread does things in their order, whoever comes next finds it done."""
        self._tx.put_nowait((None, self._conn.rollback))

    def _run(self, begin: str, statement: _Run) -> _Answer:
        if begin:
            self._conn.execute(begin)
        cursor = statement(self._conn)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that has no counterpart in the thread: it holds what the visit brought back."""

    __slots__ = ("_answer", "_owner")

    def __init__(self, owner: "OneHopConnection") -> None:
        self._owner = owner
        self._answer: _Answer = (None, -1, None, [])
        self._rows = deque()

    @property
    def description(self) -> Any:
        """The columns of the result."""
        return self._answer[0]

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return self._answer[1]

    @property
    def lastrowid(self) -> int:
        """The number that the inserted row was given."""
        return self._answer[2] or 0

    def execute(self, operation: Any, parameters: Any = None) -> None:
        """Run one statement."""
        self._visit(lambda connection: connection.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        """Run one statement for many rows."""
        self._visit(lambda connection: connection.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        """Nothing is open."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def _visit(self, statement: _Run) -> None:
        self._answer = self._owner.visit(statement)
        self._rows = deque(self._answer[3])


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that begins with its first statement, in the words of `opening`."""

    __slots__ = ("_begin", "link", "opening")

    _cursor_cls = OneHopCursor  # type: ignore[assignment]  # SQLAlchemy only calls it

    def __init__(self, dbapi: Any, link: Link) -> None:
        super().__init__(dbapi, link)  # type: ignore[arg-type]  # its protocol wants an __getattr__
        self.link = link
        self.opening = WRITE
        self._begin = ""

    def begin(self) -> None:
        """Open a transaction when the next statement goes."""
        self._begin = self.opening

    def visit(self, statement: _Run) -> _Answer:
        """Run a statement, inside a greenlet of SQLAlchemy's."""
        begin, self._begin = self._begin, ""
        try:
            return await_(self.link.run(begin, statement))
        except (sqlite3.Error, ValueError) as error:  # aiosqlite says by ValueError that a connection is closed
            self._handle_exception(error)

    def commit(self) -> None:
        """Make the transaction last, if it has said anything."""
        if self._begin:
            self._begin = ""
        else:
            super().commit()

    def rollback(self) -> None:
        """Undo the transaction, if it has said anything."""
        if self._begin:
            self._begin = ""
        elif self.link.in_transaction:
            self.link.undo()


class OneHopDbapi(AsyncAdapt_aiosqlite_dbapi):
    """The driver as SQLAlchemy sees it."""

    def connect(self, *arguments: Any, **options: Any) -> OneHopConnection:
        """Open a connection and start its thread; the driver never begins on its own (it would, at the first write)."""
        link = Link(partial(sqlite3.connect, *arguments, **{**options, "isolation_level": None}))
        await_(link)
        return OneHopConnection(self, link)


class OneHopDialect(SQLiteDialect_aiosqlite):
    """SQLite over aiosqlite, with this house's pragmas."""

    driver = "onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDbapi:
        """The driver."""
        return OneHopDbapi(aiosqlite, sqlite3)

    def on_connect(self) -> Callable[[Any], None]:
        """How a new connection is told to behave."""
        return _set_up

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin; SQLAlchemy passes the pool's proxy."""
        dbapi_connection.dbapi_connection.begin()


def _set_up(connection: OneHopConnection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


registry.register("sqlite.onehop", __name__, OneHopDialect.__name__)
