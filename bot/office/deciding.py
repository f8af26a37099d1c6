"""One officer takes a matter up, decides it, and may take the decision back for ten minutes.

What was decided takes effect when these are over (`bot.office.effects`): until then nothing has happened to anybody,
so there is nothing to mend where it is taken back. A host who is vouched for is the exception, for people wait for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.acts import appealable
from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import UNDO_WITHIN, is_granted
from bot.domain.matter import DENIES, Decision, Matter, MatterKind, MatterState
from bot.domain.notice import Notice, NoticeKind
from bot.domain.officer import RIGHTS, Right, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.rights import Rights
from bot.registration.appeals import answered_notice
from bot.registration.ports import Begin, Clock, Work
from bot.registration.vouching import check_host

TAKE_OVER_AFTER = timedelta(minutes=30)
LONGEST_ANSWER = 1000
WITH_WORDS = frozenset({Decision.ANSWERED, Decision.TO_BE_MENDED})
_COMPLAINTS = frozenset({MatterKind.APPEAL, MatterKind.STRANGER})
_AGAINST = (Decision.UNTRUE, Decision.TERM_BROKEN, Decision.HOST_REFUSED)


def offered(matter: Matter, case: Case | None, now: datetime) -> tuple[Decision, ...]:
    """What can be decided about it: against a request while it waits; a registration is changed by an act alone."""
    if matter.kind is MatterKind.HOST:
        return Decision.VOUCHED, Decision.NOT_VOUCHED
    if matter.kind is MatterKind.APPEAL:
        return (Decision.ANSWERED,)
    words = (Decision.ANSWERED,) if matter.kind in _COMPLAINTS else ()
    if case is None or case.answers.is_empty:
        return (*words, Decision.NOTHING)
    if case.stage(now).is_live:
        return (*words, *_AGAINST, Decision.TO_BE_MENDED, Decision.NOTHING)
    return (*words, Decision.NOTHING)


def can_take(matter: Matter, chat: ChatId, role: Role, now: datetime) -> bool:
    """Whether this officer may take it up, or over from another one."""
    if not matter.is_open or Right.DECIDE not in RIGHTS[role] or matter.in_hand_of == chat:
        return False
    is_old = now - matter.events[-1].at >= TAKE_OVER_AFTER
    return matter.in_hand_of is None or is_old or Right.REVERSE in RIGHTS[role]


def can_undo(matter: Matter, case: Case | None, chat: ChatId, role: Role, now: datetime) -> bool:
    """Whether this officer may still take the decision back: a host who agrees meanwhile lets it take effect."""
    last = matter.events[-1]
    ended = case.ending if case is not None and matter.decision in DENIES else None
    if ended is not None and ended.kind is EventKind.DENIED and ended.at >= last.at:
        return False
    is_theirs = Right.DECIDE in RIGHTS[role] and (last.chat == chat or Right.REVERSE in RIGHTS[role])
    is_new = last.decision not in {None, Decision.VOUCHED} and now - last.at < UNDO_WITHIN
    return matter.state is MatterState.ANSWERED and is_theirs and is_new


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """An officer takes a matter up.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (no such matter), MATTER_OVER, MATTER_TAKEN, or ACT_ON_OWN.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The matter in this officer's hand; said twice it is said once."""
        role, now = self.rights.check(chat, Right.DECIDE), self.clock.now()
        async with self.begin() as work:
            matter = await _open_matter(work, number)
            if matter.in_hand_of == chat:
                return matter
            if not can_take(matter, chat, role, now):
                raise _taken(matter)
            await _check_not_own(work, matter, chat)
            taken = matter.happened(MatterState.IN_WORK, now, chat)
            work.audit.officer(chat)
            await work.matters.save(taken)
            await work.commit()
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginDecision:
    """A decision was chosen that wants words; `seen` as with `Decide`.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE, MATTER_OVER or MATTER_TAKEN.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, decision: Decision, seen: int) -> Matter:
        """The matter, of which it can be decided so now."""
        self.rights.check(chat, Right.DECIDE)
        async with self.begin() as work:
            matter = _in_hand(await work.matters.get(number), chat)
            case = await work.cases.get(matter.case) if matter.case is not None else None
        _check_offered(matter, case, decision, seen, self.clock.now())
        return matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """An officer decides what they have in work.

    `seen` is how long the matter's chain was when the button was drawn.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (drawn for another state, or not offered), MATTER_OVER,
            MATTER_TAKEN, ACT_ON_OWN or ANSWER_LENGTH; nothing is decided then.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, decision: Decision, seen: int, said: str = "") -> Matter:
        """The matter as decided; the same tap twice decides once."""
        self.rights.check(chat, Right.DECIDE)
        now, note = self.clock.now(), check_answer(decision, said)
        async with self.begin() as work:
            matter = await work.matters.get(number, lock=True)
            if matter is not None and _was_decided(matter, chat, decision, seen, note):
                return matter
            matter = _in_hand(matter, chat)
            await _check_not_own(work, matter, chat)
            case = await work.cases.get(matter.case) if matter.case is not None else None
            _check_offered(matter, case, decision, seen, now)
            decided = matter.happened(MatterState.ANSWERED, now, chat, note, decision)
            work.audit.officer(chat)
            await work.matters.save(decided)
            await owe(work, decided, case, chat, now)
            await work.commit()
        return decided


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """The officer, or a head, takes a decision back within ten minutes: the matter is in work again.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (no such matter, or not decided), MATTER_TAKEN (another officer
            decided it), ACT_ON_OWN or MATTER_UNDO_OVER.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The matter in this officer's hand; said twice it is said once."""
        role, now = self.rights.check(chat, Right.DECIDE), self.clock.now()
        async with self.begin() as work:
            matter = await work.matters.get(number, lock=True)
            if matter is not None and _was_taken_back(matter, chat):
                return matter
            await _check_undo(work, matter, chat, role, now)
            if matter is None:
                raise Refusal(RefusalCode.STALE)
            await _check_not_own(work, matter, chat)
            again = matter.happened(MatterState.IN_WORK, now, chat)
            work.audit.officer(chat)
            await work.matters.save(again)
            await work.commit()
        return again


