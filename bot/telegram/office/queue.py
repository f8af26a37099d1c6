"""The queue: its pages, one matter, taking it up, deciding, taking back."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.telegram.office.awaiting import Awaits
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.office.queue_callbacks import DecideTap, QueueDeed, QueueTap, VouchTap
from bot.telegram.office.queue_desk import QueueDesk
from bot.telegram.screen import Screen

router = Router(name="queue")


@router.callback_query(OfficeTap.filter(F.page == OfficePage.QUEUE))
async def first_page(_tap: CallbackQuery, screen: Screen, state: FSMContext, queue_desk: QueueDesk) -> None:
    """What waits."""
    await queue_desk.show_page(0, screen, state)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.PAGE))
async def a_page(
    _tap: CallbackQuery, callback_data: QueueTap, screen: Screen, state: FSMContext, queue_desk: QueueDesk
) -> None:
    """Another page."""
    await queue_desk.show_page(callback_data.number, screen, state)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.OPEN))
async def opened(
    _tap: CallbackQuery, callback_data: QueueTap, screen: Screen, state: FSMContext, queue_desk: QueueDesk
) -> None:
    """One matter; whatever was being typed is left."""
    await state.clear()
    await queue_desk.show(callback_data.number, screen)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.TAKE))
async def taken(_tap: CallbackQuery, callback_data: QueueTap, screen: Screen, queue_desk: QueueDesk) -> None:
    """Up, or over from another officer."""
    await queue_desk.take(callback_data.number, screen)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.UNDO))
async def taken_back(_tap: CallbackQuery, callback_data: QueueTap, screen: Screen, queue_desk: QueueDesk) -> None:
    """The decision is taken back."""
    await queue_desk.undo(callback_data.number, screen)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.PICTURES))
async def pictures(_tap: CallbackQuery, callback_data: QueueTap, screen: Screen, queue_desk: QueueDesk) -> None:
    """What came with an appeal."""
    await queue_desk.show_pictures(callback_data.number, screen)


@router.callback_query(QueueTap.filter(F.deed == QueueDeed.UNVOUCH))
async def unvouched(_tap: CallbackQuery, callback_data: QueueTap, screen: Screen, queue_desk: QueueDesk) -> None:
    """No officer vouches for the host any more."""
    await queue_desk.unvouch(callback_data.number, screen)


@router.callback_query(VouchTap.filter())
async def vouching(_tap: CallbackQuery, callback_data: VouchTap, screen: Screen, queue_desk: QueueDesk) -> None:
    """The question before a host is vouched for."""
    await queue_desk.ask_vouch(callback_data, screen)


@router.callback_query(DecideTap.filter())
async def decided(
    _tap: CallbackQuery, callback_data: DecideTap, screen: Screen, state: FSMContext, queue_desk: QueueDesk
) -> None:
    """A decision, or the question for its words."""
    await queue_desk.settle(callback_data, screen, state)


@router.message(Awaits(DecideTap), F.text & ~F.text.startswith("/"))
async def said(message: Message, asked: DecideTap, screen: Screen, state: FSMContext, queue_desk: QueueDesk) -> None:
    """The words of a decision."""
    await queue_desk.with_words(message.text or "", asked, screen, state)
