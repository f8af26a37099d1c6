"""Acts on a registration: every tap of the officer's, and the day that is typed."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.acts import Deed
from bot.domain.dates import LONGEST_PERIOD
from bot.office.orders import Order
from bot.registration.ports import Clock
from bot.telegram.choices import day_on
from bot.telegram.office.acts_callbacks import ActDoTap, ActGroundTap, ActTap
from bot.telegram.office.acts_desk import ActsDesk
from bot.telegram.office.awaiting import Awaits
from bot.telegram.screen import Screen
from bot.texts.reading_dates import read_date

router = Router(name="office acts")


@router.callback_query(ActTap.filter(F.deed == Deed.PAGE))
async def page(
    _tap: CallbackQuery, callback_data: ActTap, screen: Screen, state: FSMContext, acts_desk: ActsDesk
) -> None:
    """What can be done."""
    await acts_desk.show(callback_data.number, callback_data.purpose, screen, state)


@router.callback_query(ActTap.filter(F.deed == Deed.UNDO))
async def undo(_tap: CallbackQuery, callback_data: ActTap, screen: Screen, acts_desk: ActsDesk) -> None:
    """Within ten minutes."""
    await acts_desk.undo(callback_data.number, callback_data.purpose, screen)


@router.callback_query(ActTap.filter())
async def begin(
    _tap: CallbackQuery, callback_data: ActTap, screen: Screen, state: FSMContext, acts_desk: ActsDesk
) -> None:
    """An act was chosen."""
    await acts_desk.begin(callback_data, screen, state)


@router.callback_query(ActGroundTap.filter())
async def ground(_tap: CallbackQuery, callback_data: ActGroundTap, screen: Screen, acts_desk: ActsDesk) -> None:
    """Its ground was chosen."""
    await acts_desk.preview(callback_data, None, screen)


@router.callback_query(ActDoTap.filter())
async def do(_tap: CallbackQuery, callback_data: ActDoTap, screen: Screen, acts_desk: ActsDesk) -> None:
    """It was seen what will happen: do it."""
    tapped = callback_data
    day = day_on(tapped.day) if tapped.day else None
    order = Order(deed=tapped.deed, number=tapped.number, ground=tapped.ground, length=tapped.length, day=day)
    await acts_desk.do(order, tapped.purpose, screen)


@router.message(Awaits(ActTap), F.text, ~F.text.startswith("/"))
async def day_typed(
    message: Message, asked: ActTap, screen: Screen, state: FSMContext, clock: Clock, acts_desk: ActsDesk
) -> None:
    """The new last day, or that of the court's act."""
    day = read_date(message.text or "", latest=clock.today() + LONGEST_PERIOD)
    await acts_desk.take_day(asked, day, screen, state)
