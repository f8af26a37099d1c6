"""What a host owes for each guest: the notice to the migration police, which the bot does not file."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, EventKind, Stage
from bot.domain.certificate import COUNTED
from bot.domain.life import end_of_stay
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment, Duty, DutyKind
from bot.law.engine import assess
from bot.law.facts import Facts
from bot.registration.assessing import facts_of
from bot.registration.organisations import case_of_host, hosts_of
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import first_asked_on, granted_on, notified_on


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDuty:
    """One guest at this host's address, and what the law makes of it."""

    case: Case
    facts: Facts
    assessment: Assessment

    @property
    def is_arrival_told(self) -> bool:
        """Whether the day of arrival is the guest's own word, and not that of the request."""
        return self.case.answers.moved is not None

    @property
    def notice(self) -> Duty | None:
        """The notice to the police; None where the law asks none for such a guest."""
        return next((duty for duty in self.assessment.duties if duty.duty is DutyKind.HOST_NOTICE), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHostDuties:
    """A host's guests whose certificates still hold, the newest first."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> list[HostDuty]:
        """The duties; none for one who is no host."""
        now = self.clock.now()
        async with self.begin() as work:
            hosts = await hosts_of(work, chat)  # none for one who withdrew the consent to personal data
            cases = [case for host in hosts for case in await work.cases.living_with(host.chat, now)]
        return [host_duty(case, now) for case in sorted(cases, key=lambda case: case.number, reverse=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyDone:
    """A host says that the police were told of a guest.

    Raises:
        Refusal: NOT_YOURS, or STALE where nobody lives there by that request any more; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> HostDuty:
        """The duty with its end; said twice it is said once."""
        now = self.clock.now()
        async with self.begin() as work:
            case, host = await living_guest(work, chat, number, now, lock=True)
            if notified_on(case, now.tzinfo) is None:
                case = case.happened(EventKind.HOST_NOTIFIED, now, chat)
                await work.cases.save(case)
                await work.notices.cancel(host.chat, NoticeKind.HOST_DUTY, case=number)
                await work.commit()
        return host_duty(case, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHostDuty:
    """One guest of a host. Raises Refusal: NOT_YOURS or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> HostDuty:
        """The duty."""
        now = self.clock.now()
        async with self.begin() as work:
            case, _ = await living_guest(work, chat, number, now)
        return host_duty(case, now)


def host_duty(case: Case, now: datetime) -> HostDuty:
    """The law's view from the host's side: the arrival is the move that was told, or else the first request's day."""
    facts = facts_of(
        case.answers,
        now.date(),
        registered=granted_on(case, now.tzinfo),
        host_notified=notified_on(case, now.tzinfo),
    )
    facts = replace(facts, address_since=case.answers.moved or first_asked_on(case, now.tzinfo))
    return HostDuty(case=case, facts=facts, assessment=assess(facts))


async def living_guest(
    work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = False
) -> tuple[Case, Host]:
    """Somebody registered at a place of a host for whom this chat acts. Raises Refusal: NOT_YOURS or STALE."""
    case, host = await case_of_host(work, chat, number, lock=lock)
    if not await still_lives_there(work, case, now):
        raise Refusal(RefusalCode.STALE)
    return case, host


async def still_lives_there(work: Work, case: Case, now: datetime) -> bool:
    """Whether the guest is registered there still, by a certificate that holds."""
    if case.stage(now) is not Stage.GRANTED or case.answers.is_empty or end_of_stay(case) is not None:
        return False
    issued = await work.certificates.get(case.number)
    return issued is not None and issued.status in COUNTED and issued.valid_until >= now
