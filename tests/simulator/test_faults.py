"""Faults on demand, and the server's own guard."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.simulator import Simulator
from bot.simulator.phone import Phone


async def test_429_says_how_long_to_wait(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """The fault is met as often as ordered, and then no more."""
    simulator.faults.add("sendMessage", "429", times=2, retry_after=7)

    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(guest.id, "x")
        assert refused.value.retry_after == 7
    await bot.send_message(guest.id, "x")
    assert guest.bot_messages == 1


async def test_faults_keep_to_their_chat_and_method(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """Another chat and another method work meanwhile."""
    other = simulator.person(5, "Other")
    other.start()
    simulator.faults.add("sendMessage", "403", chat_id=guest.id)

    await bot.send_message(other.id, "x")
    await bot.send_chat_action(guest.id, "typing")
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(guest.id, "x")


async def test_a_server_error_does_nothing(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """500 leaves no message."""
    simulator.faults.add("*", "500")

    with pytest.raises(TelegramServerError):
        await bot.send_message(guest.id, "x")
    assert guest.bot_messages == 0


@pytest.mark.parametrize(("kind", "arrived"), [("drop", 0), ("drop_after", 1)])
async def test_a_cut_connection_hides_whether_it_was_done(
    simulator: Simulator, bot: Bot, guest: Phone, kind: str, arrived: int
) -> None:
    """The bot sees the same network error; the person sees the message or not."""
    simulator.faults.add("sendMessage", kind)  # type: ignore[arg-type]

    with pytest.raises(TelegramNetworkError):
        await bot.send_message(guest.id, "x")
    assert guest.bot_messages == arrived


async def test_a_timeout_outlasts_the_client(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """The call hangs until the client gives up, and nothing was done."""
    simulator.faults.add("sendMessage", "timeout")

    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(guest.id, "x", request_timeout=1)
    assert guest.bot_messages == 0


async def test_another_hosts_name_is_refused(simulator: Simulator) -> None:
    """A name rebound to this machine opens nothing."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(simulator.page_url, headers={"Host": "evil.example"}) as answer,
    ):
        assert answer.status == 403


async def test_another_pages_write_is_refused(simulator: Simulator, guest: Phone) -> None:
    """A foreign page cannot make a phone speak."""
    before = len(guest.screen())
    url = f"{simulator.base_url}/phones/{guest.id}/send"
    headers = {"Origin": "https://evil.example"}
    async with aiohttp.ClientSession() as session, session.post(url, json={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403
    assert len(guest.screen()) == before


async def test_the_server_listens_on_this_machine_only() -> None:
    """An address others could reach is refused before anything listens."""
    with pytest.raises(ValueError, match="this machine only"):
        await Simulator("42:x", "b", "B").start(host="0.0.0.0")  # noqa: S104 — the address to be refused


async def test_the_page_loads_nothing_from_elsewhere(simulator: Simulator) -> None:
    """The page's policy names no other source, and its files are served."""
    async with aiohttp.ClientSession() as session:
        async with session.get(simulator.page_url) as answer:
            policy, page = answer.headers["Content-Security-Policy"], await answer.text()
        for name in ("app.js", "style.css", "icon.svg"):
            async with session.get(simulator.page_url + name) as answer:
                assert answer.status == 200
    assert policy.startswith("default-src 'self'")
    assert "http" not in page
