"""Days as deadlines count them.

Every deadline has two dates, since "within N days from" is read in two ways: `due` takes the day of the event for the
first day, `last_arguable` the day after. Neither is moved on from a weekend unless working days are what is counted.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from bot.law.tables import rows_of

DAY = timedelta(days=1)
SATURDAY = 5


class Deadline(NamedTuple):
    """The last day by the strict reading and by the lax one."""

    due: date
    last_arguable: date


@lru_cache(maxsize=4096)  # the rules of one assessment ask this again and again
def calendar_days(event: date, count: int) -> Deadline:
    """Count calendar days: an entry on 2026-11-12 has day 30 on 2026-12-11, arguably 2026-12-12."""
    due = event + timedelta(days=count - 1)
    return Deadline(due, due + DAY)


@lru_cache(maxsize=4096)
def working_days(event: date, count: int) -> Deadline:
    """Count working days: from Friday 2026-12-11 three end on 2026-12-15, arguably 2026-12-17 (16 December is off)."""
    return Deadline(_nth_working_day(event, count), _nth_working_day(event + DAY, count))


def is_working_day(day: date) -> bool:
    """Whether offices in Kazakhstan work on the day: weekends, holidays and days moved by the government are known."""
    off, worked = _exceptions(day.year)
    return day in worked or (day.weekday() < SATURDAY and day not in off)


def _nth_working_day(first: date, count: int) -> date:
    """The count-th working day on or after `first`."""
    day = first
    while not is_working_day(day) or (count := count - 1):
        day += DAY
    return day


@lru_cache(maxsize=128)
def _exceptions(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The year's days off and its worked weekends; our own table has the last word."""
    known = holidays.country_holidays("KZ", years=year)
    off, worked = set(known), {day for day in known.weekend_workdays if day.year == year}
    for day, works in _overrides().items():
        if day.year == year:
            (worked if works else off).add(day)
            (off if works else worked).discard(day)
    return frozenset(off), frozenset(worked)


@lru_cache(maxsize=1)
def _overrides() -> dict[date, bool]:
    """Read the days that our sources settle, whatever the library's release says: day -> is it worked."""
    works = {"work": True, "off": False}
    return {date.fromisoformat(row["day"]): works[row["kind"]] for row in rows_of("days_off.csv")}
