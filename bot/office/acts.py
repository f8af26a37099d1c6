"""The page of acts on a registration: what this officer may do now, and what would happen to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.acts import Deed, Ground, possible
from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import officers_act, replaced_by
from bot.domain.matter import Matter
from bot.domain.officer import Purpose, Right
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal
from bot.office.look_ups import LookUps
from bot.office.orders import Order, chain_length, check_deed, check_order, check_undo, check_undo_refusal, need_case
from bot.office.rights import Rights
from bot.registration.decided import found_against, who_ends
from bot.registration.ports import Begin, Clock, Work

_WAY = {"way": "acts"}  # by which an officer came to see a person's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """A request as its page of acts shows it: what this officer can do, the last act that stands."""

    case: Case
    deeds: frozenset[Deed]
    act: Event | None
    newer: int | None  # the number of what has replaced it


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
        Refusal: NOT_AN_OFFICER, as `check_order`, and TOO_MANY_LOOK_UPS.
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


async def _ends_too(work: Work, case: Case, now: datetime) -> list[Case]:
    """Who still waits by the link of this one."""
    ends = who_ends(case, await work.cases.party(case.party or case.number), now)
    return [each for each in ends if each.number != case.number]


def _looked_up(officer: ChatId, number: int, detail: Mapping[str, str], now: datetime) -> AuditEntry:
    by = Actor.officer(officer)
    return AuditEntry(action=AuditAction.LOOKED_UP, at=now, by=by, case=number, detail=detail)
