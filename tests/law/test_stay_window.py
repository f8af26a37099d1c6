"""The rolling window of 27 January 2023, against an independent reckoner and against what must always hold."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reckoner import DAY, History, last_day, used

from bot.law.facts import Stay
from bot.law.stays import days_present, reckon

START = date(2024, 1, 1)


def random_history(dice: random.Random) -> History:
    """Up to six stays, some touching, the last one open half of the time."""
    history: History = []
    day = START + timedelta(days=dice.randrange(60))
    for _ in range(dice.randrange(1, 7)):
        left = day + timedelta(days=dice.choice((0, 0, 1, 5, 20, 29, 60, 89, 120)))
        history.append((day, left))
        day = left + timedelta(days=dice.choice((0, 1, 2, 30, 90, 151, 180, 200)))
    if dice.random() < 0.5:
        history[-1] = (history[-1][0], None)
    return history


def agree(histories: int, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(histories):
        history = random_history(dice)
        window, limit = dice.choice(((180, 90), (180, 42), (365, 90)))
        today = history[-1][0] + timedelta(days=dice.randrange(150))
        stays = tuple(Stay(*stay) for stay in history)
        stay = reckon(stays, today, limit, limit, window)
        assert (used(history, today, window), last_day(history, limit, window)) == (stay.used, stay.until), history


def test_the_reckoner_agrees_on_random_travel_histories() -> None:
    """Days used and the last lawful day are those of a reckoner that walks day by day."""
    agree(10_000, seed=923)


@pytest.mark.nightly
def test_the_reckoner_agrees_on_100_000_random_travel_histories() -> None:
    """The same, at length."""
    agree(100_000, seed=148)


@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2026, 11, 12), 1), (date(2026, 11, 13), 2), (date(2027, 2, 9), 90)],
)
def test_the_days_of_entry_and_of_departure_both_count(today: date, days: int) -> None:
    """A stay has one day on its first day, and ninety on the ninetieth."""
    assert days == reckon((Stay(date(2026, 11, 12)),), today, 90, 90, 180).used


def test_ninety_days_end_on_the_ninetieth_and_arguably_a_day_later() -> None:
    """A visa-free stay entered on day 1 ends on day 90."""
    stay = reckon((Stay(date(2026, 11, 12)),), date(2026, 11, 12), 90, 90, 180)

    assert (date(2027, 2, 9), date(2027, 2, 10), 89) == (stay.until, stay.last_arguable, stay.left)


def test_a_day_shared_by_two_stays_counts_once() -> None:
    """Who leaves and comes back on one day was there on one day."""
    stays = (Stay(date(2026, 9, 1), date(2026, 9, 10)), Stay(date(2026, 9, 10), date(2026, 9, 12)))

    assert days_present(stays, date(2026, 9, 1), date(2026, 9, 30)) == 12


def test_only_entries_since_27_january_2023_are_counted() -> None:
    """A stay that began the day before the window's law leaves the whole ninety days."""
    before = (Stay(date(2023, 1, 26), date(2023, 2, 28)), Stay(date(2023, 3, 10)))
    since = (Stay(date(2023, 1, 27), date(2023, 2, 28)), Stay(date(2023, 3, 10)))

    assert date(2023, 6, 7) == reckon(before, date(2023, 3, 10), 90, 90, 180).until
    assert date(2023, 6, 7) - 33 * DAY == reckon(since, date(2023, 3, 10), 90, 90, 180).until


def test_of_two_limits_the_one_that_ends_first_is_told() -> None:
    """With thirty days an entry and ten left in the window, it is the window that ends the stay."""
    stays = (Stay(date(2026, 7, 1), date(2026, 9, 18)), Stay(date(2026, 11, 1)))
    stay = reckon(stays, date(2026, 11, 1), 30, 90, 180)

    assert (90, 180, 81, date(2026, 11, 10)) == (stay.limit, stay.window, stay.used, stay.until)
    assert reckon(stays[1:], date(2026, 11, 1), 30, 90, 180)[:3] == (30, None, 1)


def test_a_used_up_window_ends_the_stay_before_it_begins() -> None:
    """Who comes back with no day left has the eve of the entry for the last lawful day."""
    stays = (Stay(date(2026, 7, 1), date(2026, 9, 28)), Stay(date(2026, 10, 5)))

    assert date(2026, 10, 4) == reckon(stays, date(2026, 10, 5), 90, 90, 180).until


def test_days_come_free_while_the_stay_lasts() -> None:
    """Days that fall out of the window while the guest is here lengthen the stay."""
    stays = (Stay(date(2026, 7, 1), date(2026, 8, 29)), Stay(date(2026, 12, 13)))

    assert date(2027, 3, 12) == reckon(stays, date(2026, 12, 13), 90, 90, 180).until


GAPS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 120)), min_size=1, max_size=6)


def history_of(gaps: list[tuple[int, int]]) -> list[Stay]:
    """Stays after so many days away, for so many nights each."""
    stays, day = [], START
    for away, nights in gaps:
        entered = day + timedelta(days=away)
        day = entered + timedelta(days=nights)
        stays.append(Stay(entered, day))
    return stays


@given(GAPS, st.data())
def test_a_longer_stay_never_lowers_the_days_used(gaps: list[tuple[int, int]], data: st.DataObject) -> None:
    """Leaving a day later, in any of the stays, leaves the days used of the same limit the same or more."""
    stays = history_of(gaps)
    index = data.draw(st.integers(0, len(stays) - 1))
    longer = list(stays)
    longer[index] = stays[index]._replace(left=stays[index].left + DAY)
    if index + 1 < len(stays) and longer[index].left > stays[index + 1].entered:
        return
    today = stays[-1].left + timedelta(days=data.draw(st.integers(0, 100)))
    limits = data.draw(st.sampled_from([(90, 90, 180), (30, 90, 180), (14, 42, 180), (90, 90, 365), (15, None, None)]))

    before, after = reckon(tuple(stays), today, *limits), reckon(tuple(longer), today, *limits)
    assert before.until >= after.until
    if before.limit == after.limit:  # a longer stay before may make another limit the one that ends this stay first
        assert before.used <= after.used


def test_where_both_limits_end_the_stay_on_one_day_the_smaller_is_told() -> None:
    """Sixty days used before leave thirty, as many as one entry has: an overstay then has no day left of the thirty."""
    stays = (Stay(date(2024, 1, 1), date(2024, 2, 29)), Stay(date(2024, 3, 1), date(2024, 5, 20)))

    stay = reckon(stays, date(2024, 8, 28), 30, 90, 180)

    assert (stay.limit, stay.window, stay.used, stay.left) == (30, None, 81, 0)
