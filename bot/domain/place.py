"""Places that a host has saved: what guests by its standing invitation (the "door QR") find filled in."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.domain.address import Address, Premises
from bot.domain.ids import ChatId
from bot.domain.ids import PlaceId as PlaceId


class PlaceDeed(StrEnum):
    """What can happen to a standing invitation."""

    OPENED = "opened"
    RENEWED = "renewed"  # a new link; the old one is dead at once
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"


class PlaceState(StrEnum):
    """Whether guests can come by the link."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"


_LEADS_TO = {
    PlaceDeed.OPENED: PlaceState.OPEN,
    PlaceDeed.RESUMED: PlaceState.OPEN,
    PlaceDeed.PAUSED: PlaceState.PAUSED,
    PlaceDeed.ENDED: PlaceState.ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEvent:
    """One link of the chain; `token` is there when a link was made."""

    kind: PlaceDeed
    at: datetime
    chat: ChatId
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to live: where, of which kind, for how many at once, for which days, and in which language its card is.

    `since` and `until` bound the days for which guests may come; None means no bound. `name` is what an organisation
    calls it ("" for a person's home).
    """

    id: PlaceId
    owner: ChatId
    address: Address
    premises: Premises
    most: int
    language: str
    events: tuple[PlaceEvent, ...]
    name: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def state(self) -> PlaceState:
        """Whether guests can come by the link now."""
        return next(_LEADS_TO[event.kind] for event in reversed(self.events) if event.kind in _LEADS_TO)

    @property
    def token(self) -> str:
        """The token of the one link that works."""
        return next(event.token for event in reversed(self.events) if event.token is not None)

    def is_for(self, day: date) -> bool:
        """Whether guests may come on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def happened(self, kind: PlaceDeed, at: datetime, chat: ChatId, token: str | None = None) -> Self:
        """The place with one more event."""
        return replace(self, events=(*self.events, PlaceEvent(kind=kind, at=at, chat=chat, token=token)))
