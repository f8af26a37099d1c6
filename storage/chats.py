"""Private talks."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Chat, ChatId
from storage.legal_holds import is_held
from storage.tables import chats, fsm, is_waiting, notices
from storage.upsert import upsert

_CHAT: BindParameter[int] = bindparam("chat")
_GET = select(chats).where(chats.c.id == _CHAT)
_FORGET = (
    delete(chats).where(chats.c.id == _CHAT),
    delete(fsm).where(fsm.c.chat == _CHAT),
    delete(notices).where(notices.c.chat == _CHAT, or_(is_waiting, ~is_held(notices.c.case))),
)


@dataclass(frozen=True, slots=True)
class SqlChats:
    """`ports.Chats` over a table."""

    connection: AsyncConnection

    async def get(self, chat: ChatId) -> Chat | None:
        """The talk with this id, if it ever began."""
        row = (await self.connection.execute(_GET, {"chat": chat})).first()
        return None if row is None else _as_chat(row)

    async def save(self, chat: Chat) -> None:
        """Insert or overwrite."""
        await self.connection.execute(upsert(chats, self.connection.dialect.name), _as_row(chat))

    async def forget(self, chat: ChatId) -> None:
        """Remove the talk, its place in the conversation, and every notice, sent or not.

        What was sent about a held request stays. Not removed is what waits in the inbox: the wish to delete may be in
        hand there, and must come again should it be broken off. It is emptied as soon as it is handled, like every
        update, and then also goes from the disk (`Inbox.done`).
        """
        for statement in _FORGET:
            await self.connection.execute(statement, {"chat": chat})


def _as_chat(row: Row[Any]) -> Chat:
    return Chat(
        id=row.id,
        language=row.language,
        consent_version=row.consent_version,
        consented_at=row.consented_at,
        blocked=row.blocked,
    )


def _as_row(chat: Chat) -> dict[str, object]:
    return {
        "id": chat.id,
        "language": chat.language,
        "consent_version": chat.consent_version,
        "consented_at": chat.consented_at,
        "blocked": chat.blocked,
    }
