"""Where things stand for a person: shown after an old button, instead of silence."""

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from bot.registration.drafts import ReadDraft
from bot.registration.ports import Clock
from bot.registration.requests import KeepCard, OwnRequests
from bot.telegram import keyboards
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.states import asked_of
from bot.telegram.views import Views
from bot.texts import opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Draws the open question, else the open request, else the menu."""

    read_draft: ReadDraft
    own_requests: OwnRequests
    keep_card: KeepCard
    views: Views
    clock: Clock

    async def show(self, screen: Screen, state: FSMContext) -> None:
        """A new message at the end of the talk; the old ones stay as they are."""
        screen.tap = None
        asked = asked_of(await state.get_state())
        draft = await self.read_draft(screen.chat)
        if asked is not None and draft is not None:
            await Flow(screen, state, self.clock).ask(asked.question, draft.answers, to_review=asked.to_review)
        elif draft is not None and draft.answers.next_question() is None:
            await Flow(screen, state, self.clock).review(draft.answers)
        elif not await self.show_live_request(screen):
            await screen.say(opening.menu(screen.words), keyboards.menu(screen.words))

    async def show_live_request(self, screen: Screen) -> bool:
        """The guest's open request as a new card, which is edited from now on; False when there is none."""
        now = self.clock.now()
        live = next((case for case in await self.own_requests(screen.chat) if case.stage(now).is_live), None)
        if live is None:
            return False
        card = self.views.guest_card(screen.words, live)
        await self.keep_card(screen.chat, live.number, await screen.say(card.text, card.keyboard))
        return True
