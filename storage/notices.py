"""Messages owed, as the use cases write them; the courier reads them through `storage.outbox`. Data are sealed."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from storage.tables import cases, is_waiting, notices
from storage.upsert import insert_new
from storage.vault import SealBrokenError, Vault

_CANCEL = delete(notices).where(
    notices.c.sent_at.is_(None),  # also what was dropped, so that its key can be owed again
    notices.c.chat == bindparam("chat"),
    notices.c.kind.in_(bindparam("kinds", expanding=True)),
)
_CANCEL_OF_CASE = _CANCEL.where(notices.c.case == bindparam("case"))
_UNSENT = select(notices).where(
    notices.c.sent_at.is_(None),
    notices.c.chat == bindparam("chat"),
    notices.c.kind.in_(bindparam("kinds", expanding=True)),
)
_CANCEL_THESE = delete(notices).where(notices.c.id.in_(bindparam("these", expanding=True)), notices.c.sent_at.is_(None))
_IN_CHATS = notices.c.chat.in_(bindparam("chats", expanding=True))
_OF_KINDS = notices.c.kind.in_(bindparam("kinds", expanding=True))
_CANCEL_ALL = delete(notices).where(notices.c.sent_at.is_(None), _IN_CHATS, _OF_KINDS)
_WAITING = select(notices).where(is_waiting, _IN_CHATS, _OF_KINDS)
_BEFORE = bindparam("before", type_=notices.c.sent_at.type)
# a request that can still go on must find the keys of what it has owed already
_GOES_ON = exists().where(cases.c.number == notices.c.case, cases.c.answers.is_not(None))
_IS_SETTLED = or_(notices.c.sent_at < _BEFORE, notices.c.dropped_at < _BEFORE) & ~_GOES_ON
_SETTLED = select(notices.c.id).where(_IS_SETTLED)
_FORGET_SETTLED = delete(notices).where(notices.c.id.in_(bindparam("these", expanding=True)), _IS_SETTLED)


@dataclass(slots=True)
class SqlNotices:
    """`ports.Notices` over a table; `owed_some` tells the unit of work that the courier has something to do."""

    connection: AsyncConnection
    vault: Vault
    owed_some: bool = field(default=False, init=False)

    async def owe(self, *owed: Notice) -> None:
        """Insert; a key that is already there is left as it is."""
        if owed:
            statement = insert_new(notices, self.connection.dialect.name, "key")
            result = await self.connection.execute(statement, [_as_row(notice, self.vault) for notice in owed])
            self.owed_some |= result.rowcount != 0  # asyncpg does not count many rows and says -1

    async def cancel(self, chat: ChatId, *kinds: NoticeKind, case: int | None = None) -> None:
        """Take back what is not yet sent of these kinds, in this chat, of this case if one is named."""
        named: dict[str, object] = {"chat": chat, "kinds": [kind.value for kind in kinds]}
        if case is None:
            await self.connection.execute(_CANCEL, named)
        else:
            await self.connection.execute(_CANCEL_OF_CASE, {**named, "case": case})

    async def owe_only(self, chat: ChatId, kinds: Collection[NoticeKind], *owed: Notice) -> None:
        """Owe these, and else nothing of these kinds in this chat that is not yet sent.

        What is owed just so already is left as it is, and so is a courier's claim on it. What was dropped is owed anew.
        """
        wanted = {notice.key: notice for notice in owed}
        named = {"chat": chat, "kinds": [kind.value for kind in kinds]}
        unsent = (await self.connection.execute(_UNSENT, named)).all()
        waiting = readable((row for row in unsent if row.dropped_at is None), self.vault)
        kept = {number: notice.key for number, notice in waiting.items() if wanted.get(notice.key) == notice}
        if others := [row.id for row in unsent if row.id not in kept]:
            await self.connection.execute(_CANCEL_THESE, {"these": others})
        already = set(kept.values())
        await self.owe(*(notice for notice in owed if notice.key not in already))

    async def cancel_all(self, chats: Sequence[ChatId], *kinds: NoticeKind) -> None:
        """Take back what is not yet sent of these kinds in any of these chats."""
        await self.connection.execute(_CANCEL_ALL, {"chats": chats, "kinds": [kind.value for kind in kinds]})

    async def waiting(self, chats: Sequence[ChatId], kind: NoticeKind) -> Sequence[Notice]:
        """What of this kind is owed in these chats and not yet sent."""
        rows = await self.connection.execute(_WAITING, {"chats": chats, "kinds": [kind.value]})
        return list(readable(rows, self.vault).values())

    async def settled(self, before: datetime) -> Sequence[int]:
        """What was sent or given up before this moment, but of a request whose answers are kept."""
        return list((await self.connection.execute(_SETTLED, {"before": before})).scalars())

    async def forget_settled(self, before: datetime, these: Sequence[int]) -> int:
        """Remove these, as far as they are settled; how many."""
        return (await self.connection.execute(_FORGET_SETTLED, {"before": before, "these": these})).rowcount


def readable(rows: Iterable[Row[Any]], vault: Vault) -> dict[int, Notice]:
    """Rows of the table as the domain knows them, by id, without those that do not open."""
    found = {}
    for row in rows:
        try:
            found[row.id] = _as_notice(row, vault)
        except SealBrokenError:  # one that cannot be read must not hold up the others
            continue
    return found


def _as_notice(row: Row[Any], vault: Vault) -> Notice:
    return Notice(
        key=row.key,
        chat=row.chat,
        kind=NoticeKind(row.kind),
        due_at=row.due_at,
        case=row.case,
        data=json.loads(vault.open(notices.c.data, row.data)) if row.data else {},
        urgency=row.urgency,
        expires_at=row.expires_at,
        tries=row.tries,
    )


def data_of(notice: Notice, vault: Vault) -> bytes | None:
    """What the notice speaks of, sealed; nothing where it speaks of nothing."""
    return vault.seal(notices.c.data, json.dumps(dict(notice.data))) if notice.data else None


def _as_row(notice: Notice, vault: Vault) -> dict[str, object]:
    return {
        "key": notice.key,
        "chat": notice.chat,
        "kind": notice.kind.value,
        "case": notice.case,
        "data": data_of(notice, vault),
        "urgency": notice.urgency,
        "due_at": notice.due_at,
        "expires_at": notice.expires_at,
        "tries": notice.tries,
    }
