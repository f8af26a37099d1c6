"""The queue: what needs a person, and one matter with all that is known of it. Whoever opens one is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import Case, Event, Stage
from bot.domain.life import is_registered
from bot.domain.matter import Decision, Matter, MatterKind
from bot.domain.officer import Purpose, Right, Role, deciders
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment
from bot.office.decisions import appealed, can_take, can_undo, case_of, has_judge, offered
from bot.office.look_ups import LookUps
from bot.office.rights import Rights
from bot.registration.contradictions import Contradiction, contradictions_of
from bot.registration.crowding import most_for
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import assess_person

A_PAGE = 5
URGENT = (MatterKind.STRANGER, MatterKind.CROSSING)  # somebody may be registered who must not be
BY_MATTER = "matter"  # the way of a look-up


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One page of what is open; pages count from 0."""

    matters: Sequence[Matter]
    page: int
    pages: int
    total: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQueue:
    """What waits, the urgent kinds first, the oldest of each first. It names nobody.

    Raises:
        Refusal: NOT_AN_OFFICER.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, page: int) -> Queue:
        """This page, or the last one where there is none such any more."""
        self.rights.check(chat, Right.LOOK_UP)
        async with self.begin() as work:
            total = await work.matters.count_open()
            pages = max(1, -(-total // A_PAGE))
            page = min(max(page, 0), pages - 1)
            found = await work.matters.waiting(URGENT, page * A_PAGE, A_PAGE)
        return Queue(matters=found, page=page, pages=pages, total=total, now=self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A matter as an officer sees it, with what this officer can do about it."""

    matter: Matter
    may_act: bool  # on the registration
    today: date
    case: Case | None
    stage: Stage | None
    is_registered: bool
    assessment: Assessment | None  # what the law says of the person today; None where nothing is kept
    contradictions: Sequence[Contradiction]
    living: int  # how many are registered at the address now; counted where the matter is that it is full
    most: int | None  # how many may be
    host: Host | None
    has_judge: bool  # whether any officer may decide it
    can_take: bool
    can_undo: bool
    can_unvouch: bool
    appealed: Event | None  # what an appeal is against
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """An officer opens a matter; that is a look-up, and recorded as one.

    Raises:
        Refusal: NOT_AN_OFFICER, STALE where there is no such matter (any more), or TOO_MANY_LOOK_UPS.
    """

    rights: Rights
    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId, number: int) -> Looked:
        """The matter."""
        role, now = self.rights.check(chat, Right.LOOK_UP), self.clock.now()
        async with self.begin() as work:
            matter = await work.matters.get(number)
            if matter is None:
                raise Refusal(RefusalCode.STALE)
            await LookUps(clock=self.clock, roster=self.rights.roster).check_unseen(work, chat, matter=number)
            case = await case_of(work, matter)
            looked = await self._look(work, matter, case, role, chat, now)
            work.audit.record(_looked_up(matter, chat, now))
            await work.commit()
        return looked

    async def _look(
        self, work: Work, matter: Matter, case: Case | None, role: Role, chat: ChatId, now: datetime
    ) -> Looked:
        """All that there is to say; of a request whose answers are wiped, only where it stands."""
        kept = case if case is not None and not case.answers.is_empty else None
        full = kept if matter.kind is MatterKind.CROWDED else None
        address = full.answers.address if full is not None else None
        host = case.host if case is not None else matter.chat if matter.kind is MatterKind.HOST else None
        looked_at = await work.hosts.get(host) if host is not None else None
        is_mine = matter.in_hand_of == chat
        is_judged = has_judge(matter, case, deciders(self.rights.roster.everyone()))
        return Looked(
            matter=matter,
            may_act=self.rights.has(chat, Right.ACT),
            today=now.date(),
            case=case,
            stage=case.stage(now) if case is not None else None,
            is_registered=kept is not None and is_registered(kept, now),
            assessment=await assess_person(work, kept, now) if kept is not None else None,
            contradictions=await contradictions_of(work, kept, now) if kept is not None else (),
            living=len(await work.cases.living_at(address, now)) if address is not None else 0,
            most=await most_for(work, full, self.most_at_a_dwelling) if full is not None else None,
            host=looked_at,
            has_judge=is_judged,
            can_take=is_judged and can_take(matter, chat, role, now),
            can_undo=can_undo(matter, case, chat, role, now),
            can_unvouch=case is not None and _is_vouched(looked_at) and self.rights.has(chat, Right.REVERSE),
            appealed=appealed(matter, case),
            decisions=offered(matter, case, now) if is_mine else (),
        )


def _is_vouched(host: Host | None) -> bool:
    return host is not None and host.checked_at is not None


def _looked_up(matter: Matter, chat: ChatId, now: datetime) -> AuditEntry:
    return AuditEntry(
        action=AuditAction.LOOKED_UP,
        at=now,
        by=Actor.officer(chat),
        case=matter.case,
        matter=matter.number,
        detail={"purpose": Purpose.QUEUE.value, "way": BY_MATTER},
    )
