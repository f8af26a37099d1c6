"""What is asked is kept before it is said: a question that stands on the screen can always be answered."""

from typing import Any

import pytest

from storage.fsm import FsmStorage
from tests.people import Person
from tests.town import Town, host_proves, sent


async def test_a_host_whose_question_could_not_be_kept_is_not_turned_away(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full while the phone is asked for: the host is told to try again, and the link works then."""
    keep, tries = FsmStorage.set_state, list[object]()

    async def set_state(storage: FsmStorage, key: Any, state: Any = None) -> None:
        if key.chat_id == host.id and state is not None:
            tries.append(state)
            if len(tries) == 1:
                raise OSError("database or disk is full")
        await keep(storage, key, state)

    link = await sent(town, guest)
    monkeypatch.setattr(FsmStorage, "set_state", set_state)

    await host.start()
    await host.open_link(link)
    assert "there is a problem with the service" in host.last()
    assert "share your phone" not in host.sees()

    await host_proves(host, link)
    assert "Agree" in host.buttons()
