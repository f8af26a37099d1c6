"""The day counter: how much of an order of stay is used on a day, and when days come free again.

A day of presence counts in every window that holds it, so it comes free when the window has moved on by its length.
"""

from datetime import date, timedelta
from typing import NamedTuple

from bot.law.days import DAY
from bot.law.facts import Facts, Stay
from bot.law.residence import visa_free_allowance, visa_free_order
from bot.law.states import StayOrder
from bot.law.stays import counted_before, days_present, present_day


class Release(NamedTuple):
    """From `first` to `last` one day comes free each day, and on each of them an earlier day leaves the window."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days come free."""
        return (self.last - self.first).days + 1


class Window(NamedTuple):
    """Of the `length` days that end today, from `since` on, `used` of the `days` allowed; when they come free."""

    days: int
    length: int
    since: date
    used: int
    releases: tuple[Release, ...]

    @property
    def left(self) -> int:
        """Days that are free today, whatever comes free later."""
        return max(0, self.days - self.used)


class DayCount(NamedTuple):
    """An order of stay as it is used on the day `on`: so many days an entry, and a window where the law has one.

    `until` is the last lawful day of the present stay by the stricter reading, `last_arguable` by the laxer one.
    """

    on: date
    entry_days: int
    used: int
    until: date
    last_arguable: date
    window: Window | None

    @property
    def left(self) -> int:
        """Days that this entry still allows, whatever the window says."""
        return max(0, self.entry_days - self.used)

    @property
    def entry_binds(self) -> bool:
        """True where one entry allows fewer days than the window does."""
        return self.window is None or self.entry_days < self.window.days


def count_days(facts: Facts) -> DayCount | None:
    """Count the days of a visa-free stay; None where no order of stay is known, or no entry."""
    order, stay = visa_free_order(facts), visa_free_allowance(facts)
    if order is None or stay is None:
        return None
    present = facts.stays[-1]
    return DayCount(
        on=facts.on,
        entry_days=order.entry_days,
        used=days_present((present,), present.entered, present_day(facts)),
        until=stay.until,
        last_arguable=stay.last_arguable,
        window=_window(facts, order),
    )


def _window(facts: Facts, order: StayOrder) -> Window | None:
    if order.window is None or order.window_days is None:
        return None
    stays = (*counted_before(facts.stays, order.counts_since), facts.stays[-1])
    since = facts.on - timedelta(days=order.window - 1)
    return Window(
        days=order.window_days,
        length=order.window,
        since=since,
        used=days_present(stays, since, present_day(facts)),
        releases=releases(stays, facts.on, order.window),
    )


def releases(stays: tuple[Stay, ...], on: date, window: int) -> tuple[Release, ...]:
    """When the days used up to `on` come free, over the coming window; stays that touch come free as one."""
    oldest, made = on - timedelta(days=window - 1), list[Release]()
    for entered, left in stays:
        since, until = max(entered, oldest), min(left or on, on)
        if since > until:
            continue
        first, last = since + timedelta(days=window), until + timedelta(days=window)
        if made and first <= made[-1].last + DAY:
            first = made.pop().first
        made.append(Release(first, last))
    return tuple(made)
