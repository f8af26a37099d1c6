"""Crossings of the border as its own record has them, read without accusing anybody of what the record cannot know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bot.domain.travel import Stay

_DAY = timedelta(days=1)


class Direction(StrEnum):
    """Into the country, or out of it."""

    IN = "in"
    OUT = "out"


class Crossing(NamedTuple):
    """One crossing; of the document only a digest is kept, so there is none here. The record has no hour."""

    on: date
    direction: Direction
    citizenship: str  # ISO 3166-1 alpha-3, or XXA for a stateless person
    checkpoint: str = ""


class CrossingFault(StrEnum):
    """Why a line of a file of crossings was not taken in."""

    FIELDS = "fields"  # more or fewer than the heading has, or a quotation mark that does not end
    DOCUMENT = "document"
    CITIZENSHIP = "citizenship"
    DIRECTION = "direction"
    DATE = "date"
    DATE_TO_COME = "date_to_come"
    DATE_TOO_OLD = "date_too_old"  # before the first day that the rules know
    CHECKPOINT = "checkpoint"


class Span(NamedTuple):
    """Days without a gap, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of which days the record has come: what is not in a covered day has not happened, as far as it goes.

    A file is taken to hold every crossing of the days from its first to its last.
    """

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Coverage":
        """Spans that touch or overlap are one."""
        joined: list[Span] = []
        for span in sorted(spans):
            if joined and span.first <= joined[-1].last + _DAY:
                joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
            else:
                joined.append(span)
        return cls(tuple(joined))

    def since(self, day: date) -> "Coverage":
        """Without the days before this one: crossings of them were let go, and that one is missing says nothing."""
        return Coverage(tuple(Span(max(span.first, day), span.last) for span in self.spans if span.last >= day))

    def end_from(self, day: date) -> date | None:
        """Until when the record goes on without a gap from this day; None where it does not have the day."""
        return next((span.last for span in self.spans if span.first <= day <= span.last), None)

    def has(self, first: date, last: date) -> bool:
        """Whether it has every day between these two, both included."""
        end = self.end_from(first)
        return end is not None and last <= end


@dataclass(frozen=True, slots=True)
class Journeys:
    """What the record says of one person, in order of time.

    `left_outside` are exits of one who had not come in before, as far as the record goes.
    """

    stays: tuple[Stay, ...]
    left_outside: tuple[date, ...] = ()

    @property
    def exits(self) -> tuple[date, ...]:
        """Every day of leaving."""
        return tuple(sorted({*self.left_outside, *(stay.left for stay in self.stays if stay.left is not None)}))


def journeys(crossings: Sequence[Crossing]) -> Journeys:
    """Read crossings of one person as stays.

    Of one day the order is not known: who was in is taken to have gone out first, who was out to have come in first.
    Several of one kind on a day are one, for two posts of one crossing may both write it down.
    """
    stays: list[Stay] = []
    outside: list[date] = []
    is_in = False
    for day, same in groupby(sorted(crossings), key=attrgetter("on")):
        ways = {crossing.direction for crossing in same}
        is_whole_visit = len(ways) > 1 and not is_in
        if Direction.OUT in ways and not is_whole_visit:
            _go_out(stays, outside, day, is_in=is_in)
            is_in = False
        if Direction.IN in ways:
            stays.append(Stay(day, day if is_whole_visit else None))
            is_in = not is_whole_visit
    return Journeys(tuple(stays), tuple(outside))


def _go_out(stays: list[Stay], outside: list[date], day: date, *, is_in: bool) -> None:
    if is_in:
        stays[-1] = stays[-1]._replace(left=day)
    else:
        outside.append(day)
