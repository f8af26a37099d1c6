"""The desk where hosts hand in photos of their guests in one ZIP, and get a spreadsheet back."""

import asyncio
import io
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, InputMediaDocument
from aiogram.utils.chat_action import ChatActionSender

from bot.domain.passport import PassportCard
from bot.domain.refusals import Refusal
from bot.passport.archive import ArchiveError, Packed, PictureArchive
from bot.passport.reading import Unread
from bot.registration.guest_lists import GuestRow, OpenGuestList, Photos, ReadGuestPhotos
from bot.registration.ports import Clock
from bot.telegram.hosting_keyboards import host_page
from bot.telegram.passports import MOST_BYTES, Sent
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_PHOTOS
from bot.telegram.waiting import reading_of
from bot.texts import guest_lists
from bot.texts.guest_lists import NoList, Why
from bot.texts.guest_rows import look_at, unread
from bot.texts.words import Words, plain

FETCH_SECONDS = 120  # for twenty megabytes
EVERY = 2.0  # seconds between two words of progress: Telegram bears no more than one a second in a chat
LISTS_AT_ONCE = 2  # each is held in memory; the others wait for their turn
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")

# what is remembered of one talk: which update is read into which message, which was answered, what was said no to
_UPDATE, _MESSAGE, _ANSWERED, _DECLINED = "list:update", "list:message", "list:answered", "list:declined"


