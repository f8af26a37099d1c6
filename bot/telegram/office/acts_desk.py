"""Shows an officer's acts: the page, the ground or the day, what will happen, what was done."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from aiogram.fsm.context import FSMContext

from bot.domain.acts import GROUNDS, WITH_A_DAY, Deed, Ground, grounds_for
from bot.domain.officer import Purpose
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.acting import DoAct, UndoAct
from bot.office.acts import BeginAct, Order, PreviewAct, ReadActs
from bot.registration.ports import Clock
from bot.telegram.office import acts_keyboards as keyboards
from bot.telegram.screen import Screen
from bot.texts.office import acts as texts
from bot.texts.refusals import refusal
from bot.texts.words import page_of

_STATE = "office_act"
_PARTS = 4


class Asked(NamedTuple):
    """The day that an officer is to type: for which act, on which registration."""

    deed: Deed
    number: int
    purpose: Purpose

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_STATE}:{self.deed.value}:{self.number}:{self.purpose.value}"


def asked_of(state: str | None) -> Asked | None:
    """The day that a stored state awaits, if it awaits one."""
    parts = state.split(":") if state else []
    if len(parts) != _PARTS or parts[0] != _STATE:
        return None
    return Asked(Deed(parts[1]), int(parts[2]), Purpose(parts[3]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsDesk:
    """Each step asks the office anew whether this officer may."""

    read_acts: ReadActs
    begin_act: BeginAct
    preview_act: PreviewAct
    do_act: DoAct
    undo_act: UndoAct
    clock: Clock

    async def show(self, number: int, purpose: Purpose, screen: Screen, state: FSMContext) -> None:
        """The page of acts. Raises Refusal as `ReadActs` does."""
        shown = await self.read_acts(screen.chat, number)
        await state.set_state(None)
        case, now = shown.case, self.clock.now()
        is_over = case.answers.until is not None and case.answers.until < now.date()
        where = texts.state(screen.words, case, case.stage(now).value, is_over=is_over)
        await screen.show(texts.acts(screen.words, shown, where), keyboards.page(screen.words, shown, purpose))

    async def begin(self, deed: Deed, number: int, purpose: Purpose, screen: Screen, state: FSMContext) -> None:
        """An act was chosen: ask for its day or its ground, or show at once what it does."""
        case = await self.begin_act(screen.chat, deed, number)
        if deed in WITH_A_DAY:
            text = texts.asks_day(screen.words, case, deed)
            await screen.show(text, keyboards.asks_day(screen.words, number, purpose))
            await state.set_state(Asked(deed, number, purpose).as_state())
            return
        await state.set_state(None)
        grounds = grounds_for(case, deed)
        if len(grounds) == 1:
            await self.preview(deed, number, grounds[0], purpose, None, screen)
            return
        text = texts.asks_ground(screen.words, case, deed)
        await screen.show(text, keyboards.grounds(screen.words, case, deed, purpose))

    async def take_day(self, asked: Asked, day: date, screen: Screen, state: FSMContext) -> None:
        """The day is typed; one that cannot be is asked for again."""
        await self.preview(asked.deed, asked.number, GROUNDS[asked.deed][0], asked.purpose, day, screen)
        await state.set_state(None)

    async def preview(
        self, deed: Deed, number: int, ground: Ground, purpose: Purpose, day: date | None, screen: Screen
    ) -> None:
        """What will happen to whom, and the second tap."""
        shown = await self.preview_act(screen.chat, deed, number, ground, day, purpose)
        await screen.show(texts.preview(screen.words, shown), keyboards.confirm(screen.words, shown.order, purpose))

    async def do(self, order: Order, purpose: Purpose, screen: Screen) -> None:
        """The second tap; where another was faster, the page as it is now."""
        try:
            case = await self.do_act(screen.chat, order)
        except Refusal as no:
            if no.code is not RefusalCode.STALE:
                raise
            said = refusal(screen.words, Refusal(RefusalCode.ACT_NOT_NOW))
            await self._done(said, order.number, None, purpose, screen)
            return
        await self._done(texts.done(screen.words, order.deed), case.number, order.number, purpose, screen)

    async def undo(self, number: int, purpose: Purpose, screen: Screen) -> None:
        """It was a mistake of a moment."""
        await self.undo_act(screen.chat, number)
        await self._done(texts.undone(screen.words), number, None, purpose, screen)

    async def _done(self, said: str, number: int, undo: int | None, purpose: Purpose, screen: Screen) -> None:
        shown = await self.read_acts(screen.chat, number)
        where = texts.state(screen.words, shown.case, shown.case.stage(self.clock.now()).value, is_over=False)
        text = page_of(said, texts.acts(screen.words, shown, where))
        await screen.show(text, keyboards.done(screen.words, undo, number, purpose))

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Ask for the day once more; not of one who may do it no more, or where it fits no more."""
        asked = asked_of(place)
        if asked is None:
            return False
        try:
            await self.begin(asked.deed, asked.number, asked.purpose, screen, state)
        except Refusal:
            await state.set_state(None)
            return False
        return True
