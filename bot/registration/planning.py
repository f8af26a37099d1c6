"""A person's reminders, kept in step with what is known: planned anew when answers, travels or requests change."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.consent import has_consented
from bot.registration.outlook import Outlook, told_of
from bot.registration.ports import Work
from bot.registration.prospects import Prospect, read_prospect
from bot.registration.reminders import reminders_of, still_here_notices


async def plan_reminders(work: Work, chat: ChatId, now: datetime) -> None:
    """Owe the reminders of this person's duties in place of those planned before, and keep what they say."""
    await work.outlooks.lock(chat)
    prospect = await read_prospect(work, chat, now)
    if prospect.is_known:
        await work.notices.cancel(chat, NoticeKind.STILL_HERE)
    else:
        await forget_reminders(work, chat)
    if await has_consented(work, chat):  # the family may be here still when the one who filed for it has left
        await work.notices.owe(*still_here_notices(chat, await work.cases.of_guest(chat), now))
    if not prospect.is_known:
        return
    await work.notices.cancel(chat, NoticeKind.DEADLINE)
    await work.notices.owe(*planned(chat, prospect, now))
    await work.outlooks.save(outlook_of(chat, prospect))


async def forget_reminders(work: Work, chat: ChatId) -> None:
    """Remind this person of nothing any more."""
    await work.outlooks.lock(chat)
    await work.notices.cancel(chat, NoticeKind.DEADLINE, NoticeKind.STILL_HERE)
    await work.outlooks.forget(chat)


def planned(chat: ChatId, prospect: Prospect, now: datetime) -> Sequence[Notice]:
    """The reminders that a person's standing asks for, after this moment."""
    told_at = prospect.travels.saved_at if prospect.travels else None
    return reminders_of(chat, prospect.assessment, prospect.facts, now, told_at=told_at)


def outlook_of(chat: ChatId, prospect: Prospect) -> Outlook:
    """What the reminders tell."""
    return Outlook(chat=chat, told=told_of(prospect.assessment), assessed_on=prospect.facts.on)
