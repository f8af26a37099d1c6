"""A guest has left the country: the registration ends, the place is free, and the days of the stay are counted."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.case import Case, EventKind
from bot.domain.ids import NOBODY
from bot.domain.life import (
    UNDO_WITHIN,
    can_take_back_leaving,
    end_of_stay,
    is_registered,
    left_on,
)
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_of_one_person
from bot.domain.travel import Stay, Travels
from bot.registration.cards import take_back
from bot.registration.certificates import update_status
from bot.registration.crowding import check_room
from bot.registration.host_duties import host_duty
from bot.registration.life import is_registered_anew, own_registration
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import host_duty_notices


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckExit:
    """Whether a day can be that of the exit, before the guest is asked once more.

    Raises:
        Refusal: NO_CONSENT, STALE, DAY_IN_FUTURE, DAY_BEFORE_ENTRY or DAY_BEFORE_REGISTERED.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, day: date) -> Case:
        """The registration that would end."""
        async with self.begin() as work:
            case = await own_registration(work, chat, number)
            if end_of_stay(case) is not None:
                raise Refusal(RefusalCode.STALE)
            await _check_exit(work, case, day, self.clock.now())
        return case


@dataclass(frozen=True, slots=True, kw_only=True)
class SayLeft:
    """A guest says on which day they left the country. Said twice it is said once.

    Raises:
        Refusal: NO_CONSENT, STALE, DAY_IN_FUTURE, DAY_BEFORE_ENTRY or DAY_BEFORE_REGISTERED; nothing has
            changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, day: date) -> Case:
        """The ended registration."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)  # a host may be agreeing to this guest's next request
            case = await own_registration(work, chat, number, lock=True)
            if left_on(case) == day:
                return case
            if end_of_stay(case) is not None:
                raise Refusal(RefusalCode.STALE)
            await _check_exit(work, case, day, now)
            case = case.happened(EventKind.LEFT, now, chat, day.isoformat())
            await work.cases.save(case)
            await update_status(work, case)
            await _cancel_waiting(work, case, now)
            await _follow(work, case, day, now)
            await _tell_host(work, case, now + UNDO_WITHIN)
            await work.commit()
        return case


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackLeaving:
    """It was a wrong tap: within ten minutes all is as it was.

    Raises:
        Refusal: NO_CONSENT; STALE (too late, or registered anew since); PLACE_FULL (somebody has the bed by now).
    """

    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The registration as it was; taken back twice it is taken back once."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)
            case = await own_registration(work, chat, number, lock=True)
            if is_registered(case, now) and case.events[-1].kind is EventKind.RESTORED:
                return case
            day = left_on(case)
            if day is None or not can_take_back_leaving(case, now) or await is_registered_anew(work, case, now):
                raise Refusal(RefusalCode.STALE)
            try:
                await check_room(work, [case], self.most_at_a_dwelling, now)
            except Refusal as no:
                raise Refusal(no.code) from None  # how many may live there is for the host to know
            case = case.happened(EventKind.RESTORED, now, chat)
            await work.cases.save(case)
            await update_status(work, case)
            await _tell_host_no_more(work, case, now)
            await _change_travels(work, case, Stay(_entered(case), day), now, is_over=False)
            await plan_reminders(work, chat, now)
            await work.commit()
        return case


async def follow_exit(work: Work, case: Case, day: date, now: datetime) -> Case:
    """The border's record has the exit: the registration ends as by the guest's own word, and both sides are told.

    Nobody is told of one that had run out before. Whoever is here still appeals, or asks a host anew.
    """
    was_registered = is_registered(case, now)
    case = case.happened(EventKind.EXIT_CONFIRMED, now, reason=day.isoformat())
    await work.cases.save(case)
    await update_status(work, case)
    if case.guest != NOBODY:  # whom an organisation has filed has no chat, and waits for nobody
        await _cancel_waiting(work, case, now, day)
        await _follow(work, case, day, now)
    if was_registered:
        await _tell_host(work, case, now)
        await _tell_guest(work, case, now)
    return case


async def forget_exit(work: Work, case: Case, day: date, now: datetime) -> None:
    """An officer has found the border's record wrong: the stay goes on, and is on the list of earlier ones no more."""
    if await work.travels.get(case.guest) is not None:  # where the guest has withdrawn meanwhile nothing is kept
        await _change_travels(work, case, Stay(_entered(case), day), now, is_over=False)


