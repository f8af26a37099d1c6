"""Days as deadlines count them."""

from datetime import date

import pytest

from bot.law.days import Deadline, calendar_days, is_working_day, working_days
from bot.law.tables import rows_of

FRIDAY = date(2026, 12, 11)


def test_calendar_days_take_the_day_of_the_event_for_the_first() -> None:
    """An entry on 12 November 2026 has its day 30 on 11 December, arguably on 12 December, a Saturday."""
    assert Deadline(date(2026, 12, 11), date(2026, 12, 12)) == calendar_days(date(2026, 11, 12), 30)


@pytest.mark.parametrize(
    ("count", "due", "last_arguable"),
    [(3, date(2026, 12, 15), date(2026, 12, 17)), (5, date(2026, 12, 18), date(2026, 12, 21))],
)
def test_working_days_leave_out_independence_day(count: int, due: date, last_arguable: date) -> None:
    """From Friday 11 December 2026 the weekend and 16 December are not counted."""
    assert (due, last_arguable) == working_days(FRIDAY, count)


def test_working_days_from_a_saturday_begin_on_monday() -> None:
    """An event on a day off has its first working day after it, by both readings."""
    assert (date(2026, 11, 18), date(2026, 11, 18)) == working_days(date(2026, 11, 14), 3)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 5), True),  # a Sunday worked in place of Friday the 3rd
        (date(2025, 1, 3), False),
        (date(2025, 9, 1), False),  # Constitution Day, then on 30 August, fell on a Saturday
        (date(2026, 8, 31), True),  # no longer
        (date(2026, 5, 27), False),  # Kurban Ait
        (date(2026, 10, 26), False),  # Republic Day fell on a Sunday
        (date(2027, 1, 4), False),  # 2 January fell on a Saturday
        (date(2027, 1, 8), True),  # 7 January is never moved
        (date(2027, 3, 15), False),  # Constitution Day's first new date
        (date(2027, 5, 17), True),  # Kurban Ait fell on a Sunday and is never moved
        (date(2027, 8, 30), True),
    ],
)
def test_days_moved_by_law_or_by_the_government_are_known(day: date, works: bool) -> None:
    """A day is worked or off as the law on holidays and the government's transfers say."""
    assert works is is_working_day(day)


def test_our_own_days_have_the_last_word() -> None:
    """Whatever the library knows, each day of the override table is as the table says."""
    for row in rows_of("days_off.csv"):
        assert is_working_day(date.fromisoformat(row["day"])) is (row["kind"] == "work"), row["name"]


def test_every_overriding_day_has_its_source() -> None:
    """No row without where it is from and how sure it is."""
    assert all(row["sources"] and row["confidence"] in {"H", "M", "L"} for row in rows_of("days_off.csv"))
