"""Places and their chains of events, sealed; a place is found by the blind index of the token of its link."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.address import Address, Premises
from bot.domain.people import ChatId
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from storage.tables import place_events, places
from storage.vault import Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_WHOLE = (
    select(places, *place_events.c["kind", "at", "chat", "token"])
    .join_from(places, place_events, place_events.c.place == places.c.id)
    .order_by(places.c.id, place_events.c.seq)
)
_GET = _WHOLE.where(places.c.id == _WANTED)
_OF_OWNER = _WHOLE.where(places.c.owner == _WANTED)
_BY_TOKEN = _WHOLE.where(
    places.c.id == select(place_events.c.place).where(place_events.c.token_index == _WANTED).scalar_subquery()
)
_LOCK = select(places.c.id).where(places.c.id == _WANTED).with_for_update()
_ADD = insert(places)
_APPEND = insert(place_events)
_THEIRS = select(places.c.id).where(places.c.owner == _WANTED)
_FORGET_EVENTS = delete(place_events).where(place_events.c.place.in_(_THEIRS))
_FORGET = delete(places).where(places.c.owner == _WANTED)


@dataclass(frozen=True, slots=True)
class SqlPlaces:
    """`ports.Places` over two tables."""

    connection: AsyncConnection
    vault: Vault

    async def add(self, place: Place) -> Place:
        """Insert, and return it with its id (the id passed in is ignored)."""
        row = {"owner": place.owner, "details": self.vault.seal(places.c.details, _details(place))}
        result = await self.connection.execute(_ADD, row)
        added = replace(place, id=PlaceId(result.inserted_primary_key[0]))  # type: ignore[index]  # one row was inserted
        await self._append(added.id, 0, added.events)
        return added

    async def save(self, place: Place) -> None:
        """Append the events that are new; what a place is never changes. Raises LookupError where it is gone."""
        stored = await self.get(place.id, lock=True)
        if stored is None:
            raise LookupError(place.id)
        await self._append(place.id, len(stored.events), place.events[len(stored.events) :])

    async def get(self, place: PlaceId, *, lock: bool = False) -> Place | None:
        """The place with this id."""
        if lock and self.connection.dialect.name != "sqlite":
            await self.connection.execute(_LOCK, {"wanted": place})
        return next(iter(await self._all(_GET, place)), None)

    async def by_token(self, token: str) -> Place | None:
        """The place to which this link leads or once led: whether it still works, the place itself says."""
        return next(iter(await self._all(_BY_TOKEN, self.vault.index(place_events.c.token_index, token))), None)

    async def of_owner(self, owner: ChatId) -> Sequence[Place]:
        """All places of this host, oldest first."""
        return await self._all(_OF_OWNER, owner)

    async def forget(self, owner: ChatId) -> None:
        """Remove all places of this host."""
        await self.connection.execute(_FORGET_EVENTS, {"wanted": owner})
        await self.connection.execute(_FORGET, {"wanted": owner})

    async def _append(self, place: PlaceId, first: int, new: Sequence[PlaceEvent]) -> None:
        rows = [self._event_row(place, seq, event) for seq, event in enumerate(new, first)]
        if rows:
            await self.connection.execute(_APPEND, rows)

    async def _all(self, query: Select[Any], wanted: int | bytes) -> list[Place]:
        rows = await self.connection.execute(query, {"wanted": wanted})
        return [self._as_place(list(same)) for _, same in groupby(rows, key=attrgetter("id"))]

    def _as_place(self, rows: Sequence[Row[Any]]) -> Place:
        first = rows[0]
        said = json.loads(self.vault.open(places.c.details, first.details))
        return Place(
            id=first.id,
            owner=first.owner,
            address=Address(said["region"], tuple(said["parts"])),
            premises=Premises(said["premises"]),
            most=said["most"],
            language=said["language"],
            name=said["name"],
            since=_day(said["since"]),
            until=_day(said["until"]),
            events=tuple(map(self._as_event, rows)),
        )

    def _as_event(self, row: Row[Any]) -> PlaceEvent:
        token = self.vault.open_optional(place_events.c.token, row.token)
        return PlaceEvent(kind=PlaceDeed(row.kind), at=row.at, chat=row.chat, token=token)

    def _event_row(self, place: PlaceId, seq: int, event: PlaceEvent) -> dict[str, object]:
        return {
            "place": place,
            "seq": seq,
            "kind": event.kind.value,
            "at": event.at,
            "chat": event.chat,
            "token": self.vault.seal_optional(place_events.c.token, event.token),
            "token_index": self.vault.index_optional(place_events.c.token_index, event.token),
        }


def _details(place: Place) -> str:
    said = {
        "region": place.address.region,
        "parts": place.address.parts,
        "premises": place.premises.value,
        "most": place.most,
        "language": place.language,
        "name": place.name,
        "since": place.since.isoformat() if place.since else None,
        "until": place.until.isoformat() if place.until else None,
    }
    return json.dumps(said, ensure_ascii=False)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
