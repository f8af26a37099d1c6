"""The desk where organisations hand in a spreadsheet of guests, see what is wrong, and file the good rows."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaDocument

from bot.domain.people import ChatId
from bot.domain.place import Place, PlaceId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.imports import (
    DropImport,
    FileImport,
    PrepareImport,
    ReadImport,
    ReadImportPlaces,
)
from bot.registration.notices import NoticeFacts
from bot.registration.ports import Clock
from bot.telegram import import_keyboards as keyboards
from bot.telegram.hosting_keyboards import host_page
from bot.telegram.import_files import NoSheetError, faulty_file, fetch, filed_guests_file, read_file, template_file
from bot.telegram.passports import Sent
from bot.telegram.screen import Screen
from bot.telegram.waiting import reading_of
from bot.texts import imports
from bot.texts.imports import NoSheet
from bot.texts.refusals import refusal
from bot.texts.words import Words, page_of

_STATE = "host:sheet:"
EVERY = 2.0  # seconds between two words of progress
AT_ONCE = 2  # files in hand; the others wait for their turn
# what is remembered of one talk: which update is read into which message, and which was answered
_UPDATE, _MESSAGE, _ANSWERED = "sheet:update", "sheet:message", "sheet:answered"


def place_awaited(state: str | None) -> PlaceId | None:
    """The place whose guests' spreadsheet is awaited in this state."""
    number = state.removeprefix(_STATE) if state and state.startswith(_STATE) else ""
    return PlaceId(int(number)) if number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the organisation is told, with the faulty rows if there are any."""

    text: str
    keyboard: InlineKeyboardMarkup
    sheet: BufferedInputFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDesk:
    """Takes in spreadsheets of guests; of a file only its good rows are kept, until they are filed or given up."""

    read_places: ReadImportPlaces
    prepare: PrepareImport
    read_import: ReadImport
    file_import: FileImport
    drop_import: DropImport
    clock: Clock
    username: str
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def ask(self, screen: Screen, state: FSMContext) -> None:
        """Where the guests live; with one place, the file at once. Raises Refusal: NOT_AN_ORGANISATION."""
        try:
            offered = await self.read_places(screen.chat)
        except Refusal as no:
            if no.code is not RefusalCode.NO_PLACE_YET:
                raise
            await screen.show(refusal(screen.words, no), keyboards.no_place(screen.words))
            return
        if len(offered) == 1:
            await self._ask_file(offered[0], screen, state)
        else:
            await screen.show(imports.asks_place(screen.words), keyboards.places(screen.words, offered))
            await state.set_state(None)

    async def ask_file(self, place: PlaceId, screen: Screen, state: FSMContext) -> None:
        """What to send. Raises Refusal: NOT_AN_ORGANISATION, or STALE where the place is none of theirs."""
        await self._ask_file(await self._place(place, screen), screen, state)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Ask once more where a file is awaited; False where it is not, or may not be any more."""
        awaited = place_awaited(place)
        if awaited is None:
            return False
        try:
            await self.ask_file(awaited, screen, state)
        except Refusal:
            await state.clear()
            return False
        return True

    async def send_template(self, place: PlaceId, screen: Screen) -> None:
        """An empty spreadsheet in the reader's language. Raises Refusal as `ask_file` does."""
        await self._place(place, screen)
        made = await asyncio.to_thread(template_file, screen.words)
        await screen.bot.send_document(
            screen.chat,
            BufferedInputFile(made, "guests-template.xlsx"),
            caption=imports.template_caption(screen.words),
        )

    async def take(self, sent: Sent, place: PlaceId, screen: Screen, state: FSMContext) -> None:
        """Check a file. Raises Refusal as `ask_file` does, before anything is fetched."""
        await self._place(place, screen)
        if (await state.get_data()).get(_ANSWERED) == screen.update_id:  # Telegram repeats what was answered already
            await screen.remove(sent.message)
            return
        screen.own = await self._say_reading(screen, state)
        async with reading_of(sent.message, screen):
            answer = await self._answer(sent, place, screen)
            await state.update_data({_ANSWERED: screen.update_id})
            is_gone = await screen.remove(sent.message)
            note = (imports.gone if is_gone else imports.not_gone)(screen.words)
            await _hand_over(_Answer(page_of(answer.text, note), answer.keyboard, answer.sheet), screen)

    async def is_of_organisation(self, chat: ChatId) -> bool:
        """Whether spreadsheets of guests come from this chat."""
        try:
            await self.read_places(chat)
        except Refusal as no:
            return no.code is RefusalCode.NO_PLACE_YET
        return True

    async def take_unasked(self, sent: Sent, screen: Screen) -> None:
        """A spreadsheet that nobody has asked for: it is not read, and does not stay in the chat."""
        is_gone = await screen.remove(sent.message)
        note = (imports.gone if is_gone else imports.not_gone)(screen.words)
        await screen.say(page_of(imports.unasked(screen.words), note), keyboards.unasked(screen.words))

    async def decline(self, screen: Screen) -> None:
        """Something else came where a file is awaited."""
        await screen.say(imports.no_sheet(screen.words, NoSheet.NOT_A_FILE), host_page(screen.words))

    async def file(self, number: int, screen: Screen, state: FSMContext) -> None:
        """The one tap. Raises Refusal: NOT_AN_ORGANISATION, or STALE where it was filed or given up already."""
        waiting, _ = await self.read_import(screen.chat, number)
        await _take_buttons_away(screen)
        message = await screen.say(imports.filing(screen.words, 0, len(waiting.entries)))
        filed = await self.file_import(screen.chat, number, _Progress(screen, message))
        await state.set_state(None)
        text, keyboard = imports.filed(screen.words, filed), host_page(screen.words)
        sheet = await asyncio.to_thread(filed_guests_file, screen.words, filed, self.username) if filed.cases else None
        screen.own = message
        file = BufferedInputFile(sheet, f"registered-{self.clock.today()}.xlsx") if sheet else None
        await _hand_over(_Answer(text, keyboard, file), screen)

    async def drop(self, number: int, screen: Screen) -> None:
        """Nobody is filed. Raises Refusal as `file` does."""
        await self.drop_import(screen.chat, number)
        await _take_buttons_away(screen)
        await screen.say(imports.dropped(screen.words), host_page(screen.words))

    async def _place(self, place: PlaceId, screen: Screen) -> Place:
        found = next((each for each in await self.read_places(screen.chat) if each.id == place), None)
        if found is None:
            raise Refusal(RefusalCode.STALE)
        return found

    async def _ask_file(self, place: Place, screen: Screen, state: FSMContext) -> None:
        await screen.show(imports.asks_file(screen.words, place), keyboards.awaited(screen.words, place))
        await state.set_state(f"{_STATE}{place.id}")

    async def _say_reading(self, screen: Screen, state: FSMContext) -> int:
        """The message that is to become the answer; the same one when the update comes again."""
        known = await state.get_data()
        if known.get(_UPDATE) == screen.update_id:
            return int(known[_MESSAGE])
        message = await screen.say(imports.reading(screen.words))
        await state.update_data({_UPDATE: screen.update_id, _MESSAGE: message})
        return message

    async def _answer(self, sent: Sent, place: PlaceId, screen: Screen) -> _Answer:
        words, today = screen.words, self.clock.today()
        try:
            async with self.turns:
                content = await fetch(sent, screen)
                table, read = await asyncio.to_thread(read_file, content, words, today)
        except NoSheetError as none:
            return _Answer(none.text, keyboards.confirm(words, None))
        prepared = await self.prepare(screen.chat, place, read.entries)
        faults = sorted((*read.faults, *prepared.faults), key=lambda fault: fault.row)
        said, sheet = await asyncio.to_thread(faulty_file, words, table, faults)
        text = imports.checked(words, prepared, said, len({fault.row for fault in faults}))
        file = BufferedInputFile(sheet, f"to-mend-{today}.xlsx") if sheet else None
        return _Answer(text, keyboards.confirm(words, prepared.waiting), file)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWaits:
    """Tells an organisation that the operator has read its spreadsheet."""

    bot: Bot
    read_import: ReadImport

    async def __call__(self, words: Words, facts: NoticeFacts) -> None:
        """Nothing where it was filed or given up meanwhile."""
        with suppress(Refusal):
            waiting, place = await self.read_import(facts.chat, int(facts.data["import"]))
            text = imports.waits(words, waiting, place)
            await self.bot.send_message(facts.chat, text, reply_markup=keyboards.confirm(words, waiting))


