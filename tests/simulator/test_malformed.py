"""Structures broken deep inside are refused as Telegram refuses them, never answered with a fault of the server's."""

from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.phone import Phone
from tests.simulator.conftest import TOKEN

BOLD = {"type": "bold", "offset": 0, "length": 1}
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("method", "broken"),
    [
        ("sendMessage", {"text": "a", "entities": [1]}),
        ("sendMessage", {"text": "a", "entities": {"type": "bold"}}),
        ("sendMessage", {"text": "a", "entities": [{**BOLD, "offset": "0"}]}),
        ("sendMessage", {"text": "a", "entities": [{"type": "bold"}]}),
        ("sendMessage", {"text": "a", "entities": DEEP}),
        ("sendMessage", {"text": "a", "reply_parameters": [1]}),
        ("sendMessage", {"text": "a", "link_preview_options": {"is_disabled": True, "show_above_text": None}}),
        ("sendMessage", {"text": "a", "entities": [{**BOLD, "url": None}]}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": None}]]}}),
        ("sendMessage", {"text": "a", "reply_markup": [1]}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[1]]}}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": {"a": 1}}}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": 1}]]}}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "style": []}]]}}),
        ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [[[]]]}}),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "photo", "media": "x", "caption_entities": [3]}}),
        ("forwardMessage", {"message_id": 1, "from_chat_id": "@nobody"}),
        ("deleteMessages", {"message_ids": [[1]]}),
        ("setMyCommands", {"commands": [3]}),
        ("setMyCommands", {"commands": [], "scope": 4}),
        ("setChatMenuButton", {"menu_button": []}),
        ("getUpdates", {"allowed_updates": {"message": []}}),
    ],
)
async def test_a_broken_structure_is_refused(
    simulator: Simulator, guest: Phone, method: str, broken: dict[str, Any]
) -> None:
    """Whatever stands where an object should stand, the answer is 400 with a description, and nothing is shown."""
    before = len(guest.screen())
    chat = {} if method.startswith(("setMy", "getU", "setChat")) else {"chat_id": guest.id}
    address = f"{simulator.base_url}/bot{TOKEN}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=chat | broken) as answer:
        body = await answer.json()

    assert (answer.status, body["error_code"]) == (400, 400)
    assert body["description"].startswith("Bad Request: ")
    assert len(guest.screen()) == before


async def test_a_scope_may_name_a_chat_by_words(simulator: Simulator) -> None:
    """A channel's name as the chat of a command scope is lawful and no fault."""
    given = {"commands": [], "scope": {"type": "chat", "chat_id": "@channel"}}
    address = f"{simulator.base_url}/bot{TOKEN}/setMyCommands"
    async with aiohttp.ClientSession() as session, session.post(address, json=given) as answer:
        assert (await answer.json())["ok"] is True
