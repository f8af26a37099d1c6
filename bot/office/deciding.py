"""One officer takes a matter up, decides it, and may take the decision back for ten minutes.

What was decided takes effect when these are over (`bot.office.effects`): until then nothing has happened to anybody,
so there is nothing to mend where it is taken back. A host who is vouched for is the exception, for people wait for it.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.matter import Decision, Matter, MatterState
from bot.domain.officer import RIGHTS, Right, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.decisions import barred, can_take, can_undo, case_of, check_answer, offered
from bot.office.owing import owe
from bot.office.rights import Rights
from bot.registration.ports import Begin, Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """An officer takes a matter up.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (no such matter), MATTER_OVER, MATTER_TAKEN, ACT_ON_OWN
            or APPEAL_ON_OWN.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The matter in this officer's hand; said twice it is said once."""
        role, now = self.rights.check(chat, Right.DECIDE), self.clock.now()
        async with self.begin() as work:
            matter = _still_open(await work.matters.get(number, lock=True))
            if matter.in_hand_of == chat:
                return matter
            if not can_take(matter, chat, role, now):
                raise _taken(matter)
            _check_not_own(matter, await case_of(work, matter), chat)
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
            case = await case_of(work, matter)
        _check_offered(matter, case, decision, seen, self.clock.now())
        return matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """An officer decides what they have in work.

    `seen` is how long the matter's chain was when the button was drawn.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, STALE (drawn for another state, or not offered), MATTER_OVER,
            MATTER_TAKEN, ACT_ON_OWN, APPEAL_ON_OWN or ANSWER_LENGTH; nothing is decided then.
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
            case = await case_of(work, matter)
            _check_not_own(matter, case, chat)
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
            decided it), ACT_ON_OWN, APPEAL_ON_OWN or MATTER_UNDO_OVER.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The matter in this officer's hand; said twice it is said once."""
        role, now = self.rights.check(chat, Right.DECIDE), self.clock.now()
        async with self.begin() as work:
            matter = await work.matters.get(number, lock=True)
            if matter is None:
                raise Refusal(RefusalCode.STALE)
            if _was_taken_back(matter, chat):
                return matter
            case = await case_of(work, matter)
            _check_undo(matter, case, chat, role, now)
            _check_not_own(matter, case, chat)
            again = matter.happened(MatterState.IN_WORK, now, chat)
            work.audit.officer(chat)
            await work.matters.save(again)
            await work.commit()
        return again


def _still_open(matter: Matter | None) -> Matter:
    if matter is None:
        raise Refusal(RefusalCode.STALE)
    if not matter.is_open:
        raise Refusal(RefusalCode.MATTER_OVER, at=matter.events[-1].at)
    return matter


def _in_hand(found: Matter | None, chat: ChatId) -> Matter:
    matter = _still_open(found)
    if matter.in_hand_of is None:
        raise Refusal(RefusalCode.STALE)
    if matter.in_hand_of != chat:
        raise _taken(matter)
    return matter


def _check_not_own(matter: Matter, case: Case | None, chat: ChatId) -> None:
    """Nobody decides about a request of their own, to themselves, or on an appeal against what they have done.

    Raises:
        Refusal: ACT_ON_OWN, or APPEAL_ON_OWN.
    """
    why = barred(matter, case, chat)
    if why is not None:
        raise Refusal(why)


def _check_offered(matter: Matter, case: Case | None, decision: Decision, seen: int, now: datetime) -> None:
    """Raises Refusal: STALE where the button was drawn for another state, or this is not offered."""
    if seen != len(matter.events) or decision not in offered(matter, case, now):
        raise Refusal(RefusalCode.STALE)


def _check_undo(matter: Matter, case: Case | None, chat: ChatId, role: Role, now: datetime) -> None:
    if matter.state is not MatterState.ANSWERED or matter.decision is None:
        raise Refusal(RefusalCode.STALE)
    last = matter.events[-1]
    if last.chat != chat and Right.REVERSE not in RIGHTS[role]:
        raise _taken(matter)
    if not can_undo(matter, case, chat, role, now):
        raise Refusal(RefusalCode.MATTER_UNDO_OVER)


def _taken(matter: Matter) -> Refusal:
    last = matter.events[-1]
    return Refusal(RefusalCode.MATTER_TAKEN, officer=last.chat or 0, at=last.at)


def _was_decided(matter: Matter, chat: ChatId, decision: Decision, seen: int, note: str | None) -> bool:
    last = matter.events[-1]
    is_same = (last.chat, last.decision, last.note) == (chat, decision, note)
    return is_same and matter.state is MatterState.ANSWERED and len(matter.events) == seen + 1


def _was_taken_back(matter: Matter, chat: ChatId) -> bool:
    return matter.in_hand_of == chat and len(matter.events) > 1 and matter.events[-2].kind is MatterState.ANSWERED