class _Progress:
    """Says now and then how far the filing is."""

    def __init__(self, screen: Screen, message: int) -> None:
        self._screen, self._message, self._said_at = screen, message, time.monotonic()

    async def __call__(self, done: int, total: int) -> None:
        if done == total or time.monotonic() - self._said_at < EVERY:
            return
        self._said_at = time.monotonic()
        said = imports.filing(self._screen.words, done, total)
        with suppress(AiogramError):  # the filing matters more
            await self._screen.bot.edit_message_text(said, chat_id=self._screen.chat, message_id=self._message)


async def _take_buttons_away(screen: Screen) -> None:
    message = screen.tap.message if screen.tap else None
    if message is not None:
        with suppress(TelegramBadRequest):  # too old to be changed, or changed already
            await screen.bot.edit_message_reply_markup(chat_id=screen.chat, message_id=message.message_id)


async def _hand_over(answer: _Answer, screen: Screen) -> None:
    """Turn the message that told of the work into the answer."""
    if answer.sheet is None:
        await screen.show(answer.text, answer.keyboard)
        return
    media = InputMediaDocument(media=answer.sheet, caption=answer.text, parse_mode=ParseMode.HTML)
    try:
        await screen.bot.edit_message_media(
            media, chat_id=screen.chat, message_id=screen.own, reply_markup=answer.keyboard
        )
    except TelegramBadRequest:  # it was deleted by its reader
        await screen.bot.send_document(screen.chat, answer.sheet, caption=answer.text, reply_markup=answer.keyboard)
