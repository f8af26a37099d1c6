"""A person's reminders, kept in step with what is known: planned anew when answers, travels or requests change."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.outlook import Outlook, told_of
from bot.registration.ports import Work
from bot.registration.prospects import Prospect, read_prospect
from bot.registration.reminders import reminders_of, still_here_notices

_REMINDERS = (NoticeKind.DEADLINE, NoticeKind.STILL_HERE)


async def plan_reminders(work: Work, chat: ChatId, now: datetime) -> None:
    """Owe the reminders of this person's duties in place of those planned before, and keep what they say.

    Who is asked whether somebody is still here need not be known otherwise: the family may be here when the one who
    filed for it has left.
    """
    await work.outlooks.lock(chat)
    prospect = await read_prospect(work, chat, now)
    reminders = planned(chat, prospect, now) if prospect.is_known else ()
    await work.notices.owe_only(chat, _REMINDERS, *still_here_notices(chat, prospect.cases, now), *reminders)
    if prospect.is_known:
        await work.outlooks.save(outlook_of(chat, prospect))
    else:
        await work.outlooks.forget(chat)


async def forget_reminders(work: Work, chat: ChatId) -> None:
    """Remind this person of nothing any more."""
    await work.outlooks.lock(chat)
    await work.notices.cancel(chat, *_REMINDERS)
    await work.outlooks.forget(chat)


def planned(chat: ChatId, prospect: Prospect, now: datetime) -> Sequence[Notice]:
    """The reminders that a person's standing asks for, after this moment."""
    told_at = prospect.travels.saved_at if prospect.travels else None
    return reminders_of(chat, prospect.assessment, prospect.facts, now, told_at=told_at)


def outlook_of(chat: ChatId, prospect: Prospect) -> Outlook:
    """What the reminders tell."""
    return Outlook(chat=chat, told=told_of(prospect.assessment), assessed_on=prospect.facts.on)
