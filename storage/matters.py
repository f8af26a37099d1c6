"""What needs an officer, with its chain of events; words and pictures are sealed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import NOBODY
from bot.domain.matter import Decision, Matter, MatterEvent, MatterKind, MatterState
from bot.domain.people import ChatId
from storage.legal_holds import is_held, stays_with_its_request
from storage.tables import cases, events, is_ending, matter_events, matters
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_WHOLE = (
    select(
        *matters.c["number", "kind", "chat", "case", "text", "pictures"],
        matter_events.c.kind.label("event"),
        matter_events.c.at,
        matter_events.c.chat.label("by"),
        matter_events.c.note,
        matter_events.c.decision,
    )
    .join_from(matters, matter_events, matter_events.c.matter == matters.c.number)
    .order_by(matters.c.number, matter_events.c.seq)
)
_GET = _WHOLE.where(matters.c.number == _WANTED)
_OF_CHAT = _WHOLE.where(matters.c.chat == _WANTED)
_OF_CASE = _WHOLE.where(matters.c.case == _WANTED)
_OF_THESE = _WHOLE.where(matters.c.number.in_(bindparam("these", expanding=True)))
_IS_OPEN = matters.c.is_open.is_(True)  # as the partial index has it, for the planner to know it again
_IS_FIRST = sql_case((matters.c.kind.in_(bindparam("first", expanding=True)), 0), else_=1)
_OPEN_ONES = (
    select(matters.c.number)
    .where(_IS_OPEN)
    .order_by(_IS_FIRST, matters.c.number)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_COUNT_OPEN = select(func.count()).select_from(matters).where(_IS_OPEN)
_ITS_REQUEST_HAS_ENDED = exists().where(events.c.case == matters.c.case, is_ending).correlate(matters)
_IS_SAID_LATER = matter_events.c.decision == Decision.TO_BE_MENDED.value  # its words go out though the host said no
_DECIDED = (
    select(matter_events.c.matter)
    .join_from(matter_events, matters, matters.c.number == matter_events.c.matter)
    .where(or_(matters.c.kind == MatterKind.HOST.value, _IS_SAID_LATER, ~_ITS_REQUEST_HAS_ENDED))  # of a host many wait
    .where(matter_events.c.decision.in_(bindparam("which", expanding=True)), matter_events.c.at >= bindparam("since"))
    .distinct()
    .order_by(matter_events.c.matter)
)
_LOCK = select(matters.c.number).where(matters.c.number == _WANTED).with_for_update()
_ADD = insert(matters)
_APPEND = insert(matter_events)
_OPEN = update(matters).where(matters.c.number == _WANTED)
_IS_FREE = ~is_held(matters.c.case)
_THEIRS = select(matters.c.number).where(matters.c.chat == _WANTED, _IS_FREE)
_FORGET_EVENTS = delete(matter_events).where(matter_events.c.matter.in_(_THEIRS))
_FORGET = delete(matters).where(matters.c.chat == _WANTED, _IS_FREE)
_UNTIE = update(matters).where(matters.c.chat == _WANTED, _IS_FREE, stays_with_its_request).values(chat=NOBODY)
# not `IN`: SQLite would list every wiped request there is, holding the one seat for writing, though no matter waits
_IS_WIPED = exists().where(cases.c.number == matters.c.case, cases.c.answers.is_(None)).correlate(matters)
_IS_FRESH = (
    exists()
    .where(matter_events.c.matter == matters.c.number, matter_events.c.at >= bindparam("before"))
    .correlate_except(matter_events)
)
_OVER = select(matters.c.number).where(or_(matters.c.case.is_(None), _IS_WIPED), ~_IS_FRESH)
_FORGET_NOTES = update(matter_events).where(matter_events.c.matter.in_(_OVER), matter_events.c.note.is_not(None))
_FORGET_TEXTS = update(matters).where(matters.c.number.in_(_OVER), matters.c.text.is_not(None))


@dataclass(frozen=True, slots=True)
class SqlMatters:
    """`ports.Matters` over two tables."""

    connection: AsyncConnection
    vault: Vault
    recorded: list[tuple[Matter, MatterEvent]] = field(default_factory=list, init=False, repr=False)  # since the commit

    async def add(self, matter: Matter) -> Matter:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""
        row = {
            "kind": matter.kind.value,
            "chat": matter.chat,
            "case": matter.case,
            "is_open": matter.is_open,
            "text": self.vault.seal(matters.c.text, matter.text),
            "pictures": self.vault.seal(matters.c.pictures, json.dumps(matter.pictures)),
        }
        result = await self.connection.execute(_ADD, row)
        added = replace(matter, number=result.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
        await self._append(added, 0)
        return added

    async def save(self, matter: Matter) -> None:
        """Append the events that are new. Raises LookupError where the matter is gone."""
        stored = await self.get(matter.number, lock=True)
        if stored is None:
            raise LookupError(matter.number)
        await self._append(matter, len(stored.events))
        if matter.is_open is not stored.is_open:
            await self.connection.execute(_OPEN, {"wanted": matter.number, "is_open": matter.is_open})

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

    async def waiting(self, first: Sequence[MatterKind], skip: int, most: int) -> Sequence[Matter]:
        """What is open, those of the first kinds before the others, the oldest of each first."""
        named = {"first": [kind.value for kind in first], "skip": skip, "most": most}
        numbers = list((await self.connection.execute(_OPEN_ONES, named)).scalars())
        found = {one.number: one for one in self._grouped(await self.connection.execute(_OF_THESE, {"these": numbers}))}
        return [found[number] for number in numbers]

    async def count_open(self) -> int:
        """How many are open."""
        return int((await self.connection.execute(_COUNT_OPEN)).scalar_one())

    async def decided(self, which: Sequence[Decision], since: datetime) -> Sequence[int]:
        """The numbers of what was decided so since then, where a request or its guest may wait for it still."""
        named = {"which": [each.value for each in which], "since": since}
        return list((await self.connection.execute(_DECIDED, named)).scalars())

    async def forget(self, chat: ChatId) -> None:
        """Remove all that this chat has opened; what the bot has seen of a request that is kept stays, nobody's."""
        await self.connection.execute(_UNTIE, {"wanted": chat})
        await self.connection.execute(_FORGET_EVENTS, {"wanted": chat})
        await self.connection.execute(_FORGET, {"wanted": chat})

    async def forget_texts(self, before: datetime) -> int:
        """Wipe words, pictures and notes of what nothing has happened to since, and whose request is wiped or none.

        Number, kind and chain of states stay. How many were wiped.
        """
        await self.connection.execute(_FORGET_NOTES.values(note=None), {"before": before})
        wiped = await self.connection.execute(_FORGET_TEXTS.values(text=None, pictures=None), {"before": before})
        return wiped.rowcount

    async def _append(self, matter: Matter, first: int) -> None:
        new = matter.events[first:]
        self.recorded.extend((matter, event) for event in new)
        rows = [
            {
                "matter": matter.number,
                "seq": seq,
                "kind": event.kind.value,
                "at": event.at,
                "chat": event.chat,
                "note": self.vault.seal_optional(matter_events.c.note, event.note),
                "decision": event.decision.value if event.decision is not None else None,
            }
            for seq, event in enumerate(new, first)
        ]
        if rows:
            await self.connection.execute(_APPEND, rows)

    async def _all(self, query: Select[Any], wanted: int) -> list[Matter]:
        return self._grouped(await self.connection.execute(query, {"wanted": wanted}))

    def _grouped(self, rows: Iterable[Row[Any]]) -> list[Matter]:
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
        decision = Decision(row.decision) if row.decision is not None else None
        return MatterEvent(kind=MatterState(row.event), at=row.at, chat=row.by, note=note, decision=decision)
