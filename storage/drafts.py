"""Answers not yet sent, sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId, Draft
from storage.answers_json import answers_from_json, answers_to_json
from storage.companions_json import companions_from_json, companions_to_json
from storage.passports_json import passport_from_json, passport_to_json
from storage.tables import drafts
from storage.upsert import upsert
from storage.vault import Vault

_GET = select(drafts).where(drafts.c.chat == bindparam("chat"))
_FORGET_UNTOUCHED = delete(drafts).where(drafts.c.saved_at < bindparam("before"))
_DROP = delete(drafts).where(drafts.c.chat == bindparam("chat"))


@dataclass(frozen=True, slots=True)
class SqlDrafts:
    """`ports.Drafts` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def get(self, chat: ChatId) -> Draft | None:
        """The draft of this chat."""
        row = (await self.connection.execute(_GET, {"chat": chat})).first()
        if row is None:
            return None
        answers = answers_from_json(self.vault.open(drafts.c.answers, row.answers))
        read = self.vault.open_optional(drafts.c.passport, row.passport)
        return Draft(
            chat=chat,
            answers=answers,
            saved_at=row.saved_at,
            sources=tuple(row.sources),
            passport=passport_from_json(read) if read else None,
            companions=companions_from_json(self.vault.open_optional(drafts.c.companions, row.companions)),
        )

    async def save(self, draft: Draft) -> None:
        """Insert or overwrite."""
        answers = self.vault.seal(drafts.c.answers, answers_to_json(draft.answers))
        read = passport_to_json(draft.passport) if draft.passport else None
        row = {
            "chat": draft.chat,
            "answers": answers,
            "saved_at": draft.saved_at,
            "sources": draft.sources,
            "passport": self.vault.seal_optional(drafts.c.passport, read),
            "companions": self.vault.seal_optional(drafts.c.companions, companions_to_json(draft.companions)),
        }
        await self.connection.execute(upsert(drafts, self.connection.dialect.name), row)

    async def drop(self, chat: ChatId) -> bool:
        """Remove the draft; whether there was one."""
        return bool((await self.connection.execute(_DROP, {"chat": chat})).rowcount)

    async def forget_untouched(self, before: datetime) -> int:
        """Remove drafts last saved before this moment; how many."""
        return (await self.connection.execute(_FORGET_UNTOUCHED, {"before": before})).rowcount
