"""Updates pushed to the bot's own address, with the secret header, repeated until the bot takes them.

Source: https://core.telegram.org/bots/api#setwebhook
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import aiohttp

from bot.simulator.chats import Json
from bot.simulator.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — the header's public name, no secret
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds; Telegram's own are longer, tests have no time for them
ANSWER_WITHIN = 60.0
log = logging.getLogger(__name__)

Reply = Callable[[Json], Awaitable[Any]]


@dataclass(slots=True, eq=False)
class Webhook:
    """Where updates go, if anywhere, and how the last delivery failed."""

    url: str = ""
    secret: str = field(default="", repr=False)
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0
    task: asyncio.Task[None] | None = None

    def info(self, queue: UpdateQueue) -> Json:
        """The Bot API's `WebhookInfo`."""
        answer: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(queue.pending),
        }
        if self.url:
            answer["max_connections"] = self.max_connections
        if self.last_error:
            answer |= {"last_error_date": self.last_error_at, "last_error_message": self.last_error}
        if queue.allowed:
            answer["allowed_updates"] = queue.allowed
        return answer

    async def stop(self) -> None:
        """Deliver nothing more."""
        task, self.task = self.task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])


async def deliver(webhook: Webhook, queue: UpdateQueue, stamp: Callable[[], int], reply: Reply) -> None:
    """Push updates until cancelled: several at once, but never more than the bot allows, and of a chat one by one."""
    lines: dict[int, deque[int]] = {}  # of each chat with an update on its way: what follows it
    last = 0
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
        courier = _Courier(webhook, queue, stamp, reply, session, asyncio.Semaphore(webhook.max_connections))
        while True:
            queue.arrived.clear()
            for number in _newer(queue.pending, last):
                last, chat = number, _chat_of(queue.pending[number])
                if chat in lines:
                    lines[chat].append(number)
                else:
                    lines[chat] = deque([number])
                    tasks.create_task(courier.carry(chat, lines))
            await queue.arrived.wait()


def _newer(pending: dict[int, Json], last: int) -> list[int]:
    """The numbers above the last one, in their order, which is the order of coming."""
    return list(takewhile(lambda number: number > last, reversed(pending)))[::-1]


def _chat_of(update: Json) -> int:
    """In whose line an update stands; of a chat the next one is sent only when the bot has taken the last.

    Source: https://grammy.dev/guide/deployment-types ("updates from the same chat are delivered in sequence").
    """
    event = next(body for name, body in update.items() if name != "update_id")
    place = event.get("chat") or event.get("message", {}).get("chat") or event.get("from") or {}
    return int(place.get("id", 0))


@dataclass(slots=True, eq=False)
class _Courier:
    webhook: Webhook
    queue: UpdateQueue
    stamp: Callable[[], int]
    reply: Reply
    session: aiohttp.ClientSession
    allowed_at_once: asyncio.Semaphore

    async def carry(self, chat: int, lines: dict[int, deque[int]]) -> None:
        """Bring one chat's updates one after another."""
        while lines[chat]:
            number = lines[chat].popleft()
            async with self.allowed_at_once:
                await self.bring(number)
        del lines[chat]

    async def bring(self, number: int) -> None:
        """Try one update until the bot says 2xx, waiting longer each time."""
        pause = FIRST_PAUSE
        while number in self.queue.pending:
            if await self.push(self.queue.pending[number]):
                self.finish(number)
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def finish(self, number: int) -> None:
        if number in self.queue.repeats:
            self.queue.repeats.discard(number)
        else:
            self.queue.pending.pop(number, None)

    async def push(self, update: Json) -> bool:
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with self.session.post(self.webhook.url, json=update, headers=headers, timeout=timeout) as answer:
                if answer.ok:
                    await self._follow(await answer.read())
                    return True
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError) as fault:
            self._failed(f"{type(fault).__name__}")
        return False

    async def _follow(self, body: bytes) -> None:
        """A bot may answer the push with a call; Telegram makes it and tells nobody how it went."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            await self.reply(call)

    def _failed(self, why: str) -> None:
        self.webhook.last_error, self.webhook.last_error_at = why, self.stamp()
        log.info("webhook delivery failed: %s", why)
