"""Earlier stays and moves, sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId
from bot.domain.travel import Travels
from storage.tables import cases, drafts, profiles, travels
from storage.travels_json import travels_from_json, travels_to_json
from storage.upsert import upsert
from storage.vault import Vault

_GET = select(travels).where(travels.c.chat == bindparam("wanted"))
_FORGET = delete(travels).where(travels.c.chat == bindparam("wanted"))
_HAS_STAY = or_(
    exists().where(drafts.c.chat == travels.c.chat),
    exists().where(cases.c.guest == travels.c.chat, cases.c.answers.is_not(None)),
    exists().where(profiles.c.chat == travels.c.chat),  # who comes back later is counted with the stays told before
)
_FORGET_UNTOUCHED = delete(travels).where(travels.c.saved_at < bindparam("before"), ~_HAS_STAY)


@dataclass(frozen=True, slots=True)
class SqlTravels:
    """`ports.TravelLog` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def get(self, chat: ChatId) -> Travels | None:
        """The record of this chat."""
        row = (await self.connection.execute(_GET, {"wanted": chat})).first()
        if row is None:
            return None
        told = travels_from_json(self.vault.open(travels.c.record, row.record))
        return Travels(chat=chat, saved_at=row.saved_at, earlier=told.earlier, moved=told.moved)

    async def save(self, record: Travels) -> None:
        """Insert or overwrite."""
        sealed = self.vault.seal(travels.c.record, travels_to_json(record))
        row = {"chat": record.chat, "record": sealed, "saved_at": record.saved_at}
        await self.connection.execute(upsert(travels, self.connection.dialect.name), row)

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def forget_untouched(self, before: datetime) -> int:
        """Remove records last saved before this moment whose owner has no draft, request or profile left; how many."""
        return (await self.connection.execute(_FORGET_UNTOUCHED, {"before": before})).rowcount
