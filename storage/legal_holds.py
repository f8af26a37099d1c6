"""Legal holds: which requests are kept whatever their term. The operator's note on each is sealed.

A hold is there until it is lifted; one with a last moment is lifted by `lapse`, so that no other statement has to know
the time. Lifted, it stays until what it kept has been let go; what was set and lifted is told by the record for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import NOBODY
from bot.domain.legal_hold import HoldGround, LegalHold
from bot.domain.matter import SEEN_BY_THE_BOT
from bot.domain.people import ChatId
from storage.tables import cases, chats, events, legal_holds, matter_events, matters, notices
from storage.vault import Vault


def is_held(number: Column[int]) -> ColumnElement[bool]:
    """Whether the request of this number is held."""
    found = exists().where(legal_holds.c.case == number, legal_holds.c.lifted_at.is_(None))
    return found.correlate_except(legal_holds)


def is_here(chat: Column[int]) -> ColumnElement[bool]:
    """Whether this chat is known: whoever has withdrawn is not.

    Not `IN`: for `NOT IN` PostgreSQL goes through all chats for each row, once there are more than its memory holds.
    """
    return exists().where(chats.c.id == chat).correlate_except(chats)


_IS_KEPT = exists().where(cases.c.number == matters.c.case, cases.c.answers.is_not(None)).correlate(matters)
stays_with_its_request = and_(matters.c.kind.in_([kind.value for kind in SEEN_BY_THE_BOT]), _IS_KEPT)
"""Matters that whoever they are about cannot take out of the queue by leaving, while the answers are kept."""

_NOW: BindParameter[Any] = bindparam("now", type_=legal_holds.c.until.type)
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_IS_CURRENT = legal_holds.c.lifted_at.is_(None)
_CURRENT = select(legal_holds).where(_IS_CURRENT).order_by(legal_holds.c.id)
_OF_GUEST = _CURRENT.join(cases, cases.c.number == legal_holds.c.case).where(cases.c.guest == bindparam("chat"))
_ADD = insert(legal_holds)
_LIFT = update(legal_holds).where(legal_holds.c.case == bindparam("wanted"), _IS_CURRENT)
_LAPSED = select(legal_holds.c.case).where(_IS_CURRENT, legal_holds.c.until <= _NOW).distinct()
_LAPSE = update(legal_holds).where(_IS_CURRENT, legal_holds.c.until <= _NOW)
_ASK = update(legal_holds).where(legal_holds.c.case.in_(_NUMBERS), _IS_CURRENT)

_lifted = legal_holds.alias("lifted")
_OVER = select(*_lifted.c["case", "deletion_asked"]).where(_lifted.c.lifted_at.is_not(None), ~is_held(_lifted.c.case))
_OF_THESE = _OVER.where(_lifted.c.case.in_(_NUMBERS))
_ITS_GUEST = select(cases.c.guest).where(cases.c.number == events.c.case).scalar_subquery()
_IS_LEFT_BEHIND = and_(matters.c.case.in_(_NUMBERS), ~is_here(matters.c.chat), matters.c.chat != NOBODY)
_LEFT_BEHIND = select(matters.c.number).where(_IS_LEFT_BEHIND)
_LET_GO = (
    update(matters).where(_IS_LEFT_BEHIND, stays_with_its_request).values(chat=NOBODY),
    delete(matter_events).where(matter_events.c.matter.in_(_LEFT_BEHIND)),
    delete(matters).where(_IS_LEFT_BEHIND),
    delete(notices).where(notices.c.case.in_(_NUMBERS), ~is_here(notices.c.chat)),
    update(cases)
    .where(cases.c.number.in_(_NUMBERS), cases.c.host.is_not(None), ~is_here(cases.c.host))
    .values(host=None, host_card=None),
    update(events)
    .where(events.c.case.in_(_NUMBERS), ~is_here(events.c.chat), events.c.chat != _ITS_GUEST)
    .values(chat=None),
    delete(legal_holds).where(legal_holds.c.case.in_(_NUMBERS)),
)


@dataclass(frozen=True, slots=True)
class SqlLegalHolds:
    """`ports.LegalHolds` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def add(self, hold: LegalHold) -> None:
        """One more; a request may be held for several reasons."""
        row = {
            "case": hold.case,
            "set_at": hold.set_at,
            "ground": hold.ground.value,
            "reason": self.vault.seal(legal_holds.c.reason, hold.reason),
            "until": hold.until,
            "deletion_asked": False,
        }
        await self.connection.execute(_ADD, row)

    async def current(self) -> Sequence[LegalHold]:
        """All that are not lifted, the oldest first."""
        return [self._as_hold(row) for row in await self.connection.execute(_CURRENT)]

    async def of_guest(self, chat: ChatId) -> Sequence[LegalHold]:
        """Those of them that are on this guest's requests."""
        return [self._as_hold(row) for row in await self.connection.execute(_OF_GUEST, {"chat": chat})]

    async def lift(self, number: int, at: datetime) -> int:
        """Lift all on this request; how many there were."""
        return (await self.connection.execute(_LIFT.values(lifted_at=at), {"wanted": number})).rowcount

    async def lapse(self, now: datetime) -> Sequence[int]:
        """Lift those whose last moment is over; the requests they were on. To be called before anything is wiped."""
        numbers = list((await self.connection.execute(_LAPSED, {"now": now})).scalars())
        if numbers:
            await self.connection.execute(_LAPSE.values(lifted_at=now), {"now": now})
        return numbers

    async def ask_deletion(self, numbers: Sequence[int]) -> None:
        """Remember that the person wants these requests gone: they go when nothing holds them any more."""
        await self.connection.execute(_ASK.values(deletion_asked=True), {"numbers": list(numbers)})

    async def over(self) -> Mapping[int, bool]:
        """Requests that were held and are not any more, and whether their person wanted them gone meanwhile."""
        found: dict[int, bool] = {}
        for row in await self.connection.execute(_OVER):
            found[row.case] = found.get(row.case, False) or row.deletion_asked
        return found

    async def let_go(self, numbers: Sequence[int]) -> None:
        """Of these, let no row lead to people who have left since, and forget the holds; what is held again stays."""
        rows = await self.connection.execute(_OF_THESE, {"numbers": list(numbers)})
        free = sorted({row.case for row in rows})
        for statement in _LET_GO if free else ():
            await self.connection.execute(statement, {"numbers": free})

    def _as_hold(self, row: Row[Any]) -> LegalHold:
        return LegalHold(
            case=row.case,
            set_at=row.set_at,
            ground=HoldGround(row.ground),
            reason=self.vault.open(legal_holds.c.reason, row.reason),
            until=row.until,
        )
