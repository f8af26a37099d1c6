"""The day counter's rows: days that come free, and a registration that the law leaves unclear."""

from datetime import date, timedelta

import pytest

from bot.law.engine import assess
from bot.law.release import Release, count_days
from bot.texts.counting import caption, release_row
from bot.texts.timeline import scene_of
from bot.texts.words import LANGUAGES, words_of
from bot.timeline.scene import Sign
from tests.law.law_cases import case

TODAY = date(2026, 11, 22)
ONE_A_DAY = {"en": "one a day", "ru": "по одному в день", "kk": "күн сайын бір күннен"}


def said_of(days: int, language: str) -> str:
    """The row for so many days that come free, one after another."""
    first = date(2026, 12, 7)
    return release_row(words_of(language), Release(first, first + timedelta(days=days - 1)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [2, 5, 11, 21, 41, 90])
def test_days_that_come_free_come_one_a_day(language: str, days: int) -> None:
    """Also where a language counts 21 and 41 like one: nobody reads that all come free on the first day."""
    assert ONE_A_DAY[language] in said_of(days, language)
    assert str(days) in said_of(days, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_day_that_comes_free_is_one(language: str) -> None:
    """A single day comes free on its day."""
    assert ONE_A_DAY[language] not in said_of(1, language)


@pytest.mark.parametrize(("citizenship", "is_unclear"), [("UZB", True), ("RUS", False)])
def test_a_day_to_register_is_no_stronger_than_the_law(citizenship: str, is_unclear: bool) -> None:
    """Picture and caption name the day, and that it is unclear whether one must where it is."""
    facts, words = case(citizenship, on=TODAY), words_of("en")
    count, assessment = count_days(facts), assess(facts)
    assert count is not None

    (mark,) = [mark for mark in scene_of(words, count, facts, assessment).marks if mark.sign is Sign.DEADLINE]

    for told in (mark.words, caption(words, count, facts, assessment)):
        assert "Day 30: register by 11 December 2026" in told
        assert ("It is unclear whether you must register. Registering is safe." in told) is is_unclear
