"""Showing something in a chat: the tapped message is edited in place, else a new one is sent."""

import html
import re
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.domain.people import Chat, ChatId
from bot.texts.words import Words

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None
LONGEST_ALERT = 200  # Bot API, answerCallbackQuery


@dataclass(slots=True)
class Screen:
    """One person's view during one update. `talk` is the chat as known, `words` its language."""

    bot: Bot
    talk: Chat
    words: Words
    update_id: int
    tap: CallbackQuery | None = None
    name: str = field(default="", repr=False)  # as the person's profile has it now
    own: int | None = None  # a message of the bot's that was sent for this update and is to become its answer
    answered: bool = field(default=False, init=False)

    @property
    def chat(self) -> ChatId:
        """The chat that is looked at."""
        return self.talk.id

    async def say(self, text: str, keyboard: Keyboard = None) -> int:
        """Send a new message; its id."""
        sent = await self.bot.send_message(self.chat, text, reply_markup=keyboard)
        return sent.message_id

    async def show(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> int:
        """Edit the tapped message, or send a new one where there is none to edit; the id of what is seen."""
        message = self._editable()
        if message is None:
            return await self.say(text, keyboard)
        try:
            await self.bot.edit_message_text(text, chat_id=self.chat, message_id=message, reply_markup=keyboard)
        except TelegramBadRequest as error:
            if "not modified" not in error.message:
                return await self.say(text, keyboard)
        return message

    def _editable(self) -> int | None:
        message = self.tap.message if self.tap else None
        if self.own is not None:
            return self.own
        if not isinstance(message, Message) or message.photo or message.document:
            return None
        return message.message_id

    async def illustrate(self, text: str, picture: bytes, keyboard: InlineKeyboardMarkup) -> None:
        """The same with a picture; the text has to fit under it (1024 characters)."""
        photo = BufferedInputFile(picture, "how.png")
        if self.own is not None:
            try:
                media = InputMediaPhoto(media=photo, caption=text, parse_mode=ParseMode.HTML)
                await self.bot.edit_message_media(media, chat_id=self.chat, message_id=self.own, reply_markup=keyboard)
            except TelegramBadRequest:  # shown already before a restart, or deleted by its reader
                await self.remove(self.own)
            else:
                return
        await self.bot.send_photo(self.chat, photo, caption=text, reply_markup=keyboard)

    async def remove(self, message: int) -> bool:
        """Delete a message from the chat; False when it still stands there."""
        try:
            return await self.bot.delete_message(self.chat, message)
        except TelegramBadRequest as error:
            return "not found" in error.message  # it was deleted before

    async def tell(self, text: str) -> None:
        """A short word that changes nothing: an alert over a tap, a message otherwise (and where it is too long)."""
        bare = html.unescape(re.sub(r"<[^>]+>", "", text))
        if self.tap is None or self.answered or len(bare) > LONGEST_ALERT:
            await self.say(text)
            return
        if not await self._answer(self.tap, bare):
            await self.say(text)

    async def finish(self) -> None:
        """Stop the waiting sign on a tapped button."""
        if self.tap is not None and not self.answered:
            await self._answer(self.tap, None)

    async def _answer(self, tap: CallbackQuery, alert: str | None) -> bool:
        """Answer a tap once; False when it is too old to be answered, or was answered before a restart."""
        self.answered = True
        try:
            return await tap.answer(alert, show_alert=alert is not None)
        except TelegramBadRequest:
            return False
