"""Who answers for an organisation: a chain of events; names and links are sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.organisation import StaffDeed, StaffEvent, StaffMember
from bot.domain.people import ChatId
from storage.tables import staff_events
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_OF_OWNER = select(staff_events).where(staff_events.c.owner == _WANTED).order_by(staff_events.c.id)
_OF_MEMBER = select(staff_events).where(staff_events.c.member == _WANTED).order_by(staff_events.c.id)
_BY_TOKEN = select(staff_events).where(staff_events.c.token_index == _WANTED).order_by(staff_events.c.id)
_ADD = insert(staff_events)
_FORGET = delete(staff_events).where((staff_events.c.owner == _WANTED) | (staff_events.c.member == _WANTED))


@dataclass(frozen=True, slots=True)
class SqlStaff:
    """`ports.Staff` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def add(self, event: StaffEvent) -> None:
        """Append."""
        row = {
            "owner": event.owner,
            "kind": event.kind.value,
            "at": event.at,
            "by": event.by,
            "member": event.member,
            "name": self.vault.seal_optional(staff_events.c.name, event.name),
            "token": self.vault.seal_optional(staff_events.c.token, event.token),
            "token_index": self.vault.index_optional(staff_events.c.token_index, event.token),
        }
        await self.connection.execute(_ADD, row)

    async def events_of(self, owner: ChatId) -> Sequence[StaffEvent]:
        """All that happened to the staff of this organisation, oldest first."""
        return await self._all(_OF_OWNER, owner)

    async def of_owner(self, owner: ChatId) -> Sequence[StaffMember]:
        """Who answers for this organisation now, in the order of joining."""
        return _members(await self.events_of(owner))

    async def employer_of(self, chat: ChatId) -> ChatId | None:
        """The organisation for which this chat answers now; at most one."""
        last = next(reversed(await self._all(_OF_MEMBER, chat)), None)
        return last.owner if last is not None and last.kind is StaffDeed.JOINED else None

    async def by_token(self, token: str) -> Sequence[StaffEvent]:
        """What happened by this link, oldest first: the invitation, and who joined by it."""
        return await self._all(_BY_TOKEN, self.vault.index(staff_events.c.token_index, token))

    async def forget(self, chat: ChatId) -> None:
        """Remove the staff of this organisation, and this chat from any staff."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def _all(self, query: Any, wanted: int | bytes) -> list[StaffEvent]:
        return [self._as_event(row) for row in await self.connection.execute(query, {"wanted": wanted})]

    def _as_event(self, row: Row[Any]) -> StaffEvent:
        return StaffEvent(
            owner=row.owner,
            kind=StaffDeed(row.kind),
            at=row.at,
            by=row.by,
            member=row.member,
            name=self.vault.open_optional(staff_events.c.name, row.name),
            token=self.vault.open_optional(staff_events.c.token, row.token),
        )


def _members(events: Sequence[StaffEvent]) -> list[StaffMember]:
    now: dict[ChatId, StaffMember] = {}
    for event in events:
        if event.member is None:
            continue
        now.pop(event.member, None)
        if event.kind is StaffDeed.JOINED:
            now[event.member] = StaffMember(chat=event.member, name=event.name or "", joined_at=event.at)
    return list(now.values())
