"""Shows an officer's acts: the page, the ground or the day, what will happen, what was done."""

from dataclasses import dataclass
from datetime import date

from aiogram.fsm.context import FSMContext

from bot.domain.acts import GROUNDS, WITH_A_DAY, grounds_for
from bot.domain.officer import Purpose
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.acting import DoAct, UndoAct
from bot.office.acts import BeginAct, PreviewAct, ReadActs
from bot.office.orders import Order
from bot.registration.ports import Clock
from bot.telegram.office import acts_keyboards as keyboards
from bot.telegram.office.acts_callbacks import ActGroundTap, ActTap
from bot.telegram.office.awaiting import awaited
from bot.telegram.screen import Screen
from bot.texts.office import acts as texts
from bot.texts.refusals import refusal
from bot.texts.words import page_of


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
        text = texts.acts(screen.words, shown, self.clock.now())
        await screen.show(text, keyboards.page(screen.words, shown, purpose))

    async def begin(self, asked: ActTap, screen: Screen, state: FSMContext) -> None:
        """An act was chosen: ask for its day or its ground, or show at once what it does."""
        case = await self.begin_act(screen.chat, asked.deed, asked.number)
        if asked.deed in WITH_A_DAY:
            text = texts.asks_day(screen.words, case, asked.deed)
            await screen.show(text, keyboards.asks_day(screen.words, asked))
            await state.set_state(asked.pack())
            return
        await state.set_state(None)
        grounds = grounds_for(case, asked.deed)
        if len(grounds) == 1:
            await self.preview(asked.on(grounds[0]), None, screen)
            return
        text = texts.asks_ground(screen.words, case, asked.deed)
        await screen.show(text, keyboards.grounds(screen.words, grounds, asked))

    async def take_day(self, asked: ActTap, day: date, screen: Screen, state: FSMContext) -> None:
        """The day is typed; one that cannot be is asked for again, unless the act cannot be done any more."""
        try:
            await self.preview(asked.on(GROUNDS[asked.deed][0]), day, screen)
        except Refusal as no:
            if no.code not in {RefusalCode.ACT_SHORTEN_DAY, RefusalCode.ACT_COURT_DAY}:
                await state.set_state(None)
            raise
        await state.set_state(None)

    async def preview(self, chosen: ActGroundTap, day: date | None, screen: Screen) -> None:
        """What will happen to whom, and the second tap."""
        shown = await self.preview_act(screen.chat, chosen.deed, chosen.number, chosen.ground, day, chosen.purpose)
        keyboard = keyboards.confirm(screen.words, shown.order, chosen.purpose)
        await screen.show(texts.preview(screen.words, shown), keyboard)

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
        text = page_of(said, texts.acts(screen.words, shown, self.clock.now()))
        await screen.show(text, keyboards.done(screen.words, undo, number, purpose))

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Ask for the day once more; not of one who may do it no more, or where it fits no more."""
        asked = awaited(ActTap, place)
        if asked is None:
            return False
        try:
            await self.begin(asked, screen, state)
        except Refusal:
            await state.set_state(None)
            return False
        return True
