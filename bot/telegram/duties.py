"""What must I do: the page, its questions, and what they would change, drawn for a guest or a host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aiogram.fsm.context import FSMContext

from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.host_duties import HostDuty, ReadHostDuties
from bot.registration.ports import Clock
from bot.registration.prospects import Prospect, ReadProspect
from bot.registration.reasons import About, can_be_asked
from bot.registration.what_if import Change, WhatIf, compare
from bot.telegram import duty_keyboards as keyboards
from bot.telegram.screen import Screen
from bot.telegram.states import BASIS, MOVED, supposed_of, supposing
from bot.texts import duties, host_duties, questions, what_if

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDesk:
    """Shows what a person must do, as it is at this moment; whatever it asks, the state names."""

    read_prospect: ReadProspect
    read_host_duties: ReadHostDuties
    clock: Clock

    async def show(self, screen: Screen, state: FSMContext, *, has_just_moved: bool = False) -> None:
        """The guest's page. Raises Refusal: NO_CONSENT, or STALE where citizenship or day of entry is not known."""
        prospect = await self._known(screen)
        text = duties.duties(screen.words, prospect, has_just_moved=has_just_moved)
        await screen.show(text, keyboards.duties(screen.words, prospect))
        await state.set_state(None)

    async def show_host(self, screen: Screen, state: FSMContext) -> None:
        """The host's page."""
        owed = in_order(await self.read_host_duties(screen.chat))
        keyboard = keyboards.host_duties(screen.words, owed)
        await screen.show(host_duties.host_duties(screen.words, owed), keyboard)
        await state.set_state(None)

    async def show_why(self, about: About, screen: Screen) -> None:
        """The reasons of one answer. Raises Refusal: NO_CONSENT, or STALE when there are none (any more)."""
        prospect = await self._known(screen)
        about_all = can_be_asked(prospect.assessment)
        if about not in about_all:
            raise Refusal(RefusalCode.STALE)
        text = duties.why(screen.words, prospect.assessment, about, prospect.facts.citizenship)
        await screen.show(text, keyboards.why(screen.words, about_all, about))

    async def ask_moved(self, screen: Screen, state: FSMContext) -> None:
        """When the guest moved."""
        today = self.clock.today()
        await screen.show(duties.asks_moved(screen.words), keyboards.moved(screen.words, (today, today - _DAY)))
        await state.set_state(MOVED)

    async def ask_basis(self, screen: Screen, state: FSMContext) -> None:
        """On what ground the guest stays; the answer leads back to the page."""
        await screen.show(questions.basis(screen.words), keyboards.bases(screen.words))
        await state.set_state(BASIS)

    async def ask_if(self, change: Change, screen: Screen, state: FSMContext) -> None:
        """The days of a change; one that needs none is answered at once. Raises Refusal as `answer_if` does."""
        if not change.days_needed:
            await self.answer_if(WhatIf(change), screen, state)
            return
        prospect = await self._that_can_suppose(change, screen)
        days = _offered(change, prospect)
        await screen.show(what_if.asks_days(screen.words, change), keyboards.if_days(screen.words, change, days))
        await state.set_state(supposing(change))

    async def _that_can_suppose(self, change: Change, screen: Screen) -> Prospect:
        """What is known, where it is enough for this change. Raises Refusal: NO_CONSENT or STALE."""
        return await (self._known(screen) if change.is_of_the_stay else self.read_prospect.of_anybody(screen.chat))

    async def answer_if(self, supposed: WhatIf, screen: Screen, state: FSMContext) -> None:
        """What would change; nothing of it is kept.

        Raises:
            Refusal: NO_CONSENT, STALE, or what is impossible about the days.
        """
        prospect = await self._that_can_suppose(supposed.change, screen)
        compared = compare(prospect.facts, supposed)
        text = what_if.changed(screen.words, compared, prospect.facts.citizenship)
        await screen.show(text, keyboards.after_if(screen.words, knows_stay=prospect.is_known))
        await state.set_state(None)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show the open question of this state once more; False where none is open, or none can be asked any more."""
        try:
            if place == MOVED:
                await self.ask_moved(screen, state)
            elif place == BASIS:
                await self.ask_basis(screen, state)
            elif change := supposed_of(place):
                await self.ask_if(change, screen, state)
            else:
                return False
        except Refusal:  # what was told is gone by now
            await state.set_state(None)
            return False
        return True

    async def _known(self, screen: Screen) -> Prospect:
        prospect = await self.read_prospect(screen.chat)
        if not prospect.is_known:
            raise Refusal(RefusalCode.STALE)
        return prospect


def _offered(change: Change, prospect: Prospect) -> Sequence[date]:
    """Days to tap: those that people most likely mean."""
    today, stay = prospect.facts.on, prospect.assessment.stay
    if change in {Change.ENTERED, Change.MOVED}:
        return today, today - _DAY
    return (today, stay.until) if change is Change.LEFT and stay and stay.until > today else ()


def in_order(owed: Sequence[HostDuty]) -> list[HostDuty]:
    """What is still to do first, the earliest day first."""
    return sorted(owed, key=lambda one: (one.notice is None, one.notice and (one.notice.done, one.notice.due)))
