"""What can be decided about a matter, and by which officer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.acts import appealable
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import UNDO_WITHIN, is_granted
from bot.domain.matter import DENIES, Decision, Matter, MatterKind, MatterState
from bot.domain.officer import RIGHTS, Right, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Work

TAKE_OVER_AFTER = timedelta(minutes=30)
LONGEST_ANSWER = 1000
WITH_WORDS = frozenset({Decision.ANSWERED, Decision.TO_BE_MENDED})
_COMPLAINTS = frozenset({MatterKind.APPEAL, MatterKind.STRANGER})
_AGAINST = (Decision.UNTRUE, Decision.TERM_BROKEN, Decision.HOST_REFUSED)


async def case_of(work: Work, matter: Matter) -> Case | None:
    """The request that it is about, if it is about one."""
    return await work.cases.get(matter.case) if matter.case is not None else None


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


def barred(matter: Matter, case: Case | None, chat: ChatId) -> RefusalCode | None:
    """Why this officer is no judge of it: about themselves, said to themselves, or against what they have done."""
    if chat == matter.chat or (case is not None and chat in {case.guest, case.host}):
        return RefusalCode.ACT_ON_OWN
    against = appealed(matter, case)
    return RefusalCode.APPEAL_ON_OWN if against is not None and against.chat == chat else None


def has_judge(matter: Matter, case: Case | None, officers: Iterable[ChatId]) -> bool:
    """Whether any of those who may decide at all may decide this."""
    return any(barred(matter, case, chat) is None for chat in officers)


def appealed(matter: Matter, case: Case | None) -> Event | None:
    """What an appeal is against: how the request ended, or the officer's act on the registration."""
    if matter.kind is not MatterKind.APPEAL or case is None:
        return None
    return appealable(case) or (None if is_granted(case) else case.ending)


def check_answer(decision: Decision, said: str) -> str | None:
    """The words that go with a decision; None where it needs none. Raises Refusal: ANSWER_LENGTH."""
    if decision not in WITH_WORDS:
        return None
    note = said.strip()
    if not 0 < len(note) <= LONGEST_ANSWER:
        raise Refusal(RefusalCode.ANSWER_LENGTH, most=LONGEST_ANSWER)
    return note
