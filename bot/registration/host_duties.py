"""What a host owes for each guest: the notice to the migration police, which the bot does not file."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, EventKind, Stage
from bot.domain.certificate import CertificateStatus
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment, Duty, DutyKind
from bot.law.engine import assess
from bot.law.facts import Facts
from bot.registration.assessing import facts_of
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import granted_on, notified_on


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDuty:
    """One guest at this host's address, and what the law makes of it."""

    case: Case
    facts: Facts
    assessment: Assessment

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
            if await work.hosts.get(chat) is None:
                return []  # withdrew the consent to personal data
            cases = await work.cases.of_host(chat)
            return [host_duty(case, now) for case in cases if await still_lives_there(work, case, now)]


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
            case = await _of_host(work, chat, number, now)
            if notified_on(case, now.tzinfo) is None:
                case = case.happened(EventKind.HOST_NOTIFIED, now, chat)
                await work.cases.save(case)
                await work.notices.cancel(chat, NoticeKind.HOST_DUTY, case=number)
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
            return host_duty(await _of_host(work, chat, number, now, lock=False), now)


def host_duty(case: Case, now: datetime) -> HostDuty:
    """The law's view from the host's side; the latest day of arrival known is the day on which the guest asked."""
    facts = facts_of(
        case.answers,
        now.date(),
        registered=granted_on(case, now.tzinfo),
        host_notified=notified_on(case, now.tzinfo),
    )
    facts = replace(facts, address_since=case.sent_at.astimezone(now.tzinfo).date())
    return HostDuty(case=case, facts=facts, assessment=assess(facts))


async def _of_host(work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = True) -> Case:
    case = await work.cases.get(number, lock=lock)
    if case is None or case.host != chat or await work.hosts.get(chat) is None:
        raise Refusal(RefusalCode.NOT_YOURS)
    if not await still_lives_there(work, case, now):
        raise Refusal(RefusalCode.STALE)
    return case


async def still_lives_there(work: Work, case: Case, now: datetime) -> bool:
    """Whether the guest is registered there still, by a certificate that holds."""
    if case.stage(now) is not Stage.GRANTED or case.answers.is_empty:
        return False
    issued = await work.certificates.get(case.number)
    return issued is not None and issued.status is CertificateStatus.VALID and issued.valid_until >= now
