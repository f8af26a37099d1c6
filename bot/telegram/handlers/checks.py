"""Checking a certificate: by photo, by file, by the text of its code."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.passport.reading import Unread
from bot.telegram import keyboards
from bot.telegram.callbacks import Item, MenuTap
from bot.telegram.checking import Checker
from bot.telegram.doors import Doors
from bot.telegram.flow import Flow
from bot.telegram.links import start_of
from bot.telegram.passports import PassportDesk, Sent, fetched
from bot.telegram.screen import Screen
from bot.telegram.states import CHECK, AskedFilter
from bot.texts import checking
from bot.texts.words import Words

router = Router(name="checks")


@router.callback_query(MenuTap.filter(F.item == Item.CHECK))
async def asks(_tap: CallbackQuery, screen: Screen, state: FSMContext) -> None:
    """What to send."""
    await state.set_state(CHECK)
    await screen.show(checking.asks(screen.words), keyboards.to_menu(screen.words))


@router.message(StateFilter(CHECK), F.text, ~F.text.startswith("/"))
async def text(message: Message, screen: Screen, checker: Checker) -> None:
    """The text of a code."""
    await checker.by_text((message.text or "").strip(), screen)


@router.message(~AskedFilter(), F.photo | F.document.mime_type.startswith("image/"))
async def picture(
    message: Message, bot: Bot, screen: Screen, flow: Flow, checker: Checker, passport_desk: PassportDesk
) -> None:
    """A photo of a certificate, at any moment when no question is open; one without a code may be of a passport."""
    file = message.photo[-1] if message.photo else message.document
    if file is None:
        return
    content = await fetched(Sent.by(message, file), bot)
    if isinstance(content, Unread):
        await screen.say(_not_read(screen.words, content), keyboards.to_menu(screen.words))
        return
    await bot.send_chat_action(screen.chat, "typing")
    if not await checker.by_photo(content, screen):
        await passport_desk.offer(Sent.by(message, file), flow)


def _not_read(words: Words, why: Unread) -> str:
    return checking.too_large(words) if why is Unread.FILE_TOO_LARGE else checking.not_fetched(words)


@router.message(F.text.func(lambda typed: start_of(typed) is not None))
async def pasted_link(message: Message, screen: Screen, state: FSMContext, doors: Doors, checker: Checker) -> None:
    """A link of ours, pasted instead of opened; a certificate's whole text is checked whole."""
    typed = (message.text or "").strip()
    if "#" in typed:
        await checker.by_text(typed, screen)
        return
    await doors.enter(start_of(typed) or "", screen, state)
