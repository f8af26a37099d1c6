"""A message that says that something is read must become an answer, and photos must leave the chat, come what may."""

import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.refusals import Refusal
from bot.telegram.screen import Screen
from bot.texts import fallback
from bot.texts.refusals import refusal

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
        log.error("reading failed", extra=_described(error, screen.update_id))
        await _end(message, fallback.our_fault(screen.words), screen)


async def _end(message: int, text: str, screen: Screen) -> None:
    await screen.remove(message)
    await screen.show(text)


def _described(error: Exception, update_id: int) -> dict[str, object]:
    """The kind of a fault and where it arose; never its message, which may quote what was read."""
    places = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places))
    return {"action": "read", "update_id": update_id, "error": type(error).__name__, "where": where}
