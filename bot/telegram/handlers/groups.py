"""In a group the bot says only that it talks in private."""

from contextlib import suppress

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Message

from bot.texts import opening
from bot.texts.words import nearest_language, words_of

router = Router(name="groups")


@router.message(F.text.startswith("/"))
async def only_in_private(message: Message, bot: Bot) -> None:
    """Answer commands only: a group's talk is not ours."""
    sender = message.from_user
    words = words_of(nearest_language(sender.language_code if sender else None))
    with suppress(TelegramBadRequest, TelegramForbiddenError):  # a group may let nobody, or not the bot, write there
        await bot.send_message(message.chat.id, opening.only_in_private(words))


@router.message()
async def not_ours(_message: Message) -> None:
    """Whatever else is said in a group is left alone."""
