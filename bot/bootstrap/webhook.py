"""How updates come: pushed to the bot's own address, to whichever worker, or asked for by the worker that leads."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.types import WebhookInfo

from bot.bootstrap.feature import Work
from bot.bootstrap.shared import Shared
from bot.machine.webhook_secret import webhook_secret
from bot.telegram.intake import Intake
from bot.telegram.polling import poll
from bot.web.front import Answer
from bot.web.webhook import Webhook

log = logging.getLogger(__name__)
MOST_CONNECTIONS = 100  # as many as Telegram opens for one bot
LOOK_EVERY = 60.0  # seconds between two looks whether Telegram still pushes, and to us


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The way by which updates come."""

    intake: Intake
    works: Mapping[str, Work]  # in every worker
    errands: Mapping[str, Work]  # in the one that leads
    daily: Mapping[str, Work]


def coming(shared: Shared, dispatcher: Dispatcher) -> Coming:
    """By WEBHOOK_URL pushed to all workers; without it asked for by one."""
    intake = Intake(
        inbox=shared.inbox, holds=shared.database.holds, bot=shared.bot, dispatcher=dispatcher, clock=shared.clock
    )
    shared.inbox.on_stored = intake.want
    daily: dict[str, Work] = {"forget updates": lambda: shared.inbox.forget_handled(shared.clock.now())}
    if shared.settings.webhook_url:
        push = _Push(bot=shared.bot, url=shared.settings.webhook_url, secret=_secret(shared), dispatcher=dispatcher)
        return Coming(intake=intake, works={"intake": intake.run}, errands={"push": push.keep}, daily=daily)
    return Coming(intake=intake, works={}, errands={"poll": lambda: _poll(intake)}, daily=daily)


def paths(shared: Shared) -> dict[str, Answer]:
    """What is served for Telegram."""
    settings = shared.settings
    if not settings.webhook_url:
        return {}
    hook = Webhook(
        secret=_secret(shared),
        allowed=settings.webhook_from,
        proxies=settings.web_proxies,
        store=shared.inbox.store,
        clock=shared.clock,
    )
    return {urlsplit(settings.webhook_url).path: hook}


async def _poll(intake: Intake) -> None:
    """Go over to polling: nothing that waits at Telegram is dropped, and what was pushed before is handled first."""
    if (await intake.bot.get_webhook_info()).url:
        await intake.bot.delete_webhook()
    await intake.drain()
    await poll(intake.bot, intake.dispatcher)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Push:
    """Telegram is told where to push, and reminded when somebody told it otherwise."""

    bot: Bot
    url: str
    secret: str
    dispatcher: Dispatcher

    async def keep(self) -> None:
        """Until cancelled."""
        await self._set()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._look(await self.bot.get_webhook_info())

    async def _look(self, info: WebhookInfo) -> None:
        if info.url != self.url:
            log.warning("Telegram pushed elsewhere", extra={"action": "webhook"})
            await self._set()
        if info.pending_update_count > MOST_CONNECTIONS:
            named = {"action": "webhook", "waiting": info.pending_update_count}
            log.warning("updates wait at Telegram: see getWebhookInfo", extra=named)

    async def _set(self) -> None:
        """At each start anew: the secret or the kinds of updates may be others now. What waits stays."""
        await self.bot.set_webhook(
            self.url,
            secret_token=self.secret,
            allowed_updates=self.dispatcher.resolve_used_update_types(),
            max_connections=MOST_CONNECTIONS,
        )


def _secret(shared: Shared) -> str:
    return webhook_secret(shared.settings.secret_key.get_secret_value())
