"""Own data: shown, and deleted. Taking back the consent alone is in `handlers.start`."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.operator import Operator
from bot.registration.deleting import DeleteOwnData, ReadDeletable
from bot.telegram import keyboards, own_data_keyboards
from bot.telegram.callbacks import OwnDataDeed, OwnDataTap
from bot.telegram.own_data import OwnDataDesk
from bot.telegram.screen import Screen
from bot.texts import own_data

router = Router(name="own_data")


@router.callback_query(OwnDataTap.filter(F.deed == OwnDataDeed.SHOW))
async def offers(_tap: CallbackQuery, screen: Screen) -> None:
    """What can be done with them."""
    await screen.show(own_data.offers(screen.words), own_data_keyboards.offers(screen.words))


@router.message(Command("mydata"))
@router.callback_query(OwnDataTap.filter(F.deed == OwnDataDeed.FILES))
async def files(_event: Message | CallbackQuery, screen: Screen, own_data_desk: OwnDataDesk) -> None:
    """Both files."""
    await own_data_desk.send(screen)


@router.message(Command("delete"))
@router.callback_query(OwnDataTap.filter(F.deed == OwnDataDeed.ASK))
async def asks(
    _event: Message | CallbackQuery, screen: Screen, read_deletable: ReadDeletable, operator: Operator
) -> None:
    """What goes, what stays and why; one confirmation."""
    what = await read_deletable(screen.chat)
    if what.is_nothing:
        await screen.show(own_data.nothing_to_delete(screen.words), keyboards.to_menu(screen.words))
        return
    await screen.show(own_data.confirm_delete(screen.words, what, operator), own_data_keyboards.confirm(screen.words))


@router.callback_query(OwnDataTap.filter(F.deed == OwnDataDeed.DELETE))
async def delete(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, delete_own_data: DeleteOwnData, operator: Operator
) -> None:
    """It is deleted; a second tap finds nothing and says the same."""
    left = await delete_own_data(screen.chat)
    await state.clear()
    await screen.show(own_data.deleted(screen.words, left, operator))