def check_answer(decision: Decision, said: str) -> str | None:
    """The words that go with a decision; None where it needs none. Raises Refusal: ANSWER_LENGTH."""
    if decision not in WITH_WORDS:
        return None
    note = said.strip()
    if not 0 < len(note) <= LONGEST_ANSWER:
        raise Refusal(RefusalCode.ANSWER_LENGTH, most=LONGEST_ANSWER)
    return note


async def _open_matter(work: Work, number: int) -> Matter:
    matter = await work.matters.get(number, lock=True)
    if matter is None:
        raise Refusal(RefusalCode.STALE)
    if not matter.is_open:
        raise Refusal(RefusalCode.MATTER_OVER, at=matter.events[-1].at)
    return matter


async def _check_not_own(work: Work, matter: Matter, chat: ChatId) -> None:
    """Nobody decides about a request of their own, to themselves, or on an appeal against what they have done.

    Raises:
        Refusal: ACT_ON_OWN, or APPEAL_ON_OWN.
    """
    case = await work.cases.get(matter.case) if matter.case is not None else None
    if chat == matter.chat or (case is not None and chat in {case.guest, case.host}):
        raise Refusal(RefusalCode.ACT_ON_OWN)
    against = appealed(matter, case)
    if against is not None and against.chat == chat:
        raise Refusal(RefusalCode.APPEAL_ON_OWN)


def appealed(matter: Matter, case: Case | None) -> Event | None:
    """What an appeal is against: how the request ended, or the officer's act on the registration."""
    if matter.kind is not MatterKind.APPEAL or case is None:
        return None
    return appealable(case) or (None if is_granted(case) else case.ending)


