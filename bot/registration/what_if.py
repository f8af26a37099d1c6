"""What if: the same person under another circumstance. Pure, and nothing of it is ever stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates import LONGEST_PERIOD, OLDEST_ENTRY
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, Work
from bot.law.engine import assess
from bot.law.facts import Facts, Stay
from bot.law.release import Release, count_days


class Change(StrEnum):
    """What could be otherwise."""

    ENTERED = "entered"
    LEFT = "left"
    MOVED = "moved"
    AGAIN = "again"
    EXPELLED = "expelled"
    FINE = "fine"
    FUNDS = "funds"
    WORKS = "works"
    CASE = "case"
    DEBTS = "debts"
    PUNISHED = "punished"

    @property
    def days_needed(self) -> int:
        """How many days have to be told."""
        return _DAYS[self]

    @property
    def is_of_the_stay(self) -> bool:
        """True for what is asked of a stay; the rest can be asked by anybody."""
        return self in STAY_CHANGES


STAY_CHANGES = (Change.ENTERED, Change.LEFT, Change.MOVED, Change.AGAIN)
NEW_ENTRIES = frozenset({Change.ENTERED, Change.AGAIN})
CIRCUMSTANCES = (
    *(Change.EXPELLED, Change.FINE, Change.FUNDS),
    *(Change.WORKS, Change.CASE, Change.DEBTS, Change.PUNISHED),
)
WITHOUT_FUNDS = Circumstances(entry_bars=(EntryBar.FUNDS_NOT_SHOWN,), funds_not_asked_of=False)
"""The text above the answer names those of whom money is not asked."""

_DAYS = {
    Change.ENTERED: 1,
    Change.LEFT: 1,
    Change.MOVED: 1,
    Change.AGAIN: 2,
    Change.EXPELLED: 1,
    Change.FINE: 0,
    Change.FUNDS: 0,
    Change.WORKS: 0,
    Change.CASE: 0,
    Change.DEBTS: 0,
    Change.PUNISHED: 2,
}


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change, and the days on which it would happen, in the order in which it is asked for them."""

    change: Change
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The law's answer as things are, and as they would be; `then.on` is the later day where the change is to come."""

    what_if: WhatIf
    facts_now: Facts
    now: Assessment
    facts_then: Facts
    then: Assessment

    @property
    def free_again(self) -> date | None:
        """Where earlier stays would leave the supposed entry no lawful day: the first day on which an entry has one."""
        return free_again(self.facts_then) if self.what_if.change in NEW_ENTRIES else None


def compare(facts: Facts, what_if: WhatIf) -> Comparison:
    """Assess both. Raises Refusal as `suppose` does."""
    supposed = suppose(facts, what_if)
    return Comparison(what_if=what_if, facts_now=facts, now=assess(facts), facts_then=supposed, then=assess(supposed))


def suppose(facts: Facts, what_if: WhatIf) -> Facts:
    """The facts as they would be, on the day of the change where that is still to come.

    Raises:
        Refusal: STALE where the change does not fit what is known; else what is impossible about the days.
    """
    change = what_if.change
    if len(what_if.days) != change.days_needed or (change.is_of_the_stay and not facts.stays):
        raise Refusal(RefusalCode.STALE)
    for day in what_if.days:
        _check_known_to_the_law(day, facts.on)
    return _SUPPOSE[change](facts, what_if.days)


def _check_known_to_the_law(day: date, on: date) -> None:
    if day < OLDEST_ENTRY:
        raise Refusal(RefusalCode.DAY_TOO_OLD, first=OLDEST_ENTRY)
    if day > on + LONGEST_PERIOD:
        raise Refusal(RefusalCode.DAY_TOO_FAR)


def _entered(facts: Facts, days: tuple[date, ...]) -> Facts:
    """Stays that reach past the other entry would contradict it, so they fall away."""
    [entered] = days
    earlier = tuple(stay for stay in facts.stays[:-1] if stay.left is not None and stay.left <= entered)
    return replace(facts, on=max(facts.on, entered), stays=(*earlier, Stay(entered, _after(facts, entered))))


def _after(facts: Facts, entered: date) -> date | None:
    left = facts.stays[-1].left
    return left if left is None or left >= entered else None


def _left(facts: Facts, days: tuple[date, ...]) -> Facts:
    [left] = days
    _check_not_before_entry(facts, left)
    return replace(facts, on=max(facts.on, left), stays=_leaving(facts, left))


def _moved(facts: Facts, days: tuple[date, ...]) -> Facts:
    [moved] = days
    _check_not_before_entry(facts, moved)
    return replace(facts, on=max(facts.on, moved), moved=moved)


def _again(facts: Facts, days: tuple[date, ...]) -> Facts:
    left, entered = days
    _check_not_before_entry(facts, left)
    if entered < left:
        raise Refusal(RefusalCode.DAYS_REVERSED)
    return replace(facts, on=max(facts.on, entered), stays=(*_leaving(facts, left), Stay(entered)))


def _leaving(facts: Facts, left: date) -> tuple[Stay, ...]:
    return (*facts.stays[:-1], Stay(facts.stays[-1].entered, left))


def _check_not_before_entry(facts: Facts, day: date) -> None:
    entered = facts.stays[-1].entered
    if day < entered:
        raise Refusal(RefusalCode.DAY_BEFORE_ENTRY, entered=entered)


def free_again(facts: Facts) -> date | None:
    """The first day on which an entry has a lawful day, where the latest entry has none; else None."""
    entered = facts.stays[-1].entered
    count = count_days(replace(facts, on=entered))
    if count is None or count.window is None or count.until >= entered:
        return None
    return _freed(count.window.releases, count.window.used - count.window.days)


def _freed(releases: Sequence[Release], days: int) -> date | None:
    """The day on which so many days have come free."""
    for release in releases:
        if days <= release.days:
            return release.first + timedelta(days=days - 1)
        days -= release.days
    return None


def _with(facts: Facts, circumstances: Circumstances) -> Facts:
    return replace(facts, circumstances=circumstances)


def _decided(facts: Facts, days: tuple[date, ...]) -> tuple[date, ...]:
    """The days of decisions, which are past, in order."""
    if max(days) > facts.on:
        raise Refusal(RefusalCode.DAY_IN_FUTURE)
    return tuple(sorted(days))


_SUPPOSE: Mapping[Change, Callable[[Facts, tuple[date, ...]], Facts]] = {
    Change.ENTERED: _entered,
    Change.LEFT: _left,
    Change.MOVED: _moved,
    Change.AGAIN: _again,
    Change.EXPELLED: lambda facts, days: _with(facts, Circumstances(expelled=_decided(facts, days)[0])),
    Change.FINE: lambda facts, _: _with(facts, Circumstances(entry_bars=(EntryBar.PENALTY_NOT_SERVED,))),
    Change.FUNDS: lambda facts, _: _with(facts, WITHOUT_FUNDS),
    Change.WORKS: lambda facts, _: _with(facts, Circumstances(works=Work.WITHOUT_PERMIT)),
    Change.CASE: lambda facts, _: _with(facts, Circumstances(exit_bars=(ExitBar.CRIMINAL_CASE,))),
    Change.DEBTS: lambda facts, _: _with(facts, Circumstances(exit_bars=(ExitBar.PROPERTY_DUTY,))),
    Change.PUNISHED: lambda facts, days: _with(facts, Circumstances(host_punished=_decided(facts, days))),
}
