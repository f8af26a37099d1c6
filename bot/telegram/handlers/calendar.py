"""Count my days: the count, its picture, earlier stays; and all dates as a calendar file."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.people import Draft
from bot.registration.ports import Clock
from bot.registration.prospects import Prospect
from bot.telegram.calendars import Calendars
from bot.telegram.callbacks import Item, MenuTap
from bot.telegram.counter import PLACES, CountTap, DayCounter, RemoveTap, Show
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.states import Goal
from bot.texts.calendar_file import no_dates

router = Router(name="calendar")


@router.callback_query(MenuTap.filter(F.item == Item.COUNTER))
async def count(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, flow: Flow, clock: Clock, day_counter: DayCounter
) -> None:
    """The count; who has not said citizenship and date of entry is asked for them."""
    prospect = await day_counter.read_prospect(screen.chat)
    if prospect.is_known:
        await day_counter.show(screen, state, prospect)
    else:
        await _ask(flow, screen, prospect, clock)


@router.callback_query(CountTap.filter(F.show == Show.PICTURE))
async def picture(_tap: CallbackQuery, screen: Screen, day_counter: DayCounter) -> None:
    """The count as a picture."""
    await day_counter.send_picture(screen, await day_counter.read_prospect(screen.chat))


@router.callback_query(CountTap.filter(F.show == Show.TRIPS))
async def earlier_stays(
    _tap: CallbackQuery, callback_data: CountTap, screen: Screen, state: FSMContext, day_counter: DayCounter
) -> None:
    """The list of earlier stays."""
    await day_counter.show_trips(screen, state, callback_data.page)


@router.callback_query(RemoveTap.filter())
async def removed(
    _tap: CallbackQuery, callback_data: RemoveTap, screen: Screen, state: FSMContext, day_counter: DayCounter
) -> None:
    """One stay is taken off the list."""
    await day_counter.remove(callback_data.trip, screen, state)


@router.message(StateFilter(*PLACES), F.text, ~F.text.startswith("/"))
async def stay_typed(
    message: Message, screen: Screen, state: FSMContext, clock: Clock, day_counter: DayCounter
) -> None:
    """A stay, or one day of it."""
    await day_counter.typed(message.text or "", clock.today(), screen, state)


@router.callback_query(MenuTap.filter(F.item == Item.CALENDAR))
async def calendar(_tap: CallbackQuery, screen: Screen, flow: Flow, clock: Clock, calendars: Calendars) -> None:
    """All dates of this person, as guest and as host."""
    if await calendars.send(screen):
        return
    prospect = await calendars.read_prospect(screen.chat)
    if prospect.is_known:
        await screen.tell(no_dates(screen.words))
    else:
        await _ask(flow, screen, prospect, clock)


async def _ask(flow: Flow, screen: Screen, prospect: Prospect, clock: Clock) -> None:
    """Citizenship and entry first: without them nothing can be counted."""
    await flow.go_on(Draft(chat=screen.chat, answers=prospect.answers, saved_at=clock.now()), goal=Goal.DUTIES)