def _in_hand(matter: Matter | None, chat: ChatId) -> Matter:
    if matter is None:
        raise Refusal(RefusalCode.STALE)
    if not matter.is_open:
        raise Refusal(RefusalCode.MATTER_OVER, at=matter.events[-1].at)
    if matter.in_hand_of is None:
        raise Refusal(RefusalCode.STALE)
    if matter.in_hand_of != chat:
        raise _taken(matter)
    return matter


def _check_offered(matter: Matter, case: Case | None, decision: Decision, seen: int, now: datetime) -> None:
    """Raises Refusal: STALE where the button was drawn for another state, or this is not offered."""
    if seen != len(matter.events) or decision not in offered(matter, case, now):
        raise Refusal(RefusalCode.STALE)


def _taken(matter: Matter) -> Refusal:
    last = matter.events[-1]
    return Refusal(RefusalCode.MATTER_TAKEN, officer=last.chat or 0, at=last.at)


def _was_decided(matter: Matter, chat: ChatId, decision: Decision, seen: int, note: str | None) -> bool:
    last = matter.events[-1]
    is_same = (last.chat, last.decision, last.note) == (chat, decision, note)
    return is_same and matter.state is MatterState.ANSWERED and len(matter.events) == seen + 1


def _was_taken_back(matter: Matter, chat: ChatId) -> bool:
    return matter.in_hand_of == chat and len(matter.events) > 1 and matter.events[-2].kind is MatterState.ANSWERED


async def _check_undo(work: Work, matter: Matter | None, chat: ChatId, role: Role, now: datetime) -> None:
    if matter is None or matter.state is not MatterState.ANSWERED or matter.decision is None:
        raise Refusal(RefusalCode.STALE)
    last = matter.events[-1]
    if last.chat != chat and Right.REVERSE not in RIGHTS[role]:
        raise _taken(matter)
    case = await work.cases.get(matter.case) if matter.case is not None else None
    if not can_undo(matter, case, chat, role, now):
        raise Refusal(RefusalCode.MATTER_UNDO_OVER)


async def owe(work: Work, matter: Matter, case: Case | None, chat: ChatId, now: datetime) -> None:
    """What follows from it, and when."""
    if matter.decision is Decision.ANSWERED:
        await work.notices.owe(answered_notice(matter, now + UNDO_WITHIN))
    elif matter.decision is Decision.VOUCHED:
        if case is None or case.host is not None:  # one who answered on the web page has no record to mark
            await check_host(work, matter.chat, now)
            await work.notices.owe(_to_host(matter, now))
        work.audit.record(_vouched(matter, chat, now))
        await work.notices.owe(_takes_effect(matter, chat, now))
    elif matter.decision in DENIES:
        if matter.decision is Decision.NOT_VOUCHED:
            work.audit.record(_vouched(matter, chat, now))
        await work.notices.owe(_takes_effect(matter, chat, now + UNDO_WITHIN))


def _vouched(matter: Matter, chat: ChatId, now: datetime) -> AuditEntry:
    return AuditEntry(
        action=AuditAction.HOST,
        at=now,
        by=Actor.officer(chat),
        case=matter.case,
        matter=matter.number,
        detail={"decision": matter.decision.value if matter.decision is not None else ""},
    )


def _to_host(matter: Matter, now: datetime) -> Notice:
    key = f"{NoticeKind.HOST_VOUCHED}:{matter.number}:{len(matter.events)}"
    return Notice(key=key, chat=matter.chat, kind=NoticeKind.HOST_VOUCHED, due_at=now, urgency=1)


def _takes_effect(matter: Matter, officer: ChatId, at: datetime) -> Notice:
    """In the officer's chat: where it cannot be sent, the daily pass does it (`effects.CarryOutAll`)."""
    return Notice(
        key=f"{NoticeKind.DECIDED}:{matter.number}:{len(matter.events)}",
        chat=officer,
        kind=NoticeKind.DECIDED,
        due_at=at,
        case=matter.case,
        data={"matter": str(matter.number)},
        urgency=2,
    )
