"""Guests from spreadsheets that wait for the tap that files them, sealed."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.guest_import import GuestEntry, GuestImport
from bot.domain.people import ChatId
from storage.answers_json import answers_from_json, answers_to_json
from storage.tables import guest_imports
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_HAS_ID = guest_imports.c.id == _WANTED
_GET = select(guest_imports).where(_HAS_ID)
_LOCK = select(guest_imports.c.id).where(_HAS_ID).with_for_update()
_ADD = insert(guest_imports)
_SETTLE = update(guest_imports).where(_HAS_ID)
_FORGET = delete(guest_imports).where((guest_imports.c.owner == _WANTED) | (guest_imports.c.prepared_by == _WANTED))
_FORGET_OLD = delete(guest_imports).where(guest_imports.c.prepared_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class SqlImports:
    """`ports.Imports` over a table."""

    connection: AsyncConnection
    vault: Vault

    async def add(self, prepared: GuestImport) -> GuestImport:
        """Insert, and return it with its id (the id passed in is ignored)."""
        row = {
            "owner": prepared.owner,
            "place": prepared.place,
            "prepared_at": prepared.prepared_at,
            "prepared_by": prepared.prepared_by,
            "entries": self.vault.seal(guest_imports.c.entries, _written(prepared)),
        }
        result = await self.connection.execute(_ADD, row)
        return replace(prepared, id=result.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted

    async def get(self, number: int, *, lock: bool = False) -> GuestImport | None:
        """The import with this id."""
        if lock and self.connection.dialect.name != "sqlite":
            await self.connection.execute(_LOCK, {"wanted": number})
        row = (await self.connection.execute(_GET, {"wanted": number})).first()
        if row is None:
            return None
        return GuestImport(
            id=row.id,
            owner=row.owner,
            place=row.place,
            prepared_at=row.prepared_at,
            prepared_by=row.prepared_by,
            entries=_read(self.vault.open_optional(guest_imports.c.entries, row.entries)),
            settled_at=row.settled_at,
        )

    async def settle(self, number: int, at: datetime) -> None:
        """It was filed or given up: its rows go."""
        await self.connection.execute(_SETTLE, {"wanted": number, "settled_at": at, "entries": None})

    async def forget(self, chat: ChatId) -> None:
        """Remove what this organisation or this member of staff has prepared."""
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def forget_old(self, before: datetime) -> int:
        """Remove what was prepared before this moment; how many."""
        return (await self.connection.execute(_FORGET_OLD, {"before": before})).rowcount


def _written(prepared: GuestImport) -> str:
    return json.dumps([[entry.row, answers_to_json(entry.answers)] for entry in prepared.entries])


def _read(written: str | None) -> tuple[GuestEntry, ...]:
    return tuple(GuestEntry(row, answers_from_json(answers)) for row, answers in json.loads(written or "[]"))
