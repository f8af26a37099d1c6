"""Counting days of presence. The days of entry and of departure both count; a day shared by two stays counts once."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from bot.law.assessment import Allowance
from bot.law.days import DAY
from bot.law.facts import Facts, Stay

WINDOW_SINCE = date(2023, 1, 27)
"""Government decree 1146 of 31 December 2022: only entries from this day on count in the rolling window."""


def entry(facts: Facts) -> date | None:
    """The day of the latest crossing in, where one is known."""
    return facts.stays[-1].entered if facts.stays else None


def present_day(facts: Facts, on: date | None = None) -> date:
    """The day to judge by: `on` (or today), or the day of departure where the guest has already left by then."""
    left = facts.stays[-1].left if facts.stays else None
    today = on or facts.on
    return today if left is None else min(today, left)


def departed(facts: Facts) -> bool:
    """Whether the guest is known to have left by the day `on`."""
    left = facts.stays[-1].left if facts.stays else None
    return left is not None and left <= facts.on


def days_present(stays: tuple[Stay, ...], first: date, last: date) -> int:
    """Count the days from `first` to `last`, both included, that lie in one of the stays."""
    return _overlap(_ordinals(stays, last), first.toordinal(), last.toordinal())


def _ordinals(stays: tuple[Stay, ...], today: date) -> list[tuple[int, int]]:
    """First and last day of each stay as day numbers, without the day that a stay shares with the one before."""
    spans, counted_to = [], 0
    for entered, left in stays:
        since = max(entered.toordinal(), counted_to + 1)
        counted_to = (left or today).toordinal()
        spans.append((since, counted_to))
    return spans


def _overlap(spans: list[tuple[int, int]], first: int, last: int) -> int:
    total = 0
    for since, until in spans:
        if since <= last and until >= first:
            total += min(until, last) - max(since, first) + 1
    return total


@lru_cache(maxsize=256)  # several rules of one assessment ask this
def reckon(
    stays: tuple[Stay, ...],
    on: date,
    entry_days: int,
    window_days: int | None,
    window: int | None,
    counts_since: date = WINDOW_SINCE,
) -> Allowance:
    """Reckon the lawful stay of the last entry: at most `entry_days` in it and `window_days` in each `window` days.

    Of the two limits the one that ends the stay first is told, where both end it on one day the smaller; both counts of
    days run up to `on`. There may be no window.
    """
    entered = stays[-1].entered
    by_entry = entered + timedelta(days=entry_days - 1)
    if window is None or window_days is None:
        return _allowance(entry_days, None, days_present(stays[-1:], entered, on), by_entry)
    before = counted_before(stays, counts_since)
    by_window = _last_day_in_window(before, entered, window_days, window)
    if by_entry < by_window or (by_entry == by_window and entry_days < window_days):
        return _allowance(entry_days, None, days_present(stays[-1:], entered, on), by_entry)
    used = days_present(before + stays[-1:], on - timedelta(days=window - 1), on)
    return _allowance(window_days, window, used, by_window)


def counted_before(stays: tuple[Stay, ...], since: date) -> tuple[Stay, ...]:
    """The stays before the present one that count in the window: those entered since it was made law."""
    return tuple([stay for stay in stays[:-1] if stay.entered >= since])


def _allowance(limit: int, window: int | None, used: int, until: date) -> Allowance:
    return Allowance(limit, window, used, max(0, limit - used), until, until + DAY)


def _last_day_in_window(before: tuple[Stay, ...], entered: date, limit: int, window: int) -> date:
    """The last day on which an unbroken stay since `entered` keeps every window within the limit.

    Each further day adds one and frees at most one, so the count never falls and can be searched by halves.
    """
    if not before:
        return entered + timedelta(days=limit - 1)
    eve = entered.toordinal() - 1
    spans = _ordinals(before, entered)

    def used_after(nights: int) -> int:
        return nights + 1 + _overlap(spans, eve + 1 + nights - window + 1, eve)

    return date.fromordinal(eve + bisect_right(range(limit), limit, key=used_after))
