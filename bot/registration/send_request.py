"""A guest sends the request to the host; or takes it back."""

from dataclasses import dataclass

from bot.domain.answers import Answers, complete
from bot.domain.case import Case, Event, EventKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment, Registration
from bot.law.facts import Consent
from bot.registration.assessing import assess_answers, check_period
from bot.registration.cards import guest_card, host_card, stop_waiting
from bot.registration.ports import Begin, Clock, Names, Work
from bot.registration.reminders import host_reminders, silence_notices

STAY_BROKEN = "O923-4-2"
_NOT_YET_NUMBERED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """A guest sends the request; from the same moment the host's ping is owed, if the host is known.

    Raises:
        Refusal: STALE (nothing to send), DRAFT_INCOMPLETE, NOT_COVERED, STAY_BROKEN, OWN_HOST or REQUEST_LIVE.
    """

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId) -> Case:
        """The request, with its number."""
        async with self.begin() as work:
            draft = await work.drafts.get(chat)
            if draft is None:
                raise Refusal(RefusalCode.STALE)
            answers = complete(draft.answers)
            assessment = assess_answers(answers, self.clock.today(), Consent.ASKED)
            check_lawful(assessment)
            check_period(answers, assessment, self.clock.today())
            await self._check_no_other(work, chat, answers)
            own = await work.hosts.get(chat)
            if own is not None and own.iin is not None and own.iin == answers.host:
                raise Refusal(RefusalCode.OWN_HOST)
            host = await _known_host(work, answers)
            if not await work.drafts.drop(chat):  # a second tap, handled beside this one
                raise Refusal(RefusalCode.STALE)
            case = await work.cases.add(self._new(chat, answers, host))
            await _owe(work, case, self.clock)
            await work.commit()
        return case

    def _new(self, chat: ChatId, answers: Answers, host: Host | None) -> Case:
        asked = Event(kind=EventKind.ASKED, at=self.clock.now(), chat=chat)
        return Case(
            number=_NOT_YET_NUMBERED,
            guest=chat,
            answers=answers,
            token=self.names.token(),
            events=(asked,),
            host=host.chat if host else None,
        )

    async def _check_no_other(self, work: Work, chat: ChatId, answers: Answers) -> None:
        now = self.clock.now()
        for other in await work.cases.of_guest(chat):
            if other.stage(now).is_live and other.answers.document_number == answers.document_number:
                raise Refusal(RefusalCode.REQUEST_LIVE, number=other.application_number)


async def _known_host(work: Work, answers: Answers) -> Host | None:
    """The host to ping: vouched for by an earlier guest's link, or the very one whose link this guest came by."""
    host = await work.hosts.by_iin(answers.host) if answers.host else None
    return host if host and (host.vouched or answers.host_by_link) else None


async def _owe(work: Work, case: Case, clock: Clock) -> None:
    await work.notices.owe(*silence_notices(case))
    if case.host is not None:
        await work.notices.owe(asked_notice(case, case.host, clock), *host_reminders(case, case.host, clock.now()))


def asked_notice(case: Case, host: ChatId, clock: Clock) -> Notice:
    """The ping to a host whose chat is known."""
    return _to_host(case, host, NoticeKind.HOST_ASKED, f"host_asked:{case.number}", clock)


def _to_host(case: Case, host: ChatId, kind: NoticeKind, key: str, clock: Clock) -> Notice:
    return Notice(
        key=key,
        chat=host,
        kind=kind,
        due_at=clock.now(),
        case=case.number,
        urgency=2,
        expires_at=case.expires_at,
    )


def check_lawful(assessment: Assessment) -> None:
    """Refuse what cannot be registered. Raises Refusal: STAY_BROKEN (paragraph 4, ground 2) or NOT_COVERED."""
    if STAY_BROKEN in assessment.grounds and assessment.stay is not None:
        raise Refusal(RefusalCode.STAY_BROKEN, until=assessment.stay.until)
    if assessment.registration is Registration.NOT_REQUIRED:
        raise Refusal(RefusalCode.NOT_COVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequest:
    """A guest takes a live request back; the host is told. Raises Refusal: STALE, or what `Case.check_live` raises."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The ended request."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or case.guest != chat:
                raise Refusal(RefusalCode.STALE)
            case.check_live(now)
            case = case.happened(EventKind.CANCELLED, now, chat)
            await work.cases.save(case)
            await stop_waiting(work, case)
            await work.notices.owe(*host_card(case, now))
            await work.commit()
        return case


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireRequest:
    """Thirty days went by without an answer: the request ends, and both cards say so."""

    begin: Begin
    clock: Clock

    async def __call__(self, number: int) -> None:
        """End it, if it has not ended and its time is over."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or case.ending is not None or now < case.expires_at:
                return
            case = case.happened(EventKind.EXPIRED, now)
            await work.cases.save(case)
            # not `stop_waiting`: the notice that tells the guest of it may be on its way just now
            await work.notices.cancel(case.guest, NoticeKind.HOST_SILENT, case=case.number)
            if case.host is not None:
                await work.notices.cancel(case.host, NoticeKind.HOST_ASKED, NoticeKind.HOST_REMINDED, case=case.number)
            await work.notices.owe(guest_card(case, now), *host_card(case, now))
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindHost:
    """A guest has the host reminded, at most once a day.

    Raises:
        Refusal: STALE, REMINDED_TODAY, LINK_UNKNOWN (the host is not in the bot yet: only the link can reach them),
            or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The request after the reminder was owed."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or case.guest != chat:
                raise Refusal(RefusalCode.STALE)
            case.check_live(now)
            reminded = case.reminded(now)
            if reminded.host is not None:
                key = f"host_reminded:{reminded.number}:by_guest:{len(reminded.events)}"
                await work.notices.owe(_to_host(reminded, reminded.host, NoticeKind.HOST_REMINDED, key, self.clock))
            await work.cases.save(reminded)
            await work.notices.owe(guest_card(reminded, now))
            await work.commit()
        return reminded
