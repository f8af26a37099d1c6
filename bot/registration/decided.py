"""An officer's decision against a request: nobody is registered past it, also before it takes effect."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.case import Case
from bot.domain.matter import DENIES, Decision, Matter
from bot.domain.notice import Notice, NoticeKind
from bot.registration.ports import Work

_REASONS = {Decision.NOT_VOUCHED: Decision.UNTRUE.value}


def reason_of(decision: Decision) -> str:
    """The reason of the request's last event: of a host who is not who they say, that what was said is untrue."""
    return _REASONS.get(decision, decision.value)


def who_ends(case: Case, party: Sequence[Case], now: datetime) -> list[Case]:
    """With the one who has the link all end who go with them; another one ends alone."""
    live = [each for each in party if each.stage(now).is_live]
    return live if case.party is None else [each for each in live if each.number == case.number]


async def found_against(work: Work, case: Case) -> Matter | None:
    """What was decided against a request that waits, as it is read without waiting for who takes it back just now."""
    for number in {case.number, case.party or case.number}:
        for found in await work.matters.of_case(number):
            if found.decision in DENIES:
                return found
    return None


def told_guest(case: Case, decided: Matter | None, now: datetime) -> Notice:
    """To the guest: refused, or with the officer's words what to mend."""
    is_to_mend = decided is not None and decided.decision is Decision.TO_BE_MENDED
    kind = NoticeKind.TO_MEND if is_to_mend else NoticeKind.GUEST_DENIED
    return Notice(
        key=f"{kind}:{case.number}",
        chat=case.guest,
        kind=kind,
        due_at=now,
        case=case.number,
        data={"matter": str(decided.number)} if decided is not None else {},
        urgency=2,
    )


async def decided_against(work: Work, case: Case) -> Matter | None:
    """Where an officer has decided against this request, or the one with whose link it came; None where none has.

    The decision waits ten minutes in which it can be taken back; who agrees meanwhile must not be faster than that.
    """
    for number in {case.number, case.party or case.number}:
        for found in await work.matters.of_case(number):
            if found.decision not in DENIES:
                continue
            matter = await work.matters.get(found.number, lock=True)  # whoever takes it back waits, and comes too late
            if matter is not None and matter.decision in DENIES:
                return matter
    return None
