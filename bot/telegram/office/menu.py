"""`/officer`: the office's first page."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.officer import Right
from bot.office.rights import Rights
from bot.telegram.office import keyboards
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.screen import Screen
from bot.texts.office import menu as texts

router = Router(name="office")


@router.message(Command("officer"))
async def command(_message: Message, screen: Screen, state: FSMContext, rights: Rights) -> None:
    """The first page; whatever was being typed is left."""
    await state.clear()
    await screen.say(texts.menu(screen.words, rights.check(screen.chat, Right.COUNT)), keyboards.menu(screen.words))


@router.callback_query(OfficeTap.filter(F.page == OfficePage.MENU))
async def back(_tap: CallbackQuery, screen: Screen, state: FSMContext, rights: Rights) -> None:
    """The same by a button."""
    await state.clear()
    await screen.show(texts.menu(screen.words, rights.check(screen.chat, Right.COUNT)), keyboards.menu(screen.words))
