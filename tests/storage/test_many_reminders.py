"""An evening of reminders in small: the same code sends a hundred thousand in `bot.load`."""

import pytest

from bot.load.million_day import evening


def _value(people: int, name: str) -> float:
    return next(figure.value for figure in evening(people) if figure.name == name)


def test_an_evening_of_reminders_loses_doubles_and_falsifies_nothing() -> None:
    """Each who is owed a reminder gets it once; nobody whose reminder was taken back, expired or holds no more."""
    assert _value(200, "messages sent") > 190


@pytest.mark.nightly
def test_a_long_evening_keeps_telegrams_pace() -> None:
    """Of twenty thousand reminders none is lost or doubled, and they go as fast as Telegram takes them."""
    assert _value(20_000, "pace") > 28
