"""Dates of the zone: YYMMDD without a century (ICAO Doc 9303-3, 4.8)."""

from datetime import date
from typing import Final

from bot.passport.alphabet import DIGITS

EXPIRED_AT_MOST: Final = 20
"""Years. Doc 9303 gives no rule for the century, so one is chosen: a two-digit year of expiry is the one year from 20
years behind today to 79 ahead. Documents are valid for ten years, some cards for fifteen or more, and nobody shows one
that expired a generation ago; cards without an end are written as 2099 or 9999, which the zone gives as 99."""

BELIEVED_AHEAD: Final = 50
"""Years. An expiry further ahead is rather a wrong reading, or a card without an end: a person has to look."""

_CENTURY: Final = 100


def _date(year: int, text: str) -> date | None:
    """The day that month and day of `YYMMDD` make in that year; None where there is no such day."""
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _is_whole(text: str) -> bool:
    """Whether nothing of it is unknown: six digits and no filler."""
    return len(text) == len("YYMMDD") and all(character in DIGITS for character in text)


def birth_date(text: str, today: date) -> date | None:
    """The latest such day that is not in the future; None when a part is unknown (`<<`) or there is no such day.

    Who is over a hundred years old is taken for a child: nothing in the zone tells them apart but an expiry before
    that birth (see `contradicts`). To have it looked at would mean every child under sixteen: a hundred years more make
    100 to 115.
    """
    if not _is_whole(text):
        return None
    this_century = today.year - today.year % _CENTURY + int(text[:2])
    candidates = (_date(year, text) for year in (this_century, this_century - _CENTURY))
    return next((day for day in candidates if day and day <= today), None)


def expiry_date(text: str, today: date) -> date | None:
    """The one such day in the hundred years that begin `EXPIRED_AT_MOST` years before today; None if there is none."""
    if not _is_whole(text):
        return None
    first = today.year - EXPIRED_AT_MOST
    return _date(first + (int(text[:2]) - first) % _CENTURY, text)


def is_believable(expiry: date, today: date) -> bool:
    """Whether an expiry is near enough to be taken without a look."""
    return expiry.year <= today.year + BELIEVED_AHEAD


def contradicts(birth: date | None, expiry: date | None) -> bool:
    """Whether the document would have expired before its holder was born: one of the centuries is wrong."""
    return birth is not None and expiry is not None and expiry < birth


def zone_date(day: date) -> str:
    """A day as the zone writes it."""
    return day.strftime("%y%m%d")
