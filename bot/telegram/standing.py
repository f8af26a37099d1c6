"""Where things stand for a person: shown after an old button, a change of language, or what could not be read."""

from dataclasses import dataclass
from typing import Protocol

from aiogram.fsm.context import FSMContext

from bot.domain.answers import Answers
from bot.domain.people import Draft
from bot.registration.drafts import ReadDraft
from bot.registration.open_request import HostStep
from bot.registration.place_guests import ReadDoor
from bot.registration.ports import Clock
from bot.registration.requests import KeepCard, OwnRequests
from bot.telegram import keyboards
from bot.telegram.desk import HostDesk
from bot.telegram.duties import DutyDesk
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_NAME, HOST_PHONE, asked_of
from bot.telegram.views import Views
from bot.texts import opening

_HOST_STEPS = {HOST_PHONE: HostStep.PHONE, HOST_IIN: HostStep.IIN, HOST_NAME: HostStep.IIN}


class Desk(Protocol):
    """One that may have asked the open question."""

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show the open question of this state once more; False where it is none of this desk's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Draws the open question, else the card or the review, else the open request, else the menu."""

    read_draft: ReadDraft
    own_requests: OwnRequests
    keep_card: KeepCard
    views: Views
    desk: HostDesk
    duties: DutyDesk
    read_door: ReadDoor
    desks: tuple[Desk, ...]
    clock: Clock

    def flow(self, screen: Screen, state: FSMContext) -> Flow:
        """What leads this person's talk on."""
        return Flow(screen, state, self.clock, self.duties, self.read_door)

    async def show(self, screen: Screen, state: FSMContext) -> None:
        """The open question or step, else the review, else the open request, else the menu."""
        place = await state.get_state()
        asked, draft = asked_of(place), await self.read_draft(screen.chat)
        flow = self.flow(screen, state)
        if asked is not None:
            await flow.ask_again(asked, draft or Draft(chat=screen.chat, answers=Answers(), saved_at=self.clock.now()))
        elif await self._ask_again(place, screen, state):
            return
        elif place in _HOST_STEPS:
            await self.desk.ask(_HOST_STEPS[place], screen, state)
        elif draft is not None and (draft.passport is not None or draft.answers.next_question() is None):
            await flow.go_on(draft)
        elif not await self.show_live_request(screen):
            await screen.show(opening.menu(screen.words), keyboards.menu(screen.words))

    async def _ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        return any([await desk.ask_again(place, screen, state) for desk in self.desks])

    async def show_live_request(self, screen: Screen) -> bool:
        """The guest's open request as a new card, which is edited from now on; False when there is none."""
        now = self.clock.now()
        own = await self.own_requests(screen.chat)
        live = next((case for case in own if case.party is None and case.stage(now).is_live), None)
        if live is None:
            return False
        card = self.views.guest_card(screen.words, live)
        await self.keep_card(screen.chat, live.number, await screen.say(card.text, card.keyboard))
        return True
