"""The desk of places: a host tells of one, gets its card, and manages its link; a guest comes by that link."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, TelegramObject

from bot.domain.operator import Operator
from bot.domain.place import Place, PlaceDeed, PlaceId
from bot.domain.refusals import Refusal, RefusalCode
from bot.papers.door_card import DoorCard
from bot.registration.notices import NoticeFacts
from bot.registration.place_forms import PlaceForm, PlaceQuestion, Value, form_of
from bot.registration.place_guests import EnterByDoor, ReadDoor
from bot.registration.places import BeginPlace, ChangePlace, OwnPlace, ReadPlace, ReadPlaces, SavePlace
from bot.registration.ports import Clock
from bot.registration.talk import ChooseLanguage
from bot.telegram import place_keyboards as keyboards
from bot.telegram.callbacks import PlaceAct
from bot.telegram.choices import typed_choice
from bot.telegram.duties import DutyDesk
from bot.telegram.flow import Flow
from bot.telegram.keyboards import to_menu
from bot.telegram.links import PLACE, start_link
from bot.telegram.screen import Screen
from bot.texts import places
from bot.texts.reading_dates import read_date
from bot.texts.refusals import refusal
from bot.texts.words import Words, words_of

_STATE = "place:"
_FORM, _DONE = "place", "place:done"
_FAR = 365 * 2  # days; only says which century two digits of a year mean
_DAYS = {PlaceQuestion.SINCE, PlaceQuestion.UNTIL}
_CHOSEN = {PlaceQuestion.REGION, PlaceQuestion.PREMISES, PlaceQuestion.LANGUAGE}
_DEEDS = {
    PlaceAct.PAUSE: PlaceDeed.PAUSED,
    PlaceAct.RESUME: PlaceDeed.RESUMED,
    PlaceAct.SURE_RENEW: PlaceDeed.RENEWED,
    PlaceAct.SURE_END: PlaceDeed.ENDED,
}
Draw = Callable[[DoorCard], Awaitable[tuple[bytes, bytes]]]


def place_question_of(state: str | None) -> PlaceQuestion | None:
    """The question about a new place that a stored state speaks of, if it speaks of one."""
    code = state.removeprefix(_STATE) if state and state.startswith(_STATE) else ""
    return PlaceQuestion(code) if code in set(PlaceQuestion) else None


class PlaceFilter(Filter):
    """Passes while a question about a new place is open, and hands it on as `asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asked = place_question_of(raw_state)
        return {"asked": asked} if asked else False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDesk:
    """A host's side."""

    read_places: ReadPlaces
    read_place: ReadPlace
    begin_place: BeginPlace
    save_place: SavePlace
    change_place: ChangePlace
    draw: Draw
    operator: Operator
    clock: Clock
    most_at_a_dwelling: int

    async def show_list(self, screen: Screen, state: FSMContext) -> None:
        """A host's places. Raises Refusal: NOT_A_HOST."""
        own = await self.read_places(screen.chat)
        await state.clear()
        await screen.show(places.listed(screen.words, len(own)), keyboards.listed(screen.words, own))

    async def begin(self, screen: Screen, state: FSMContext) -> None:
        """The first question of a new place. Raises Refusal: NOT_A_HOST or PLACE_TOO_MANY."""
        await self._ask(await self.begin_place(screen.chat), screen, state)

    async def back(self, screen: Screen, state: FSMContext) -> None:
        """The question before; before the first one, the list."""
        form = await self._form(state)
        if form is None or not form.said:
            await self.show_list(screen, state)
        else:
            await self._ask(form.back(), screen, state)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show the open question once more; False where it is none of a place's, or the host is none any more."""
        if place_question_of(place) is None:
            return False
        form = await self._form(state)
        try:
            await self.read_places(screen.chat)
        except Refusal:  # the consent was withdrawn meanwhile
            form = None
        if form is None:
            await state.clear()
            return False
        await self._ask(form, screen, state)
        return True

    async def typed(self, text: str, asked: PlaceQuestion, screen: Screen, state: FSMContext) -> None:
        """A typed answer; what is wrong with it is said above the question, which stays open."""
        if (await state.get_data()).get(_DONE) == screen.update_id:
            return  # Telegram repeats what was answered already
        form = await self._need(state)
        try:
            value = _read(screen.words, asked, form, text, self.clock.today())
            told = form.answered(asked, value, self.clock.today())
        except Refusal as no:
            if no.code is RefusalCode.STALE:
                raise
            keyboard = keyboards.question(screen.words, asked, form, self.clock.today())
            await screen.say(refusal(screen.words, no), keyboard)
            return
        await self._go_on(told, screen, state)

    async def picked(self, question: str, value: str, screen: Screen, state: FSMContext) -> None:
        """A tapped answer. Raises Refusal: STALE for an old or a forged button, or as the answer's parser does."""
        form, today = await self._need(state), self.clock.today()
        asked = place_question_of(await state.get_state())
        if asked is None or question != asked.value:
            raise Refusal(RefusalCode.STALE)
        if value not in {offered for offered, _ in keyboards.choices(screen.words, asked, form, today)}:
            raise Refusal(RefusalCode.STALE)
        day = date.fromisoformat(value) if asked in _DAYS and value else value
        await self._go_on(form.answered(asked, day, today), screen, state)

    async def act(self, act: PlaceAct, number: int, seen: int, screen: Screen) -> None:
        """Show a place, draw its card, or change it. Raises Refusal as `ChangePlace` does."""
        place = PlaceId(number)
        if act in _DEEDS:
            await self._show(await self.change_place(screen.chat, place, _DEEDS[act], seen), screen)
            return
        own = await self.read_place(screen.chat, place)
        match act:
            case PlaceAct.CARD:
                await self._send_card(own, screen)
            case PlaceAct.RENEW:
                text = places.confirms_renewal(screen.words)
                await screen.show(text, keyboards.sure(screen.words, own.place, PlaceAct.SURE_RENEW))
            case PlaceAct.END:
                text = places.confirms_end(screen.words)
                await screen.show(text, keyboards.sure(screen.words, own.place, PlaceAct.SURE_END))
            case _:
                await self._show(own, screen)

    async def _go_on(self, form: PlaceForm, screen: Screen, state: FSMContext) -> None:
        if form.next_question() is not None:
            await self._ask(form, screen, state)
            return
        own = await self.save_place(screen.chat, form)
        await self._show(own, screen)
        await self._send_card(own, screen)
        await state.clear()  # last: if we are killed before, the same answer comes again and saves the same place

    async def _ask(self, form: PlaceForm, screen: Screen, state: FSMContext) -> None:
        asked = form.next_question()
        if asked is None:
            raise Refusal(RefusalCode.STALE)
        keyboard = keyboards.question(screen.words, asked, form, self.clock.today())
        await screen.show(places.asks(screen.words, asked, form), keyboard)
        # after the showing: if we are killed in between, the answer comes again and the question is shown again
        await state.set_data({_FORM: form.written(), _DONE: screen.update_id})
        await state.set_state(f"{_STATE}{asked.value}")

    async def _form(self, state: FSMContext) -> PlaceForm | None:
        written = (await state.get_data()).get(_FORM)
        return form_of(written, self.most_at_a_dwelling) if written else None

    async def _need(self, state: FSMContext) -> PlaceForm:
        form = await self._form(state)
        if form is None:
            raise Refusal(RefusalCode.STALE)
        return form

    async def _show(self, own: OwnPlace, screen: Screen) -> None:
        link = self._link(own.place)
        await screen.show(places.own(screen.words, own.place, link), keyboards.own(screen.words, own.place, link))

    def _link(self, place: Place) -> str:
        return start_link(self.operator.username, PLACE, place.token)

    async def _send_card(self, own: OwnPlace, screen: Screen) -> None:
        """The picture for a look, the file for the printer."""
        place, host = own
        card = DoorCard(
            link=self._link(place),
            address=place.address.line,
            owner=places.owner_on_card(place, host),
            words=(places.on_card(words_of(place.language)), places.on_card(words_of("en"))),
        )
        picture, document = await self.draw(card)
        caption, file_caption = places.card_caption(screen.words), places.card_file_caption(screen.words)
        await screen.bot.send_photo(screen.chat, BufferedInputFile(picture, "card.png"), caption=caption)
        await screen.bot.send_document(screen.chat, BufferedInputFile(document, "card.pdf"), caption=file_caption)


def _read(words: Words, asked: PlaceQuestion, form: PlaceForm, text: str, today: date) -> Value:
    """The answer in a typed text."""
    offered = keyboards.choices(words, asked, form, today)
    if asked in _DAYS:
        picked = next((value for value, label in offered if text.strip().casefold() == label.casefold()), None)
        if picked is None:
            return read_date(text, latest=date.fromordinal(today.toordinal() + _FAR))
        return date.fromisoformat(picked) if picked else picked
    if asked is PlaceQuestion.NAME and text.strip().casefold() in {"-", offered[0][1].casefold()}:
        return offered[0][0]
    if asked in _CHOSEN:
        chosen = typed_choice(text, offered)
        if chosen is None:
            raise Refusal(RefusalCode.CHOICE_UNKNOWN)
        return chosen
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLink:
    """A guest's side: the link of a place."""

    enter_by_door: EnterByDoor
    read_door: ReadDoor
    choose_language: ChooseLanguage
    operator: Operator
    clock: Clock
    duties: DutyDesk

    async def enter(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Fill address and host in; whoever is new is asked for the consent at once. A closed door says why."""
        await state.clear()
        try:
            entered = await self.enter_by_door(screen.chat, token)
        except Refusal as no:
            await screen.say(refusal(screen.words, no), to_menu(screen.words))
            return
        if not screen.talk.has_consented:
            await self._ask_consent(entered.place, screen)
            return
        await screen.say(places.entered(screen.words, entered.place, entered.waiting))
        await Flow(screen, state, self.clock, self.duties, self.read_door).begin(entered.draft)

    async def choose(self, code: str, screen: Screen) -> None:
        """The same in another language."""
        screen.talk = await self.choose_language(screen.chat, code)
        screen.words = words_of(screen.talk.language, screen.words.zone)
        if screen.talk.has_consented:
            raise Refusal(RefusalCode.STALE)
        await self._ask_consent(await self.read_door(screen.chat), screen)

    async def _ask_consent(self, place: Place | None, screen: Screen) -> None:
        text = places.door_consent(screen.words, self.operator, place)
        await screen.show(text, keyboards.consent(screen.words, screen.talk.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdedNotice:
    """Tells a host that the last bed is taken."""

    bot: Bot

    async def send(self, words: Words, facts: NoticeFacts) -> None:
        """One message."""
        address = facts.need_case().answers.address
        text = places.crowded(words, address.line if address else "", int(facts.data["most"]))
        await self.bot.send_message(facts.chat, text, reply_markup=keyboards.crowded(words))
