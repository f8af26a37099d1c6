"""How the bot gets its updates. Source: https://core.telegram.org/bots/api#getting-updates"""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.chats import Json
from bot.simulator.errors import bad_request, conflict
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call
from bot.simulator.webhook import Webhook, deliver
from bot.simulator.world import World

MOST_UPDATES, LONGEST_POLL = 100, 50
MOST_CONNECTIONS, USUAL_CONNECTIONS = 100, 40
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HERE = {"127.0.0.1", "localhost", "::1"}


async def get_updates(world: World, call: Call) -> list[Json]:
    """Long polling: the offset confirms everything below it; a later poll ends an earlier one with 409."""
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    queue = world.updates
    _allow(world, call.args.get("allowed_updates"))
    queue.confirm(call.args.get("offset", 0))
    limit = min(max(call.args.get("limit", MOST_UPDATES), 1), MOST_UPDATES)
    if not queue.pending:
        await _wait(world, min(call.args.get("timeout", 0), LONGEST_POLL))
    return queue.oldest(limit)


async def _wait(world: World, seconds: float) -> None:
    _end_poll(world)
    world.poll = poll = asyncio.ensure_future(world.updates.wait(seconds))
    try:
        await poll
    except asyncio.CancelledError:
        if world.poll is poll:
            raise
        by = "setWebhook" if world.webhook.url else "other getUpdates"
        raise conflict(f"terminated by {by} request; make sure that only one bot instance is running") from None


def _end_poll(world: World) -> None:
    poll, world.poll = world.poll, None
    if poll is not None:
        poll.cancel()


async def set_webhook(world: World, call: Call) -> bool:
    """Push updates to an address from now on; plain http is taken on this machine only, which Telegram would not."""
    url = str(call.args.get("url") or "")
    if not url:
        return await delete_webhook(world, call)
    _check_address(url)
    secret = str(call.args.get("secret_token") or "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    await world.webhook.stop()
    _end_poll(world)
    _allow(world, call.args.get("allowed_updates"))
    _drop(world, call)
    connections = call.args.get("max_connections", USUAL_CONNECTIONS)
    world.webhook = Webhook(url, secret, min(max(connections, 1), MOST_CONNECTIONS))
    world.webhook.task = asyncio.ensure_future(deliver(world.webhook, world.updates, world.stamp, world.reply))
    return True


def _check_address(url: str) -> None:
    address = urlsplit(url)
    if address.scheme != "https" and address.hostname not in HERE:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


async def delete_webhook(world: World, call: Call) -> bool:
    """Back to long polling."""
    await world.webhook.stop()
    world.webhook = Webhook()
    _drop(world, call)
    return True


async def get_webhook_info(world: World, _call: Call) -> Json:
    """Where updates go and how the last delivery failed."""
    return world.webhook.info(world.updates)


def _allow(world: World, kinds: Any) -> None:
    """Without the parameter the former setting stays; an empty list brings back the default."""
    if kinds is not None:
        world.updates.allowed = [str(kind) for kind in kinds]


def _drop(world: World, call: Call) -> None:
    if call.args.get("drop_pending_updates"):
        world.updates.pending.clear()


HANDLERS: dict[str, Handler] = {
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
