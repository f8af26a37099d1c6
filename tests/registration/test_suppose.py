"""What if: the facts as they would be. Pure, so each edge is cheap."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import DutyKind, Outcome, Registration
from bot.law.circumstances import Work
from bot.law.facts import Basis, Facts, Stay
from bot.registration.what_if import CIRCUMSTANCES, STAY_CHANGES, Change, WhatIf, compare, suppose

TODAY = date(2026, 11, 21)
ENTERED = date(2026, 11, 12)
EARLIER = Stay(date(2026, 7, 1), date(2026, 8, 1))
GUEST = Facts(on=TODAY, citizenship="RUS", basis=Basis.VISA_FREE, stays=(EARLIER, Stay(ENTERED)))
TELLING = {change: (TODAY,) * change.days_needed for change in Change}


def test_every_change_is_offered_once() -> None:
    """A change is one of the stay or a circumstance, never both and never neither."""
    assert sorted((*STAY_CHANGES, *CIRCUMSTANCES)) == sorted(Change)


@pytest.mark.parametrize("change", Change)
def test_supposing_leaves_the_facts_alone(change: Change) -> None:
    """What is supposed is another value; comparing assesses both."""
    before = repr(GUEST)

    compared = compare(GUEST, WhatIf(change, TELLING[change]))

    assert repr(GUEST) == before
    assert compared.facts_now is GUEST
    assert compared.facts_then != GUEST


def test_another_entry_date_drops_stays_that_reach_past_it() -> None:
    """An earlier stay that had not ended by the other entry would contradict it."""
    supposed = suppose(GUEST, WhatIf(Change.ENTERED, (date(2026, 7, 15),)))

    assert supposed.stays == (Stay(date(2026, 7, 15)),)
    assert supposed.on == TODAY


def test_what_is_still_to_come_is_judged_on_its_day() -> None:
    """Leaving in December is judged as of that day: nothing is left to do before the thirtieth day."""
    compared = compare(GUEST, WhatIf(Change.LEFT, (date(2026, 12, 5),)))

    assert compared.then.registration is Registration.REQUIRED
    assert compared.facts_then.on == date(2026, 12, 5)
    assert DutyKind.REGISTER not in {duty.duty for duty in compared.then.duties}


def test_another_entry_counts_the_thirty_days_anew() -> None:
    """Leave on 20 December, enter on 15 January: day 30 is 13 February."""
    compared = compare(GUEST, WhatIf(Change.AGAIN, (date(2026, 12, 20), date(2027, 1, 15))))

    [register] = [duty for duty in compared.then.duties if duty.duty is DutyKind.REGISTER]
    assert register.due == date(2027, 2, 13)
    assert compared.facts_then.stays == (EARLIER, Stay(ENTERED, date(2026, 12, 20)), Stay(date(2027, 1, 15)))


@pytest.mark.parametrize(
    ("left", "entered", "free"),
    [
        (date(2027, 2, 9), date(2027, 2, 10), date(2027, 5, 11)),
        (date(2027, 2, 9), date(2027, 5, 10), date(2027, 5, 11)),
        (date(2027, 2, 19), date(2027, 3, 1), date(2027, 5, 21)),
        (date(2027, 2, 9), date(2027, 5, 11), None),
        (date(2027, 2, 8), date(2027, 2, 10), None),
    ],
)
def test_an_entry_without_a_lawful_day_is_known(left: date, entered: date, free: date | None) -> None:
    """Ninety days from 12 November are over on 9 February and come free from 11 May on; overstayed days come later."""
    guest = replace(GUEST, stays=(Stay(ENTERED),))

    assert compare(guest, WhatIf(Change.AGAIN, (left, entered))).free_again == free


def test_circumstances_reach_only_what_is_supposed() -> None:
    """Work without a permit is in the supposed facts and nowhere else."""
    supposed = suppose(GUEST, WhatIf(Change.WORKS))

    assert supposed.circumstances is not None
    assert supposed.circumstances.works is Work.WITHOUT_PERMIT
    assert GUEST.circumstances is None


@pytest.mark.parametrize("change", [change for change in Change if not change.days_needed])
def test_every_circumstance_has_its_consequence(change: Change) -> None:
    """Whatever can be supposed without a day is answered by a rule: entry, exit or work is refused or put off."""
    compared = compare(replace(GUEST, citizenship="TUR"), WhatIf(change))  # no treaty lets a Turkish citizen work

    said_now = {finding.rule for finding in compared.now.findings}
    [new] = [finding for finding in compared.then.findings if finding.rule not in said_now]
    assert new.outcome is Outcome.BROKEN


IMPOSSIBLE = [
    (Change.LEFT, (date(2026, 11, 11),), RefusalCode.DAY_BEFORE_ENTRY),
    (Change.MOVED, (date(2026, 11, 11),), RefusalCode.DAY_BEFORE_ENTRY),
    (Change.AGAIN, (date(2026, 12, 20), date(2026, 12, 19)), RefusalCode.DAYS_REVERSED),
    (Change.ENTERED, (date(2014, 12, 31),), RefusalCode.DAY_TOO_OLD),
    (Change.ENTERED, (date.min,), RefusalCode.DAY_TOO_OLD),
    (Change.LEFT, (date(2027, 11, 22),), RefusalCode.DAY_TOO_FAR),
    (Change.LEFT, (date.max,), RefusalCode.DAY_TOO_FAR),
    (Change.EXPELLED, (date(2026, 11, 22),), RefusalCode.DAY_IN_FUTURE),
    (Change.LEFT, (), RefusalCode.STALE),
    (Change.AGAIN, (TODAY,), RefusalCode.STALE),
]


@pytest.mark.parametrize(("change", "days", "code"), IMPOSSIBLE)
def test_what_cannot_be_is_refused(change: Change, days: tuple[date, ...], code: RefusalCode) -> None:
    """Before the entry, out of order, before the law that we know, too far ahead, or with days missing."""
    with pytest.raises(Refusal) as refused:
        suppose(GUEST, WhatIf(change, days))

    assert refused.value.code is code


def test_the_edges_themselves_can_be() -> None:
    """The day of entry, the first day that we know, and a year from today are possible."""
    for change, day in (
        (Change.LEFT, ENTERED),
        (Change.ENTERED, date(2015, 1, 1)),
        (Change.LEFT, date(2027, 11, 21)),
        (Change.EXPELLED, TODAY),
    ):
        assert suppose(GUEST, WhatIf(change, (day,))) != GUEST


@pytest.mark.parametrize("change", STAY_CHANGES)
def test_a_change_of_the_stay_needs_a_stay(change: Change) -> None:
    """Of one who told no entry no other can be supposed."""
    nobody = Facts(on=TODAY, citizenship="RUS", stays=())

    with pytest.raises(Refusal) as refused:
        suppose(nobody, WhatIf(change, TELLING[change]))

    assert refused.value.code is RefusalCode.STALE
