"""The desk where photos of passports are taken in: read, shown as a card or answered with advice, and deleted."""

import io
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import Document, Message, PhotoSize, ReplyParameters
from aiogram.utils.chat_action import ChatActionSender
from aiohttp import ClientError

from bot.domain.answers import Question
from bot.domain.passport import PassportCard
from bot.domain.people import Draft
from bot.passport.reading import LARGEST_PICTURE, Unread
from bot.pictograms.pictogram import Pictogram
from bot.registration.drafts import ReadDraft
from bot.registration.passports import ReadPassportPhoto
from bot.registration.ports import Clock
from bot.telegram import passport_keyboards as keyboards
from bot.telegram.flow import Flow
from bot.telegram.keyboards import to_menu
from bot.telegram.states import CARD, Asked, Goal
from bot.telegram.waiting import reading_of
from bot.texts import checking, passports
from bot.texts.passports import Instead
from bot.texts.words import page_of

MOST_BYTES = LARGEST_PICTURE
MANY_MISSES = 3  # then typing is offered first
Draw = Callable[[Pictogram], Awaitable[bytes]]
File = PhotoSize | Document

# what is remembered of one talk: which update is read into which message, when a card came of it (by Telegram's
# clock, in seconds since 1970), what was advised
_UPDATE, _MESSAGE, _READ_AT, _ADVISED = "photo:update", "photo:message", "photo:read_at", "photo:advised"
_PICTOGRAMS = {
    Unread.NOT_A_PICTURE: Pictogram.HOLD,
    Unread.FILE_TOO_LARGE: Pictogram.HOLD,
    Unread.TOO_MANY_PIXELS: Pictogram.HOLD,
    Unread.TOO_SMALL: Pictogram.NEARER,
    Unread.FACE: Pictogram.PHOTO_PAGE,
    Unread.NO_ZONE: Pictogram.PHOTO_PAGE,
    Unread.CUT: Pictogram.WHOLE,
    Unread.BLURRED: Pictogram.STILL,
    Unread.DARK: Pictogram.LIGHT,
    Unread.GLARE: Pictogram.GLARE,
    Unread.TOO_LONG: Pictogram.HOLD,
}  # what is our own fault has none
_ONE = {Instead.SECOND}
_MAY_SHOW_IT = {
    Instead.SECOND, Instead.VIDEO, Instead.ANIMATION, Instead.VIDEO_NOTE, Instead.PDF, Instead.FILE,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message from a person, and the file in it, if there is one."""

    message: int
    at: int  # seconds since 1970, by Telegram's clock
    album: str | None
    file: str = ""
    size: int = 0

    @classmethod
    def by(cls, message: Message, file: File | None = None) -> Self:
        """What came in this message."""
        at = int(message.date.timestamp())
        sent = cls(message=message.message_id, at=at, album=message.media_group_id)
        return replace(sent, file=file.file_id, size=file.file_size or 0) if file else sent


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportDesk:
    """Takes in photos of passports, one at a time; none is kept, here or in the chat."""

    read_photo: ReadPassportPhoto
    read_draft: ReadDraft
    draw: Draw
    clock: Clock

    async def take(self, sent: Sent, asked: Asked | None, flow: Flow) -> None:
        """Read a photo. Raises Refusal: NO_CONSENT, before anything is downloaded."""
        screen, kept = flow.screen, await self.read_photo.open(flow.screen.chat)
        known = await flow.state.get_data()
        if known.get(_UPDATE) != screen.update_id:
            if screen.update_id in kept.sources:  # Telegram repeats what another photo has taken the place of
                await screen.remove(sent.message)
                return
            if screen.tap is None and sent.at < known.get(_READ_AT, 0):
                await self.advise(sent, Instead.SECOND, flow)
                return
        screen.own = await self._say_reading(flow)
        async with reading_of(sent.message, screen):
            await self._answer(kept, sent, asked, flow)

    async def _answer(self, kept: Draft, sent: Sent, asked: Asked | None, flow: Flow) -> None:
        found: Draft | Unread = kept
        if flow.screen.update_id not in kept.sources:  # else it was read before a restart, and may be gone by now
            async with ChatActionSender.typing(bot=flow.screen.bot, chat_id=flow.screen.chat):
                found = await self._read(sent, flow)
        said = passports.deleted if await flow.screen.remove(sent.message) else passports.not_deleted
        if isinstance(found, Unread):
            await self._say_unread(found, said(flow.words), sent, asked, flow)
        elif found.passport is not None:  # else it was found correct before a restart
            await self._show_card(found, found.passport, said(flow.words), flow)

    async def offer(self, sent: Sent, flow: Flow) -> None:
        """Say that a picture has no code; it may be of a passport, which is read only when its owner says so."""
        words, unreadable = flow.words, checking.unreadable(flow.words)
        if not flow.screen.talk.has_consented:
            await flow.screen.say(page_of(unreadable, checking.passport_needs_consent(words)), to_menu(words))
            return
        await flow.screen.bot.send_message(
            flow.screen.chat,
            page_of(unreadable, checking.is_it_a_passport(words)),
            reply_markup=keyboards.is_it_a_passport(words),
            # a tap brings the answered message along, so nothing of the picture need be kept here
            reply_parameters=ReplyParameters(message_id=sent.message, allow_sending_without_reply=True),
        )

    async def ask(self, flow: Flow) -> None:
        """Ask for a photo, or for another one. Raises Refusal: NO_CONSENT."""
        await flow.ask_photo(await self.read_photo.open(flow.screen.chat))

    async def advise(self, sent: Sent, what: Instead, flow: Flow) -> None:
        """What to send in place of what was sent; said once for an album and once for an update that comes again."""
        screen, words = flow.screen, flow.words
        told = sent.album or str(screen.update_id)
        is_gone = what not in _MAY_SHOW_IT or await screen.remove(sent.message)
        if (await flow.state.get_data()).get(_ADVISED) == told:
            return
        gone = (passports.gone if is_gone else passports.not_gone)(words, what) if what in _MAY_SHOW_IT else ""
        draft = await self.read_draft(screen.chat)
        has_card = draft is not None and draft.passport is not None
        keyboard = keyboards.photo(words, has_card=has_card)
        if what is Instead.SECOND:
            keyboard = keyboards.second_photo(words)
        picture = await self.draw(Pictogram.ONE if what in _ONE else Pictogram.HOLD)
        await screen.illustrate(page_of(passports.one_photo(words, what), gone), picture, keyboard)
        await flow.state.update_data({_ADVISED: told})

    async def _say_reading(self, flow: Flow) -> int:
        """The message that says so and is to become the answer; the same one when the photo comes again."""
        known = await flow.state.get_data()
        if known.get(_UPDATE) == flow.screen.update_id:
            return int(known[_MESSAGE])
        message = await flow.screen.show(passports.reading(flow.words))
        await flow.state.update_data({_UPDATE: flow.screen.update_id, _MESSAGE: message})
        return message

    async def _read(self, sent: Sent, flow: Flow) -> Draft | Unread:
        """The photo is in memory only, and only here."""
        picture = await fetched(sent, flow.screen.bot)
        if isinstance(picture, Unread):
            return picture
        return await self.read_photo(flow.screen.chat, picture, source=flow.screen.update_id)

    async def _show_card(self, draft: Draft, read: PassportCard, note: str, flow: Flow) -> None:
        """Turn the message that told of the reading into the card, and keep when Telegram says it did."""
        screen, today = flow.screen, self.clock.today()
        text = page_of(passports.card(flow.words, read, today), note)
        keyboard = keyboards.card(flow.words, draft, read, today)
        with suppress(TelegramBadRequest):  # it is the card already, or was deleted by its reader
            shown = await screen.bot.edit_message_text(
                text, chat_id=screen.chat, message_id=screen.own, reply_markup=keyboard
            )
            if isinstance(shown, Message):
                at = shown.edit_date or int(shown.date.timestamp())
                await flow.state.update_data({_READ_AT: at})
            await flow.state.set_state(CARD)
            return
        await flow.show_card(draft, read, note)

    async def _say_unread(self, why: Unread, note: str, sent: Sent, asked: Asked | None, flow: Flow) -> None:
        draft = await self.read_draft(flow.screen.chat)
        place = _place_after_miss(asked, draft, sent.message)
        hopeless = place.misses >= MANY_MISSES
        said = passports.rather_type(flow.words) if hopeless else ""
        text = page_of(passports.advice(flow.words, why), said, note)
        has_card = draft is not None and draft.passport is not None
        keyboard = keyboards.photo(flow.words, has_card=has_card, type_first=hopeless)
        if why in _PICTOGRAMS:
            await flow.screen.illustrate(text, await self.draw(_PICTOGRAMS[why]), keyboard)
        else:
            await flow.screen.show(text, keyboard)
        await flow.state.set_state(place.as_state())


async def fetched(sent: Sent, bot: Bot) -> bytes | Unread:
    """A picture from Telegram, or why there is none."""
    if sent.size > MOST_BYTES:
        return Unread.FILE_TOO_LARGE
    picture = io.BytesIO()
    try:
        await bot.download(sent.file, picture)
    except TelegramBadRequest as error:
        return Unread.FILE_TOO_LARGE if "too big" in error.message else Unread.FAILED
    except (AiogramError, ClientError, OSError, TimeoutError):
        return Unread.FAILED
    return picture.getvalue()


def _place_after_miss(asked: Asked | None, draft: Draft | None, since: int) -> Asked:
    """A question that was open stays open; from the card on, another photo is asked for."""
    if asked is not None and asked.goal is not Goal.CARD:
        return replace(asked, misses=asked.misses + 1)
    missing = draft.answers.next_question() if draft else None
    return Asked(missing or Question.CITIZENSHIP, Goal.PHOTO, since, misses=1)
