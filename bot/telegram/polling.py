"""Long polling that confirms an update only after it was handled.

aiogram's own loop asks for the next updates, which confirms the last ones, while those may still be in hand; a process
killed then would lose an answer. Here a batch is handled (chats side by side, each chat in order) and then confirmed.
"""

import asyncio
import logging

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramConflictError, TelegramRetryAfter
from aiogram.types import Update

log = logging.getLogger(__name__)
POLL_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


async def poll(bot: Bot, dispatcher: Dispatcher) -> None:
    """Until cancelled. Faults of the network are waited out, each time longer."""
    allowed = dispatcher.resolve_used_update_types()
    offset, pause = None, FIRST_PAUSE
    while True:
        try:
            updates = await bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=allowed, request_timeout=POLL_SECONDS + 10
            )
        except TelegramRetryAfter as busy:
            await asyncio.sleep(busy.retry_after)
            continue
        except TelegramAPIError as error:
            log.warning("no updates", extra={"action": "poll", "error": type(error).__name__})
            await asyncio.sleep(LONGEST_PAUSE if isinstance(error, TelegramConflictError) else pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        if updates:
            await asyncio.gather(*(_handle(bot, dispatcher, update) for update in updates))
            offset = updates[-1].update_id + 1


async def _handle(bot: Bot, dispatcher: Dispatcher, update: Update) -> None:
    """One update's fault must not keep the others from being confirmed."""
    try:
        await dispatcher.feed_update(bot, update)
    except Exception as error:  # noqa: BLE001 - one fault must not stop the rest; its text may quote a person
        log.error(
            "update failed", extra={"action": "update", "update_id": update.update_id, "error": type(error).__name__}
        )
