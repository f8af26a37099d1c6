"""What needs an officer, with its chain of events; words and pictures are sealed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.matter import Matter, MatterEvent, MatterKind, MatterState
from bot.domain.people import ChatId
from storage.tables import cases, matter_events, matters
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_WHOLE = (
    select(
        *matters.c["number", "kind", "chat", "case", "text", "pictures"],
        matter_events.c.kind.label("event"),
        matter_events.c.at,
        matter_events.c.chat.label("by"),
        matter_events.c.note,
    )
    .join_from(matters, matter_events, matter_events.c.matter == matters.c.number)
    .order_by(matters.c.number, matter_events.c.seq)
)
_GET = _WHOLE.where(matters.c.number == _WANTED)
_OF_CHAT = _WHOLE.where(matters.c.chat == _WANTED)
_OF_CASE = _WHOLE.where(matters.c.case == _WANTED)
_LOCK = select(matters.c.number).where(matters.c.number == _WANTED).with_for_update()
_ADD = insert(matters)
_APPEND = insert(matter_events)
_THEIRS = select(matters.c.number).where(matters.c.chat == _WANTED)
_FORGET_EVENTS = delete(matter_events).where(matter_events.c.matter.in_(_THEIRS))
_FORGET = delete(matters).where(matters.c.chat == _WANTED)
# not `IN`: SQLite would list every wiped request there is, holding the one seat for writing, though no matter waits
_IS_WIPED = exists().where(cases.c.number == matters.c.case, cases.c.answers.is_(None)).correlate(matters)
_FRESH = select(matter_events.c.matter).where(matter_events.c.at >= bindparam("before"))
_OVER = select(matters.c.number).where(or_(matters.c.case.is_(None), _IS_WIPED), matters.c.number.not_in(_FRESH))
_FORGET_NOTES = update(matter_events).where(matter_events.c.matter.in_(_OVER), matter_events.c.note.is_not(None))
_FORGET_TEXTS = update(matters).where(matters.c.number.in_(_OVER), matters.c.text.is_not(None))


@dataclass(frozen=True, slots=True)
class SqlMatters:
    """`ports.Matters` over two tables."""

    connection: AsyncConnection
    vault: Vault

    async def add(self, matter: Matter) -> Matter:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""
        row = {
            "kind": matter.kind.value,
            "chat": matter.chat,
            "case": matter.case,
            "text": self.vault.seal(matters.c.text, matter.text),
            "pictures": self.vault.seal(matters.c.pictures, json.dumps(matter.pictures)),
        }
        result = await self.connection.execute(_ADD, row)
        added = replace(matter, number=result.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
        await self._append(added.number, 0, added.events)
        return added

    async def save(self, matter: Matter) -> None:
        """Append the events that are new. Raises LookupError where the matter is gone."""
        stored = await self.get(matter.number, lock=True)
        if stored is None:
            raise LookupError(matter.number)
        await self._append(matter.number, len(stored.events), matter.events[len(stored.events) :])

    async def get(self, number: int, *, lock: bool = False) -> Matter | None:
        """The matter with this number."""
        if lock and self.connection.dialect.name != "sqlite":
            await self.connection.execute(_LOCK, {"wanted": number})
        return next(iter(await self._all(_GET, number)), None)

    async def of_chat(self, chat: ChatId) -> Sequence[Matter]:
        """All that this chat has opened, oldest first."""
        return await self._all(_OF_CHAT, chat)

    async def of_case(self, case: int) -> Sequence[Matter]:
        """All that is about this request, oldest first."""
        return await self._all(_OF_CASE, case)

    async def forget(self, chat: ChatId) -> None:
        """Remove all that this chat has opened."""
        await self.connection.execute(_FORGET_EVENTS, {"wanted": chat})
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def forget_texts(self, before: datetime) -> int:
        """Wipe words, pictures and notes of what nothing has happened to since, and whose request is wiped or none.

        Number, kind and chain of states stay. How many were wiped.
        """
        await self.connection.execute(_FORGET_NOTES.values(note=None), {"before": before})
        wiped = await self.connection.execute(_FORGET_TEXTS.values(text=None, pictures=None), {"before": before})
        return wiped.rowcount

    async def _append(self, number: int, first: int, new: Sequence[MatterEvent]) -> None:
        rows = [
            {
                "matter": number,
                "seq": seq,
                "kind": event.kind.value,
                "at": event.at,
                "chat": event.chat,
                "note": self.vault.seal_optional(matter_events.c.note, event.note),
            }
            for seq, event in enumerate(new, first)
        ]
        if rows:
            await self.connection.execute(_APPEND, rows)

    async def _all(self, query: Select[Any], wanted: int) -> list[Matter]:
        rows = await self.connection.execute(query, {"wanted": wanted})
        return [self._as_matter(list(same)) for _, same in groupby(rows, key=attrgetter("number"))]

    def _as_matter(self, rows: Sequence[Row[Any]]) -> Matter:
        first = rows[0]
        pictures = self.vault.open_optional(matters.c.pictures, first.pictures)
        return Matter(
            number=first.number,
            kind=MatterKind(first.kind),
            chat=first.chat,
            case=first.case,
            text=self.vault.open_optional(matters.c.text, first.text) or "",
            pictures=tuple(json.loads(pictures)) if pictures else (),
            events=tuple(map(self._as_event, rows)),
        )

    def _as_event(self, row: Row[Any]) -> MatterEvent:
        note = self.vault.open_optional(matter_events.c.note, row.note)
        return MatterEvent(kind=MatterState(row.event), at=row.at, chat=row.by, note=note)
