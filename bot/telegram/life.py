"""A guest's registrations in the chat: the page, and the questions that lead on from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import InlineKeyboardMarkup, TelegramObject

from bot.domain.case import Case
from bot.domain.life import can_take_back_leaving, is_granted, is_registered
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Duty, DutyKind
from bot.registration.coming_back import MayComeBack
from bot.registration.leaving import CheckExit
from bot.registration.life import ReadRegistration, ReadRegistrations, Registration
from bot.registration.longer_stay import AskLonger, ReadRoom, Room
from bot.registration.new_address import Moving, TellMove
from bot.registration.ports import Clock
from bot.registration.prospects import Prospect, ReadProspect
from bot.registration.requests import OwnRequests
from bot.telegram import life_keyboards as keyboards
from bot.telegram.callbacks import LifeDay
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.texts import acts, life
from bot.texts.words import Words

_STATE = "life"
_PARTS = 3
_DAY = timedelta(days=1)
_ASKED = (LifeDay.MOVED, LifeDay.LEFT, LifeDay.LONGER)


class Asking(NamedTuple):
    """A day that is awaited: of what, and of which registration."""

    of: LifeDay
    number: int

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_STATE}:{self.of.value}:{self.number}"


def asking_of(state: str | None) -> Asking | None:
    """The day that a stored state awaits, if it awaits one."""
    parts = state.split(":") if state else []
    if len(parts) != _PARTS or parts[0] != _STATE:
        return None
    return Asking(LifeDay(parts[1]), int(parts[2]))


class AskingFilter(Filter):
    """Passes while a day of a registration's life is awaited, and hands it on as `asking`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asking = asking_of(raw_state)
        return {"asking": asking} if asking else False


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeDesk:
    """Shows registrations as they are at this moment; whatever it asks, the state names."""

    read_registrations: ReadRegistrations
    read_registration: ReadRegistration
    read_room: ReadRoom
    read_prospect: ReadProspect
    own_requests: OwnRequests
    may_come_back: MayComeBack
    tell_move: TellMove
    check_exit: CheckExit
    ask_longer: AskLonger
    clock: Clock

    async def show(self, screen: Screen, state: FSMContext) -> None:
        """The one registration, or a list of them. Raises Refusal: NO_CONSENT."""
        found = await self.read_registrations(screen.chat)
        await state.set_state(None)
        if len(found) == 1:
            await self._show(screen, found[0])
        elif found:
            await screen.show(life.several(screen.words, len(found)), keyboards.several(screen.words, found))
        else:
            await self._show_none(screen)

    async def _show_none(self, screen: Screen) -> None:
        now = self.clock.now()
        own = await self.own_requests(screen.chat)
        waiting = next((case for case in own if case.stage(now).is_live), None)
        newest = next((case for case in own if is_granted(case) and not case.answers.is_empty), None)
        taken = newest if newest is not None and acts.told_already(newest, now) else None
        offers = await self.may_come_back(screen.chat)
        keyboard = keyboards.not_registered(screen.words, may_come_back=offers, taken=taken)
        await screen.show(life.not_registered(screen.words, waiting, taken), keyboard)

    async def show_one(self, number: int, screen: Screen, state: FSMContext) -> None:
        """One of them, which may have ended. Raises Refusal: NO_CONSENT or STALE."""
        one = await self.read_registration(screen.chat, number)
        await state.set_state(None)
        await self._show(screen, one)

    async def _show(self, screen: Screen, one: Registration) -> None:
        is_held = is_registered(one.case, self.clock.now())
        text = life.registration(screen.words, one, is_held=is_held)
        await screen.show(text, keyboards.registration(screen.words, one, is_held=is_held))

    async def show_left(self, case: Case, screen: Screen, state: FSMContext) -> None:
        """After the guest has left."""
        can_undo = can_take_back_leaving(case, self.clock.now())
        text = life.left(screen.words, case, can_undo=can_undo)
        await screen.show(text, keyboards.left(screen.words, case, can_undo=can_undo))
        await state.set_state(None)

    async def ask(self, asking: Asking, screen: Screen, state: FSMContext) -> None:
        """Ask for a day. Raises Refusal: NO_CONSENT, or STALE where the registration holds no more."""
        if asking.of is LifeDay.LONGER:
            await self._ask_longer(asking, screen, state)
            return
        one = await self.read_registration(screen.chat, asking.number)
        texts = {LifeDay.MOVED: life.asks_moved, LifeDay.LEFT: life.asks_left}
        today = self.clock.today()
        offered = [(day, screen.words.day(day)) for day in (today, today - _DAY)]
        keyboard = keyboards.days(screen.words, asking.of, asking.number, offered)
        await screen.show(texts[asking.of](screen.words, one.case), keyboard)
        await state.set_state(asking.as_state())

    async def ask_own_move(self, screen: Screen, state: FSMContext) -> bool:
        """Ask when the guest moved; False where the guest is not registered. Raises Refusal: NO_CONSENT."""
        found = await self.read_registrations(screen.chat)
        own = next((one.case for one in found if one.case.answers.kinship is None), None)
        if own is None:
            return False
        await self.ask(Asking(LifeDay.MOVED, own.number), screen, state)
        return True

    async def _ask_longer(self, asking: Asking, screen: Screen, state: FSMContext) -> None:
        words, room = screen.words, await self.read_room(screen.chat, asking.number)
        if not room.is_any:
            await screen.show(life.beyond_the_law(words, room), keyboards.to_registration(words, asking.number))
            await state.set_state(None)
            return
        await screen.show(life.asks_longer(words, room), _last_lawful_day(words, room))
        await state.set_state(asking.as_state())

    async def take_day(self, asking: Asking, day: date, screen: Screen, state: FSMContext, flow: Flow) -> None:
        """The awaited day is told. Raises Refusal as `TellMove`, `CheckExit` and `AskLonger` do."""
        match asking.of:
            case LifeDay.MOVED:
                begun = await self.tell_move(screen.chat, asking.number, day)
                await flow.go_on(begun.draft, note=await self._said_of_move(screen, begun))
            case LifeDay.LONGER:
                await self._take_longer(asking, day, screen, state, flow)
            case _:
                case = await self.check_exit(screen.chat, asking.number, day)
                await self._confirm_left(case, day, screen, state)

    async def _take_longer(self, asking: Asking, day: date, screen: Screen, state: FSMContext, flow: Flow) -> None:
        try:
            draft = await self.ask_longer(screen.chat, asking.number, day)
        except Refusal as no:
            if no.code is not RefusalCode.UNTIL_OVER_STAY:
                raise
            await self._refuse_longer(asking, screen, state)
            return
        await flow.review(draft)

    async def _refuse_longer(self, asking: Asking, screen: Screen, state: FSMContext) -> None:
        """The day lies beyond the law: what is needed instead; another day is taken still."""
        room = await self.read_room(screen.chat, asking.number)
        await screen.show(life.beyond_the_law(screen.words, room), _last_lawful_day(screen.words, room))
        await state.set_state(asking.as_state())

    async def _confirm_left(self, case: Case, day: date, screen: Screen, state: FSMContext) -> None:
        """Ask once before the registration ends."""
        text = life.confirms_left(screen.words, case, day)
        await screen.show(text, keyboards.confirms_left(screen.words, case.number, day))
        await state.set_state(None)

    async def _said_of_move(self, screen: Screen, begun: Moving) -> str:
        """What stands above the first question after the day of a move."""
        prospect = await self.read_prospect(screen.chat)
        is_own = begun.draft.answers.kinship is None
        duty = _to_reregister(prospect) if is_own else None
        return life.moving(screen.words, begun.moved, duty, self.clock.today(), begun.waiting)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show the awaited day's question once more; False where none is, or it can be asked no more."""
        asking = asking_of(place)
        if asking is None:
            return False
        try:
            await self.ask(asking, screen, state)
        except Refusal:
            await state.set_state(None)
            return False
        return True


def _last_lawful_day(words: Words, room: Room) -> InlineKeyboardMarkup:
    """The day to tap under the question until when; nothing where none is later than the one that holds."""
    if room.lawful is None or not room.is_any:
        return keyboards.days(words, LifeDay.LONGER, room.case.number, [])
    label = words.say("Last lawful day: {day}", day=words.day(room.lawful))
    return keyboards.days(words, LifeDay.LONGER, room.case.number, [(room.lawful, label)])


def _to_reregister(prospect: Prospect) -> Duty | None:
    open_ones = (one for one in prospect.assessment.duties if one.duty is DutyKind.REREGISTER and not one.done)
    return next(open_ones, None)


def expired_text(words: Words, no: Refusal) -> str:
    """Said before anything is asked of one who is back with an old document."""
    day = no.data.get("expired")
    return life.old_document(words, day if isinstance(day, date) else None)
