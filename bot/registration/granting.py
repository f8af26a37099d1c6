"""The host's yes: what stands in its way, and everything that follows from it in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.case import Case, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.life import check_of_facts, end_of_stay, is_expelled, is_own
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Decision
from bot.law.facts import Consent
from bot.registration.assessing import check_period
from bot.registration.cards import AT_LEISURE, guest_card, host_card, replaced_card, stop_waiting
from bot.registration.certificates import claims_of, update_status
from bot.registration.crowding import check_room, tell_if_full
from bot.registration.decided import decided_against, found_against, reason_of, told_guest
from bot.registration.host_duties import host_duty
from bot.registration.life import filed_for_same, known_by_document, lock_people_of
from bot.registration.planning import plan_reminders
from bot.registration.ports import Clock, Names, SigningKeys, Work
from bot.registration.profiles import keep_profile
from bot.registration.prospects import assess_person
from bot.registration.reminders import host_duty_notices
from bot.registration.vouching import await_officer, is_checked

ON_THE_WEB = "web_page"  # the reason of a grant or a refusal that was given on the host's web page
REISSUED = "reissued"  # of a grant that renews a certificate after its document was replaced
FILED_BY_HOST = "filed_by_host"  # of a request and its grant that an organisation filed for its guest
_LAST_SECOND = time(23, 59, 59)
_PICTURE_URGENCY = 3  # the picture is what the guest waits for; the card follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """Who agrees: the chat (None on the web page), the name for the certificate, and how, where it was not a tap."""

    chat: ChatId | None
    host_name: str
    how: str | None = None
    delivers: bool = True  # messages go to the guest and the host
    is_vouched: bool = False  # an officer has vouched for the host
    after: timedelta = timedelta()  # when they go: an officer may undo an act before anybody hears of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """Grants (or by the law denies) the requests of one party, one host's yes for all of them."""

    clock: Clock
    names: Names
    keys: SigningKeys
    most_at_a_dwelling: int
    asks_officer: bool = False  # whether an officer has to vouch for a host before the yes counts

    async def __call__(self, work: Work, party: Sequence[Case], yes: Yes) -> list[Case]:
        """Each request with its ending, or with the yes that waits for an officer; the unit of work is the caller's,
        and locks the party's requests.

        Raises:
            Refusal: PLACE_FULL, or GUEST_CHECKED (an officer has suspended what this would replace); nothing has
                changed then.
        """
        now = self.clock.now()
        await lock_people_of(work, *party)
        if not yes.is_vouched and yes.how != REISSUED and not await self.counts(work, party[0].host):
            return await await_officer(work, party, now, chat=yes.chat, web_name=yes.host_name)
        for case in party:
            await _check_nothing_waits(work, case)
        obstacles = {case.number: await self._obstacle(work, case, now) for case in party}
        await check_room(work, [case for case in party if obstacles[case.number] is None], self.most_at_a_dwelling, now)
        ended = []
        for case in party:
            obstacle = obstacles[case.number]
            ended.append(
                await self._grant(work, case, yes, now)
                if obstacle is None
                else await _deny(work, case, yes.chat, now, obstacle)
            )
            await stop_waiting(work, ended[-1])
        await tell_if_full(work, ended, self.most_at_a_dwelling, now)
        return ended

    async def counts(self, work: Work, host: ChatId | None) -> bool:
        """Whether this host's yes counts, or waits for an officer to vouch for the host first."""
        return not self.asks_officer or await is_checked(work, host)

    async def _obstacle(self, work: Work, case: Case, now: datetime) -> str | None:
        """The ground of paragraph 4, or what else has come in between since the request was sent."""
        against = await decided_against(work, case)
        if against is not None and against.decision is not None:
            return reason_of(against.decision)
        if await is_expelled_person(work, case):
            return RefusalCode.EXPELLED
        assessment = await assess_person(work, case, now, Consent.GRANTED)
        if assessment.decision is not Decision.GRANT:
            return next(iter(assessment.grounds), RefusalCode.NOT_COVERED)
        try:
            check_period(case.answers, assessment, self.clock.today())
        except Refusal as no:
            return no.code
        return None

    async def _grant(self, work: Work, case: Case, yes: Yes, now: datetime) -> Case:
        granted = case.happened(EventKind.GRANTED, now, yes.chat, yes.how)
        await work.cases.save(granted)
        await replace_earlier(work, granted, now)
        granted = await _keep_hosts_word(work, granted)
        issued = IssuedCertificate(
            number=granted.number,
            cti=self.keys.cti(granted.number),
            status_index=await work.certificates.free_status_index(self.names.status_index()),
            issued_at=now.replace(microsecond=0),
            valid_until=_last_second(granted, now),
            host_name=yes.host_name,
            key_id=self.keys.current(now),
        )
        claims_of(granted, issued)  # what cannot be printed must not be granted: it raises, and nothing has happened
        await work.certificates.add(issued)
        if not yes.delivers:  # guests from an organisation's file: the answer to its tap tells of them all
            return granted
        await keep_profile(work, granted, now)
        await plan_reminders(work, granted.guest, now)
        await work.notices.owe(
            _to_guest(granted, NoticeKind.CERTIFICATE_PICTURE, now + yes.after, urgency=_PICTURE_URGENCY),
            guest_card(granted, now + yes.after),
            _to_guest(granted, NoticeKind.CERTIFICATE_FILE, now + yes.after, urgency=0),
        )
        duty = host_duty(granted, now).notice
        await work.notices.owe(
            *host_card(granted, now + yes.after + AT_LEISURE), *host_duty_notices(granted, duty, now)
        )
        return granted


