"""When our own service fails: say so, say what became of the answers, and log without any personal datum."""

import logging

from aiogram import Router
from aiogram.types import ErrorEvent

from bot.telegram.screen import Screen
from bot.texts import fallback

log = logging.getLogger(__name__)
router = Router(name="errors")


@router.error()
async def failed(event: ErrorEvent, screen: Screen | None = None) -> None:
    """The person is told once; the log gets the kind of fault and where it arose, never what was typed."""
    log.error(
        "update failed",
        extra={"action": "update", "update_id": event.update.update_id, "error": type(event.exception).__name__},
    )
    if screen is not None:
        await screen.say(fallback.our_fault(screen.words))
