"""Acts on a registration: refuse, revoke, suspend, reinstate, shorten, mark expelled; undo within ten minutes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import EVENTS, WITH_A_DAY, Deed, is_shortened
from bot.domain.case import Case, EventKind
from bot.domain.life import (
    UNDO_WITHIN,
    end_of_stay,
    is_granted,
    is_registered,
    is_suspended,
    left_on,
    replaced_by,
    standing_events,
)
from bot.domain.officer import Right
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.orders import Order, chain_length, check_order, check_undo, need_case
from bot.office.refusing import refuse, undo_refusal, was_refused
from bot.office.rights import Rights
from bot.office.settling import settle, tell_both
from bot.office.shortening import Renewing
from bot.registration.crowding import check_room
from bot.registration.leaving import forget_exit
from bot.registration.life import is_registered_anew, known_by_document, lock_people_of
from bot.registration.ports import Begin, Clock, Work

_Do = Callable[[Work, Case, Order, ChatId, datetime], Awaitable[Case]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoAct:
    """Do what was shown and confirmed, all of it in one transaction. A tap that comes twice does it once.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (the request has changed since it was shown), what `check_order`
            raises, and of an act that gives back: GUEST_ELSEWHERE or PLACE_FULL; of a new last day: ACT_UNLAWFUL.
            Nothing has changed then.
    """

    begin: Begin
    clock: Clock
    rights: Rights
    renewing: Renewing
    most_at_a_dwelling: int

    async def __call__(self, officer: ChatId, order: Order) -> Case:
        """The request with the act; where it gave another certificate, the request of that one."""
        self.rights.check(officer, Right.ACT)
        now = self.clock.now()
        async with self.begin() as work:
            work.audit.officer(officer)
            case = await _locked(work, order.number)
            if _was_done(case, order, officer):
                newer = replaced_by(case)
                return case if newer is None else await need_case(work, newer)
            if order.deed is Deed.REFUSE and await was_refused(work, case, officer):
                return case
            if await chain_length(work, case, now) != order.length:
                raise Refusal(RefusalCode.STALE)
            check_order(self.rights, officer, case, order, now)
            done = await self._how(case, order)(work, case, order, officer, now)
            await work.commit()
        return done

    def _how(self, case: Case, order: Order) -> _Do:
        """A certificate that holds and is given back its longer term is a new one, as a shortened one is."""
        holds = end_of_stay(case) is None and not is_suspended(case)
        if order.deed is Deed.REINSTATE and holds and is_shortened(case):
            return self.renewing.give_term_back
        ways: Mapping[Deed, _Do] = {
            Deed.REFUSE: refuse,
            Deed.REINSTATE: self._reinstate,
            Deed.SHORTEN: self.renewing.shorten,
        }
        return ways.get(order.deed, _mark)

    async def _reinstate(self, work: Work, case: Case, order: Order, officer: ChatId, now: datetime) -> Case:
        given_back = case.happened(EventKind.REINSTATED, now, officer, order.ground.value)
        if not is_registered(case, now) and is_registered(given_back, now):
            await check_may_be_given_back(work, case, self.most_at_a_dwelling, now)
            if (day := left_on(case)) is not None:
                await forget_exit(work, case, day, now)
        return await _mark(work, case, order, officer, now)


async def _locked(work: Work, number: int) -> Case:
    """The request, which no other changes now. Raises Refusal: STALE, also where it was granted at this very moment.

    Of a registration the people are locked first, for the grant of a newer request holds them when it ends this one. Of
    a request that waits only its party is written to.
    """
    seen = await need_case(work, number)
    if is_granted(seen):
        await lock_people_of(work, seen)
        case = await need_case(work, number, lock=True)
        if case.guest != seen.guest:  # taken over meanwhile: the locks are not its person's
            raise Refusal(RefusalCode.STALE)
        return case
    await work.cases.party(seen.party or number, lock=True)
    case = await need_case(work, number)
    if is_granted(case):
        raise Refusal(RefusalCode.STALE)
    return case


def _was_done(case: Case, order: Order, officer: ChatId) -> bool:
    """Whether the very event that this tap would add is there already, and was not undone."""
    if len(case.events) <= order.length:
        return False
    added = case.events[order.length]
    return added.kind is EVENTS.get(order.deed) and added.chat == officer and added in standing_events(case)


async def _mark(work: Work, case: Case, order: Order, officer: ChatId, now: datetime) -> Case:
    """Revoke, suspend, reinstate, mark expelled: an event, and all that follows from it."""
    day = order.day.isoformat() if order.deed in WITH_A_DAY and order.day else None
    after = case.happened(EVENTS[order.deed], now, officer, day or order.ground.value)
    await settle(work, case, after, officer, now, told_at=now + UNDO_WITHIN)
    await tell_both(work, after, order, now + UNDO_WITHIN)
    return after


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAct:
    """Undo one's own last act within ten minutes: all is as it was, and neither guest nor host hears of it.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE, what `check_undo` raises, GUEST_ELSEWHERE or PLACE_FULL.
    """

    begin: Begin
    clock: Clock
    rights: Rights
    renewing: Renewing
    most_at_a_dwelling: int

    async def __call__(self, officer: ChatId, number: int) -> Case:
        """The request as it was; undone twice it is undone once."""
        self.rights.check(officer, Right.ACT)
        now = self.clock.now()
        async with self.begin() as work:
            work.audit.officer(officer)
            case = await _locked(work, number)
            if case.events[-1].kind is EventKind.UNDONE and case.events[-1].chat == officer:
                return case
            if case.stage(now).is_live:
                await undo_refusal(work, case, officer, now)
                await work.commit()
                return case
            act = check_undo(officer, case, now)
            newer = replaced_by(case)
            if newer is not None:
                await self.renewing.take_back(work, newer, officer, now)
            undone = case.happened(EventKind.UNDONE, now, officer, act.kind.value)
            if is_registered(undone, now) and not is_registered(case, now):
                await check_may_be_given_back(work, undone, self.most_at_a_dwelling, now)
            await settle(work, case, undone, officer, now, told_at=now)
            await work.commit()
        return undone


async def check_may_be_given_back(work: Work, case: Case, most_at_a_dwelling: int, now: datetime) -> None:
    """Raises Refusal: GUEST_ELSEWHERE (registered anew since, from whatever chat) or PLACE_FULL (somebody has the bed
    by now).
    """
    others = await known_by_document(work, case)
    if await is_registered_anew(work, case, now) or any(is_registered(other, now) for other in others):
        raise Refusal(RefusalCode.GUEST_ELSEWHERE)
    await check_room(work, [case], most_at_a_dwelling, now)
