"""What people were told last of their duties, sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId
from bot.registration.outlook import Outlook
from storage.tables import cases, chats, drafts, outlooks
from storage.upsert import upsert
from storage.vault import Vault

_GET = select(outlooks).where(outlooks.c.chat == bindparam("wanted"))
_FORGET = delete(outlooks).where(outlooks.c.chat == bindparam("wanted"))
_LOCK = select(chats.c.id).where(chats.c.id.in_(bindparam("wanted", expanding=True))).order_by(chats.c.id)
_HAS_STAY = or_(
    exists().where(drafts.c.chat == outlooks.c.chat),
    exists().where(cases.c.guest == outlooks.c.chat, cases.c.answers.is_not(None)),
)
_ORPHANS = select(outlooks.c.chat).where(~_HAS_STAY)
_FORGET_ORPHANS = delete(outlooks).where(outlooks.c.chat.in_(bindparam("these", expanding=True)), ~_HAS_STAY)


@dataclass(frozen=True, slots=True)
class SqlOutlooks:
    """`ports.Outlooks` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def lock(self, *people: ChatId) -> None:
        """Wait for whoever plans for these people, and let nobody else until the unit of work ends.

        SQLite has no such lock and needs none: its unit of work is the only writer.
        """
        if self.connection.dialect.name != "sqlite":
            await self.connection.execute(_LOCK.with_for_update(), {"wanted": people})

    async def get(self, chat: ChatId) -> Outlook | None:
        """What this person was told last."""
        row = (await self.connection.execute(_GET, {"wanted": chat})).first()
        if row is None:
            return None
        return Outlook(chat=chat, told=self.vault.open(outlooks.c.told, row.told), assessed_on=row.assessed_on)

    async def save(self, *told: Outlook) -> None:
        """Insert or overwrite."""
        rows = [
            {"chat": one.chat, "told": self.vault.seal(outlooks.c.told, one.told), "assessed_on": one.assessed_on}
            for one in told
        ]
        if rows:
            await self.connection.execute(upsert(outlooks, self.connection.dialect.name), rows)

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def orphans(self) -> Sequence[ChatId]:
        """Of whom there is a record, but neither draft nor request any more."""
        return list((await self.connection.execute(_ORPHANS)).scalars())

    async def forget_orphans(self, chats: Sequence[ChatId] | None = None) -> int:
        """Remove the records of those who have neither draft nor request left (of these, if named); how many."""
        these = await self.orphans() if chats is None else chats
        return (await self.connection.execute(_FORGET_ORPHANS, {"these": these})).rowcount