class _NoListError(Exception):
    """There is nothing to read; `why` says so."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a host is told, under the list if there is one."""

    text: str
    sheet: BufferedInputFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestListDesk:
    """Takes in photos of guests; neither they nor the list that is made of them is kept."""

    open_list: OpenGuestList
    read_photos: ReadGuestPhotos
    clock: Clock
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LISTS_AT_ONCE))

    async def ask(self, screen: Screen, state: FSMContext) -> None:
        """What to send. Raises Refusal: NOT_A_HOST."""
        await self.open_list(screen.chat)
        await screen.show(guest_lists.asks(screen.words), host_page(screen.words))
        await state.set_state(HOST_PHOTOS)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Ask once more where a list is awaited; False where it is not, or may not be any more."""
        if place != HOST_PHOTOS:
            return False
        try:
            await self.ask(screen, state)
        except Refusal:
            await state.clear()
            return False
        return True

    async def take(self, sent: Sent, name: str | None, screen: Screen, state: FSMContext) -> None:
        """Read a ZIP, or one photo with this name. Raises Refusal: NOT_A_HOST, before anything is fetched."""
        await self.open_list(screen.chat)
        if (await state.get_data()).get(_ANSWERED) == screen.update_id:  # Telegram repeats what was answered already
            if not await screen.remove(sent.message):
                await screen.say(guest_lists.not_gone(screen.words))
            return
        screen.own = await self._say_reading(screen, state)
        async with reading_of(sent.message, screen):
            answer = await self._answer(sent, name, screen)
            screen.own = await _hand_over(answer, screen)
            await state.update_data({_ANSWERED: screen.update_id})  # from now on the photos are needed no more
            await _add_note(answer, await self._delete(sent, screen), screen)

    async def decline(self, sent: Sent, why: NoList, screen: Screen, state: FSMContext) -> None:
        """Say what to send instead; once for an album. What may show a passport is deleted."""
        told = sent.album or str(screen.update_id)
        gone = "" if why is NoList.WORDS else await self._delete(sent, screen)
        if (await state.get_data()).get(_DECLINED) != told:
            await screen.say(_under(guest_lists.no_list(screen.words, why), gone), host_page(screen.words))
            await state.update_data({_DECLINED: told})

    async def _say_reading(self, screen: Screen, state: FSMContext) -> int:
        """The message that is to become the answer; the same one when the update comes again."""
        known = await state.get_data()
        if known.get(_UPDATE) == screen.update_id:
            return int(known[_MESSAGE])
        message = await screen.say(guest_lists.reading(screen.words))
        await state.update_data({_UPDATE: screen.update_id, _MESSAGE: message})
        return message

    async def _answer(self, sent: Sent, name: str | None, screen: Screen) -> _Answer:
        try:
            async with ChatActionSender.upload_document(bot=screen.bot, chat_id=screen.chat), self.turns:
                rows = await self._read(sent, name, screen)
            _check(rows)
        except _NoListError as none:
            return _Answer(guest_lists.no_list(screen.words, none.why))
        return await self._list_of(rows, screen.words)

    async def _read(self, sent: Sent, name: str | None, screen: Screen) -> list[GuestRow]:
        content = await self._fetch(sent, screen)
        photos: Photos = [Packed(name, content.getvalue())] if name else await asyncio.to_thread(_opened, content)
        return await self.read_photos(screen.chat, photos, _Progress(screen))

    async def _fetch(self, sent: Sent, screen: Screen) -> io.BytesIO:
        content = io.BytesIO()
        if sent.size > MOST_BYTES:
            raise _NoListError(NoList.TOO_LARGE_TO_FETCH)
        try:
            await screen.bot.download(sent.file, content, timeout=FETCH_SECONDS)
        except TelegramBadRequest as error:
            raise _NoListError(
                NoList.TOO_LARGE_TO_FETCH if "too big" in error.message else NoList.NOT_FETCHED
            ) from error
        except (AiogramError, OSError, TimeoutError) as error:
            raise _NoListError(NoList.NOT_FETCHED) from error
        return content

    async def _list_of(self, rows: Sequence[GuestRow], words: Words) -> _Answer:
        today = self.clock.today()
        if len(rows) == 1 and isinstance(rows[0].read, Unread):
            return _Answer(guest_lists.one_unread(words, plain(unread(words, rows[0].read))))
        read = sum(isinstance(row.read, PassportCard) for row in rows)
        to_check = sum(bool(look_at(words, row, today)) for row in rows)
        sheet = await asyncio.to_thread(_sheet, words, rows, today)
        file = BufferedInputFile(sheet, f"guests-{today}.xlsx")
        return _Answer(guest_lists.answer(words, read, len(rows), to_check), file)

    async def _delete(self, sent: Sent, screen: Screen) -> str:
        is_gone = await screen.remove(sent.message)
        return (guest_lists.gone if is_gone else guest_lists.not_gone)(screen.words)


class _Progress:
    """Says now and then how far the reading is, in the message that is to become the answer."""

    def __init__(self, screen: Screen) -> None:
        self._screen, self._said_at = screen, time.monotonic()

    async def __call__(self, done: int, total: int) -> None:
        if done == total or time.monotonic() - self._said_at < EVERY:
            return
        self._said_at = time.monotonic()
        said = guest_lists.progress(self._screen.words, done, total)
        with suppress(AiogramError):  # the list matters more
            await self._screen.bot.edit_message_text(said, chat_id=self._screen.chat, message_id=self._screen.own)


async def _hand_over(answer: _Answer, screen: Screen) -> int:
    """Turn the message that told of the reading into the answer, so that a restart cannot leave two; its id."""
    keyboard = host_page(screen.words)
    if answer.sheet is None:
        return await screen.show(answer.text, keyboard)
    media = InputMediaDocument(media=answer.sheet, caption=answer.text, parse_mode=ParseMode.HTML)
    try:
        await screen.bot.edit_message_media(
            media, chat_id=screen.chat, message_id=screen.own, reply_markup=keyboard, request_timeout=FETCH_SECONDS
        )
    except TelegramBadRequest:  # it was deleted by its reader
        if screen.own is not None:
            await screen.remove(screen.own)
        sent = await screen.bot.send_document(
            screen.chat, answer.sheet, caption=answer.text, reply_markup=keyboard, request_timeout=FETCH_SECONDS
        )
        return sent.message_id
    return screen.own or 0


async def _add_note(answer: _Answer, note: str, screen: Screen) -> None:
    """Say in the answer what became of the photos, which are deleted only once it is on the screen."""
    text, keyboard = _under(answer.text, note), host_page(screen.words)
    if answer.sheet is None:
        await screen.show(text, keyboard)
        return
    with suppress(TelegramBadRequest):  # it was deleted by its reader
        await screen.bot.edit_message_caption(
            chat_id=screen.chat, message_id=screen.own, caption=text, reply_markup=keyboard
        )


def _opened(content: io.BytesIO) -> PictureArchive:
    """Raises _NoListError."""
    try:
        return PictureArchive(content)
    except ArchiveError as error:
        is_other = bytes(content.getbuffer()[:8]).startswith(_OTHER_ARCHIVES)  # with a name that says otherwise
        raise _NoListError(NoList.OTHER_ARCHIVE if is_other else error.code) from error


def _sheet(words: Words, rows: Sequence[GuestRow], today: date) -> bytes:
    """The spreadsheet; openpyxl and NumPy are loaded when the first one is made, not at every start."""
    from bot.texts.guest_sheet import guest_sheet

    return guest_sheet(words, rows, today)


def _check(rows: Sequence[GuestRow]) -> None:
    if len(rows) > 1 and all(row.read is Unread.NOT_A_PICTURE for row in rows):
        raise _NoListError(NoList.NO_PHOTOS)


def _under(text: str, note: str) -> str:
    return f"{text}\n\n{note}" if note else text
