"""An order to act on a registration: what an officer wants done, and whether that officer may do it now."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.acts import WITH_A_DAY, Deed, Ground, grounds_for, is_shortened, possible
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import UNDO_WITHIN, end_of_stay, is_revoked, officers_act
from bot.domain.matter import Matter, MatterKind
from bot.domain.officer import Right
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.rights import Rights
from bot.registration.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an officer wants done: `length` is that of the chain that was seen when it was confirmed."""

    deed: Deed
    number: int
    ground: Ground
    length: int
    day: date | None = None


async def need_case(work: Work, number: int, *, lock: bool = False) -> Case:
    """The request. Raises Refusal: STALE where there is none, or its answers are gone."""
    case = await work.cases.get(number, lock=lock)
    if case is None or case.answers.is_empty:
        raise Refusal(RefusalCode.STALE)
    return case


async def chain_length(work: Work, case: Case, now: datetime) -> int:
    """How much has happened; to a request that waits also refusals that were undone, or their taps would count anew."""
    undone = await refusals(work, case) if case.stage(now).is_live else []
    return len(case.events) + sum(len(each.events) for each in undone)


async def refusals(work: Work, case: Case) -> list[Matter]:
    """By which an officer has refused this request here, those undone too, oldest first."""
    return [each for each in await work.matters.of_case(case.number) if each.kind is MatterKind.REFUSAL]


def check_order(rights: Rights, officer: ChatId, case: Case, order: Order, now: datetime) -> None:
    """Whether this officer may do this to this request now.

    Raises:
        Refusal: ACT_ON_OWN, ACT_NOT_NOW, ROLE_TOO_LOW (only a head reverses what another has decided), STALE (a ground
            that does not go with the act), ACT_SHORTEN_DAY or ACT_COURT_DAY.
    """
    check_deed(rights, officer, case, order.deed, now)
    if order.ground not in grounds_for(case, order.deed):
        raise Refusal(RefusalCode.STALE)
    if order.deed in WITH_A_DAY:
        _check_day(case, order.deed, order.day, now)


def check_deed(rights: Rights, officer: ChatId, case: Case, deed: Deed, now: datetime) -> None:
    """The same before a ground is chosen. Raises Refusal: ACT_ON_OWN, ACT_NOT_NOW or ROLE_TOO_LOW."""
    if officer in (case.guest, case.host):
        raise Refusal(RefusalCode.ACT_ON_OWN)
    if deed not in possible(case, now) or deed is Deed.UNDO:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    if deed is Deed.REINSTATE and _is_anothers_decision(case, officer):
        rights.check(officer, Right.REVERSE)


def _check_day(case: Case, deed: Deed, day: date | None, now: datetime) -> None:
    """A new last day lies from today on and before the old one; a court's day has come already, and
    not before the person was born.

    Raises:
        Refusal: ACT_SHORTEN_DAY, ACT_COURT_DAY, or STALE where there is no day.
    """
    today, until = now.date(), case.answers.until
    if day is None or until is None:
        raise Refusal(RefusalCode.STALE)
    if deed is Deed.SHORTEN and not today <= day < until:
        raise Refusal(RefusalCode.ACT_SHORTEN_DAY, since=today, until=until)
    if deed is Deed.EXPEL and not (case.answers.born or day) <= day <= today:
        raise Refusal(RefusalCode.ACT_COURT_DAY)


def _is_anothers_decision(case: Case, officer: ChatId) -> bool:
    """Whether to give back is to reverse: a suspension only waits for whoever checks, any officer may end it."""
    act, ended = officers_act(case), end_of_stay(case)
    if ended is None:
        return is_shortened(case) and not (act is not None and act.kind is EventKind.SUSPENDED)
    if not is_revoked(case):
        return False  # what the guest, the host or the border's record has ended
    return ended.kind is EventKind.EXPELLED or act is None or act.chat != officer


def check_undo(officer: ChatId, case: Case, now: datetime) -> Event:
    """The act that this officer may still undo.

    Raises:
        Refusal: ACT_NOT_NOW (no act stands, or something came after it), ACT_UNDO_OVER or ACT_NOT_YOURS.
    """
    act = officers_act(case)
    if act is None:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    if act.chat != officer:
        raise Refusal(RefusalCode.ACT_NOT_YOURS)
    if now - act.at >= UNDO_WITHIN:
        raise Refusal(RefusalCode.ACT_UNDO_OVER, at=act.at)
    if Deed.UNDO not in possible(case, now):
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    return act


def check_undo_refusal(officer: ChatId, refusal: Matter, now: datetime) -> None:
    """The same of a refusal. Raises Refusal: ACT_NOT_NOW, ACT_UNDO_OVER or ACT_NOT_YOURS."""
    last = refusal.events[-1]
    if refusal.kind is not MatterKind.REFUSAL or last.decision is None:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    if last.chat != officer:
        raise Refusal(RefusalCode.ACT_NOT_YOURS)
    if now - last.at >= UNDO_WITHIN:
        raise Refusal(RefusalCode.ACT_UNDO_OVER, at=last.at)
