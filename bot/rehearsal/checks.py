"""What must hold after every event: the invariants of the database, and that nobody is told what did not happen."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from bot.domain.case import EventKind
from bot.rehearsal.clock import WorldClock
from storage import invariants
from storage.database import Database
from storage.inline import inline_engine

WATCHED = {"cases": "number", "events": "case", "certificates": "number", "notices": "case"}
OWED_FOR = timedelta(days=2)  # longer than the courier tries again before it gives up

# What a chat is told, in English, and what must have happened to a request of that chat before.
TOLD: dict[str, EventKind] = {
    "your host agreed, the certificate is issued": EventKind.GRANTED,
    "your host agreed on the web page, the certificate is issued": EventKind.GRANTED,
    "Your registration certificate": EventKind.GRANTED,
    "Registration certificate of": EventKind.GRANTED,
    "You agreed that": EventKind.GRANTED,
    "our host refused. You": EventKind.REFUSED,  # "… are not registered", "…r old registration stays as it was"
    "your host refused on the web page. You are not registered": EventKind.REFUSED,
    "Nobody is registered\n\nThe guest was told": EventKind.REFUSED,
    "refused by law. You": EventKind.DENIED,
    "our host did not answer in 30 days. You": EventKind.EXPIRED,
    "The link was closed: a wrong IIN was given five times": EventKind.CLOSED,
    "closed after five wrong IINs. You": EventKind.CLOSED,
    "you took it back. You": EventKind.CANCELLED,
}

_HAPPENED = """
SELECT 1 FROM events JOIN cases ON cases.number = events."case"
WHERE events.kind = :kind AND (
    cases.guest = :chat OR cases.host = :chat OR events.chat = :chat
    OR cases.host IN (SELECT owner FROM staff_events WHERE member = :chat)
    OR EXISTS (SELECT 1 FROM events AS own WHERE own."case" = cases.number AND own.chat = :chat)
) LIMIT 1
"""
_KNOWN = "SELECT 1 FROM chats WHERE id = :chat"
_ENDLESS = """
SELECT number FROM cases WHERE NOT EXISTS (
    SELECT 1 FROM events WHERE events."case" = cases.number
    AND kind IN ('granted', 'refused', 'denied', 'expired', 'closed', 'cancelled')
)
"""
_OWED = """
SELECT notices.id, notices.kind FROM notices JOIN chats ON chats.id = notices.chat
WHERE sent_at IS NULL AND dropped_at IS NULL AND due_at < :before AND NOT chats.blocked
"""


class BrokenError(Exception):
    """Something that must hold does not."""


@dataclass(slots=True, eq=False)
class Checks:
    """Looks into the database by connections of its own, on which no trouble falls."""

    file: Path
    clock: WorldClock
    touched: set[int] = field(default_factory=set)
    is_old: bool = True  # something was written since the whole was looked through
    lies: list[str] = field(default_factory=list)
    database: Database | None = None
    _books: sqlite3.Connection | None = None

    async def open(self, secret: str) -> None:
        """Make the database, and look into it from now on."""
        self.database = await Database.on(inline_engine(self.file), secret)
        self._books = sqlite3.connect(self.file, isolation_level=None)

    async def close(self) -> None:
        """Look no more."""
        if self._books is not None:
            self._books.close()
        if self.database is not None:
            await self.database.close()

    def watch(self, connection: sqlite3.Connection) -> None:
        """Note which requests this connection writes about, by triggers that only it has."""
        connection.create_function("touched", 1, self._touch)
        for table, column in WATCHED.items():
            for verb in ("INSERT", "UPDATE"):
                connection.execute(
                    f"CREATE TEMP TRIGGER IF NOT EXISTS watch_{table}_{verb} AFTER {verb} ON main.{table} "
                    f'BEGIN SELECT touched(NEW."{column}"); END'
                )

    def _touch(self, number: int | None) -> None:
        self.is_old = True
        if number is not None:
            self.touched.add(number)

    def hear(self, chat: int, text: str) -> None:
        """Something was said in this chat."""
        for said, kind in TOLD.items():
            if said in text and not self._has_happened(chat, kind):
                self.lies.append(f"chat {chat} was told {said!r}, and nothing {kind.value} is recorded")

    def _has_happened(self, chat: int, kind: EventKind) -> bool:
        asked = {"chat": chat, "kind": kind.value}
        return bool(self._rows(_HAPPENED, asked)) or not self._rows(_KNOWN, {"chat": chat})

    async def after_event(self) -> None:
        """Raises BrokenError where something about the requests just written does not hold."""
        if self.lies:
            raise BrokenError(self.lies[0])
        if self.touched:
            cases = sorted(self.touched)
            self.touched.clear()
            await self._hold(cases)

    async def whole(self, *, is_calm: Callable[[], bool]) -> None:
        """The whole database, if anything was written since the last time. Raises BrokenError."""
        if self.is_old:
            self.is_old = False
            await self._hold(None)
        before = (self.clock.true() - OWED_FOR).astimezone(UTC).replace(tzinfo=None).isoformat(" ")  # as it is stored
        if is_calm() and (owed := self._rows(_OWED, {"before": before})):
            raise BrokenError(f"owed for days: {owed[:3]}")

    def endless(self) -> list[int]:
        """Requests that have no ending."""
        return [number for (number,) in self._rows(_ENDLESS, {})]

    def count(self, table: str) -> int:
        """How many rows there are."""
        [(number,)] = self._rows(f"SELECT count(*) FROM {table}", {})  # noqa: S608 - names of this room's own
        return int(number)

    async def _hold(self, cases: list[int] | None) -> None:
        if self.database is None:
            raise RuntimeError("open comes first")
        offences = await invariants.offences(self.database, cases)
        if offences:
            raise BrokenError("; ".join(f"{one.invariant}: {one.subject}" for one in offences[:5]))

    def _rows(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        if self._books is None:
            raise RuntimeError("open comes first")
        return self._books.execute(statement, values).fetchall()
