"""Updates that were pushed to the bot and wait to be handled: stored once, sealed, and emptied when handled.

Each step is one small statement for all chats that ask for it at the same moment (`storage.together`).
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, select, update

from storage.database import HAS_SCRUBBED, Database
from storage.tables import inbox, is_unhandled
from storage.together import Together
from storage.upsert import insert_new
from storage.vault import SealBrokenError

log = logging.getLogger(__name__)
NOBODYS_CHAT = 0
KEPT = timedelta(hours=25)  # Telegram itself keeps an update for 24 hours at most (Bot API, "Getting updates")
MOST_OF_A_CHAT = 20  # updates read at once; the rest of a flood waits in the table

_CHATS: BindParameter[int] = bindparam("chats", expanding=True)
_RANK = func.row_number().over(partition_by=inbox.c.chat, order_by=inbox.c.id)
_OF_CHATS = (
    select(inbox.c.id, inbox.c.chat, inbox.c.received_at, inbox.c.body, inbox.c.tries, _RANK.label("rank"))
    .where(is_unhandled, inbox.c.chat.in_(_CHATS))
    .subquery()
)
_WAITING = select(_OF_CHATS).where(_OF_CHATS.c.rank <= MOST_OF_A_CHAT).order_by(_OF_CHATS.c.id)
_UNHANDLED_CHATS = select(inbox.c.chat).where(is_unhandled).group_by(inbox.c.chat).order_by(func.min(inbox.c.id))
_DONE = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("numbers", expanding=True)))
    .values(handled_at=bindparam("now", type_=inbox.c.handled_at.type), body=None, chat=NOBODYS_CHAT)
)
_TRIED = update(inbox).where(inbox.c.id == bindparam("number")).values(tries=inbox.c.tries + 1)
_FORGET = delete(inbox).where(inbox.c.handled_at < bindparam("before", type_=inbox.c.handled_at.type))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update that waits. `body` is its JSON; None where there is nothing (any more) that can be read."""

    number: int
    received_at: datetime
    body: str | None = field(repr=False)
    tries: int


@dataclass(slots=True, eq=False)
class Inbox:
    """Takes updates in and hands them out by chat. `on_stored` is told of each chat for which something was stored."""

    database: Database
    on_stored: Callable[[int], None] | None = None
    most_of_a_chat: int = field(default=MOST_OF_A_CHAT, init=False)
    _store: Together[Mapping[str, Any], None] = field(init=False)
    _look: Together[int, Sequence[Waiting]] = field(init=False)
    _done: Together[tuple[int, datetime], None] = field(init=False)

    def __post_init__(self) -> None:
        """Make the three journeys."""
        self._store = Together(self._store_all)
        self._look = Together(self._look_at_all)
        self._done = Together(self._all_done)

    async def store(self, number: int, chat: int, body: str, now: datetime) -> None:
        """Keep an update until it is handled; one that is known already changes nothing.

        It is on the disk when this returns. Raises what the driver raises where the database cannot be reached.
        """
        sealed = self.database.vault.seal(inbox.c.body, body)
        await self._store({"id": number, "chat": chat, "received_at": now, "body": sealed, "tries": 0})
        if self.on_stored is not None:
            self.on_stored(chat)

    async def waiting(self, chat: int) -> Sequence[Waiting]:
        """What waits for this chat, the oldest first; at most `most_of_a_chat` of a flood."""
        return await self._look(chat)

    async def chats(self, most: int) -> list[int]:
        """Chats for which something waits, the longest-waiting first."""
        async with self.database.looking_at_once() as connection:
            return list((await connection.execute(_UNHANDLED_CHATS.limit(most))).scalars())

    async def done(self, number: int, now: datetime) -> None:
        """It is handled: what it said and whose it was is forgotten; its number is kept for whoever brings it again.

        Where somebody was deleted while it was handled, by the task that asks this, it goes from the disk as well.
        """
        await self._done((number, now))
        if HAS_SCRUBBED.get():
            await self.database.scrub()
            HAS_SCRUBBED.set(False)

    async def settle(self) -> None:
        """Wait until nothing is on its way to the database, so that it may be closed."""
        for journey in (self._store, self._look, self._done):
            await journey.close()

    async def tried(self, number: int) -> None:
        """It was begun once more."""
        async with self.database.at_once() as connection:
            await connection.execute(_TRIED, {"number": number})
            await connection.commit()

    async def forget_handled(self, now: datetime) -> None:
        """Remove the numbers that Telegram will not bring again."""
        async with self.database.at_once() as connection:
            await connection.execute(_FORGET, {"before": now - KEPT})
            await connection.commit()

    async def _store_all(self, rows: Sequence[Mapping[str, Any]]) -> list[None]:
        """In the order of the numbers: two workers that store the same ones must not wait for each other in a ring."""
        by_number = {row["id"]: row for row in rows}  # the same one may come twice by one journey
        in_order = [by_number[number] for number in sorted(by_number)]
        async with self.database.at_once() as connection:
            await connection.execute(insert_new(inbox, connection.dialect.name, "id"), in_order)
            await connection.commit()
        return [None] * len(rows)

    async def _look_at_all(self, chats: Sequence[int]) -> list[list[Waiting]]:
        found: dict[int, list[Waiting]] = {chat: [] for chat in chats}
        async with self.database.looking_at_once() as connection:
            rows = (await connection.execute(_WAITING, {"chats": _filled_up(list(found))})).all()
        for row in rows:
            body = self._opened(row.id, row.body)
            found[row.chat].append(Waiting(number=row.id, received_at=row.received_at, body=body, tries=row.tries))
        return [found[chat] for chat in chats]

    async def _all_done(self, handled: Sequence[tuple[int, datetime]]) -> list[None]:
        numbers, latest = _filled_up([number for number, _ in handled]), max(now for _, now in handled)
        async with self.database.at_once() as connection:
            await connection.execute(_DONE, {"numbers": numbers, "now": latest})
            await connection.commit()
        return [None] * len(handled)

    def _opened(self, number: int, sealed: bytes | None) -> str | None:
        try:
            return self.database.vault.open_optional(inbox.c.body, sealed)
        except SealBrokenError:
            log.error("update does not open", extra={"action": "update", "update_id": number})
            return None


def _filled_up(numbers: list[int]) -> list[int]:
    """The last one repeated up to a power of two: so few lengths of lists are so few statements to prepare."""
    return numbers + numbers[-1:] * ((1 << (len(numbers) - 1).bit_length()) - len(numbers))
