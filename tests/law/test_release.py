"""The day counter and the days that come free (decree 148, paragraph 17), against a reckoner that walks day by day."""

import random
from datetime import date, timedelta

import pytest
from law_cases import case
from reckoner import DAY, days_of
from test_stay_window import random_history

from bot.law.engine import assess
from bot.law.facts import Basis, Stay
from bot.law.release import DayCount, Release, Window, count_days, releases

HERE = date(2026, 11, 12)
SUMMER_2022 = Stay(date(2022, 7, 1), date(2022, 8, 19))
SUMMER = Stay(date(2026, 7, 1), date(2026, 8, 19))  # fifty days


def counted(citizenship: str, *earlier: Stay, on: date = date(2026, 11, 22)) -> tuple[DayCount, Window]:
    count = count_days(case(citizenship, on=on, stays=(*earlier, Stay(HERE))))
    assert count is not None
    assert count.window is not None
    return count, count.window


def test_each_day_that_comes_free_is_the_reckoners() -> None:
    """Over the coming window, what is used falls by one on exactly the days of the releases, for random travels."""
    dice = random.Random(17)
    for _ in range(30):
        history, window = random_history(dice), dice.choice((180, 365))
        today = history[-1][0] + timedelta(days=dice.randrange(150))
        there = days_of(history, today)
        used = [sum(0 <= (today + ahead * DAY - one).days < window for one in there) for ahead in range(window + 1)]
        falls = {today + ahead * DAY for ahead in range(1, window + 1) if used[ahead] < used[ahead - 1]}

        free = releases(tuple(Stay(*stay) for stay in history), today, window)

        assert {release.first + step * DAY for release in free for step in range(release.days)} == falls, history


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 12, 27), date(2026, 12, 28)),  # 1 July is the first day of the window
        (date(2026, 12, 28), date(2026, 12, 29)),  # it has left, 2 July is the first
    ],
)
def test_the_first_day_comes_free_when_the_window_has_moved_on_by_its_length(today: date, first: date) -> None:
    """The 180-day window of 27 December still holds 1 July; the one of 28 December does not."""
    _, window = counted("RUS", SUMMER, on=today)

    assert window.releases[0].first == first


def test_fifty_days_in_summer_and_eleven_now() -> None:
    """A citizen of a 90-in-180 state: 61 used, 29 left today, and none comes free before they are gone."""
    count, window = counted("RUS", SUMMER)

    assert (count.entry_days, window.days, window.length) == (90, 90, 180)
    assert (count.used, window.used, window.left) == (11, 61, 29)
    assert Release(date(2026, 12, 28), date(2027, 2, 15)) == window.releases[0]
    assert window.releases[0].days == 50
    assert count.until == date(2026, 12, 21)


def test_thirty_days_an_entry_are_counted_beside_ninety_in_the_window() -> None:
    """A citizen of a 30-day state sees both counts; the one that ends first ends the stay."""
    count, window = counted("CHN", SUMMER)

    assert (count.entry_days, count.used, count.left) == (30, 11, 19)
    assert (window.days, window.used, window.left) == (90, 61, 29)
    assert (date(2026, 12, 11), date(2026, 12, 12)) == (count.until, count.last_arguable)


def test_the_last_day_is_that_of_the_assessment() -> None:
    """The counter and the rule of the stay name the same last days, for every kind of order of stay."""
    for citizenship in ("RUS", "CHN", "IND", "UZB", "TUR", "UKR", "MDA"):
        facts = case(citizenship, basis=Basis.VISA_FREE, stays=(SUMMER, Stay(HERE)))
        count, stay = count_days(facts), assess(facts).stay

        assert count is not None
        assert stay is not None
        assert (stay.until, stay.last_arguable) == (count.until, count.last_arguable)


def test_who_stays_on_a_visa_or_has_no_order_of_stay_is_not_counted() -> None:
    """A visa's holder, a citizen of a state without visa-free stays and one who never entered have no counter."""
    assert count_days(case("RUS", basis=Basis.VISA)) is None
    assert count_days(case("AFG")) is None
    assert count_days(case("RUS", stays=())) is None


def test_stays_before_the_window_was_law_never_come_free() -> None:
    """An entry before 27 January 2023 is in no window, so nothing of it comes free."""
    old = Stay(date(2023, 1, 26), date(2023, 2, 28))
    count = count_days(case("RUS", on=date(2023, 4, 1), stays=(old, Stay(date(2023, 3, 10)))))

    assert count is not None
    assert count.window is not None
    assert Release(date(2023, 9, 6), date(2023, 9, 28)) == count.window.releases[0]
    assert count.window.used == 23


def test_stays_that_touch_come_free_as_one() -> None:
    """A day shared by two stays comes free once."""
    touching = (Stay(date(2026, 9, 1), date(2026, 9, 10)), Stay(date(2026, 9, 10), date(2026, 9, 12)))

    assert (Release(date(2027, 2, 28), date(2027, 3, 11)),) == releases(touching, date(2026, 9, 30), 180)


def test_before_27_january_2023_only_the_entry_is_counted() -> None:
    """An order of stay without a window counts the days of the entry, and nothing comes free."""
    count = count_days(case("RUS", on=date(2022, 12, 10), stays=(SUMMER_2022, Stay(date(2022, 12, 1)))))

    assert count is not None
    assert (count.entry_days, count.used, count.left, count.entry_binds) == (90, 10, 80, True)
    assert count.window is None
