"""What is owed once a matter is decided: an answer, the mark of a host, and that the decision takes effect."""

from datetime import datetime

from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import Case
from bot.domain.life import UNDO_WITHIN
from bot.domain.matter import DENIES, Decision, Matter
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.appeals import answered_notice
from bot.registration.ports import Work
from bot.registration.vouching import check_host


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
