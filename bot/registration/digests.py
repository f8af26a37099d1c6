"""A message a month to each host with somebody registered: who, until when, whose papers end, whose time is over."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.my_address import Home, homes_of
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import at_evening

OWED_AHEAD = timedelta(days=2)  # a daily pass comes by at least once within it, whenever it began
NEWS_FOR = timedelta(hours=24)  # after it the message would be of another day
LOOKED_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Who is registered, and whose registration came to its last day within the month."""

    homes: tuple[Home, ...]
    over: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OweDigests:
    """Owe the next digest once the first of a month is near; said twice in a month it is said once."""

    begin: Begin
    clock: Clock

    async def __call__(self) -> int:
        """To how many hosts."""
        now = self.clock.now()
        due = next_digest(now)
        if due - now > OWED_AHEAD:
            return 0
        async with self.begin() as work:
            hosts = await work.hosts.who_want_digests(now)
            await work.notices.owe(*(_digest(host, due) for host in hosts))
            await work.commit()
        return len(hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDigest:
    """What a host is told; None where nobody is registered any more, or the host wants no digest."""

    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId) -> Digest | None:
        """The digest at this moment."""
        now = self.clock.now()
        async with self.begin() as work:
            host = await work.hosts.get(chat)
            if host is None or not host.wants_digest:
                return None
            homes = await homes_of(work, [host], self.most_at_a_dwelling, now)
            return Digest(homes=homes, over=await _over(work, host, now)) if homes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchDigest:
    """A host switches the monthly message on or off. Raises Refusal: NOT_A_HOST."""

    begin: Begin

    async def __call__(self, chat: ChatId, *, wanted: bool) -> None:
        """Done; a message that waits is taken back."""
        async with self.begin() as work:
            host = await work.hosts.get(chat)
            if host is None:
                raise Refusal(RefusalCode.NOT_A_HOST)
            await work.hosts.save(replace(host, wants_digest=wanted))
            if not wanted:
                await work.notices.cancel(chat, NoticeKind.DIGEST)
            await work.commit()


def next_digest(now: datetime) -> datetime:
    """The first 18:00 of a first day of a month that is not past, in the zone of `now`."""
    first = at_evening(now.date().replace(day=1), now.tzinfo)
    if now <= first:
        return first
    in_next_month = now.date().replace(day=1) + LOOKED_BACK
    return at_evening(in_next_month.replace(day=1), now.tzinfo)


def _digest(host: ChatId, due: datetime) -> Notice:
    return Notice(
        key=f"{NoticeKind.DIGEST}:{host}:{due:%Y-%m}",
        chat=host,
        kind=NoticeKind.DIGEST,
        due_at=due,
        expires_at=due + NEWS_FOR,
    )


async def _over(work: Work, host: Host, now: datetime) -> tuple[Case, ...]:
    """Those whose last day came within the month, and who are not registered anew with this host."""
    lately = await work.cases.living_with(host.chat, now - LOOKED_BACK)
    here = {case.answers.document_number for case in lately if _is_current(case, now)}
    return tuple(case for case in lately if not _is_current(case, now) and case.answers.document_number not in here)


def _is_current(case: Case, now: datetime) -> bool:
    return case.answers.until is not None and now.date() <= case.answers.until
