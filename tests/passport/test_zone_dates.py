"""The century of dates, and dates that are none."""

from datetime import date, timedelta

import pytest
from zones import TD3, TODAY

from bot.passport.dates import BELIEVED_AHEAD, EXPIRED_AT_MOST, birth_date, expiry_date, zone_date
from bot.passport.mrz import make_zone, parse_zone
from bot.passport.reading import Field, Known, Layout, Reading, Sex


def _read(birth: date | str, expiry: date, today: date = TODAY) -> Reading:
    lines = make_zone(
        Layout.TD3,
        document_code="P",
        issuer="UTO",
        surname="ERIKSSON",
        number="L898902C3",
        nationality="UTO",
        birth_date=birth,
        sex=Sex.FEMALE,
        expiry_date=expiry,
    )
    return parse_zone(lines, today=today)


def test_nobody_is_born_in_the_future() -> None:
    """A birth date is the latest such day up to today."""
    tomorrow = TODAY + timedelta(days=1)
    assert birth_date(zone_date(TODAY), TODAY) == TODAY
    assert birth_date(zone_date(tomorrow), TODAY) == tomorrow.replace(year=tomorrow.year - 100)
    assert birth_date("000229", TODAY) == date(2000, 2, 29)
    assert birth_date("000229", date(2100, 3, 1)) == date(2000, 2, 29)


def test_every_birth_of_a_hundred_years_is_read_back() -> None:
    """From the day a hundred years ago tomorrow up to today."""
    day = TODAY.replace(year=TODAY.year - 100) + timedelta(days=1)
    while day <= TODAY:
        assert birth_date(zone_date(day), TODAY) == day
        day += timedelta(days=7)


def test_every_expiry_of_a_hundred_years_is_read_back() -> None:
    """From twenty years behind to seventy-nine ahead, whatever the day of the reading."""
    for today in (TODAY, date(2019, 12, 31), date(2099, 1, 1)):
        for year in range(today.year - EXPIRED_AT_MOST, today.year + 100 - EXPIRED_AT_MOST):
            assert expiry_date(f"{year % 100:02}0301", today) == date(year, 3, 1)


def test_an_expiry_very_far_ahead_has_to_be_looked_at() -> None:
    """Half a century is believed, more is a wrong reading or a card without an end."""
    birth = date(1990, 1, 1)
    near, far = (TODAY.replace(year=TODAY.year + BELIEVED_AHEAD + more) for more in (0, 1))
    assert _read(birth, near).valid
    assert _read(birth, far).unsure == (Field.EXPIRY_DATE,)


@pytest.mark.parametrize("written", ["74<<<<", "7408<<", "<<<<<<", "740832", "741312", "740230", "740000", "<40812"])
def test_a_birth_date_that_is_not_whole_or_no_day_has_to_be_looked_at(written: str) -> None:
    """Unknown parts are fillers (9303-3, 4.8): the check digit agrees, yet there is no date."""
    reading = _read(written, date(2030, 1, 1))
    assert (reading.birth_date, reading.unsure) == (None, (Field.BIRTH_DATE,))


def test_a_document_that_expired_before_its_holder_was_born_has_a_wrong_century() -> None:
    """Somebody of 106 is taken for a child of six, unless the expiry says otherwise."""
    reading = _read(date(1920, 5, 1), date(2015, 5, 1))
    assert (reading.birth_date, reading.unsure) == (date(2020, 5, 1), (Field.BIRTH_DATE, Field.EXPIRY_DATE))


def test_an_expired_document_is_read_like_any_other() -> None:
    """Whether it still counts is not for the reader to say."""
    reading = parse_zone(TD3, today=TODAY)
    assert (reading.expiry_date, reading.known[Field.EXPIRY_DATE]) == (date(2012, 4, 15), Known.PROVEN)
