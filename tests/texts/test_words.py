"""Sentences: every refusal speaks in every language, and no name becomes markup."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.refusals import Refusal, RefusalCode
from bot.texts.profile import commands, description, short_description
from bot.texts.refusals import refusal
from bot.texts.words import LANGUAGES, nearest_language, words_of

AT = datetime(2026, 11, 14, 10, 20, tzinfo=ZoneInfo("Asia/Almaty"))
DATA = {
    "most": 60,
    "row": 3,
    "least": 6,
    "left": 3,
    "number": "00000001",
    "kind": "granted",
    "at": AT,
    "first": date(2015, 1, 1),
    "entered": date(2026, 11, 12),
    "until": date(2027, 2, 9),
    "since": date(2026, 11, 1),
    "expired": date(2026, 5, 1),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RefusalCode)
def test_every_refusal_speaks_every_language(code: RefusalCode, language: str) -> None:
    """One code, one text a language, all gaps filled, in the bounds of one message."""
    said = refusal(words_of(language), Refusal(code, **DATA))

    assert 10 < len(said) <= 400
    assert "{" not in said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_refusals_are_translated(language: str) -> None:
    """No refusal is shown in English to one who reads another language."""
    english = {refusal(words_of("en"), Refusal(code, **DATA)) for code in RefusalCode}

    assert english.isdisjoint(refusal(words_of(language), Refusal(code, **DATA)) for code in RefusalCode)


def test_a_name_never_becomes_markup() -> None:
    """Gaps are escaped, whatever a person is called."""
    said = words_of("en").say("Your host's reason: {reason}", reason="<b>&amp;</b>")

    assert "<b>" not in said


@pytest.mark.parametrize(
    ("code", "language"),
    [("kk", "kk"), ("ru", "ru"), ("uz", "ru"), ("tg", "ru"), ("en", "en"), ("pt-br", "en"), (None, "en")],
)
def test_the_nearest_language_is_preselected(code: str | None, language: str) -> None:
    """Telegram's language is only a guess, and never a gap."""
    assert nearest_language(code) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_profile_fits_telegrams_bounds(language: str) -> None:
    """Bot API: description 512, short description 120, command descriptions 256 characters."""
    words = words_of(language)

    assert len(description(words)) <= 512
    assert len(short_description(words)) <= 120
    assert all(len(text) <= 256 for text in commands(words).values())


@pytest.mark.parametrize(("number", "said"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (21, "21 день")])
def test_russian_counts_as_russians_count(number: int, said: str) -> None:
    """Three plural forms."""
    counted = words_of("ru").count(
        "Register by {due}: {number} day left.", "Register by {due}: {number} days left.", number, due="x"
    )

    assert said in counted
