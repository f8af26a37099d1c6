"""A message that says that something is read must become an answer, and photos must leave the chat, come what may."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.refusals import Refusal
from bot.telegram.faults import described
from bot.telegram.screen import Screen
from bot.texts import fallback
from bot.texts.refusals import refusal
from bot.watch.trace import failed

log = logging.getLogger(__name__)


@asynccontextmanager
async def reading_of(message: int, screen: Screen) -> AsyncIterator[None]:
    """While what is in this message is read: should that fail, it is deleted and the screen's own message says why.

    A bot that is stopped meanwhile leaves all as it is, for then the update comes again.
    """
    try:
        yield
    except Refusal as no:
        await _end(message, refusal(screen.words, no), screen)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        failed()
        log.error("reading failed", extra=described(error, "read", screen.update_id))
        await _end(message, fallback.our_fault(screen.words), screen)


async def _end(message: int, text: str, screen: Screen) -> None:
    await screen.remove(message)
    await screen.show(text)
