"""aiosqlite with at most one visit to its thread a statement, as an SQLAlchemy dialect: `sqlite+onehop`.

SQLAlchemy's own adapter pays four visits (cursor, execute, fetch, close), as many for BEGIN and one for a rollback of
nothing; a visit costs more than the statement. Here BEGIN travels with the first statement of its transaction, and what
waits for nobody and is short is done at once, without a visit: what reads, and the new row of a transaction that holds
the write lock already. Whatever waits for a lock or for the disk (the first statement of a writer, COMMIT), may be long
(UPDATE, DELETE), or turns out to be long (a read of more than `SHORT` steps is broken off and begun again) visits.
"""

import asyncio
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

_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds
_PATIENT, _HASTY = _PRAGMAS[0], "PRAGMA busy_timeout = 0"
_IN_THREAD = {sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY}  # a read that ended so is begun again in the thread
SHORT = 20_000  # steps of SQLite's machine, well under a millisecond; a request with its chain takes some hundred
_AT_ONCE = ("SELECT", "INSERT")

# The driver never begins on its own (it would, at the first write); loop and thread take turns, never both at a time.
_OPTIONS = {"isolation_level": None, "check_same_thread": False}

_Run = Callable[[sqlite3.Connection], sqlite3.Cursor]
_Answer = tuple[Any, int, int | None, list[Any]]  # description, row count, last row's id, rows


class Link(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole statement in one visit."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # an interpreter that ends does not wait for it
        self._asked = 0  # visits, counted by the loop alone
        self._done = 0  # counted by the thread alone
        self._may_break_off = False
        self._is_hasty = False

    @property
    def is_idle(self) -> bool:
        """True when the thread has nothing in hand: a visit that was cancelled may still be at work."""
        return self._asked == self._done

    async def at_once(self, begin: str, statement: _Run, *, may_break_off: bool) -> _Answer:
        """As `run`, in the loop's own thread; never while the other one is at work. It awaits nothing.

        It waits for no lock either. Only what begins a transaction here could meet one: readers wait for no writer, but
        for a process that recovers the journal.

        Raises:
            sqlite3.OperationalError: SQLITE_INTERRUPT where it is long, SQLITE_BUSY where it would wait.
        """
        if begin and not self._is_hasty:
            self._conn.execute(_HASTY)
            self._is_hasty = True
        self._may_break_off = may_break_off
        try:
            return self._run(begin, statement)
        finally:
            self._may_break_off = False

    def watch(self) -> None:
        """Let what is done at once be broken off when it is long."""
        self._conn.set_progress_handler(lambda: self._may_break_off, SHORT)

    async def run(self, begin: str, statement: _Run) -> _Answer:
        """Open a transaction with these words (if any), run the statement, fetch its rows."""
        answer: _Answer = await self._execute(self._run_patiently, begin, statement)
        return answer

    def undo(self) -> None:
        """Roll back without waiting for it: the thread does things in their order, whoever comes next finds it done."""
        self._asked += 1
        self._tx.put_nowait((None, partial(self._counted, self._conn.rollback)))

    def undo_at_once(self) -> None:
        """Roll back what wrote nothing."""
        self._conn.rollback()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._asked += 1
        return await super()._execute(self._counted, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _counted(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        finally:
            self._done += 1

    def _run_patiently(self, begin: str, statement: _Run) -> _Answer:
        """In the thread, which may wait for a lock."""
        if not self._is_hasty:
            return self._run(begin, statement)
        self._conn.execute(_PATIENT)
        try:
            return self._run(begin, statement)
        finally:
            self._conn.execute(_HASTY)

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
        self._answer = self._owner.do(operation, lambda connection: connection.execute(operation, parameters or ()))
        self._rows = deque(self._answer[3])

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        """Run one statement for many rows."""
        self._answer = self._owner.visit(lambda connection: connection.executemany(operation, seq_of_parameters))
        self._rows = deque(self._answer[3])

    def close(self) -> None:
        """Nothing is open."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""


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

    def do(self, operation: str, statement: _Run) -> _Answer:
        """Run a statement: at once where that is a matter of moments, else in the thread."""
        is_reading = operation.startswith("SELECT")
        if not self._may_at_once(operation):
            return self.visit(statement)
        begin, self._begin = self._begin, ""
        try:
            return await_(self.link.at_once(begin, statement, may_break_off=is_reading))
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without its kind; the driver's own errors bear none
            if not is_reading or code not in _IN_THREAD:
                self._handle_exception(error)
            self._begin = "" if self.link.in_transaction else begin
            return self.visit(statement)

    def _may_at_once(self, operation: str) -> bool:
        """True for what reads, and for a new row once the write lock is held; a row copied from others may be many."""
        if not self.link.is_idle or not operation.startswith(_AT_ONCE):
            return False
        if self.opening == READ:
            return True  # in WAL mode, readers wait for nobody
        holds_lock = not self._begin and self.link.in_transaction
        return holds_lock and (operation.startswith("SELECT") or "SELECT" not in operation)

    def visit(self, statement: _Run) -> _Answer:
        """Run a statement in the thread, inside a greenlet of SQLAlchemy's."""
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
            is_short = self.opening == READ and self.link.is_idle
            self.link.undo_at_once() if is_short else self.link.undo()


class OneHopDbapi(AsyncAdapt_aiosqlite_dbapi):
    """The driver as SQLAlchemy sees it."""

    def connect(self, *arguments: Any, **options: Any) -> OneHopConnection:
        """Open a connection and start its thread."""
        link = Link(partial(sqlite3.connect, *arguments, **{**options, **_OPTIONS}))
        await_(link)
        link.watch()
        return OneHopConnection(self, link)


class OneHopDialect(SQLiteDialect_aiosqlite):
    """SQLite over aiosqlite, with this house's pragmas."""

    driver = "onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDbapi:
        """The driver."""
        return OneHopDbapi(aiosqlite, sqlite3)

    def __eq__(self, other: object) -> bool:
        """All of them write statements in the same words, so what was compiled for one serves the next."""
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    def on_connect(self) -> Callable[[Any], None]:
        """How a new connection is told to behave."""
        return _set_up

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin; SQLAlchemy passes the pool's proxy."""
        dbapi_connection.dbapi_connection.begin()


def _set_up(connection: OneHopConnection) -> None:
    for pragma in _PRAGMAS:
        _insist(connection, pragma)


def _insist(connection: OneHopConnection, pragma: str) -> None:
    """The change of a new file to WAL does not wait for others who are at it, whatever the timeout says: it fails."""
    for pause in _PAUSES:
        try:
            connection.execute(pragma)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await_(asyncio.sleep(pause))
        else:
            return
    connection.execute(pragma)


registry.register("sqlite.onehop", __name__, OneHopDialect.__name__)
