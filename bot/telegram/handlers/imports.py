"""Guests from a spreadsheet."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.domain.people import ChatId
from bot.domain.place import PlaceId
from bot.telegram.callbacks import Item, MenuTap
from bot.telegram.import_keyboards import ImportDeed, ImportTap
from bot.telegram.imports import ImportDesk, place_awaited
from bot.telegram.passports import Sent
from bot.telegram.screen import Screen

router = Router(name="imports")
_SPREADSHEETS = (".xlsx", ".xls", ".csv", ".ods")


class AwaitedFilter(Filter):
    """Passes while a spreadsheet is awaited, and hands on the place that it is for."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The place, or no."""
        place = place_awaited(raw_state)
        return {"place": place} if place is not None else False


class FromOrganisationFilter(Filter):
    """Passes where spreadsheets of guests come from."""

    async def __call__(self, message: Message, import_desk: ImportDesk) -> bool:
        """Whether an organisation, or one who works for it, has sent this."""
        return await import_desk.is_of_organisation(ChatId(message.chat.id))


def is_spreadsheet(message: Message) -> bool:
    """Whether what came calls itself a spreadsheet; phones do not always name the type."""
    document = message.document
    return document is not None and (document.file_name or "").casefold().endswith(_SPREADSHEETS)


@router.callback_query(MenuTap.filter(F.item == Item.GUEST_SHEET))
async def asks(_tap: CallbackQuery, screen: Screen, state: FSMContext, import_desk: ImportDesk) -> None:
    """An organisation has a spreadsheet of guests."""
    await import_desk.ask(screen, state)


@router.callback_query(ImportTap.filter(F.deed == ImportDeed.PLACE))
async def placed(
    _tap: CallbackQuery, callback_data: ImportTap, screen: Screen, state: FSMContext, import_desk: ImportDesk
) -> None:
    """Where they live."""
    await import_desk.ask_file(PlaceId(callback_data.number), screen, state)


@router.callback_query(ImportTap.filter(F.deed == ImportDeed.TEMPLATE))
async def template(_tap: CallbackQuery, callback_data: ImportTap, screen: Screen, import_desk: ImportDesk) -> None:
    """An empty spreadsheet."""
    await import_desk.send_template(PlaceId(callback_data.number), screen)


@router.callback_query(ImportTap.filter(F.deed == ImportDeed.FILE))
async def files(
    _tap: CallbackQuery, callback_data: ImportTap, screen: Screen, state: FSMContext, import_desk: ImportDesk
) -> None:
    """The one tap."""
    await import_desk.file(callback_data.number, screen, state)


@router.callback_query(ImportTap.filter(F.deed == ImportDeed.DROP))
async def drops(_tap: CallbackQuery, callback_data: ImportTap, screen: Screen, import_desk: ImportDesk) -> None:
    """Nobody is filed."""
    await import_desk.drop(callback_data.number, screen)


@router.message(AwaitedFilter(), F.document)
async def file(message: Message, place: PlaceId, screen: Screen, state: FSMContext, import_desk: ImportDesk) -> None:
    """The file."""
    await import_desk.take(Sent.by(message, message.document), place, screen, state)


@router.message(is_spreadsheet, FromOrganisationFilter())
async def unasked(message: Message, screen: Screen, import_desk: ImportDesk) -> None:
    """The file before its place: people's data do not stay in the chat."""
    await import_desk.take_unasked(Sent.by(message, message.document), screen)


@router.message(AwaitedFilter(), ~F.text | ~F.text.startswith("/"))
async def other(_message: Message, screen: Screen, import_desk: ImportDesk) -> None:
    """Words, a photo, a voice."""
    await import_desk.decline(screen)
