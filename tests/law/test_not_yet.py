"""An event later than the day judged by, or than the departure, has not happened."""

from datetime import date, timedelta
from typing import Any

import pytest
from law_cases import ENTRY, case, duty, finding

from bot.law.assessment import DutyKind, Outcome
from bot.law.engine import assess
from bot.law.facts import Facts, Stay

ON = date(2026, 11, 25)
LATER = date(2026, 12, 1)
LEFT = (Stay(ENTRY, ON),)


def same_law(facts: Facts, bare: Facts) -> None:
    """The two cases are answered alike."""
    assert assess(facts) == assess(bare)


@pytest.mark.parametrize("name", ["moved", "address_since", "registered", "host_notified"])
@pytest.mark.parametrize("day", [ON, date(2019, 6, 1), date(2020, 1, 20), date(2024, 5, 1)])
def test_an_event_to_come_changes_nothing(name: str, day: date) -> None:
    """In every regime, whatever is said to happen tomorrow is not yet judged."""
    entered = day - timedelta(days=13)
    same_law(case(on=day, entered=entered, **{name: day + timedelta(days=1)}), case(on=day, entered=entered))


@pytest.mark.parametrize("name", ["moved", "address_since", "registered"])
def test_an_event_after_the_departure_is_none_of_this_stay(name: str) -> None:
    """Who has left neither moves nor registers here."""
    same_law(case(on=date(2027, 1, 5), stays=LEFT, **{name: LATER}), case(on=date(2027, 1, 5), stays=LEFT))


@pytest.mark.parametrize("known", [{"moved": LATER}, {"address_since": LATER}])
def test_the_notice_counts_from_the_place_where_one_is(known: dict[str, Any]) -> None:
    """Until the move has come the notice is counted from the entry, and from then on from the move."""
    before, after = (finding(assess(case(on=day, **known)), "P148-9-beside-O923").data["event"] for day in (ON, LATER))

    assert (before, after) == (ENTRY, LATER)


def test_o923_5_begins_with_the_move() -> None:
    """The day before it nothing is owed."""
    before, on_the_day = (assess(case(on=day, moved=LATER)) for day in (LATER - timedelta(days=1), LATER))

    assert duty(before, DutyKind.REREGISTER) is None
    assert duty(on_the_day, DutyKind.REREGISTER) is not None


def test_who_left_in_time_is_not_blamed_for_a_registration_said_to_come_later() -> None:
    """The departure ended the duty."""
    said = assess(case(on=date(2027, 1, 5), stays=LEFT, registered=date(2026, 12, 28)))

    assert finding(said, "O923-3").outcome is Outcome.MET


def test_a_host_may_tell_after_the_guest_has_left() -> None:
    """A notice is the host's act, and late is late wherever the guest is."""
    said = assess(case(on=date(2027, 1, 5), stays=LEFT, host_notified=LATER))

    assert finding(said, "P148-9-beside-O923").outcome is Outcome.BROKEN
