"""The day counter in the chat: the count, the picture of it, and the list of earlier stays."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay, Travels
from bot.law.release import count_days
from bot.registration.prospects import Prospect, ReadProspect
from bot.registration.travels import AddTrip, RemoveTrip
from bot.telegram.callbacks import Item, MenuTap
from bot.telegram.keyboards import menu_button, rows, tap
from bot.telegram.screen import Screen
from bot.texts import counting, trips
from bot.texts.reading_trips import read_trips
from bot.texts.refusals import refusal
from bot.texts.timeline import scene_of
from bot.texts.words import Words
from bot.timeline.scene import Scene

TRIPS = "trips"
TRIP_LEFT = "trips:left"
PLACES = (TRIPS, TRIP_LEFT)
_ENTERED, _DONE = "entered", "done"
_UNREAD = {RefusalCode.DATE_UNREAD, RefusalCode.DATE_NO_YEAR}

Draw = Callable[[Scene], Awaitable[bytes]]
Ordinal = Annotated[int, Field(ge=1, le=date.max.toordinal())]  # a forged one must still be a day


class Show(StrEnum):
    """What can be shown besides the count."""

    PICTURE = "picture"
    TRIPS = "trips"


class CountTap(CallbackData, prefix="n"):
    """Show something of the count; a page of the earlier stays, the newest on page 0."""

    show: Show
    page: Annotated[int, Field(ge=0, le=1000)] = 0


class RemoveTap(CallbackData, prefix="x"):
    """Take this stay off the list; it is named by its days, so that an old button never removes another one."""

    entered: Ordinal
    left: Ordinal

    @property
    def trip(self) -> Stay:
        """The stay."""
        return Stay(date.fromordinal(self.entered), date.fromordinal(self.left))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounter:
    """Counts a person's days, draws them, and keeps the list of earlier stays."""

    read_prospect: ReadProspect
    add_trip: AddTrip
    remove_trip: RemoveTrip
    draw: Draw

    async def show(self, screen: Screen, state: FSMContext, prospect: Prospect) -> None:
        """The count."""
        if await state.get_state() in PLACES:
            await state.clear()
        count, words = count_days(prospect.facts), screen.words
        if count is None:
            said = counting.not_counted(words, prospect.assessment)
        else:
            said = counting.counter(words, count, prospect.facts, prospect.assessment)
        await screen.show(said, _count_keyboard(words, can_draw=count is not None))

    async def send_picture(self, screen: Screen, prospect: Prospect) -> None:
        """The count as a picture. Raises Refusal: STALE where there is no count any more."""
        count = count_days(prospect.facts)
        if count is None:
            raise Refusal(RefusalCode.STALE)
        picture = await self.draw(scene_of(screen.words, count, prospect.facts, prospect.assessment))
        caption = counting.caption(screen.words, count, prospect.facts, prospect.assessment)
        await screen.bot.send_photo(screen.chat, BufferedInputFile(picture, "days.png"), caption=caption)

    async def show_trips(self, screen: Screen, state: FSMContext, page: int = 0) -> None:
        """The list of earlier stays; what is typed from now on is one of them. Raises Refusal: NO_CONSENT."""
        prospect = await self.read_prospect(screen.chat)
        await self._show(screen, prospect.travels, page)
        await state.set_state(TRIPS)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show again what was open in this place of the talk; False where it is another's."""
        if place not in PLACES:
            return False
        try:
            await self.show_trips(screen, state)
        except Refusal:  # the consent was withdrawn meanwhile
            await state.clear()
            return False
        return True

    async def typed(self, text: str, today: date, screen: Screen, state: FSMContext) -> None:
        """One or several stays, or the first or the second day of one."""
        place, told = await state.get_state(), await state.get_data()
        if told.get(_DONE) == screen.update_id:
            return  # Telegram repeats what was answered already
        try:
            typed = read_trips(text, latest=today)
        except Refusal as no:
            said = trips.unread(screen.words) if no.code in _UNREAD else refusal(screen.words, no)
            await screen.say(said, _back(screen.words))
            return
        entered = told.get(_ENTERED) if place == TRIP_LEFT else None
        if typed[0].left is None and entered is not None:
            typed = [Stay(date.fromisoformat(entered), typed[0].entered)]
        if typed[0].left is None:
            await self._ask_left(typed[0].entered, screen, state)
        else:
            await self._add(typed, screen, state)

    async def remove(self, trip: Stay, screen: Screen, state: FSMContext) -> None:
        """Take a stay off the list. Raises Refusal: STALE where it is not there."""
        await self._show(screen, await self.remove_trip(screen.chat, trip), 0)
        await state.set_state(TRIPS)

    async def _ask_left(self, entered: date, screen: Screen, state: FSMContext) -> None:
        await screen.say(trips.asks_left(screen.words, entered), _back(screen.words))
        await state.set_data({_ENTERED: entered.isoformat(), _DONE: screen.update_id})
        await state.set_state(TRIP_LEFT)

    async def _add(self, typed: list[Stay], screen: Screen, state: FSMContext) -> None:
        """Add them one by one: what stands before a wrong one is kept. Raises Refusal as `AddTrip` does."""
        kept = None
        try:
            for trip in typed:
                kept = await self.add_trip(screen.chat, trip)
        except Refusal as no:
            await screen.say(refusal(screen.words, no), _back(screen.words))
            if kept is None:
                return
        await self._show(screen, kept, 0)
        await state.set_data({_DONE: screen.update_id})
        await state.set_state(TRIPS)

    async def _show(self, screen: Screen, travels: Travels | None, page: int) -> None:
        newest_first = tuple(reversed(travels.earlier)) if travels else ()
        shown = trips.page_of(newest_first, page)
        await screen.show(trips.listed(screen.words, shown), _trips_keyboard(screen.words, shown))


def _count_keyboard(words: Words, *, can_draw: bool) -> InlineKeyboardMarkup:
    picture = [tap(words.say("Show it as a picture"), CountTap(show=Show.PICTURE))] if can_draw else []
    return rows(
        picture,
        [tap(words.say("My earlier stays"), CountTap(show=Show.TRIPS))],
        [tap(words.say("Calendar"), MenuTap(item=Item.CALENDAR))],
        [menu_button(words)],
    )


def _trips_keyboard(words: Words, shown: trips.Page) -> InlineKeyboardMarkup:
    """Remove each, turn the page, back to the count."""
    removals = [
        tap(trips.remove_label(words, trip), RemoveTap(entered=trip.entered.toordinal(), left=trip.left.toordinal()))
        for trip in shown.trips
        if trip.left is not None
    ]
    turn = []
    if shown.number > 0:
        turn.append(tap(words.say("Newer"), CountTap(show=Show.TRIPS, page=shown.number - 1)))
    if shown.has_more:
        turn.append(tap(words.say("Older"), CountTap(show=Show.TRIPS, page=shown.number + 1)))
    return rows(*([removal] for removal in removals), turn, [_to_count(words)], [menu_button(words)])


def _back(words: Words) -> InlineKeyboardMarkup:
    return rows([_to_count(words)], [menu_button(words)])


def _to_count(words: Words) -> InlineKeyboardButton:
    return tap(words.say("Count my days"), MenuTap(item=Item.COUNTER))
