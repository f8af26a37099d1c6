"""What people type is understood: dates and states, in any of the languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Refusal, RefusalCode
from bot.texts.countries import find_countries
from bot.texts.reading_dates import read_date
from bot.texts.words import LANGUAGES, words_of

LATEST = date(2026, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        "12.11.2026",
        "12 11 2026",
        "12/11/26",
        "12-11-2026",
        "2026-11-12",
        "12112026",
        "12 ноября 2026",
        "12 нояб 2026 г.",
        "12.11.2026г.",
        "2026 ж. 12 қараша",
        "12 қараша 2026",
        "November 12, 2026",
        "12 nov 2026",
        "  12. 11. 2026 ",
    ],
)
def test_a_date_is_read_in_any_usual_form(written: str) -> None:
    """Dots, slashes, spaces, month names; the day before the month unless the year stands first."""
    assert read_date(written, latest=LATEST) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("27.03.90", date(1990, 3, 27)),
        ("1.2.26", date(2026, 2, 1)),
        ("3 мая 1990", date(1990, 5, 3)),
        ("3 мамыр 1990", date(1990, 5, 3)),
        ("3 маусым 1990", date(1990, 6, 3)),
        ("7 июня 2025", date(2025, 6, 7)),
        ("7 июля 2025", date(2025, 7, 7)),
        ("1 mar 2026", date(2026, 3, 1)),
    ],
)
def test_near_names_and_short_years_are_told_apart(written: str, day: date) -> None:
    """May and March, June and July; a year of two digits is the last such year."""
    assert read_date(written, latest=LATEST) == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31.02.2026", RefusalCode.DATE_IMPOSSIBLE),
        ("32.01.2026", RefusalCode.DATE_IMPOSSIBLE),
        ("12.13.2026", RefusalCode.DATE_IMPOSSIBLE),
        ("12.11", RefusalCode.DATE_NO_YEAR),
        ("12 ноября", RefusalCode.DATE_NO_YEAR),
        ("soon", RefusalCode.DATE_UNREAD),
        ("", RefusalCode.DATE_UNREAD),
        ("00.00.0000", RefusalCode.DATE_IMPOSSIBLE),
        ("1" * 5000, RefusalCode.DATE_UNREAD),
    ],
)
def test_what_is_no_date_is_told_apart(written: str, code: RefusalCode) -> None:
    """Missing, impossible and unreadable each get their own advice."""
    with pytest.raises(Refusal) as no:
        read_date(written, latest=LATEST)

    assert no.value.code is code


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(min_value=date(1900, 1, 1), max_value=LATEST))
def test_what_the_bot_writes_it_can_read(language: str, day: date) -> None:
    """A date copied from the bot's own message is understood."""
    assert read_date(words_of(language).day(day), latest=LATEST) == day


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    """Whatever is typed, there is an answer."""
    try:
        assert isinstance(read_date(text, latest=LATEST), date)
    except Refusal:
        return


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("узб", {"UZB"}),
        ("Oʻzbekiston", {"UZB"}),
        ("O'zbekiston", {"UZB"}),
        ("Өзбек", {"UZB"}),
        ("uz", {"UZB"}),
        ("Тоҷикистон", {"TJK"}),
        ("киргизия", {"KGZ"}),
        ("Ресей", {"RUS"}),
        ("RUS", {"RUS"}),
        ("түркия", {"TUR"}),
        ("АҚШ", {"USA"}),
        ("stateless", {"XXA"}),
        ("без гражданства", {"XXA"}),
        ("Кот-д’Ивуар", {"CIV"}),
        ("герм", {"DEU"}),
        ("xyzzy", set()),
        ("", set()),
    ],
)
def test_a_state_is_found_by_any_part_of_its_name(written: str, codes: set[str]) -> None:
    """Whole names, beginnings, codes and what people call it, in the languages of those who come."""
    assert set(find_countries(written)) == codes


def test_several_states_are_offered_where_the_text_fits_several() -> None:
    """The person chooses; the bot does not guess."""
    assert {"GIN", "GNB", "GNQ"} <= set(find_countries("гвин"))
