"""From a call to its answer: which handler, and what the chat's history keeps of it."""

import asyncio
from typing import Any

from bot.simulator.chats import Json
from bot.simulator.errors import ApiError
from bot.simulator.methods import HANDLERS
from bot.simulator.parameters import Call, typed
from bot.simulator.world import World

NOT_FOUND = ApiError(404, "Not Found: method not found")


def known(method: str) -> str:
    """The method's name in lower case.

    Raises:
        ApiError: 404 for a method this server does not have.
    """
    name = method.lower()
    if name not in HANDLERS:
        raise NOT_FOUND
    return name


async def perform(world: World, call: Call) -> Any:
    """Do what the call asks and remember that it was asked.

    Raises:
        ApiError: what Telegram would answer; the history then keeps nothing, for nobody saw anything.
    """
    result = await HANDLERS[call.method](world, call)
    chat = world.chats.get(call.chat_id or 0)
    if chat is not None:
        number = result.get("message_id") if isinstance(result, dict) else call.args.get("message_id")
        world.called(chat, call.method, _words(call.args), number, asyncio.get_running_loop().time())
    return result


def _words(args: Json) -> str:
    media = args.get("media")
    caption = media.get("caption") if isinstance(media, dict) else None
    return str(args.get("text") or args.get("caption") or caption or "")


async def perform_reply(world: World, given: Json) -> None:
    """Make the call a bot put into its answer to a webhook push; how it went, nobody is told."""
    args = dict(given)
    name = str(args.pop("method")).lower()
    if name in HANDLERS:
        try:
            await perform(world, Call(name, typed(name, args)))
        except ApiError:
            return
