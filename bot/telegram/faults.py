"""What the log says of a fault: its kind and where it arose, never its message, which may quote a person."""

import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from bot.texts import fallback
from bot.texts.words import nearest_language, words_of
from bot.watch.faults import fields_of, kind_of

log = logging.getLogger(__name__)


def described(error: Exception, action: str, update_id: int) -> dict[str, object]:
    """The extra fields of a log record."""
    return {"action": action, "update_id": update_id, **fields_of(error)}


async def set_aside(bot: Bot, update: Update) -> None:
    """What was tried in vain for a minute is given up: the log has a line, and who sent it is told, if it can be.

    The words are in the language of their Telegram: the one they chose cannot be asked for without the database.
    """
    log.error("update set aside", extra={"action": "update", "update_id": update.update_id})
    sent_by = update.message or update.callback_query
    person = sent_by.from_user if sent_by is not None else None
    if person is None or (update.message is not None and update.message.chat.type != "private"):
        return
    try:
        await bot.send_message(person.id, fallback.our_fault(words_of(nearest_language(person.language_code))))
    except AiogramError as error:
        log.warning("not told", extra={"action": "update", "error": kind_of(error)})
