"""The search on the screen: what was typed or sent, what was found, and the card."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Bot
from aiogram.fsm.context import FSMContext

from bot.domain.officer import SEARCHED_FOR, Purpose, Right
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import Sought
from bot.office.finding import Find, FindAlike, Hits, named_certificate
from bot.office.person_card import ReadPerson
from bot.office.rights import Rights
from bot.registration.notices import NoticeFacts
from bot.registration.ports import Clock, OpenText
from bot.telegram.checking import ReadCodes
from bot.telegram.keyboards import Row
from bot.telegram.office import find_keyboards as keyboards
from bot.telegram.office.find_callbacks import FindTap
from bot.telegram.screen import Screen
from bot.texts.office import find as texts
from bot.texts.office import person
from bot.texts.office.find_reading import read_sought
from bot.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDesk:
    """The state of the talk names the purpose and nothing else; what was typed is not kept."""

    rights: Rights
    find: Find
    find_alike: FindAlike
    read_person: ReadPerson
    open_text: OpenText
    read_codes: ReadCodes
    clock: Clock

    async def ask_purpose(self, screen: Screen, state: FSMContext, number: int | None = None) -> None:
        """Why; for a search, or to open this request. Raises Refusal: NOT_AN_OFFICER or ROLE_TOO_LOW."""
        self.rights.check(screen.chat, Right.LOOK_UP)
        await state.clear()
        await screen.show(texts.asks_purpose(screen.words), keyboards.purposes(screen.words, number))

    async def ask_what(self, asked: FindTap, screen: Screen, state: FSMContext) -> None:
        """Whom. Raises Refusal: NOT_AN_OFFICER or ROLE_TOO_LOW, or STALE for a purpose that is not offered."""
        self.rights.check(screen.chat, Right.LOOK_UP)
        if asked.purpose not in SEARCHED_FOR:
            raise Refusal(RefusalCode.STALE)
        await state.set_state(asked.pack())
        await screen.show(texts.asks_what(screen.words, asked.purpose), keyboards.asks(screen.words))

    async def by_text(self, text: str, purpose: Purpose, screen: Screen, state: FSMContext) -> None:
        """What was typed.

        Raises:
            Refusal: as `Find` and `read_sought` do, or FOUND_NOBODY; the question stays open then.
        """
        certificate = named_certificate(text.strip(), self.open_text)
        soughts = (certificate,) if certificate else read_sought(text, self.clock.today())
        await self._find(soughts, purpose, screen, state)

    async def by_photo(self, photo: bytes, purpose: Purpose, screen: Screen, state: FSMContext) -> None:
        """A picture of a certificate. Raises Refusal: as `Find` does, or FOUND_NOBODY."""
        codes = await self.read_codes(photo)
        named = [found for code in codes if (found := named_certificate(code, self.open_text))]
        if not named:
            await screen.say(texts.nobody_with_code(screen.words), keyboards.asks(screen.words))
            return
        await self._find(named, purpose, screen, state)

    async def show_list(self, asked: FindTap, screen: Screen) -> None:
        """A page of those who are alike to a request. Raises Refusal: as `FindAlike` does, or FOUND_NOBODY."""
        hits = await self.find_alike(screen.chat, asked.purpose, asked.way, asked.number, asked.more or None)
        if not hits.cases:
            raise Refusal(RefusalCode.FOUND_NOBODY)
        await self._show_hits(hits, asked.purpose, screen)

    async def show_card(self, asked: FindTap, screen: Screen) -> None:
        """The person's card, a page of it. Raises Refusal: as `ReadPerson` does."""
        card = await self.read_person(screen.chat, asked.purpose, asked.way, asked.number)
        pages = person.pages(screen.words, card, self.clock.now())
        at = min(max(asked.more, 0), len(pages) - 1)
        here = asked.model_copy(update={"more": at})
        await screen.show(pages[at], keyboards.person(screen.words, here, card, len(pages)))

    async def _find(self, soughts: Sequence[Sought], purpose: Purpose, screen: Screen, state: FSMContext) -> None:
        every = await self.find(screen.chat, purpose, soughts)
        found = [hits for hits in every if hits.total]
        if not found:
            raise Refusal(RefusalCode.FOUND_NOBODY)
        await self._show(found, purpose, screen)
        await state.clear()  # last: if we are killed before, the message comes again and is read again

    async def _show(self, found: Sequence[Hits], purpose: Purpose, screen: Screen) -> None:
        if len(found) > 1:
            await screen.say(texts.asks_which(screen.words), keyboards.which(screen.words, purpose, found))
        elif found[0].total == 1:
            await self.show_card(keyboards.first_page(purpose, found[0]), screen)
        else:
            await self._show_hits(found[0], purpose, screen)

    async def _show_hits(self, hits: Hits, purpose: Purpose, screen: Screen) -> None:
        now = self.clock.now()
        states = [person.state(screen.words, case, hits.issued.get(case.number), now) for case in hits.cases]
        text = texts.listed(screen.words, hits, states)
        await screen.show(text, keyboards.listed(screen.words, purpose, hits))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsNews:
    """Tells a head of an officer who looks up many people."""

    bot: Bot
    rights: Rights

    async def many(self, words: Words, facts: NoticeFacts) -> None:
        """Raises Refusal: NOT_AN_OFFICER or ROLE_TOO_LOW for one who is no head any more."""
        self.rights.check(facts.chat, Right.WATCH)
        text = texts.heads_notice(words, facts.data["officer"], int(facts.data["most"]))
        await self.bot.send_message(facts.chat, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpensForOfficers:
    """The button under the check of a certificate that leads an officer to its person."""

    rights: Rights

    def __call__(self, words: Words, reader: ChatId, number: int) -> Row:
        """Nothing for all others."""
        return keyboards.open_button(words, number) if self.rights.has(reader, Right.LOOK_UP) else []
