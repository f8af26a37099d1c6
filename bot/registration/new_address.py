"""A guest who has moved registers at the new address: only what the move has changed is asked again."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.answers import Answers, Purpose
from bot.domain.case import Case
from bot.domain.life import is_suspended
from bot.domain.people import ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Travels
from bot.registration.consent import check_consent
from bot.registration.life import free_registration, held, waiting_beside
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import first_asked_on, read_prospect


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """What is begun by the word of a move: the draft for the new address, and the request that it would replace."""

    draft: Draft
    moved: date
    waiting: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMove:
    """A registered guest says on which day the address changed: the five working days run (Order 923, paragraph 5).

    Raises:
        Refusal: NO_CONSENT, STALE (not registered by that number any more), MOVED_FUTURE or MOVED_BEFORE_ENTRY;
            nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, moved: date) -> Moving:
        """All that was told but the host and the address; these too where a host's link has said them."""
        now = self.clock.now()
        if moved > self.clock.today():
            raise Refusal(RefusalCode.MOVED_FUTURE)
        async with self.begin() as work:
            case = await free_registration(work, chat, number, now)
            entered = case.answers.entered
            if entered is not None and moved < entered:
                raise Refusal(RefusalCode.MOVED_BEFORE_ENTRY, entered=entered)
            kept = await work.drafts.get(chat)
            answers, family = _elsewhere(case, kept, self.clock.today(), moved), kept.companions if kept else ()
            draft = Draft(chat=chat, answers=answers, saved_at=now, companions=family)
            await work.drafts.save(draft)
            if case.answers.kinship is None:
                await _keep_move(work, chat, moved, now)
                await plan_reminders(work, chat, now)
            waiting = waiting_beside(case, await work.cases.of_guest(chat), now)
            await work.commit()
        return Moving(draft=draft, moved=moved, waiting=next(iter(waiting), None))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnew:
    """Begin a request for the new address (Order 923, paragraph 5).

    Raises:
        Refusal: NO_CONSENT or REGISTRATION_SUSPENDED.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> Draft:
        """The draft at hand, else one with all that was told but the host and the address."""
        now, today = self.clock.now(), self.clock.today()
        async with self.begin() as work:
            await check_consent(work, chat)
            kept = await work.drafts.get(chat)
            if kept is not None and not kept.answers.is_empty:
                return kept
            own = [case for case in held(await work.cases.of_guest(chat), now) if case.answers.kinship is None]
            if own and is_suspended(own[0]):
                raise Refusal(RefusalCode.REGISTRATION_SUSPENDED)
            if own:
                moved = _moved_on(own[0], await work.travels.get(chat), now)
                answers = _elsewhere(own[0], kept, today, moved)
            else:
                known = (await read_prospect(work, chat, now)).answers
                answers = known.anew().with_(until=None, **_NOWHERE)
            draft = Draft(chat=chat, answers=answers, saved_at=now)
            await work.drafts.save(draft)
            await work.commit()
        return draft


_NOWHERE: dict[str, object] = {
    "host": None,
    "host_by_link": False,
    "address": None,
    "premises": None,
    "place": None,
    "door": None,
}


def _elsewhere(case: Case, kept: Draft | None, today: date, moved: date | None) -> Answers:
    """The answers of a move from this registration; a last day that is still to come stays as it was."""
    answers = case.answers
    until = answers.until if answers.until is not None and answers.until >= today else None
    moving = answers.anew().with_(until=until, purpose=Purpose.MOVE, follows=case.number, moved=moved, **_NOWHERE)
    if kept is None:
        return moving
    told, is_same_move = kept.answers, kept.answers.purpose is Purpose.MOVE and kept.answers.follows == case.number
    if is_same_move or told.host_by_link:  # a second word of one move, or a new host's link opened before
        return moving.with_(**{name: getattr(told, name) for name in _NOWHERE})
    return moving


def _moved_on(case: Case, travels: Travels | None, now: datetime) -> date | None:
    """The day of a move that was told and came after this registration was asked for."""
    moved = travels.moved_since(case.answers.entered) if travels else None
    is_earlier = moved is not None and (moved == case.answers.moved or moved < first_asked_on(case, now.tzinfo))
    return None if is_earlier else moved


async def _keep_move(work: Work, chat: ChatId, moved: date, now: datetime) -> None:
    kept = await work.travels.get(chat) or Travels(chat=chat, saved_at=now)
    if kept.moved != moved:
        await work.travels.save(replace(kept, moved=moved, saved_at=now))
