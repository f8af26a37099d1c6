"""What is kept of a person between stays, sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId, Profile
from storage.answers_json import answers_from_json, answers_to_json
from storage.tables import profiles
from storage.upsert import upsert
from storage.vault import Vault

_GET = select(profiles).where(profiles.c.chat == bindparam("wanted"))
_FORGET = delete(profiles).where(profiles.c.chat == bindparam("wanted"))
_FORGET_UNTOUCHED = delete(profiles).where(profiles.c.saved_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class SqlProfiles:
    """`ports.Profiles` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def get(self, chat: ChatId) -> Profile | None:
        """What is kept of this person."""
        row = (await self.connection.execute(_GET, {"wanted": chat})).first()
        if row is None:
            return None
        answers = answers_from_json(self.vault.open(profiles.c.answers, row.answers))
        return Profile(chat=chat, answers=answers, saved_at=row.saved_at)

    async def save(self, profile: Profile) -> None:
        """Insert or overwrite."""
        answers = self.vault.seal(profiles.c.answers, answers_to_json(profile.answers))
        row = {"chat": profile.chat, "answers": answers, "saved_at": profile.saved_at}
        await self.connection.execute(upsert(profiles, self.connection.dialect.name), row)

    async def forget(self, chat: ChatId) -> None:
        """Remove it."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def forget_untouched(self, before: datetime) -> int:
        """Remove what was last saved before this moment; how many."""
        return (await self.connection.execute(_FORGET_UNTOUCHED, {"before": before})).rowcount
