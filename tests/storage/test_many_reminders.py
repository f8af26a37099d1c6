"""An evening of reminders in small: the same code sends a hundred thousand in `bot.load`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pytest

from bot.domain.people import ChatId
from bot.load.million_day import evening
from bot.telegram.courier import MOST_CHATS_AT_ONCE
from storage.outbox import Outbox


def _value(people: int, name: str) -> float:
    return next(figure.value for figure in evening(people) if figure.name == name)


def test_an_evening_of_reminders_loses_doubles_and_falsifies_nothing() -> None:
    """Each who is owed a reminder gets it once; nobody whose reminder was taken back, expired or holds no more."""
    assert _value(200, "messages sent") > 190


def test_however_much_is_due_little_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is claimed is named in every question to the database, which takes so many names and no more."""
    due, in_hand = Outbox.due, list[int]()

    async def noted(outbox: Outbox, now: datetime, most: int, busy: Collection[ChatId] = ()) -> Any:
        in_hand.append(len(busy) + most)
        return await due(outbox, now, most, busy)

    monkeypatch.setattr(Outbox, "due", noted)
    assert _value(150, "messages sent") > 140
    assert max(in_hand) == MOST_CHATS_AT_ONCE


@pytest.mark.nightly
def test_a_long_evening_keeps_telegrams_pace() -> None:
    """Of twenty thousand reminders none is lost or doubled, and they go as fast as Telegram takes them."""
    assert _value(20_000, "pace") > 28
