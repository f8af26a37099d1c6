"""Entries and departures: what a person tells of travels, beside the answers of one request."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from bot.domain.people import ChatId


class Stay(NamedTuple):
    """One entry: the day of crossing in, and the day of crossing out (None: not known to have left)."""

    entered: date
    left: date | None = None


def disorder(stays: tuple[Stay, ...]) -> tuple[str, str] | None:
    """Name the first place where a travel history breaks time's order, and what was expected there."""
    for index, stay in enumerate(stays):
        if stay.left is not None and stay.left < stay.entered:
            return f"stays[{index}].left", "a day not before the entry"
    for index, (before, after) in enumerate(pairwise(stays)):
        if before.left is None:
            return f"stays[{index}].left", "a date: only the last stay may be open"
        if after.entered < before.left:
            return f"stays[{index + 1}].entered", "a day not before the departure of the stay before"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Travels:
    """Earlier stays in order of time, each with its departure, and the day of the last move inside the country."""

    chat: ChatId
    saved_at: datetime
    earlier: tuple[Stay, ...] = ()
    moved: date | None = None

    def up_to(self, entered: date) -> tuple[Stay, ...]:
        """The stays that were over by this day of entry: one that reaches past it would contradict it."""
        return tuple(stay for stay in self.earlier if stay.left is not None and stay.left <= entered)

    def moved_since(self, entered: date | None) -> date | None:
        """The day of the last move, where it was one of the stay that began on this day."""
        return self.moved if self.moved and entered and self.moved >= entered else None

    def __repr__(self) -> str:
        return f"Travels(chat={self.chat}, earlier={len(self.earlier)})"
