"""The host answers; everything that follows from the answer is written in the same transaction."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Decision
from bot.law.facts import Consent
from bot.registration.assessing import assess_answers, check_period
from bot.registration.cards import AT_LEISURE, guest_card, host_card, stop_waiting
from bot.registration.certificates import claims_of
from bot.registration.host_duties import host_duty
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Names, SigningKeys, Work
from bot.registration.reminders import host_duty_notices

_LAST_SECOND = time(23, 59, 59)
_PICTURE_URGENCY = 3  # the picture is what the guest waits for; the card follows


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequestForHost:
    """A host looks at a request again. Raises Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> tuple[Case, Host]:
        """The live request, and who this host is."""
        async with self.begin() as work:
            return await _answerable(work, chat, number, self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseGuest:
    """The host refuses (Order 923, paragraph 4, ground 3).

    Raises:
        Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, reason: RefusalReason) -> tuple[Case, Host]:
        """The refused request."""
        now = self.clock.now()
        async with self.begin() as work:
            case, who = await _answerable(work, chat, number, now, lock=True)
            case = case.happened(EventKind.REFUSED, now, chat, reason.value)
            await work.cases.save(case)
            await stop_waiting(work, case)
            await work.notices.owe(
                _to_guest(case, NoticeKind.GUEST_REFUSED, now), guest_card(case, now), *host_card(case, now)
            )
            await work.commit()
        return case, who


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToGuest:
    """The host agrees; if the law allows it the certificate is issued, else the guest is told the ground.

    Raises:
        Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock
    names: Names
    keys: SigningKeys

    async def __call__(self, chat: ChatId, number: int) -> tuple[Case, Host]:
        """The granted (or by the law denied) request."""
        now = self.clock.now()
        async with self.begin() as work:
            case, who = await _answerable(work, chat, number, now, lock=True)
            obstacle = self._obstacle(case)
            if obstacle is None:
                case = await self._grant(work, case, who, now)
            else:
                case = await _deny(work, case, chat, now, obstacle)
            await stop_waiting(work, case)
            await work.commit()
        return case, who

    def _obstacle(self, case: Case) -> str | None:
        """The ground of paragraph 4, or what else has come in between since the request was sent."""
        today = self.clock.today()
        assessment = assess_answers(case.answers, today, Consent.GRANTED)
        if assessment.decision is not Decision.GRANT:
            return next(iter(assessment.grounds), RefusalCode.NOT_COVERED)
        try:
            check_period(case.answers, assessment, today)
        except Refusal as no:
            return no.code
        return None

    async def _grant(self, work: Work, case: Case, host: Host, now: datetime) -> Case:
        granted = case.happened(EventKind.GRANTED, now, host.chat)
        await work.cases.save(granted)
        await _supersede_earlier(work, granted)
        issued = IssuedCertificate(
            number=granted.number,
            cti=self.keys.cti(granted.number),
            status_index=await work.certificates.free_status_index(self.names.status_index()),
            issued_at=now.replace(microsecond=0),
            valid_until=_end_of_stay(granted, now),
            host_name=host.name or "",
            key_id=self.keys.current(now),
        )
        claims_of(granted, issued)  # what cannot be printed must not be granted: it raises, and nothing has happened
        await work.certificates.add(issued)
        await plan_reminders(work, granted.guest, now)
        await work.notices.owe(
            _to_guest(granted, NoticeKind.CERTIFICATE_PICTURE, now, urgency=_PICTURE_URGENCY),
            guest_card(granted, now),
            _to_guest(granted, NoticeKind.CERTIFICATE_FILE, now, urgency=0),
            *host_card(granted, now + AT_LEISURE),
            *host_duty_notices(granted, host_duty(granted, now).notice, now),
        )
        return granted


async def _deny(work: Work, case: Case, host: ChatId, now: datetime, obstacle: str) -> Case:
    denied = case.happened(EventKind.DENIED, now, host, obstacle)
    await work.cases.save(denied)
    await work.notices.owe(
        _to_guest(denied, NoticeKind.GUEST_DENIED, now), guest_card(denied, now), *host_card(denied, now)
    )
    return denied


async def _answerable(work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = False) -> tuple[Case, Host]:
    case, host = await work.cases.get(number, lock=lock), await work.hosts.get(chat)
    if case is None:
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    case.check_answerer(chat, now)
    if host is None:  # withdrew the consent to personal data after the request was bound
        raise Refusal(RefusalCode.NOT_YOURS)
    return case, host


async def _supersede_earlier(work: Work, case: Case) -> None:
    """A new registration ends the one at the old address by itself (Order 923, paragraph 6)."""
    for earlier in await work.cases.of_guest(case.guest):
        if earlier.number == case.number or earlier.answers.document_number != case.answers.document_number:
            continue
        certificate = await work.certificates.get(earlier.number)
        if certificate is not None and certificate.status is CertificateStatus.VALID:
            await work.certificates.set_status(earlier.number, CertificateStatus.SUPERSEDED)


def _end_of_stay(case: Case, now: datetime) -> datetime:
    if case.answers.until is None:
        raise Refusal(RefusalCode.DRAFT_INCOMPLETE)
    return datetime.combine(case.answers.until, _LAST_SECOND, tzinfo=now.tzinfo)


def _to_guest(case: Case, kind: NoticeKind, now: datetime, urgency: int = 2) -> Notice:
    return Notice(
        key=f"{kind}:{case.number}", chat=case.guest, kind=kind, due_at=now, case=case.number, urgency=urgency
    )
