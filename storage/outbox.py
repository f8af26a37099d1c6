"""Messages owed, as the courier takes them: claimed for a lease, then sent, postponed, put back or dropped.

A lease is a matter of the database's own clock on PostgreSQL, where several machines' clocks may differ, and of the
process's on SQLite, where it is alone. One that ends later than any lease can was given before the clock stepped back:
it binds nobody, and what this process has in hand it does not take a second time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Executable, Row, bindparam, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import Notice
from bot.domain.people import ChatId
from storage.database import Database
from storage.notices import readable
from storage.tables import chats, is_claimed, is_urgent, is_waiting, notices

LEASE = timedelta(seconds=60)  # how long a courier that died keeps others from its notices
FARTHEST = 2 * LEASE  # no lease ends later; one given a moment after the clock was asked ends later than `LEASE` alone
RENEWED_AFTER = timedelta(seconds=20)
A_MOMENT = timedelta(seconds=1)  # for which what is put back rests

_NOW = bindparam("now", type_=notices.c.due_at.type)
_MOMENT = bindparam("moment", type_=notices.c.due_at.type)  # by the clock of the leases
_FARTHEST = bindparam("farthest", type_=notices.c.due_at.type)
_ID: BindParameter[int] = bindparam("wanted")
_IDS: BindParameter[Any] = bindparam("wanted", expanding=True)
_CLOCK = select(func.clock_timestamp(type_=notices.c.due_at.type))
_IS_FREE = or_(
    notices.c.claimed_until.is_(None), notices.c.claimed_until <= _MOMENT, notices.c.claimed_until > _FARTHEST
)
_NOT_BUSY = notices.c.chat.not_in(bindparam("busy", expanding=True))
_DUE = (
    select(notices)
    .where(is_waiting, notices.c.due_at <= _NOW, _IS_FREE, notices.c.id.not_in(bindparam("mine", expanding=True)))
    .where(_NOT_BUSY)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
# Two questions, each answered in the order of an index; in one the database would sort all that is due, every time.
_DUE_URGENT = _DUE.where(is_urgent).order_by(notices.c.urgency.desc(), notices.c.due_at, notices.c.id)
_DUE_OTHERS = _DUE.where(~is_urgent).order_by(notices.c.due_at, notices.c.id)
_CLAIM = update(notices).where(notices.c.id.in_(_IDS))
_FREE_ALL = update(notices).where(is_waiting, is_claimed).values(claimed_until=None)
_ONE = update(notices).where(notices.c.id == _ID, is_waiting)
_IS_MINE = notices.c.claimed_until == bindparam("mine", type_=notices.c.due_at.type)
_OWED = select(notices.c.id).where(notices.c.id == _ID, is_waiting, _IS_MINE)
_RENEW = _ONE.where(_IS_MINE)
_CLAIMS: BindParameter[Any] = bindparam("claims", expanding=True)  # pairs
_PUT_BACK = update(notices).where(is_waiting, tuple_(notices.c.id, notices.c.claimed_until).in_(_CLAIMS))
_QUEUE = (
    select(notices.c.id)
    .where(notices.c.chat == bindparam("chat"), is_waiting, notices.c.due_at <= _NOW)
    .order_by(notices.c.urgency.desc(), notices.c.due_at, notices.c.id)
)
_POSTPONE = _ONE.values(tries=notices.c.tries + 1, claimed_until=None)
_FIRST_UNCLAIMED = (
    select(notices.c.due_at).where(is_waiting, _IS_FREE, _NOT_BUSY).order_by(notices.c.due_at, notices.c.id).limit(1)
)
_FIRST_LEASE = (
    select(notices.c.claimed_until)
    .where(is_waiting, is_claimed, notices.c.claimed_until > _MOMENT, notices.c.claimed_until <= _FARTHEST, _NOT_BUSY)
    .order_by(notices.c.claimed_until)
    .limit(1)
)
_FIRST = select(_FIRST_UNCLAIMED.scalar_subquery(), _FIRST_LEASE.scalar_subquery())
_BLOCK = update(chats).where(chats.c.id == _ID).values(blocked=True)
_DROP_ALL = update(notices).where(notices.c.chat == _ID, is_waiting)

BLOCKED = "blocked"
EXPIRED = "expired"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Outbox:
    """The courier's side of the notices. Every method is a transaction of its own.

    `_claims` holds what this process has in hand, each with the end of its lease, by which the claim is known again.
    """

    database: Database
    _claims: dict[int, datetime] = field(default_factory=dict, init=False, repr=False)

    async def due(self, now: datetime, most: int, busy: Collection[ChatId] = ()) -> list[tuple[int, Notice]]:
        """Claim up to `most` unsent notices whose time has come, urgent first; two couriers never get the same one.

        Each comes with its id. Those whose news is no news any more, or cannot be read, are dropped on the way. Of the
        `busy` chats there are none.
        """
        async with self.database.writing() as connection:
            moment = await self._moment(connection, now)
            rows = await self._rows_due(connection, now, moment, most, busy)
            taken = readable(rows, self.database.vault)
            late = [number for number, notice in taken.items() if _is_late(notice, now)]
            fresh = [(number, notice) for number, notice in taken.items() if number not in late]
            for why, numbers in ((EXPIRED, late), (UNREADABLE, [row.id for row in rows if row.id not in taken])):
                if numbers:
                    await connection.execute(_CLAIM, {"wanted": numbers, **_dropped(now, why)})
            if fresh:
                claim = {"wanted": [each for each, _ in fresh], "claimed_until": moment + LEASE}
                await connection.execute(_CLAIM, claim)
            await connection.commit()
        self._claims.update((number, moment + LEASE) for number, _ in fresh)
        return fresh

    async def recover(self) -> None:
        """Free what a courier that died had claimed. Only where no other process can have claimed it: on SQLite."""
        if self.database.is_alone:
            await self._write((_FREE_ALL, {}))

    async def in_turn(self, chat: ChatId, numbers: Sequence[int], now: datetime) -> Sequence[int]:
        """Of these notices of one chat, in their order, those before which nothing is due that another worker has."""
        if self.database.is_alone:
            return numbers
        async with self.database.reading() as connection:
            queue = (await connection.execute(_QUEUE, {"chat": chat, "now": now})).scalars().all()
        mine = set(numbers)
        others = next((place for place, number in enumerate(queue) if number not in mine), len(queue))
        return queue[:others]

    async def hold(self, number: int, now: datetime) -> bool:
        """Whether this notice is still owed, and in our hands; an old claim is renewed. Asked right before sending."""
        until = self._claims.get(number)
        if until is None:
            return False
        async with self.database.reading() as connection:
            moment = await self._moment(connection, now)
            is_owed = (await connection.execute(_OWED, {"wanted": number, "mine": until})).first() is not None
        if is_owed and moment >= until - LEASE + RENEWED_AFTER:
            is_owed = await self._claim_until(_RENEW, number, moment + LEASE)
        if not is_owed:
            self._claims.pop(number, None)
        return is_owed

    async def put_back(self, numbers: Collection[int], now: datetime) -> None:
        """Another worker is in this chat: whoever comes in a second may have these, and no try is counted."""
        claims = [(number, self._claims[number]) for number in numbers if number in self._claims]
        if claims:
            async with self.database.writing() as connection:
                moment = await self._moment(connection, now)
                await connection.execute(_PUT_BACK, {"claims": claims, "claimed_until": moment + A_MOMENT})
                await connection.commit()
        self.let_go(numbers)

    def let_go(self, numbers: Collection[int]) -> None:
        """These are not in our hands any more; what was neither sent nor dropped is free when its lease is over."""
        for number in numbers:
            self._claims.pop(number, None)

    def in_hand(self) -> Mapping[int, datetime]:
        """What is in our hands now, each with the end of its lease."""
        return dict(self._claims)

    async def give_back(self, claims: Mapping[int, datetime]) -> None:
        """Let others have at once what of these was neither sent nor claimed anew."""
        free = [(_RENEW, {"wanted": number, "mine": until, "claimed_until": None}) for number, until in claims.items()]
        if free:
            await self._write(*free)

    async def sent(self, number: int, now: datetime) -> None:
        """This notice has reached Telegram."""
        await self._write((_ONE, {"wanted": number, "sent_at": now, "data": None}))
        self.let_go([number])

    async def postpone(self, number: int, until: datetime, error_code: str) -> None:
        """This notice could not be sent; try again from then on."""
        await self._write((_POSTPONE, {"wanted": number, "due_at": until, "last_error": error_code}))
        self.let_go([number])

    async def drop(self, number: int, now: datetime, why: str) -> None:
        """This notice will never be sent."""
        await self._write((_ONE, {"wanted": number, **_dropped(now, why)}))
        self.let_go([number])

    async def next_due(self, now: datetime, busy: Collection[ChatId] = ()) -> datetime | None:
        """The first moment when an unsent notice is due or its lease over; None if none is.

        Until then `due` would find nothing, so this is asked first: it waits for no writer. Those of the `busy` chats
        do not count.
        """
        async with self.database.reading() as connection:
            moment = await self._moment(connection, now)
            asked = {"moment": moment, "farthest": moment + FARTHEST, "busy": list(busy)}
            unclaimed, lease = (await connection.execute(_FIRST, asked)).one()
        over = None if lease is None else now + (lease - moment)
        return min((each for each in (unclaimed, over) if each is not None), default=None)

    async def chat_blocked(self, chat: ChatId, now: datetime) -> None:
        """This chat has blocked the bot: mark it, and drop what waits for it."""
        await self._write((_BLOCK, {"wanted": chat}), (_DROP_ALL, {"wanted": chat, **_dropped(now, BLOCKED)}))

    async def _rows_due(
        self, connection: AsyncConnection, now: datetime, moment: datetime, most: int, busy: Collection[ChatId]
    ) -> Sequence[Row[Any]]:
        asked = {"now": now, "moment": moment, "farthest": moment + FARTHEST, "mine": list(self._claims)}
        asked["busy"] = list(busy)
        urgent = (await connection.execute(_DUE_URGENT, {**asked, "most": most})).all()
        if len(urgent) == most:
            return urgent
        return [*urgent, *(await connection.execute(_DUE_OTHERS, {**asked, "most": most - len(urgent)})).all()]

    async def _moment(self, connection: AsyncConnection, now: datetime) -> datetime:
        """The time by the clock of the leases."""
        if self.database.is_alone:
            return now
        moment: datetime = (await connection.execute(_CLOCK)).scalar_one()
        return moment

    async def _claim_until(self, statement: Executable, number: int, until: datetime) -> bool:
        """Change the end of our claim; False when it was lost, or the notice taken back since."""
        mine = {"wanted": number, "mine": self._claims.get(number), "claimed_until": until}
        async with self.database.writing() as connection:
            is_ours = bool((await connection.execute(statement, mine)).rowcount)
            await connection.commit()
        if is_ours:
            self._claims[number] = until
        return is_ours

    async def _write(self, *changes: tuple[Executable, dict[str, object]]) -> None:
        async with self.database.writing() as connection:
            for statement, values in changes:
                await connection.execute(statement, values)
            await connection.commit()


def _dropped(now: datetime, why: str) -> dict[str, object]:
    return {"dropped_at": now, "last_error": why, "data": None}


def _is_late(notice: Notice, now: datetime) -> bool:
    return notice.expires_at is not None and notice.expires_at <= now
