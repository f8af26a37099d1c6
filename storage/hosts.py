"""Chats that are linked to an IIN or a BIN, sealed; number and invitation are found by their blind indexes.

The column of the number is called `iin`: sealed values are bound to their column's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.certificate import COUNTED
from bot.domain.organisation import HostNumber, host_number
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from storage.tables import cases, certificates, chats, hosts
from storage.upsert import upsert
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_GET = select(hosts).where(hosts.c.chat == _WANTED)
_BY_NUMBER = select(hosts).where(hosts.c.iin_index == _WANTED)
_BY_INVITATION = select(hosts).where(hosts.c.invitation_index == _WANTED)
_HOLDS = certificates.c.status.in_([status.value for status in COUNTED])
_WANT_DIGESTS = (
    select(hosts.c.chat)
    .distinct()
    .join_from(hosts, cases, cases.c.host == hosts.c.chat)
    .join(certificates, certificates.c.number == cases.c.number)
    .join(chats, chats.c.id == hosts.c.chat)
    .where(hosts.c.wants_digest, ~chats.c.blocked, _HOLDS)
    .where(certificates.c.valid_until >= bindparam("now", type_=certificates.c.valid_until.type))
    .order_by(hosts.c.chat)
)
_FORGET = delete(hosts).where(hosts.c.chat == _WANTED)


@dataclass(frozen=True, slots=True)
class SqlHosts:
    """`ports.Hosts` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def get(self, chat: ChatId) -> Host | None:
        """The host of this chat."""
        return await self._one(_GET, chat)

    async def by_number(self, number: HostNumber) -> Host | None:
        """The host to whom this IIN or BIN is linked."""
        return await self._one(_BY_NUMBER, self.vault.index(hosts.c.iin_index, number.reveal()))

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

    async def who_want_digests(self, now: datetime) -> Sequence[ChatId]:
        """The hosts with somebody registered now who did not switch the monthly message off, nor block the bot."""
        return list((await self.connection.execute(_WANT_DIGESTS, {"now": now})).scalars())

    async def forget(self, chat: ChatId) -> None:
        """Remove the host."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def _one(self, query: Select[Any], wanted: int | bytes) -> Host | None:
        row = (await self.connection.execute(query, {"wanted": wanted})).first()
        return None if row is None else self._as_host(row)

    def _as_host(self, row: Row[Any]) -> Host:
        number = self.vault.open_optional(hosts.c.iin, row.iin)
        return Host(
            chat=row.chat,
            phone=self.vault.open(hosts.c.phone, row.phone),
            consented_at=row.consented_at,
            consent_version=row.consent_version,
            number=None if number is None else host_number(number),
            name=self.vault.open_optional(hosts.c.name, row.name),
            vouched=row.vouched,
            invitation=self.vault.open_optional(hosts.c.invitation, row.invitation),
            wants_digest=row.wants_digest,
            checked_at=row.checked_at,
        )

    def _as_row(self, host: Host) -> dict[str, object]:
        vault, number = self.vault, host.number.reveal() if host.number else None
        return {
            "chat": host.chat,
            "phone": vault.seal(hosts.c.phone, host.phone),
            "consented_at": host.consented_at,
            "consent_version": host.consent_version,
            "iin": vault.seal_optional(hosts.c.iin, number),
            "iin_index": vault.index_optional(hosts.c.iin_index, number),
            "name": vault.seal_optional(hosts.c.name, host.name),
            "vouched": host.vouched,
            "wants_digest": host.wants_digest,
            "checked_at": host.checked_at,
            "invitation": vault.seal_optional(hosts.c.invitation, host.invitation),
            "invitation_index": vault.index_optional(hosts.c.invitation_index, host.invitation),
        }
