"""Messages owed, as the courier takes them: claimed for a lease, then sent, postponed or dropped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Executable, bindparam, case, func, or_, select, update

from bot.domain.notice import Notice
from bot.domain.people import ChatId
from storage.database import Database
from storage.notices import readable
from storage.tables import chats, is_waiting, notices

LEASE = timedelta(seconds=60)  # how long a courier that died keeps others from its notices

_NOW = bindparam("now", type_=notices.c.due_at.type)
_ID: BindParameter[int] = bindparam("wanted")
_IS_FREE = or_(notices.c.claimed_until.is_(None), notices.c.claimed_until <= _NOW)
_DUE = (
    select(notices)
    .where(is_waiting, notices.c.due_at <= _NOW, _IS_FREE)
    .order_by(notices.c.urgency.desc(), notices.c.due_at, notices.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = update(notices).where(notices.c.id.in_(bindparam("wanted", expanding=True)))
_FREE_ALL = update(notices).where(is_waiting).values(claimed_until=None)
_ONE = update(notices).where(notices.c.id == _ID, is_waiting)
_HOLD = _ONE.where(notices.c.claimed_until == bindparam("mine", type_=notices.c.due_at.type))
_POSTPONE = _ONE.values(tries=notices.c.tries + 1, claimed_until=None)
_WAKE_AT = case((notices.c.claimed_until > _NOW, notices.c.claimed_until), else_=notices.c.due_at)
_NEXT_DUE = select(func.min(_WAKE_AT)).where(is_waiting)
_BLOCK = update(chats).where(chats.c.id == _ID).values(blocked=True)
_DROP_ALL = update(notices).where(notices.c.chat == _ID, is_waiting)

BLOCKED = "blocked"
EXPIRED = "expired"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Outbox:
    """The courier's side of the notices. Every method is a transaction of its own."""

    database: Database

    async def due(self, now: datetime, most: int) -> list[tuple[int, Notice]]:
        """Claim up to `most` unsent notices whose time has come, urgent first; two couriers never get the same one.

        Each comes with its id. Those whose news is no news any more, or cannot be read, are dropped on the way.
        """
        async with self.database.writing() as connection:
            rows = (await connection.execute(_DUE, {"now": now, "most": most})).all()
            taken = readable(rows, self.database.vault)
            late = [number for number, notice in taken.items() if _is_late(notice, now)]
            fresh = [(number, notice) for number, notice in taken.items() if number not in late]
            for why, numbers in ((EXPIRED, late), (UNREADABLE, [row.id for row in rows if row.id not in taken])):
                if numbers:
                    await connection.execute(_CLAIM, {"wanted": numbers, **_dropped(now, why)})
            if fresh:
                await connection.execute(_CLAIM, {"wanted": [each for each, _ in fresh], "claimed_until": now + LEASE})
            await connection.commit()
        return fresh

    async def recover(self) -> None:
        """Free what a courier that died had claimed. Only where no other process can have claimed it: on SQLite."""
        if self.database.is_alone:
            await self._write((_FREE_ALL, {}))

    async def hold(self, number: int, claimed_at: datetime, now: datetime) -> bool:
        """Renew the claim of this moment; False when it was lost, or the notice taken back since."""
        mine = {"wanted": number, "mine": claimed_at + LEASE, "claimed_until": now + LEASE}
        async with self.database.writing() as connection:
            held = (await connection.execute(_HOLD, mine)).rowcount
            await connection.commit()
        return bool(held)

    async def sent(self, number: int, now: datetime) -> None:
        """This notice has reached Telegram."""
        await self._write((_ONE, {"wanted": number, "sent_at": now, "data": None}))

    async def postpone(self, number: int, until: datetime, error_code: str) -> None:
        """This notice could not be sent; try again from then on."""
        await self._write((_POSTPONE, {"wanted": number, "due_at": until, "last_error": error_code}))

    async def drop(self, number: int, now: datetime, why: str) -> None:
        """This notice will never be sent."""
        await self._write((_ONE, {"wanted": number, **_dropped(now, why)}))

    async def next_due(self, now: datetime) -> datetime | None:
        """When to look again: the first moment when an unsent notice is due or its lease over; None if none is."""
        async with self.database.reading() as connection:
            moment: datetime | None = (await connection.execute(_NEXT_DUE, {"now": now})).scalar()
        return moment

    async def chat_blocked(self, chat: ChatId, now: datetime) -> None:
        """This chat has blocked the bot: mark it, and drop what waits for it."""
        await self._write((_BLOCK, {"wanted": chat}), (_DROP_ALL, {"wanted": chat, **_dropped(now, BLOCKED)}))

    async def _write(self, *changes: tuple[Executable, dict[str, object]]) -> None:
        async with self.database.writing() as connection:
            for statement, values in changes:
                await connection.execute(statement, values)
            await connection.commit()


def _dropped(now: datetime, why: str) -> dict[str, object]:
    return {"dropped_at": now, "last_error": why, "data": None}


def _is_late(notice: Notice, now: datetime) -> bool:
    return notice.expires_at is not None and notice.expires_at <= now
