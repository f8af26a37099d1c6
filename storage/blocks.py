"""Which guests may not ask which hosts any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId
from storage.tables import blocks
from storage.upsert import insert_new

_OF_BOTH = (blocks.c.host == bindparam("host"), blocks.c.guest == bindparam("guest"))
_GET = select(blocks.c.at).where(*_OF_BOTH)
_OF_HOST = select(blocks.c.guest).where(blocks.c.host == bindparam("host")).order_by(blocks.c.at.desc(), blocks.c.guest)
_LIFT = delete(blocks).where(*_OF_BOTH)
_OF_EITHER = or_(blocks.c.host == bindparam("wanted"), blocks.c.guest == bindparam("wanted"))
_FORGET = delete(blocks).where(_OF_EITHER)


@dataclass(frozen=True, slots=True)
class SqlBlocks:
    """`ports.Blocks` over a table."""

    connection: AsyncConnection

    async def add(self, host: ChatId, guest: ChatId, at: datetime) -> None:
        """From now on this guest may not ask this host; said twice it is said once."""
        statement = insert_new(blocks, self.connection.dialect.name, "host", "guest")
        await self.connection.execute(statement, {"host": host, "guest": guest, "at": at})

    async def holds(self, host: ChatId, guest: ChatId) -> bool:
        """Whether this guest may not ask this host."""
        return (await self.connection.execute(_GET, {"host": host, "guest": guest})).first() is not None

    async def of_host(self, host: ChatId) -> Sequence[ChatId]:
        """Who may not ask this host, the last one first."""
        return list((await self.connection.execute(_OF_HOST, {"host": host})).scalars())

    async def lift(self, host: ChatId, guest: ChatId) -> None:
        """This guest may ask again."""
        await self.connection.execute(_LIFT, {"host": host, "guest": guest})

    async def forget(self, chat: ChatId) -> None:
        """Remove all that names this chat."""
        await self.connection.execute(_FORGET, {"wanted": chat})
