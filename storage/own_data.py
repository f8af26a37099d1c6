"""Everything that is stored about one person, table by table, as plain values under stable names.

The tables themselves say what there is: a new column is given out unless it is named in `WITHHELD`, and a new table has
to be named in `OWNED` or `NOBODYS`, or a test fails.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, LargeBinary, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import ChatId
from storage.tables import (
    METADATA,
    audit,
    audit_heads,
    blocks,
    cases,
    certificates,
    chats,
    crossing_files,
    crossings,
    daily_figures,
    drafts,
    events,
    fsm,
    guest_imports,
    hosts,
    inbox,
    legal_holds,
    matter_events,
    matters,
    notices,
    outlooks,
    paces,
    place_events,
    places,
    profiles,
    staff_events,
    travels,
    vault_checks,
)
from storage.vault import Vault

_ME: BindParameter[int] = bindparam("me")
_MY_CASES = select(cases.c.number).where(cases.c.guest == _ME)

OWNED: Mapping[str, ColumnElement[bool]] = {
    chats.name: chats.c.id == _ME,
    drafts.name: drafts.c.chat == _ME,
    profiles.name: profiles.c.chat == _ME,
    travels.name: travels.c.chat == _ME,
    outlooks.name: outlooks.c.chat == _ME,
    hosts.name: hosts.c.chat == _ME,
    cases.name: cases.c.guest == _ME,
    events.name: or_(events.c.case.in_(_MY_CASES), events.c.chat == _ME),  # what was decided as a host, too
    certificates.name: certificates.c.number.in_(_MY_CASES),
    notices.name: notices.c.chat == _ME,
    fsm.name: fsm.c.chat == _ME,
    places.name: places.c.owner == _ME,
    place_events.name: place_events.c.place.in_(select(places.c.id).where(places.c.owner == _ME)),
    staff_events.name: or_(staff_events.c.owner == _ME, staff_events.c.member == _ME),
    blocks.name: or_(blocks.c.host == _ME, blocks.c.guest == _ME),
    matters.name: matters.c.chat == _ME,
    matter_events.name: matter_events.c.matter.in_(select(matters.c.number).where(matters.c.chat == _ME)),
    guest_imports.name: or_(guest_imports.c.owner == _ME, guest_imports.c.prepared_by == _ME),
    inbox.name: inbox.c.chat == _ME,
}
"""Which rows of a table are a person's."""

NOBODYS = {
    vault_checks.name: "a mark by which the bot knows its key",
    audit.name: "what was done, by a keyed digest in place of a person",
    audit_heads.name: "signatures over that record",
    crossings.name: "crossings of the border under a digest of the document",
    crossing_files.name: "which files of crossings were taken in",
    legal_holds.name: "which requests are held, by number",
    daily_figures.name: "how many, day by day",
    paces.name: "when the next message may be sent, to whomever",
}
"""Tables that hold nothing of any person."""

_DIGEST = "a digest of the column beside it, by which the bot finds the row"
WITHHELD: Mapping[str, str] = {
    **{str(column): _DIGEST for name in OWNED for column in METADATA.tables[name].c if column.name.endswith("_index")
       and isinstance(column.type, LargeBinary)},
    "cases.host_card": "a message in another person's chat",
    "guest_imports.entries": "data of other people, who get them by their own chats; here they are counted",
}  # fmt: skip
"""Columns that are given to nobody, and why."""

_CHATS = {"guest", "host", "owner", "chat", "by", "member", "prepared_by"}
"""Columns that name a chat: another person's is not given out."""

_STRUCTURED = {drafts.c.answers, drafts.c.passport, drafts.c.companions, profiles.c.answers, travels.c.record,
               cases.c.answers, notices.c.data, fsm.c.data, places.c.details, matters.c.pictures,
               inbox.c.body}  # fmt: skip
_NAMES_OF_BYTES = {certificates.c.cti, certificates.c.key_id}  # public, not sealed


@dataclass(frozen=True, slots=True)
class SqlOwnData:
    """`ports.OwnRecords` over all tables."""

    connection: AsyncConnection
    vault: Vault

    async def of(self, chat: ChatId) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """The rows of each table that are this person's, oldest first; other people's numbers are left out."""
        return {name: await self._rows(name, chat) for name in OWNED}

    async def hosted(self, chat: ChatId) -> Mapping[str, int]:
        """How many requests this person was asked by as a host, and how many led to a certificate."""
        asked = select(func.count()).select_from(cases).where(cases.c.host == _ME)
        certified = asked.join(certificates, certificates.c.number == cases.c.number)
        about = select(func.count()).select_from(matters).where(matters.c.case.in_(_MY_CASES), matters.c.chat != _ME)
        counts = {"requests": asked, "certificates": certified, "reports_by_others": about}
        return {name: (await self.connection.execute(each, {"me": chat})).scalar_one() for name, each in counts.items()}

    async def _rows(self, name: str, chat: ChatId) -> list[dict[str, object]]:
        table = METADATA.tables[name]
        query = select(table).where(OWNED[name]).order_by(*table.primary_key)
        rows = (await self.connection.execute(query, {"me": chat})).mappings()
        given = [column for column in table.c if str(column) not in WITHHELD]
        return [{column.name: self._plain(column, row[column.name], chat) for column in given} for row in rows]

    def _plain(self, column: Column[Any], value: Any, chat: ChatId) -> object:
        """A stored value as JSON can hold it."""
        if column.name in _CHATS and value != chat:
            return None
        if isinstance(value, bytes):
            return value.hex() if column in _NAMES_OF_BYTES else self._opened(column, value)
        return value.isoformat() if isinstance(value, datetime | date) else value

    def _opened(self, column: Column[Any], sealed: bytes) -> object:
        text = self.vault.open(column, sealed)
        return _unpacked(json.loads(text)) if column in _STRUCTURED else text


def _unpacked(value: Any) -> Any:
    """A passport's card and companions hold answers as JSON text inside JSON; given out they are one object."""
    if isinstance(value, list):
        return [_unpacked(each) for each in value]
    if isinstance(value, dict):
        return {name: _inner(name, each) for name, each in value.items()}
    return value


def _inner(name: str, value: Any) -> Any:
    if name in {"answers", "card"} and isinstance(value, str):
        return _unpacked(json.loads(value))
    return _unpacked(value)
