"""An act on a registration: who may do it now, what would happen to whom, and its words to both sides.

The words are owed with the act and due when it can be undone no more, so that nobody hears of a slip of the finger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.acts import WITH_A_DAY, Deed, Ground, grounds_for, is_shortened, possible
from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import Case, Event, EventKind
from bot.domain.ids import NOBODY
from bot.domain.life import UNDO_WITHIN, end_of_stay, is_registered, is_revoked, officers_act, replaced_by
from bot.domain.matter import Matter, MatterKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.officer import Purpose, Right
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.look_ups import LookUps
from bot.office.rights import Rights
from bot.registration.certificates import update_status
from bot.registration.decided import found_against, who_ends
from bot.registration.host_duties import host_duty
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import host_duty_notices

_BEFORE_ALL = 4  # the word goes before the picture of the certificate that the act gave
_WAY = {"way": "acts"}  # by which an officer came to see a person's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """A request as its page of acts shows it: what this officer can do, the last act that stands."""

    case: Case
    deeds: frozenset[Deed]
    act: Event | None
    newer: int | None  # the number of what has replaced it


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an officer wants done: `length` is that of the chain that was seen when it was confirmed."""

    deed: Deed
    number: int
    ground: Ground
    length: int
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an order would do, and to whom."""

    order: Order
    case: Case
    others: tuple[Case, ...]  # who asked together with the one, and are refused together
    host_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadActs:
    """The page of acts; no person on it. Raises Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW or STALE."""

    begin: Begin
    clock: Clock
    rights: Rights

    async def __call__(self, officer: ChatId, number: int) -> Acts:
        """What this officer can do with it now."""
        self.rights.check(officer, Right.ACT)
        now = self.clock.now()
        async with self.begin() as work:
            case = await need_case(work, number)
            against = await found_against(work, case) if case.stage(now).is_live else None
        if against is not None:
            return _while_it_can_be_undone(case, against, officer, now)
        deeds = frozenset(deed for deed in possible(case, now) if _is_allowed(self.rights, officer, case, deed, now))
        return Acts(case=case, deeds=deeds, act=officers_act(case), newer=replaced_by(case))


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginAct:
    """An act was chosen, and wants a ground or a day. Raises Refusal: NOT_AN_OFFICER, STALE, or as `check_deed`."""

    begin: Begin
    clock: Clock
    rights: Rights

    async def __call__(self, officer: ChatId, deed: Deed, number: int) -> Case:
        """The request, to which it can be done now."""
        self.rights.check(officer, Right.ACT)
        async with self.begin() as work:
            case = await need_case(work, number)
        check_deed(self.rights, officer, case, deed, self.clock.now())
        return case


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAct:
    """What will happen to whom, shown before the second tap; that a person was seen so is recorded.

    Raises:
        Refusal: as `check_order`, and TOO_MANY_LOOK_UPS.
    """

    begin: Begin
    clock: Clock
    rights: Rights

    async def __call__(
        self,
        officer: ChatId,
        deed: Deed,
        number: int,
        ground: Ground,
        day: date | None = None,
        purpose: Purpose = Purpose.CHECK,
    ) -> Preview:
        """The order as it would be given, and whom it concerns: each of them is on record."""
        self.rights.check(officer, Right.ACT)
        now = self.clock.now()
        async with self.begin() as work:
            case = await need_case(work, number)
            order = Order(deed=deed, number=number, ground=ground, length=await chain_length(work, case, now), day=day)
            check_order(self.rights, officer, case, order, now)
            await LookUps(clock=self.clock, roster=self.rights.roster).check_unseen(work, officer, case=number)
            others = await _ends_too(work, case, now) if deed is Deed.REFUSE else []
            issued = await work.certificates.get(number)
            detail = _WAY | {"deed": deed.value, "purpose": purpose.value}
            work.audit.record(*(_looked_up(officer, seen.number, detail, now) for seen in (case, *others)))
            await work.commit()
        return Preview(order=order, case=case, others=tuple(others), host_name=issued.host_name if issued else "")


def _looked_up(officer: ChatId, number: int, detail: Mapping[str, str], now: datetime) -> AuditEntry:
    by = Actor.officer(officer)
    return AuditEntry(action=AuditAction.LOOKED_UP, at=now, by=by, case=number, detail=detail)


async def need_case(work: Work, number: int, *, lock: bool = False) -> Case:
    """The request. Raises Refusal: STALE where there is none, or its answers are gone."""
    case = await work.cases.get(number, lock=lock)
    if case is None or case.answers.is_empty:
        raise Refusal(RefusalCode.STALE)
    return case


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
        check_day(case, order.deed, order.day, now)


def check_deed(rights: Rights, officer: ChatId, case: Case, deed: Deed, now: datetime) -> None:
    """The same before a ground is chosen. Raises Refusal: ACT_ON_OWN, ACT_NOT_NOW or ROLE_TOO_LOW."""
    if officer in (case.guest, case.host):
        raise Refusal(RefusalCode.ACT_ON_OWN)
    if deed not in possible(case, now) or deed is Deed.UNDO:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    if deed is Deed.REINSTATE and _is_anothers_decision(case, officer):
        rights.check(officer, Right.REVERSE)


def check_day(case: Case, deed: Deed, day: date | None, now: datetime) -> None:
    """A new last day lies from today on and before the old one; a court's day has come already.

    Raises:
        Refusal: ACT_SHORTEN_DAY, ACT_COURT_DAY, or STALE where there is no day.
    """
    today, until = now.date(), case.answers.until
    if day is None or until is None:
        raise Refusal(RefusalCode.STALE)
    if deed is Deed.SHORTEN and not today <= day < until:
        raise Refusal(RefusalCode.ACT_SHORTEN_DAY, since=today, until=until)
    if deed is Deed.EXPEL and day > today:
        raise Refusal(RefusalCode.ACT_COURT_DAY)


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


def _while_it_can_be_undone(case: Case, against: Matter, officer: ChatId, now: datetime) -> Acts:
    """Of a request that an officer has decided against: the decision shown as an act, and nothing but to undo it."""
    last = against.events[-1]
    act = Event(kind=EventKind.DENIED, at=last.at, chat=last.chat)
    try:
        check_undo_refusal(officer, against, now)
    except Refusal:
        return Acts(case=case, deeds=frozenset(), act=act, newer=None)
    return Acts(case=case, deeds=frozenset({Deed.UNDO}), act=act, newer=None)


def _is_allowed(rights: Rights, officer: ChatId, case: Case, deed: Deed, now: datetime) -> bool:
    try:
        if deed is Deed.UNDO:
            check_undo(officer, case, now)
        else:
            check_deed(rights, officer, case, deed, now)
    except Refusal:
        return False
    return True


def _is_anothers_decision(case: Case, officer: ChatId) -> bool:
    """Whether to give back is to reverse: a suspension only waits for whoever checks, any officer may end it."""
    act, ended = officers_act(case), end_of_stay(case)
    if ended is None:
        return is_shortened(case) and not (act is not None and act.kind is EventKind.SUSPENDED)
    if not is_revoked(case):
        return False  # what the guest, the host or the border's record has ended
    return ended.kind is EventKind.EXPELLED or act is None or act.chat != officer


async def _ends_too(work: Work, case: Case, now: datetime) -> list[Case]:
    """Who still waits by the link of this one."""
    ends = who_ends(case, await work.cases.party(case.party or case.number), now)
    return [each for each in ends if each.number != case.number]


async def refusals(work: Work, case: Case) -> list[Matter]:
    """By which an officer has refused this request here, those undone too, oldest first."""
    return [each for each in await work.matters.of_case(case.number) if each.kind is MatterKind.REFUSAL]


async def chain_length(work: Work, case: Case, now: datetime) -> int:
    """How much has happened; to a request that waits also refusals that were undone, or their taps would count anew."""
    undone = await refusals(work, case) if case.stage(now).is_live else []
    return len(case.events) + sum(len(each.events) for each in undone)


async def settle(work: Work, before: Case, after: Case, officer: ChatId, now: datetime, *, told_at: datetime) -> None:
    """Keep the new state with all that hangs on it: certificate, reminders, the host's duty; no words yet.

    No reminder may tell it before the word itself does (`told_at`).
    """
    await work.cases.save(after)
    await update_status(work, after, Actor.officer(officer))
    if after.host is not None:
        if not is_registered(after, now):
            await work.notices.cancel(after.host, NoticeKind.HOST_DUTY, case=after.number)
        elif not is_registered(before, now):
            await _owe_host_duty(work, after, now)
    if after.guest != NOBODY:
        await plan_reminders(work, after.guest, told_at)


async def _owe_host_duty(work: Work, case: Case, now: datetime) -> None:
    if case.ending is None:
        return
    again = host_duty_notices(case, host_duty(case, now).notice, case.ending.at.astimezone(now.tzinfo))
    await work.notices.owe(*(notice for notice in again if notice.due_at > now))


async def tell_both(work: Work, case: Case, order: Order, due_at: datetime) -> None:
    """Owe the words to whoever of guest and host has a chat.

    They say what the last event of the chain has done (or the grant, where a certificate was issued), and are dropped
    unsent where that is undone.
    """
    is_of_the_grant = order.deed in {Deed.SHORTEN, Deed.REINSTATE} and order.day is not None and case.ending is not None
    place = case.events.index(case.ending) if is_of_the_grant and case.ending else len(case.events) - 1
    data = {"deed": order.deed.value, "ground": order.ground.value, "event": str(place)}
    if order.day is not None:
        data["day"] = order.day.isoformat()
    for side, chat in (("guest", case.guest), ("host", case.host)):
        if chat is None or chat == NOBODY:
            continue
        await work.notices.owe(
            Notice(
                key=f"{NoticeKind.OFFICER_ACT}:{case.number}:{len(case.events)}:{side}",
                chat=chat,
                kind=NoticeKind.OFFICER_ACT,
                due_at=due_at,
                case=case.number,
                data=data,
                urgency=_BEFORE_ALL,
            )
        )
