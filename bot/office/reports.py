"""The figures for those who may count, and the daily report to the heads."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.notice import Notice, NoticeKind
from bot.domain.officer import Right
from bot.domain.people import ChatId
from bot.office.figures import DAYS, ONE_DAY, CountDays, DayBook
from bot.office.figures_shown import Report, day_shown
from bot.office.ports import Roster
from bot.office.rights import Rights
from bot.registration.ports import Begin, Clock

MORNING = time(8)
OWED_AHEAD = timedelta(days=2)  # a daily pass comes by at least once within it, whenever it began
NEWS_FOR = timedelta(hours=16)  # after it the report would be of another day


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStatistics:
    """The figures. Raises Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW. That they were read is recorded."""

    begin: Begin
    clock: Clock
    rights: Rights
    count: CountDays
    book: DayBook

    async def __call__(self, chat: ChatId, right: Right) -> Report:
        """Of the last whole day, which is counted now if it is not yet, and of those before it that are counted."""
        self.rights.check(chat, right)
        now = self.clock.now()
        last = await self.count(now, days=1)  # what else is missing the daily pass counts: nobody waits for it
        counted = await self.book.days(last - (DAYS - 1) * ONE_DAY, last)
        async with self.begin() as work:
            work.audit.record(
                AuditEntry(
                    action=AuditAction.STATISTICS, at=now, by=Actor.officer(chat), detail={"day": last.isoformat()}
                )
            )
            await work.commit()
        return Report(days=tuple(day_shown(day, counted[day]) for day in sorted(counted)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OweReports:
    """Count what is missing, for whoever may be an officer by then, and owe the heads who have started the bot the
    reports of the next mornings.
    """

    begin: Begin
    clock: Clock
    roster: Roster
    rights: Rights
    count: CountDays

    async def __call__(self) -> int:
        """How many reports are owed; said twice they are owed once."""
        now = self.clock.now()
        await self.count(now)
        heads = [chat for chat in self.roster.everyone() if self.rights.has(chat, Right.WATCH)]
        async with self.begin() as work:
            known = [chat for chat in heads if await work.chats.get(chat) is not None]
            owed = [_report(chat, due) for chat in known for due in mornings(now)]
            await work.notices.owe(*owed)
            await work.commit()
        return len(owed)


def mornings(now: datetime) -> list[datetime]:
    """The mornings within the next two days, in the zone of `now`."""
    days = (now.date() + ahead * ONE_DAY for ahead in range(OWED_AHEAD.days + 1))
    due = (datetime.combine(day, MORNING, now.tzinfo) for day in days)
    return [each for each in due if now <= each <= now + OWED_AHEAD]


def _report(head: ChatId, due: datetime) -> Notice:
    return Notice(
        key=f"{NoticeKind.OFFICE_REPORT}:{head}:{due:%Y-%m-%d}",
        chat=head,
        kind=NoticeKind.OFFICE_REPORT,
        due_at=due,
        expires_at=due + NEWS_FOR,
    )
