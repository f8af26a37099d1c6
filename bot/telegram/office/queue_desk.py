"""The queue on the screen: its pages, one matter, and the words that are typed with a decision."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import InputMediaPhoto

from bot.domain.matter import Decision
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.deciding import BeginDecision, Decide, TakeBack, TakeUp
from bot.office.decisions import WITH_WORDS
from bot.office.effects import CarryOut, ReadNote
from bot.office.queue import OpenMatter, ReadQueue
from bot.office.vouching import EndVouching
from bot.registration.notices import NoticeFacts
from bot.telegram import keyboards as common
from bot.telegram import request_keyboards
from bot.telegram.office import queue_keyboards as keyboards
from bot.telegram.office.awaiting import awaited
from bot.telegram.office.queue_callbacks import DecideTap, VouchTap
from bot.telegram.screen import Screen
from bot.telegram.views import Views
from bot.texts import endings
from bot.texts.office import matter
from bot.texts.office import queue as texts
from bot.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDesk:
    """Shows the queue and takes decisions down."""

    bot: Bot
    read_queue: ReadQueue
    open_matter: OpenMatter
    take_up: TakeUp
    begin_decision: BeginDecision
    decide: Decide
    take_back: TakeBack
    end_vouching: EndVouching

    async def show_page(self, page: int, screen: Screen, state: FSMContext) -> None:
        """A page of what waits; whatever was being typed is left. Raises Refusal: NOT_AN_OFFICER."""
        shown = await self.read_queue(screen.chat, page)
        await state.clear()
        await screen.show(texts.queue(screen.words, shown), keyboards.queue(screen.words, shown))

    async def show(self, number: int, screen: Screen) -> None:
        """One matter. Raises Refusal: as `OpenMatter` does."""
        seen = await self.open_matter(screen.chat, number)
        await screen.show(matter.card(screen.words, seen), keyboards.card(screen.words, seen))

    async def take(self, number: int, screen: Screen) -> None:
        """Take it up, or over. Raises Refusal: as `TakeUp` does."""
        await self.take_up(screen.chat, number)
        await self.show(number, screen)

    async def undo(self, number: int, screen: Screen) -> None:
        """Take the decision back. Raises Refusal: as `TakeBack` does."""
        await self.take_back(screen.chat, number)
        await self.show(number, screen)

    async def settle(self, chosen: DecideTap, screen: Screen, state: FSMContext) -> None:
        """Decide at once, or ask for the words first. Raises Refusal: as `Decide` does."""
        if chosen.decision in WITH_WORDS:
            await self._ask(chosen, screen, state)
            return
        await self.decide(screen.chat, chosen.number, chosen.decision, chosen.seen)
        await self.show(chosen.number, screen)

    async def ask_vouch(self, chosen: VouchTap, screen: Screen) -> None:
        """Whom exactly, before it counts at once. Raises Refusal: as `BeginDecision` does."""
        await self.begin_decision(screen.chat, chosen.number, Decision.VOUCHED, chosen.seen)
        seen = await self.open_matter(screen.chat, chosen.number)
        await screen.show(matter.asks_vouch(screen.words, seen), keyboards.vouch(screen.words, seen))

    async def unvouch(self, case: int, screen: Screen) -> None:
        """No longer vouched for. Raises Refusal: as `EndVouching` does."""
        host = await self.end_vouching(screen.chat, case)
        await screen.show(texts.unvouched(screen.words, host), keyboards.to_office(screen.words))

    async def with_words(self, said: str, chosen: DecideTap, screen: Screen, state: FSMContext) -> None:
        """The words came. Raises Refusal: as `Decide` does; after ANSWER_LENGTH they are still awaited."""
        try:
            await self.decide(screen.chat, chosen.number, chosen.decision, chosen.seen, said)
        except Refusal as no:
            if no.code is not RefusalCode.ANSWER_LENGTH:
                await state.clear()  # another has it in hand by now: whatever is typed next is no answer
            raise
        await self.show(chosen.number, screen)
        await state.clear()  # last: if we are killed before, the message comes again and decides nothing new

    async def show_pictures(self, number: int, screen: Screen) -> None:
        """The pictures of an appeal, sent once more. Raises Refusal: as `OpenMatter` does, or STALE without any."""
        seen = await self.open_matter(screen.chat, number)
        if not seen.matter.pictures:
            raise Refusal(RefusalCode.STALE)
        first, *others = seen.matter.pictures
        caption = texts.pictures(screen.words, number)
        if others:
            album = [InputMediaPhoto(media=first, caption=caption), *(InputMediaPhoto(media=each) for each in others)]
            await self.bot.send_media_group(screen.chat, list(album))
        else:
            await self.bot.send_photo(screen.chat, first, caption=caption)
        screen.tap = None  # the card is to stand below the pictures
        await self.show(number, screen)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Ask for the words once more; not of one who may decide no more, nor for what is decided."""
        chosen = awaited(DecideTap, place)
        if chosen is None:
            return False
        try:
            await self._ask(chosen, screen, state)
        except Refusal:
            await state.clear()
            return False
        return True

    async def _ask(self, chosen: DecideTap, screen: Screen, state: FSMContext) -> None:
        begun = await self.begin_decision(screen.chat, chosen.number, chosen.decision, chosen.seen)
        await state.set_state(chosen.pack())
        text = texts.asks_words(screen.words, begun, chosen.decision)
        await screen.show(text, keyboards.to_card(screen.words, chosen.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNews:
    """Sends what follows from a decision."""

    bot: Bot
    carry_out: CarryOut
    read_note: ReadNote
    views: Views

    async def decided(self, words: Words, facts: NoticeFacts) -> None:
        """The ten minutes are over: let it take effect, and say so only where it came too late."""
        number = int(facts.data["matter"])
        if not await self.carry_out(number) and facts.case is not None:
            await self.bot.send_message(facts.chat, texts.overtaken(words, number, facts.case.number))

    async def to_mend(self, words: Words, facts: NoticeFacts) -> None:
        """To the guest: what to mend."""
        case = facts.need_case()
        asked = await self.read_note(int(facts.data["matter"]))
        text = endings.to_mend(words, case, asked, self.views.deadline(words, case))
        await self.bot.send_message(facts.chat, text, reply_markup=request_keyboards.mend(words, case))

    async def vouched(self, words: Words, facts: NoticeFacts) -> None:
        """To a host."""
        await self.bot.send_message(facts.chat, texts.vouched(words), reply_markup=common.to_menu(words))