async def _check_nothing_waits(work: Work, case: Case) -> None:
    """Whom an officer checks is not registered past the check, nor from another chat. Raises Refusal: GUEST_CHECKED."""
    own = [earlier for earlier in await filed_for_same(work, case) if _is_replaced(earlier, case)]
    for other in (*own, *await known_by_document(work, case)):
        if other.number != case.number and check_of_facts(other) is not None:
            raise Refusal(RefusalCode.GUEST_CHECKED)


async def is_expelled_person(work: Work, case: Case) -> bool:
    """Whether a court's act is recorded with a registration of the same person, by this document or in this chat."""
    same = await known_by_document(work, case)
    own = [other for other in await filed_for_same(work, case) if is_own(case) and is_own(other)]
    return any(is_expelled(other) for other in (*same, *own) if other.number != case.number)


async def _deny(work: Work, case: Case, host: ChatId | None, now: datetime, obstacle: str) -> Case:
    decided = await found_against(work, case)
    by = decided.events[-1].chat if decided is not None else None
    if by is not None:
        work.audit.officer(by)
    denied = case.happened(EventKind.DENIED, now, by or host, obstacle)
    await work.cases.save(denied)
    await work.notices.owe(told_guest(denied, decided, now), guest_card(denied, now), *host_card(denied, now))
    return denied


async def replace_earlier(work: Work, case: Case, now: datetime) -> None:
    """A new registration ends the one at the old address by itself (Order 923, paragraph 6)."""
    for earlier in await filed_for_same(work, case):
        if earlier.number == case.number or not _is_replaced(earlier, case):
            continue
        issued = await work.certificates.get(earlier.number)
        if issued is None or end_of_stay(earlier) is not None:
            continue
        replaced = earlier.happened(EventKind.REPLACED, now, reason=str(case.number))
        await work.cases.save(replaced)
        await work.notices.owe(*replaced_card(replaced, now))
        await update_status(work, replaced)
        await tell_old_host(work, earlier, case, now)


async def _keep_hosts_word(work: Work, case: Case) -> Case:
    """A host who has told the police of the guest's arrival need not tell them again where only the days change."""
    earlier = await work.cases.get(case.answers.follows) if case.answers.follows else None
    if earlier is None or earlier.guest != case.guest or earlier.host != case.host:
        return case
    told = next((event for event in earlier.events if event.kind is EventKind.HOST_NOTIFIED), None)
    if told is None or earlier.answers.address != case.answers.address:
        return case
    kept = case.happened(EventKind.HOST_NOTIFIED, told.at, told.chat, str(earlier.number))
    await work.cases.save(kept)
    return kept


def _is_replaced(earlier: Case, case: Case) -> bool:
    same_document = earlier.answers.document_number == case.answers.document_number
    return earlier.number == case.answers.follows or (same_document and case.answers.document_number is not None)


async def tell_old_host(work: Work, earlier: Case, case: Case, now: datetime) -> None:
    """The host of the old address learns that the guest is registered elsewhere, and not where."""
    if earlier.host is None or earlier.host == case.host:
        return
    await work.notices.cancel(earlier.host, NoticeKind.HOST_DUTY, case=earlier.number)
    await work.notices.owe(
        Notice(
            key=f"{NoticeKind.GUEST_MOVED}:{earlier.number}",
            chat=earlier.host,
            kind=NoticeKind.GUEST_MOVED,
            due_at=now,
            case=earlier.number,
        )
    )


def _last_second(case: Case, now: datetime) -> datetime:
    if case.answers.until is None:
        raise Refusal(RefusalCode.DRAFT_INCOMPLETE)
    return datetime.combine(case.answers.until, _LAST_SECOND, tzinfo=now.tzinfo)


def _to_guest(case: Case, kind: NoticeKind, now: datetime, urgency: int = 2) -> Notice:
    return Notice(
        key=f"{kind}:{case.number}", chat=case.guest, kind=kind, due_at=now, case=case.number, urgency=urgency
    )
