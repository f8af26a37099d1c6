"""`/find`: the purpose, then whom; the list; the card."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.passport.reading import Unread
from bot.telegram.office.awaiting import Awaits
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.office.find_callbacks import FindDeed, FindTap
from bot.telegram.office.find_desk import FindDesk
from bot.telegram.passports import Sent, fetched
from bot.telegram.screen import Screen
from bot.texts import checking

router = Router(name="office find")


@router.message(Command("find"))
async def command(_message: Message, screen: Screen, state: FSMContext, find_desk: FindDesk) -> None:
    """A new search."""
    await find_desk.ask_purpose(screen, state)


@router.callback_query(OfficeTap.filter(F.page == OfficePage.FIND))
async def begin(_tap: CallbackQuery, screen: Screen, state: FSMContext, find_desk: FindDesk) -> None:
    """The same by a button."""
    await find_desk.ask_purpose(screen, state)


@router.callback_query(FindTap.filter(F.deed == FindDeed.OPEN))
async def open_checked(
    _tap: CallbackQuery, callback_data: FindTap, screen: Screen, state: FSMContext, find_desk: FindDesk
) -> None:
    """A certificate was checked, and its person is wanted."""
    await find_desk.ask_purpose(screen, state, callback_data.number)


@router.callback_query(FindTap.filter(F.deed == FindDeed.ASK))
async def ask_what(
    _tap: CallbackQuery, callback_data: FindTap, screen: Screen, state: FSMContext, find_desk: FindDesk
) -> None:
    """The purpose is said."""
    await find_desk.ask_what(callback_data, screen, state)


@router.callback_query(FindTap.filter(F.deed == FindDeed.LIST))
async def show_list(_tap: CallbackQuery, callback_data: FindTap, screen: Screen, find_desk: FindDesk) -> None:
    """A list, or an older part of it."""
    await find_desk.show_list(callback_data, screen)


@router.callback_query(FindTap.filter(F.deed == FindDeed.CARD))
async def show_card(_tap: CallbackQuery, callback_data: FindTap, screen: Screen, find_desk: FindDesk) -> None:
    """A person's card, or another page of it."""
    await find_desk.show_card(callback_data, screen)


@router.message(Awaits(FindTap), F.text, ~F.text.startswith("/"))
async def typed(message: Message, asked: FindTap, screen: Screen, state: FSMContext, find_desk: FindDesk) -> None:
    """Whom."""
    await find_desk.by_text(message.text or "", asked.purpose, screen, state)


@router.message(Awaits(FindTap), F.photo | F.document.mime_type.startswith("image/"))
async def sent(
    message: Message, bot: Bot, asked: FindTap, screen: Screen, state: FSMContext, find_desk: FindDesk
) -> None:
    """The same by a picture of a certificate."""
    file = message.photo[-1] if message.photo else message.document
    content = await fetched(Sent.by(message, file), bot)
    if isinstance(content, Unread):
        is_large = content is Unread.FILE_TOO_LARGE
        await screen.say(checking.too_large(screen.words) if is_large else checking.not_fetched(screen.words))
        return
    await find_desk.by_photo(content, asked.purpose, screen, state)