async def _follow(work: Work, case: Case, day: date, now: datetime) -> None:
    """What was answered for this stay leads nowhere; its days are counted, and nothing of it is brought to mind."""
    await _forget_draft(work, case, day)
    await _change_travels(work, case, Stay(_entered(case), day), now, is_over=True)
    await plan_reminders(work, case.guest, now)


async def _check_exit(work: Work, case: Case, day: date, now: datetime) -> None:
    if day > now.date():
        raise Refusal(RefusalCode.DAY_IN_FUTURE)
    if day < _entered(case):
        raise Refusal(RefusalCode.DAY_BEFORE_ENTRY, entered=_entered(case))
    was_here = await _was_here(work, case, now)
    if day < was_here:
        raise Refusal(RefusalCode.DAY_BEFORE_REGISTERED, day=was_here)


async def _was_here(work: Work, case: Case, now: datetime) -> date:
    """The latest day on which the person was in the country by the own word: asked for this registration, or moved."""
    asked = case.sent_at.astimezone(now.tzinfo).date()
    travels = await work.travels.get(case.guest) if case.answers.kinship is None else None
    return max(asked, travels.moved or asked) if travels else asked


def _entered(case: Case) -> date:
    if case.answers.entered is None:
        raise Refusal(RefusalCode.STALE)
    return case.answers.entered


async def _cancel_waiting(work: Work, case: Case, now: datetime, left: date | None = None) -> None:
    """Whoever is gone waits for no host; those who go with that request have nobody's link any more, and end too.

    Where the day of leaving comes from the border's record, the person may be back: what was asked since then stays.
    """
    for other in await work.cases.of_guest(case.guest):
        if not other.stage(now).is_live or not is_of_one_person(case, other):
            continue
        if left is not None and other.sent_at.astimezone(now.tzinfo).date() > left:
            continue
        together = await work.cases.party(other.number) if other.party is None else [other]
        await take_back(work, [one for one in together if one.stage(now).is_live], now)


async def _forget_draft(work: Work, case: Case, day: date) -> None:
    """Answers for the stay that is over lead nowhere."""
    draft = await work.drafts.get(case.guest)
    if draft is None:
        return
    answers = draft.answers
    is_of_this_stay = answers.entered is not None and answers.entered <= day and not draft.companions
    if answers.follows == case.number or (case.answers.kinship is None and is_of_this_stay):
        await work.drafts.drop(case.guest)


async def _tell_host(work: Work, case: Case, at: datetime) -> None:
    """Where it can be taken back, after those ten minutes; of the notice to the police the host hears no more."""
    if case.host is None:
        return
    await work.notices.cancel(case.host, NoticeKind.HOST_DUTY, case=case.number)
    told = Notice(
        key=f"{NoticeKind.GUEST_LEFT}:{case.number}:{len(case.events)}",
        chat=case.host,
        kind=NoticeKind.GUEST_LEFT,
        due_at=at,
        case=case.number,
    )
    await work.notices.owe(told)


async def _tell_guest(work: Work, case: Case, now: datetime) -> None:
    if case.guest == NOBODY:
        return
    told = Notice(
        key=f"{NoticeKind.EXIT_RECORDED}:{case.number}:{len(case.events)}",
        chat=case.guest,
        kind=NoticeKind.EXIT_RECORDED,
        due_at=now,
        case=case.number,
    )
    await work.notices.owe(told)


async def _tell_host_no_more(work: Work, case: Case, now: datetime) -> None:
    if case.host is None or case.ending is None:
        return
    await work.notices.cancel(case.host, NoticeKind.GUEST_LEFT, case=case.number)
    granted_at = case.ending.at.astimezone(now.tzinfo)
    again = host_duty_notices(case, host_duty(case, now).notice, granted_at)
    await work.notices.owe(*(notice for notice in again if notice.due_at > now))


async def _change_travels(work: Work, case: Case, stay: Stay, now: datetime, *, is_over: bool) -> None:
    """Put the stay on the list of earlier ones, or take it off; the list is that of the chat's own person."""
    if case.answers.kinship is not None:
        return
    kept = await work.travels.get(case.guest) or Travels(chat=case.guest, saved_at=now)
    others = tuple(trip for trip in kept.earlier if trip.entered != stay.entered)
    earlier = tuple(sorted((*others, stay))) if is_over else others
    await work.travels.save(replace(kept, earlier=earlier, saved_at=now))
