"""Chats that are linked to an IIN, sealed; IIN and invitation are found by their blind indexes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId, Host
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode
from storage.tables import hosts
from storage.upsert import upsert
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_GET = select(hosts).where(hosts.c.chat == _WANTED)
_BY_IIN = select(hosts).where(hosts.c.iin_index == _WANTED)
_BY_INVITATION = select(hosts).where(hosts.c.invitation_index == _WANTED)
_FORGET = delete(hosts).where(hosts.c.chat == _WANTED)


@dataclass(frozen=True, slots=True)
class SqlHosts:
    """`ports.Hosts` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def get(self, chat: ChatId) -> Host | None:
        """The host of this chat."""
        return await self._one(_GET, chat)

    async def by_iin(self, iin: Iin) -> Host | None:
        """The host to whom this IIN is linked."""
        return await self._one(_BY_IIN, self.vault.index(hosts.c.iin_index, iin.reveal()))

    async def by_invitation(self, token: str) -> Host | None:
        """The host who handed out this link."""
        return await self._one(_BY_INVITATION, self.vault.index(hosts.c.invitation_index, token))

    async def save(self, host: Host) -> None:
        """Insert or overwrite. Raises Refusal: IIN_TAKEN when the IIN is linked to another chat."""
        try:
            async with self.connection.begin_nested():  # else PostgreSQL would give up the whole transaction
                await self.connection.execute(upsert(hosts, self.connection.dialect.name), self._as_row(host))
        except IntegrityError as error:
            if hosts.c.iin_index.name in str(error.orig):
                raise Refusal(RefusalCode.IIN_TAKEN) from None
            raise

    async def forget(self, chat: ChatId) -> None:
        """Remove the host."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def _one(self, query: Select[Any], wanted: int | bytes) -> Host | None:
        row = (await self.connection.execute(query, {"wanted": wanted})).first()
        return None if row is None else self._as_host(row)

    def _as_host(self, row: Row[Any]) -> Host:
        iin = self.vault.open_optional(hosts.c.iin, row.iin)
        return Host(
            chat=row.chat,
            phone=self.vault.open(hosts.c.phone, row.phone),
            consented_at=row.consented_at,
            consent_version=row.consent_version,
            iin=None if iin is None else Iin(iin),
            name=self.vault.open_optional(hosts.c.name, row.name),
            vouched=row.vouched,
            invitation=self.vault.open_optional(hosts.c.invitation, row.invitation),
        )

    def _as_row(self, host: Host) -> dict[str, object]:
        vault, iin = self.vault, host.iin.reveal() if host.iin else None
        return {
            "chat": host.chat,
            "phone": vault.seal(hosts.c.phone, host.phone),
            "consented_at": host.consented_at,
            "consent_version": host.consent_version,
            "iin": vault.seal_optional(hosts.c.iin, iin),
            "iin_index": vault.index_optional(hosts.c.iin_index, iin),
            "name": vault.seal_optional(hosts.c.name, host.name),
            "vouched": host.vouched,
            "invitation": vault.seal_optional(hosts.c.invitation, host.invitation),
            "invitation_index": vault.index_optional(hosts.c.invitation_index, host.invitation),
        }
