"""Pretend people over HTTP, with the echo bot behind."""

import pytest
from aiogram import Bot

from bot.simulator import Simulator
from tests.people import NeverSeen, Person


async def test_a_person_talks_and_sees_the_answer(simulator: Simulator, echo_bot: Bot) -> None:
    """After each deed the screen is what the bot made of it."""
    async with Person.on(simulator.base_url, 7, "Dana") as dana:
        await dana.start()
        await dana.send("salem")

        assert dana.last() == "You said: salem"
        assert dana.buttons() == ["Again", "Again"]

        await dana.tap("Again")

        await dana.wait_for("Said again")
        assert dana.last() == "You said: salem!"
        assert dana.alerts() == ["Said again"]


async def test_effort_counts_deeds_and_distinct_messages(simulator: Simulator, echo_bot: Bot) -> None:
    """A tap and a typed answer are an action each; an edited message counts once."""
    async with Person.on(simulator.base_url, 7, "Dana") as dana:
        await dana.start()
        await dana.tap("Again")
        await dana.tap_again()
        await dana.send("bye")

        assert await dana.actions() == 4
        assert await dana.bot_messages() == 2
        assert "person type: bye" in await dana.transcript()


async def test_opening_a_link_costs_the_link_and_start(simulator: Simulator, echo_bot: Bot) -> None:
    """A deep link brings its payload to the bot as "/start payload"."""
    async with Person.on(simulator.base_url, 7, "Dana") as dana:
        await dana.open_link("https://t.me/echo_bot?start=abc-1")

        assert dana.last() == "You said: /start abc-1"
        assert await dana.actions() == 2


async def test_waiting_in_vain_shows_the_screen(simulator: Simulator, echo_bot: Bot) -> None:
    """What was waited for and never came is reported with what was there instead."""
    async with Person.on(simulator.base_url, 7, "Dana") as dana:
        await dana.start()

        with pytest.raises(NeverSeen, match="You said: /start"):
            await dana.wait_for("certificate", timeout=0.2)


async def test_a_button_that_is_not_there_cannot_be_tapped(simulator: Simulator, echo_bot: Bot) -> None:
    """A story that taps a missing button fails with the buttons there are."""
    async with Person.on(simulator.base_url, 7, "Dana", patience=0.2) as dana:
        await dana.start()

        with pytest.raises(NeverSeen, match="Again"):
            await dana.tap("Agree")
