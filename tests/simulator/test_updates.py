"""How a bot gets its updates: Telegram's offset rules, long polling and webhooks."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulator import Simulator
from bot.simulator.phone import Phone
from tests.simulator.conftest import GUEST, TOKEN, Clock

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def test_an_update_comes_again_until_confirmed(bot: Bot, guest: Phone) -> None:
    """Only a higher offset makes the server forget an update."""
    first = await bot.get_updates()
    again = await bot.get_updates()
    after = await bot.get_updates(offset=first[0].update_id + 1)

    assert [update.update_id for update in again] == [update.update_id for update in first]
    assert after == []


async def test_updates_are_numbered_in_order_and_limited(bot: Bot, guest: Phone) -> None:
    """Numbers grow by one; `limit` takes the oldest."""
    guest.send("one")
    guest.send("two")

    taken = await bot.get_updates(limit=2)
    everything = await bot.get_updates()

    assert [update.message.text for update in taken if update.message] == ["/start", "one"]
    assert [update.update_id - everything[0].update_id for update in everything] == [0, 1, 2]


async def test_a_negative_offset_keeps_the_newest(bot: Bot, guest: Phone) -> None:
    """Offset -1 returns the last update and forgets those before it."""
    guest.send("one")
    guest.send("two")

    newest = await bot.get_updates(offset=-1)
    left = await bot.get_updates()

    assert [update.message.text for update in newest if update.message] == ["two"]
    assert len(left) == 1


async def test_long_polling_answers_when_something_happens(bot: Bot, guest: Phone) -> None:
    """A held poll returns with the first update, not at its timeout."""
    seen = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=seen[-1].update_id + 1, timeout=30))
    await asyncio.sleep(0.05)

    guest.send("hello")
    updates = await asyncio.wait_for(poll, 2)

    assert [update.message.text for update in updates if update.message] == ["hello"]


async def test_a_second_poll_ends_the_first(bot: Bot, guest: Phone) -> None:
    """Two instances of a bot cannot poll together: the earlier is told so with 409."""
    seen = await bot.get_updates()
    offset = seen[-1].update_id + 1
    first = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    guest.send("for the second")
    assert len(await second) == 1


async def test_only_allowed_kinds_are_kept(bot: Bot, guest: Phone) -> None:
    """`allowed_updates` holds for what happens after it was set, and until it is set again."""
    seen = await bot.get_updates(allowed_updates=["callback_query"])
    guest.send("not wanted")
    nothing = await bot.get_updates(offset=seen[-1].update_id + 1)
    await bot.get_updates(allowed_updates=[])
    guest.send("wanted")

    assert nothing == []
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["wanted"]


async def test_an_update_can_be_repeated_after_its_confirmation(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """A lost confirmation brings the same number twice, and no third time."""
    start = await bot.get_updates()
    simulator.faults.repeat_next_update()
    guest.send("twice")

    first = await bot.get_updates(offset=start[-1].update_id + 1)
    second = await bot.get_updates(offset=first[-1].update_id + 1)
    third = await bot.get_updates(offset=second[-1].update_id + 1)

    assert [update.update_id for update in first] == [update.update_id for update in second]
    assert third == []


async def receiver(handle: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> TestServer:
    """A bot's own web server."""
    application = web.Application()
    application.router.add_post("/hook", handle)
    server = TestServer(application, host="127.0.0.1")
    await server.start_server()
    return server


async def test_a_webhook_gets_updates_with_the_secret_until_it_takes_them(bot: Bot, guest: Phone) -> None:
    """A refused push is repeated; polling meanwhile is a conflict; the header carries the secret."""
    seen: list[tuple[str, int]] = []
    taken = asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        seen.append((request.headers[SECRET_HEADER], (await request.json())["update_id"]))
        if len(seen) == 1:
            return web.Response(status=500)
        taken.set()
        return web.Response()

    server = await receiver(handle)
    try:
        await bot.set_webhook(str(server.make_url("/hook")), secret_token="s3cret")
        await asyncio.wait_for(taken.wait(), 2)
        await asyncio.sleep(0.05)
        with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        await bot.delete_webhook()
    finally:
        await server.close()

    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert seen[0][0] == "s3cret"
    assert info.pending_update_count == 0
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert await bot.get_updates() == []


async def test_a_webhook_may_answer_with_a_call(bot: Bot, guest: Phone) -> None:
    """A method in the answer to a push is carried out."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": guest.id, "text": "from the answer"})

    server = await receiver(handle)
    try:
        await bot.set_webhook(str(server.make_url("/hook")))
        assert await guest.quiet()
    finally:
        await bot.delete_webhook()
        await server.close()

    assert guest.screen()[-1].text == "from the answer"


async def test_a_webhook_elsewhere_needs_https(bot: Bot) -> None:
    """Plain http is for this machine only."""
    with pytest.raises(TelegramBadRequest, match="bad webhook: An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.org/hook")


async def test_pending_updates_can_be_dropped(bot: Bot, guest: Phone) -> None:
    """`drop_pending_updates` forgets what has not been fetched."""
    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == []


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot42:wrong/getMe", 401, "Unauthorized"),
        ("/bot42:simulated/makeCoffee", 404, "Not Found: method not found"),
        ("/bot42:simulated/sendInvoice", 404, "Not Found: method not found"),
        ("/bot42:simulated/getMe?colour=red", 400, 'Bad Request: unknown parameter "colour"'),
        ("/bot42:simulated/sendMessage?text=hi", 400, "Bad Request: chat_id is empty"),
    ],
)
async def test_calls_that_are_no_calls(simulator: Simulator, path: str, status: int, description: str) -> None:
    """A wrong token, an unknown method and an unknown parameter are refused."""
    async with aiohttp.ClientSession() as session, session.get(simulator.base_url + path) as answer:
        body: dict[str, Any] = await answer.json()

    assert (answer.status, body["description"], body["ok"]) == (status, description, False)


@pytest.mark.parametrize("how", ["json", "data", "params"])
async def test_a_call_may_come_as_json_as_a_form_or_in_the_address(
    simulator: Simulator, guest: Phone, how: str
) -> None:
    """All bodies Telegram takes mean the same."""
    call: dict[str, Any] = {how: {"chat_id": str(guest.id), "text": "hi"}}
    url = f"{simulator.base_url}/bot42:simulated/sendmessage"
    async with aiohttp.ClientSession() as session, session.post(url, **call) as answer:
        body = await answer.json()

    assert body["result"]["text"] == "hi"
    assert body["result"]["chat"]["id"] == guest.id


async def test_setting_a_webhook_ends_a_held_poll(bot: Bot, guest: Phone) -> None:
    """The poll is told who ended it, and brings nothing the webhook brings too."""
    seen = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=seen[-1].update_id + 1, timeout=30))
    await asyncio.sleep(0.05)
    await bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await poll
    await bot.delete_webhook()


async def test_numbers_never_come_twice(clock: Clock) -> None:
    """A bot that remembers an earlier run of the simulator meets only new update and message numbers."""
    runs = []
    for _ in range(2):
        simulator = Simulator(TOKEN, "echo_bot", "Echo", now=clock)
        number = simulator.person(GUEST, "Aziza").start()
        runs.append((number, *simulator.world.updates.pending))
        clock.move(timedelta(seconds=10))

    assert all(later > earlier for earlier, later in zip(*runs, strict=True))
