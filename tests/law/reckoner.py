"""A plain reckoner of "so many days in each window", written without looking at the engine's: it walks day by day."""

from datetime import date, timedelta

DAY = timedelta(days=1)
History = list[tuple[date, date | None]]


def days_of(history: History, today: date) -> set[date]:
    """Every day on which the person was there, up to today."""
    days: set[date] = set()
    for came, went in history:
        day, end = came, today if went is None else min(went, today)
        while day <= end:
            days.add(day)
            day += DAY
    return days


def used(history: History, today: date, window: int) -> int:
    """How many of the last `window` days, today among them, the person was there."""
    oldest = today - (window - 1) * DAY
    return sum(oldest <= day for day in days_of(history, today))


def last_day(history: History, limit: int, window: int) -> date:
    """If the person stays on from the last entry: the last day before the count first passes the limit."""
    came = history[-1][0]
    there = days_of(history[:-1], came - DAY)
    tally = sum(came - window * DAY <= day for day in there)
    day = came
    while True:
        tally += 1 - ((day - window * DAY) in there)
        if tally > limit:
            return day - DAY
        there.add(day)
        day += DAY
