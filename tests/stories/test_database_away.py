"""The database is away for a while: who wrote meanwhile is answered once, and in order, without writing again."""

from typing import Any

import pytest

from bot.telegram import polling
from storage.fsm import FsmStorage
from tests.people import Person
from tests.town import Town, begin


def goes_away(patch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Let so many reads of the place in a talk fail, which comes before any handler; who was in that talk each time."""
    read, asked = FsmStorage.get_state, list[int]()

    async def get_state(storage: FsmStorage, key: Any) -> str | None:
        asked.append(key.chat_id)
        if len(asked) <= times:
            raise OSError("database is locked by Canaryevich")
        return await read(storage, key)

    patch.setattr(FsmStorage, "get_state", get_state)
    return asked


def times_said(person: Person, words: str) -> int:
    return sum(words in message["text"] for message in person.messages if message["from_bot"])


async def test_what_came_while_the_database_was_away_is_answered_once(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The same update is tried again, and is confirmed only when it is handled."""
    await begin(guest)
    before = times_said(guest, "What is your citizenship?")
    monkeypatch.setattr(polling, "FIRST_REST", 0.05)
    goes_away(monkeypatch, 3)

    await guest.tap("Register me at an address")
    await guest.tap("Type it instead")

    assert times_said(guest, "What is your citizenship?") == before + 1
    assert caplog.text.count("update failed") == 3
    assert "Canaryevich" not in caplog.text


async def test_a_chats_updates_keep_their_order(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written after a failed update waits for it; another chat does not."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.tap("Type it instead")
    monkeypatch.setattr(polling, "PATIENCE", 0.05)
    monkeypatch.setattr(polling, "FIRST_REST", 1.5)
    asked = goes_away(monkeypatch, 1)

    guest.patience = 0.1
    await guest.send("Россия")
    await guest.send("12.11.2026")
    await host.start()
    guest.patience = 10
    await guest.wait_for("When did you enter Kazakhstan?")
    await guest.quiet()

    assert asked[1] == host.id
    assert asked.count(guest.id) == 3  # the failed try, the good one, and what was written after it


async def test_what_never_succeeds_holds_nobody_up(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An update that fails about a minute long is set aside: a line in the log, a word to who sent it; the next one is
    answered.
    """
    await begin(guest)
    monkeypatch.setattr(polling, "FIRST_REST", 0.001)
    goes_away(monkeypatch, polling.MOST_TRIES)

    await guest.send("lost")
    assert "there is a problem with the service" in guest.last()
    await guest.start()

    assert "What would you like to do?" in guest.last()
    assert caplog.text.count("update set aside") == 1
