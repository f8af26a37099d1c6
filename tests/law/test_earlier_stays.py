"""Orders of stay for entries before 27 January 2023, as far as a source shows them, and the turn to the window."""

from datetime import date, timedelta

import pytest
from law_cases import case, duty, finding

from bot.law.assessment import DutyKind, Outcome
from bot.law.engine import assess
from bot.law.facts import Basis, Facts, Stay

WINDOW = date(2023, 1, 27)
EIGHTEEN = (
    *("AUS", "ITA", "MCO", "BEL", "ESP", "NLD", "NOR", "SWE", "MYS"),
    *("ARE", "SGP", "GBR", "USA", "DEU", "FIN", "FRA", "CHE", "JPN"),
)


def came(state: str, entered: date, *before: Stay, on: date | None = None) -> Facts:
    """A guest without a visa, on the day of entry or on a later one."""
    return case(state, entered=entered, on=on or entered, basis=Basis.VISA_FREE, stays=(*before, Stay(entered)))


@pytest.mark.parametrize("state", EIGHTEEN)
def test_fifteen_days_for_eighteen_states_until_the_end_of_2017(state: str) -> None:
    """For entries from 16 July 2015 to 31 December 2017; of the days around them no order was seen."""
    eve, first, last, after = (
        assess(came(state, day)) for day in (date(2015, 7, 15), date(2015, 7, 16), date(2017, 12, 31), date(2018, 1, 1))
    )

    assert (first.stay.limit, first.stay.window, first.stay.until) == (15, None, date(2015, 7, 30))
    assert last.stay.until == date(2018, 1, 14)
    assert (eve.stay, after.stay) == (None, None)


@pytest.mark.parametrize(("days", "expected"), [(15, Outcome.MET), (16, Outcome.BROKEN)])
def test_fifteen_days_have_a_last_arguable_one(days: int, expected: Outcome) -> None:
    """The sixteenth day is arguably in time, the seventeenth is an overstay."""
    entered = date(2016, 5, 1)
    said = assess(came("USA", entered, on=entered + timedelta(days=days)))

    assert finding(said, "P148-17").outcome is expected
    assert duty(said, DutyKind.LEAVE).due == date(2016, 5, 15)


def test_an_order_without_a_window_begins_anew_at_each_entry() -> None:
    """Fifteen days again on the day after fifteen days."""
    first = Stay(date(2016, 5, 1), date(2016, 5, 15))

    assert assess(came("USA", date(2016, 5, 16), first)).stay.until == date(2016, 5, 30)


@pytest.mark.parametrize(
    ("state", "entered", "limit"),
    [
        ("UKR", date(2015, 1, 1), 90),
        ("MDA", date(2015, 1, 1), 90),
        ("GEO", date(2015, 1, 1), 90),
        ("MNG", date(2015, 1, 1), 90),
        ("SRB", date(2015, 1, 1), 30),
        ("RUS", date(2019, 7, 21), None),
        *((state, date(2019, 7, 22), 90) for state in ("RUS", "BLR", "ARM", "KGZ")),
        ("TJK", date(2019, 7, 22), 30),
        ("TJK", date(2019, 12, 31), 90),
        ("AZE", date(2021, 6, 30), 30),
        ("AZE", date(2021, 7, 1), 90),
        ("HKG", date(2019, 7, 22), 14),
        ("MDV", date(2022, 5, 8), None),
        ("MDV", date(2022, 5, 9), 30),
        ("FRA", date(2022, 7, 7), None),
        ("FRA", date(2022, 7, 8), 30),
        ("UZB", date(2022, 7, 8), None),
    ],
)
def test_treaties_and_lists_by_the_day_from_which_a_source_shows_them(
    state: str, entered: date, limit: int | None
) -> None:
    """A treaty from its day, a list from the day of the list; what no source shows is unknown."""
    stay = assess(came(state, entered)).stay

    assert (stay.limit if stay else None) == limit


def test_an_order_not_seen_is_unknown_and_not_an_overstay() -> None:
    """Before 27 January 2023 a state missing in the table may have had an order."""
    said = assess(came("UZB", date(2021, 3, 1), on=date(2022, 3, 1)))

    assert finding(said, "P148-17").outcome is Outcome.UNKNOWN
    assert finding(said, "P148-17").data == {"why": "order_of_that_time_not_seen"}


@pytest.mark.parametrize("state", ["IND", "IRN", "CHN"])
def test_fourteen_days_and_forty_two_in_180_since_july_2022(state: str) -> None:
    """The day was not seen, so it is the month's last; the window counts entries since then."""
    stays = [Stay(date(2022, 7, 1), date(2022, 7, 14))]  # before the order: does not count
    stays += [Stay(date(2022, 8, day), date(2022, 8, day + 13)) for day in (1, 15)]
    third, fourth = date(2022, 9, 1), date(2022, 9, 20)

    assert assess(came(state, date(2022, 7, 30))).stay is None
    assert assess(came(state, third, *stays)).stay.until == date(2022, 9, 14)
    assert assess(came(state, fourth, *stays, Stay(third, date(2022, 9, 10)))).stay.until == date(2022, 9, 23)


def test_chinas_fourteen_days_lasted_until_its_treaty() -> None:
    """Thirty for entries from 10 November 2023."""
    before, since = (assess(came("CHN", day)).stay for day in (date(2023, 11, 9), date(2023, 11, 10)))

    assert (before.limit, since.limit) == (14, 30)


def test_ukraines_window_is_the_treatys_and_older_than_the_decrees() -> None:
    """Days of entries before 27 January 2023 count in it."""
    autumn = Stay(date(2022, 11, 1), date(2022, 12, 30))

    assert assess(came("UKR", date(2023, 2, 1), autumn)).stay.until == date(2023, 3, 2)


@pytest.mark.parametrize("state", ["RUS", "BLR", "ARM", "KGZ"])
def test_p1146_eaeu_citizens_have_ninety_days_in_180(state: str) -> None:
    """By the decree of 31 December 2022, for entries from 27 January 2023; earlier entries do not count."""
    autumn, winter = Stay(date(2022, 11, 1), date(2022, 12, 30)), Stay(WINDOW, date(2023, 2, 25))

    assert assess(came(state, WINDOW - timedelta(days=1))).stay.window is None
    assert assess(came(state, WINDOW)).stay[:2] == (90, 180)
    assert assess(came(state, date(2023, 3, 1), autumn)).stay.until == date(2023, 5, 29)
    assert assess(came(state, date(2023, 3, 1), autumn, winter)).stay.until == date(2023, 4, 29)


def test_p1146_thirty_days_an_entry_and_ninety_in_180_end_the_visa_run() -> None:
    """After three entries of thirty days the fourth has none left, until the first days fall out of the window."""
    runs = [Stay(WINDOW + timedelta(days=n), WINDOW + timedelta(days=n + 29)) for n in (0, 31, 62)]
    fourth = assess(came("FRA", WINDOW + timedelta(days=93), *runs))
    later = assess(came("FRA", WINDOW + timedelta(days=180), *runs))

    assert finding(fourth, "P148-17").outcome is Outcome.MET  # the day of entry is arguably the last
    assert fourth.stay.until < WINDOW + timedelta(days=93)
    assert later.stay.until == WINDOW + timedelta(days=209)


def test_p1146_a_stay_across_its_day_keeps_the_order_of_its_entry() -> None:
    """Who entered on 26 January 2023 has the days of that day's order."""
    said = assess(came("GEO", date(2023, 1, 26), on=date(2023, 4, 26)))

    assert (said.stay.until, said.stay.window) == (date(2023, 4, 25), None)
