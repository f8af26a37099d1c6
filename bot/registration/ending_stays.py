"""A host ends somebody's stay, and may take that back for ten minutes; only then is the guest told.

Order 923 knows the host's refusal (paragraph 4, ground 3); whether a host may withdraw a consent once given, it does
not say. The texts call that unclear, and the host may end the stay here all the same.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, Event, EventKind, StayEnd
from bot.domain.ids import NOBODY
from bot.domain.life import UNDO_WITHIN, can_undo, end_of_stay, is_granted
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.certificates import update_status
from bot.registration.crowding import check_room
from bot.registration.host_duties import host_duty, still_lives_there
from bot.registration.life import is_registered_anew
from bot.registration.organisations import case_of_host
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import host_duty_notices
from bot.registration.strangers import keep_out, let_ask

_URGENT = 2
_BY_GUEST = {EventKind.LEFT, EventKind.EXIT_CONFIRMED, EventKind.REPLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStay:
    """A host says that a registered person has left, withdraws the consent, or does not know the person.

    Raises:
        Refusal: NOT_YOURS, STAY_OVER, or STALE where this request never led to a registration.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, why: StayEnd) -> Case:
        """The request with its stay ended; said twice it is said once."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_behind(number)
            case, host = await case_of_host(work, chat, number, lock=True)
            if _was_said(case, why, now):
                return case
            if not await still_lives_there(work, case, now):
                raise _over(case, now)
            ended = case.happened(EventKind.HOST_ENDED, now, chat, why.value)
            await work.cases.save(ended)
            await update_status(work, ended)
            if why is StayEnd.STRANGER:
                await keep_out(work, ended, chat, now)
            await work.notices.cancel(host.chat, NoticeKind.HOST_DUTY, case=number)
            if ended.guest != NOBODY:
                await work.notices.owe(_to_guest(ended, now))
                await plan_reminders(work, ended.guest, now + UNDO_WITHIN)  # no reminder may tell it before the notice
            await work.commit()
        return ended


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreStay:
    """A host takes the end back within ten minutes: the certificate holds again, and the guest hears of nothing.

    Raises:
        Refusal: NOT_YOURS, STALE, UNDO_OVER, STAY_OVER (the guest has left meanwhile), GUEST_ELSEWHERE or PLACE_FULL.
    """

    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The request with its stay restored; said twice it is said once."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_behind(number)
            case, _ = await case_of_host(work, chat, number, lock=True)
            if await still_lives_there(work, case, now):
                return case
            ended = check_ended_by_host(case, now)
            if not can_undo(case, now):
                raise Refusal(RefusalCode.UNDO_OVER, at=ended.at, why=ended.reason or "")
            if await is_registered_anew(work, case, now):
                raise Refusal(RefusalCode.GUEST_ELSEWHERE)
            await check_room(work, [case], self.most_at_a_dwelling, now)
            restored = case.happened(EventKind.RESTORED, now, chat)
            await _restore(work, restored, now)
            if ended.reason == StayEnd.STRANGER.value:
                await let_ask(work, restored, chat, now)
            await work.commit()
        return restored


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEndedStay:
    """What the guest is told once the ten minutes are over; None where there is nothing to tell any more."""

    begin: Begin
    clock: Clock

    async def __call__(self, number: int) -> Case | None:
        """The request whose stay the host has ended."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number)
            if case is None or case.answers.is_empty or await is_registered_anew(work, case, now):
                return None
        ended = end_of_stay(case)
        return case if ended is not None and ended.kind is EventKind.HOST_ENDED else None


def check_ended_by_host(case: Case, now: datetime) -> Event:
    """The event by which the host ended the stay, if nothing came after it. Raises Refusal: STALE or STAY_OVER."""
    ended = end_of_stay(case)
    if ended is None or ended.kind is not EventKind.HOST_ENDED:
        raise _over(case, now)
    later = next((event for event in case.events if event.kind in _BY_GUEST and event.at >= ended.at), None)
    if later is not None:
        raise Refusal(RefusalCode.STAY_OVER, kind=later.kind.value, at=later.at)
    return ended


def _over(case: Case, now: datetime) -> Refusal:
    """Why nobody is registered by this request any more."""
    ended, until = end_of_stay(case), case.answers.until
    if ended is not None:
        return Refusal(RefusalCode.STAY_OVER, kind=ended.kind.value, at=ended.at)
    if is_granted(case) and (until is None or until < now.date()):
        return Refusal(RefusalCode.STAY_OVER, kind=EventKind.EXPIRED.value)
    return Refusal(RefusalCode.STALE)


def _was_said(case: Case, why: StayEnd, now: datetime) -> bool:
    ended = end_of_stay(case)
    return ended is not None and can_undo(case, now) and ended.reason == why.value


async def _restore(work: Work, case: Case, now: datetime) -> None:
    await work.cases.save(case)
    await update_status(work, case)
    await work.notices.cancel(case.guest, NoticeKind.STAY_ENDED, case=case.number)
    granted_at = case.ending.at.astimezone(now.tzinfo) if case.ending else now
    await work.notices.owe(*host_duty_notices(case, host_duty(case, now).notice, granted_at))
    if case.guest != NOBODY:
        await plan_reminders(work, case.guest, now)


def _to_guest(case: Case, now: datetime) -> Notice:
    return Notice(
        key=f"{NoticeKind.STAY_ENDED}:{case.number}:{len(case.events)}",
        chat=case.guest,
        kind=NoticeKind.STAY_ENDED,
        due_at=now + UNDO_WITHIN,
        case=case.number,
        urgency=_URGENT,
    )
