"""Who blocks the bot while it answers."""

import asyncio
import logging
from collections.abc import Awaitable

import pytest

from tests.people import Person
from tests.town import Town, begin


async def unanswered(town: Town, deed: Awaitable[object], person: Person) -> None:
    """Do it and wait until the bot is done with it, however often it tries: no answer can come."""
    patience, person.patience = person.patience, 0.1
    await deed
    person.patience = patience
    async with asyncio.timeout(12):
        while town.simulator.world.updates.pending:  # noqa: ASYNC110 - nothing tells when there are none
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("broken", [0, 4], ids=["at once", "after the line broke"])
async def test_who_blocks_the_bot_while_it_answers_is_no_fault_of_ours(
    town: Town, guest: Person, caplog: pytest.LogCaptureFixture, broken: int
) -> None:
    """That a person has blocked the bot in the middle of an answer is logged as no failure, and the talk can go on."""
    await begin(guest)
    caplog.set_level(logging.ERROR)
    if broken:
        town.simulator.faults.add("sendmessage", "500", times=broken)
    town.simulator.faults.add("sendmessage", "403")
    await unanswered(town, guest.send("/menu"), guest)
    logged = [getattr(record, "error", record.getMessage()) for record in caplog.records]
    assert logged == (["TelegramServerError"] if broken else [])
    await guest.send("/menu")
    await guest.wait_for("What would you like to do?")


@pytest.mark.parametrize("method", ["answercallbackquery", "sendmessage"], ids=["the refusal", "where things stand"])
async def test_who_blocks_the_bot_while_it_is_told_no_is_no_fault_of_ours(
    town: Town, guest: Person, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    """Nor is one who has blocked the bot before it could say why a button does nothing, or what there is to do."""
    await begin(guest)
    caplog.set_level(logging.INFO)
    town.simulator.faults.add(method, "403")
    await unanswered(town, guest.forge_tap("life:leave:T-0"), guest)
    assert "blocked meanwhile" in caplog.text
    assert "update failed" not in caplog.text
    await guest.send("/menu")
    await guest.wait_for("What would you like to do?")
