"""The list of earlier stays in words, and how to add to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.travel import Stay
from bot.texts.counting import stay_row
from bot.texts.words import Words, lines, page

ON_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the stays, the newest first; pages are counted from 0."""

    trips: tuple[Stay, ...]
    number: int
    total: int

    @property
    def has_more(self) -> bool:
        """Whether older ones follow."""
        return (self.number + 1) * ON_A_PAGE < self.total


def page_of(newest_first: Sequence[Stay], number: int) -> Page:
    """This page, or the last one where there are not so many."""
    number = min(number, max(0, len(newest_first) - 1) // ON_A_PAGE)
    first = number * ON_A_PAGE
    return Page(tuple(newest_first[first : first + ON_A_PAGE]), number, len(newest_first))


def listed(words: Words, shown: Page) -> str:
    """The page, and how to add a stay."""
    rows = [f"• {stay_row(words, trip)}" for trip in shown.trips]
    if shown.total > ON_A_PAGE:
        rows.append(words.say("Stays in all: {total}.", total=shown.total))
    return page(
        words.say("My earlier stays in Kazakhstan"),
        lines(*rows) if rows else words.say("None yet."),
        words.say("To add one, type the day you entered and the day you left: 01.03.2026 - 20.04.2026"),
        words.say("The days of entry and departure are in the stamps in your passport."),
    )


def asks_left(words: Words, entered: date) -> str:
    """The second day of a stay."""
    return words.say("You entered on {entered}; on which day did you leave?", entered=words.day(entered))


def unread(words: Words) -> str:
    """What was typed is no stay."""
    return words.say("Type both days with the year. Example: 01.03.2026 - 20.04.2026")


def remove_label(words: Words, trip: Stay) -> str:
    """On the button that takes a stay off the list; in numbers, to be short."""
    left = trip.left or trip.entered
    return words.say("Remove {entered} - {left}", entered=f"{trip.entered:%d.%m.%Y}", left=f"{left:%d.%m.%Y}")
