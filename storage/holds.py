"""Names of which one worker at a time has hold: a chat whose updates it handles, the daily work of all.

On PostgreSQL a hold is a session's advisory lock on one connection kept for it: who dies, or loses the connection,
holds nothing any more, without any lease to run out. (A pooler between must keep sessions: PgBouncer in its session
mode.) Where no other process serves from the database (SQLite) the holds are this process's own.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, NullPool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.together import Together

PATIENCE = 5.0  # seconds for an answer; a connection that is silent for longer is given up, and every hold with it
BEAT = 5.0  # seconds between two looks whether the connection still answers

# in the order of the array, which is the order of asking
_CHANGE = """
SELECT CASE WHEN wanted THEN pg_try_advisory_lock(key) ELSE pg_advisory_unlock(key) END
FROM unnest($1::boolean[], $2::bigint[]) AS asked(wanted, key)
"""


@dataclass(slots=True, eq=False)
class Holds:
    """Takes and gives names; `url` is None where this process is alone.

    `on_lost` are called when the connection broke and all that was held is lost.
    """

    url: URL | None
    on_lost: set[Callable[[], None]] = field(default_factory=set)
    _lost: dict[str, asyncio.Event] = field(default_factory=dict)  # of each name held: set when it is lost
    _session: AsyncConnection | None = None
    _driver: Any = None  # asyncpg's own connection
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # a connection carries one statement at a time
    _change: Together[tuple[bool, int], bool] = field(init=False)
    _undoing: set[asyncio.Task[None]] = field(default_factory=set)
    _is_closed: bool = False

    def __post_init__(self) -> None:
        """Takes and gives of one moment are one statement."""
        self._change = Together(self._change_all)

    async def take(self, name: str) -> bool:
        """Take hold of a name; False, at once, where another task or another worker has it.

        Raises what the driver raises when the database cannot be reached; nothing is held then.
        """
        if name in self._lost:
            return False
        lost = self._lost[name] = asyncio.Event()
        if self.url is None:
            return True
        asked = asyncio.ensure_future(self._change((True, _key(name))))
        try:
            is_ours = await asyncio.shield(asked)
        except asyncio.CancelledError:
            self._undo_later(name, lost, asked)
            raise
        except BaseException:
            self._forget(name, lost)
            raise
        if is_ours and lost.is_set():  # it was taken on a new connection after the old one had broken
            await self._change((False, _key(name)))
            is_ours = False
        if not is_ours:
            self._forget(name, lost)
        return is_ours

    async def give(self, name: str) -> None:
        """Let others have it; nothing happens where it is not held (any more)."""
        lost = self._lost.get(name)
        if lost is None:
            return
        try:
            if self.url is not None:
                with contextlib.suppress(Exception):  # the connection is given up then, which frees the name as well
                    await self._change((False, _key(name)))
        finally:
            self._forget(name, lost)

    async def lost(self, name: str) -> None:
        """Wait until a name that is held is lost, with the connection to the database; at once where it is not held."""
        lost = self._lost.get(name)
        if lost is not None:
            await lost.wait()

    def holds(self, name: str) -> bool:
        """Whether the name is held here, as far as is known."""
        return name in self._lost

    async def watch(self) -> None:
        """Until cancelled: find out in time that the connection is dead, though nobody takes or gives a name."""
        while self.url is not None:
            await asyncio.sleep(BEAT)
            await asyncio.shield(asyncio.ensure_future(self._beat()))  # broken off it would end the connection

    async def _beat(self) -> None:
        async with self._turn:
            if self._driver is not None:
                with contextlib.suppress(Exception):
                    await self._ask("SELECT 1")

    async def close(self) -> None:
        """Let go of everything."""
        self._is_closed = True
        await self._change.close()
        await asyncio.gather(*self._undoing, return_exceptions=True)
        self._all_lost()
        await self._hang_up()

    def _undo_later(self, name: str, lost: asyncio.Event, asked: "asyncio.Future[bool]") -> None:
        """Whoever asked was cancelled: a lock that is then taken unseen would be kept for ever."""
        undoing = asyncio.create_task(self._undo(name, lost, asked))
        self._undoing.add(undoing)
        undoing.add_done_callback(self._undoing.discard)

    async def _undo(self, name: str, lost: asyncio.Event, asked: "asyncio.Future[bool]") -> None:
        try:
            with contextlib.suppress(Exception):  # then the connection is given up
                if await asked:
                    await self._change((False, _key(name)))
        finally:
            self._forget(name, lost)

    def _forget(self, name: str, lost: asyncio.Event) -> None:
        if self._lost.get(name) is lost:
            del self._lost[name]

    async def _change_all(self, asked: Sequence[tuple[bool, int]]) -> list[bool]:
        """Lock and unlock what was asked at one moment; which of it was done."""
        wanted, keys = [want for want, _ in asked], [key for _, key in asked]
        async with self._turn:
            if self._driver is None:
                if not any(wanted):
                    return wanted  # what was held is lost already
                await self._connect()
            return [bool(row[0]) for row in await self._ask(_CHANGE, wanted, keys)]

    async def _ask(self, statement: str, *values: object) -> list[Any]:
        """The rows. A connection that does not answer in time is given up: nobody knows what it still holds."""
        driver = self._driver
        try:
            rows: list[Any] = await driver.fetch(statement, *values, timeout=PATIENCE)
        except BaseException:
            driver.terminate()
            self._ended(driver)
            raise
        return rows

    async def _connect(self) -> None:
        if self._is_closed or self.url is None:
            raise ConnectionError("the holds are closed")
        await self._hang_up()
        # no pool: it would keep waiting for its turn behind those who wait for a name
        engine = create_async_engine(self.url, hide_parameters=True, poolclass=NullPool)
        async with asyncio.timeout(PATIENCE):
            self._session = await engine.connect()
        self._driver = (await self._session.get_raw_connection()).driver_connection
        self._driver.add_termination_listener(self._ended)

    async def _hang_up(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(Exception):  # it may be broken, which frees the names as well
                await session.invalidate()
                await session.close()

    def _ended(self, driver: Any) -> None:
        """The connection is gone, and with it every hold."""
        if driver is self._driver:
            self._all_lost()

    def _all_lost(self) -> None:
        self._driver = None
        names, self._lost = self._lost, {}
        for lost in names.values():
            lost.set()
        for tell in self.on_lost if names else ():
            tell()


def _key(name: str) -> int:
    """Where the name is locked among PostgreSQL's 2^64 advisory locks."""
    return int.from_bytes(hashlib.sha256(b"tirkeu hold: " + name.encode()).digest()[:8], signed=True)
