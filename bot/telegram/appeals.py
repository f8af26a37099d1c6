"""An appeal as it is being written: kept in the talk's own sealed memory until it is sent."""

from dataclasses import asdict, dataclass, replace
from typing import Self

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.domain.matter import Matter
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.appeals import ReadAnswered, ReadRefused, SendAppeal, check_size
from bot.registration.notices import NoticeFacts
from bot.telegram import appeal_keyboards
from bot.telegram.screen import Screen
from bot.telegram.states import APPEAL
from bot.texts import appeals
from bot.texts.refusals import refusal
from bot.texts.words import Words

_KEY = "appeal"
_SEEN_KEPT = 100  # updates: as many as one poll brings


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is written so far.

    `card` is the message that shows it. `seen` are the updates that are in it already: Telegram repeats what was not
    confirmed. `album` is the last group of photos, which come one by one; `full`: it was said that there are enough.
    """

    case: int
    text: str = ""
    pictures: tuple[str, ...] = ()
    card: int = 0
    seen: tuple[int, ...] = ()
    album: str | None = None
    full: bool = False

    @classmethod
    async def of(cls, state: FSMContext) -> Self | None:
        """What is kept of it, if anything is."""
        kept = (await state.get_data()).get(_KEY)
        if kept is None:
            return None
        lists = {name: tuple(kept[name]) for name in ("pictures", "seen")}
        return cls(**{**kept, **lists})

    async def keep(self, state: FSMContext) -> None:
        """Keep it."""
        await state.set_data({_KEY: asdict(self)})

    @property
    def is_empty(self) -> bool:
        """True when nothing was written."""
        return not self.text and not self.pictures

    def with_(self, words: str, picture: str | None) -> Self:
        """With more words and one more picture."""
        text = "\n".join(part for part in (self.text, words.strip()) if part)
        more = (picture,) if picture and picture not in self.pictures else ()
        return replace(self, text=text, pictures=(*self.pictures, *more))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDesk:
    """Takes an appeal down, shows it, sends it."""

    bot: Bot
    read_refused: ReadRefused
    read_answered: ReadAnswered
    send_appeal: SendAppeal

    async def why(self, number: int, screen: Screen) -> None:
        """Why a request failed. Raises Refusal: STALE."""
        refused = await self.read_refused(screen.chat, number)
        await screen.say(appeals.why(screen.words, refused), appeal_keyboards.why(screen.words, refused))

    async def begin(self, number: int, screen: Screen, state: FSMContext) -> None:
        """Begin to write, or go on with what is written. Raises Refusal: STALE, APPEAL_OPEN or APPEAL_LATE."""
        refused = await self.read_refused(screen.chat, number)
        if refused.appeal is not None:
            raise Refusal(RefusalCode.APPEAL_OPEN, number=refused.appeal.number)
        if refused.is_late:
            raise Refusal(RefusalCode.APPEAL_LATE, last=refused.last)
        kept = await Written.of(state)
        begun = kept if kept is not None and kept.case == number else Written(case=number)
        await self._show(replace(begun, card=0), screen, state)

    async def anew(self, number: int, screen: Screen, state: FSMContext) -> None:
        """Drop what is written and begin again."""
        await state.clear()
        await self.begin(number, screen, state)

    async def add(self, message: Message, screen: Screen, state: FSMContext) -> None:
        """Words, or a photo with or without words under it. Raises Refusal: APPEAL_LONG or APPEAL_PICTURES."""
        kept = await Written.of(state)
        if kept is None:
            raise Refusal(RefusalCode.STALE)
        if screen.update_id in kept.seen:
            return
        picture = message.photo[-1].file_id if message.photo else None
        album = message.media_group_id
        more = kept.with_(message.text or message.caption or "", picture)
        try:
            check_size(more.text, more.pictures)
        except Refusal as no:
            await self._decline(no, replace(kept, album=album, full=True), kept, screen, state)
            return
        same = album is not None and album == kept.album
        seen = (*kept.seen, screen.update_id)[-_SEEN_KEPT:]
        await self._show(replace(more, seen=seen, album=album, full=False), screen, state, in_place=same)

    async def _decline(self, no: Refusal, now: Written, before: Written, screen: Screen, state: FSMContext) -> None:
        """Once for a whole album."""
        if before.full and now.album is not None and now.album == before.album:
            return
        await screen.say(refusal(screen.words, no))
        await self._show(now, screen, state)

    async def send(self, number: int, screen: Screen, state: FSMContext) -> Matter:
        """Send it. Raises Refusal: STALE where nothing is written about this request, or as `SendAppeal` does."""
        kept = await Written.of(state)
        if kept is None or kept.case != number:
            refused = await self.read_refused(screen.chat, number)
            if refused.appeal is not None:  # the second tap on the button
                raise Refusal(RefusalCode.APPEAL_OPEN, number=refused.appeal.number)
            raise Refusal(RefusalCode.STALE)
        appeal = await self.send_appeal(screen.chat, number, kept.text, kept.pictures)
        await screen.show(appeals.received(screen.words, appeal), appeal_keyboards.to_list(screen.words))
        await state.clear()  # last: if we are killed before, the tap comes again and is told the number
        return appeal

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show once more what is written."""
        kept = await Written.of(state) if place == APPEAL else None
        if kept is None:
            return False
        await self._show(kept, screen, state)
        return True

    async def tell_answer(self, words: Words, facts: NoticeFacts) -> None:
        """An officer has answered. Raises Refusal: STALE when the appeal is gone, or the answer is taken back."""
        appeal = await self.read_answered(facts.chat, int(facts.data["matter"]), int(facts.data["length"]))
        await self.bot.send_message(
            facts.chat, appeals.answered(words, appeal), reply_markup=appeal_keyboards.to_list(words)
        )

    async def _show(self, now: Written, screen: Screen, state: FSMContext, *, in_place: bool = False) -> None:
        """One card at the end of the talk; the photos of one album change it in place."""
        number = f"{now.case:08d}"
        if now.is_empty:
            text, keyboard = appeals.asks(screen.words, number), appeal_keyboards.asks(screen.words, now.case)
        else:
            text = appeals.written(screen.words, number, now.text, len(now.pictures))
            keyboard = appeal_keyboards.written(screen.words, now.case)
        if in_place and now.card:
            screen.own = now.card
        elif now.card:
            await screen.remove(now.card)
        await replace(now, card=await screen.show(text, keyboard)).keep(state)
        await state.set_state(APPEAL)
