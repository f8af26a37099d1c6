"""A person's standing on one day: what was told, what the law makes of it, and whether it led to a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.answers import SUITABILITY, Answers, Purpose
from bot.domain.case import Case, EventKind
from bot.domain.life import end_of_stay, is_granted, is_own, left_on
from bot.domain.people import ChatId
from bot.domain.travel import Travels
from bot.law.assessment import Assessment
from bot.law.engine import assess
from bot.law.facts import Consent, Facts
from bot.registration.assessing import facts_of
from bot.registration.consent import check_consent
from bot.registration.ports import Begin, Clock, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`answers` may still lack citizenship or entry: then nothing can be said yet (`is_known`)."""

    answers: Answers
    travels: Travels | None
    facts: Facts
    assessment: Assessment
    certificate: Case | None  # the request of this stay that led to a certificate, the newest
    cases: Sequence[Case] = field(repr=False)  # all that this chat has asked for, the newest first
    is_drafted: bool = False  # the answers are being given still, and can be changed

    @property
    def is_known(self) -> bool:
        """True when citizenship and day of entry were told."""
        return not any(map(self.answers.lacks, SUITABILITY))

    @property
    def is_over(self) -> bool:
        """True when the lawful stay has ended by either reading: registration is refused then."""
        stay = self.assessment.stay
        return stay is not None and stay.last_arguable < self.facts.on

    @property
    def is_registered(self) -> bool:
        """True when this stay has led to a certificate, at the address where the guest is now."""
        moved, registered = self.facts.moved, self.facts.registered
        return registered is not None and (moved is None or moved <= registered)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProspect:
    """Whose prospect: that of the answers at hand, else that of the newest request. Raises Refusal: NO_CONSENT."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> Prospect:
        """The person's standing today."""
        async with self.begin() as work:
            await check_consent(work, chat)
            return await read_prospect(work, chat, self.clock.now())

    async def of_anybody(self, chat: ChatId) -> Prospect:
        """The same for what the law tells to anybody: without the consent, that of one who has told nothing."""
        async with self.begin() as work:
            return await read_prospect(work, chat, self.clock.now())

    async def of_traveller(self, chat: ChatId) -> Prospect | None:
        """The same of one who has told of earlier stays, which count in what the law allows; None of anybody else."""
        async with self.begin() as work:
            travels = await work.travels.get(chat)
            if travels is None or not travels.earlier:
                return None
            return await read_prospect(work, chat, self.clock.now())


async def read_prospect(work: Work, chat: ChatId, now: datetime) -> Prospect:
    """The same, inside a unit of work.

    A request that led to a certificate is kept after the consent was withdrawn, but nobody is told of it any more.
    """
    declared = await work.standings.declared_by(chat)
    if declared is None:
        return prospect_of(Answers(), None, (), now)
    cases = await work.cases.of_guest(chat)
    answers = answers_at_hand(declared.drafted, cases)
    return replace(prospect_of(answers, declared.travels, cases, now), is_drafted=answers is declared.drafted)


def answers_at_hand(drafted: Answers, cases: Sequence[Case]) -> Answers:
    """The answers being given, once they say where from and since when; else the newest request's that are kept.

    Answers given for another person of the family say nothing of this one. Of whoever has left the country the day of
    entry is not known any more: it was that of a stay which is over.
    """
    if drafted.kinship is None and not any(map(drafted.lacks, SUITABILITY)):
        return drafted
    own = own_cases(cases)
    newest = _newest_kept(own)
    if newest is None:
        return drafted if drafted.kinship is None else Answers()
    return newest.answers.with_(entered=None, until=None) if is_gone(own) else newest.answers


def own_cases(cases: Sequence[Case]) -> list[Case]:
    """Those of the chat's own person, not of the family for whom it files."""
    return [case for case in cases if is_own(case)]


def _newest_kept(own: Sequence[Case]) -> Case | None:
    return next((case for case in own if case.answers.citizenship is not None), None)


def is_gone(own: Sequence[Case]) -> bool:
    """Whether the person has left, and told of no new stay since."""
    newest = _newest_kept(own)
    entered = newest.answers.entered if newest else None
    for case in own:
        left = left_on(case)
        is_newer = newest is not None and newest.number > case.number
        has_come_again = is_newer and entered is not None and left is not None and entered >= left
        if left is not None and not has_come_again:
            return True
    return False


def prospect_of(answers: Answers, travels: Travels | None, cases: Sequence[Case], now: datetime) -> Prospect:
    """Put together what is stored; `cases` are the chat's, the newest first; `now` knows its zone."""
    zone = now.tzinfo
    own = own_cases(cases)
    certificate = next((case for case in own if _is_registered(case, answers)), None)
    told = _of_this_stay(travels, answers.entered)
    facts = facts_of(
        answers,
        now.date(),
        travels=told,
        registered=_registered_on(certificate, told, [answers, *_live_answers(own)], zone),
        host_notified=notified_on(certificate, zone),
    )
    return Prospect(
        answers=answers,
        travels=travels,
        facts=facts,
        assessment=assess(facts),
        certificate=certificate,
        cases=cases,
    )


def granted_on(case: Case | None, zone: tzinfo | None) -> date | None:
    """The day, in this zone, on which the request led to a certificate."""
    return case.ending.at.astimezone(zone).date() if case is not None and case.ending is not None else None


def first_asked_on(case: Case, zone: tzinfo | None) -> date:
    """The day, in this zone, on which this host was first asked for the registration at this address."""
    return case.answers.since or case.sent_at.astimezone(zone).date()


def notified_on(case: Case | None, zone: tzinfo | None) -> date | None:
    """The day, in this zone, on which the host said that the police were told."""
    events = case.events if case is not None else ()
    told = (event.at for event in events if event.kind is EventKind.HOST_NOTIFIED)
    return next((at.astimezone(zone).date() for at in told), None)


def _is_registered(case: Case, answers: Answers) -> bool:
    """Whether the request led to a registration of this stay that nothing has ended."""
    return is_granted(case) and end_of_stay(case) is None and case.answers.entered == answers.entered


def _of_this_stay(travels: Travels | None, entered: date | None) -> Travels | None:
    """A move before this entry was one of another stay."""
    return replace(travels, moved=travels.moved_since(entered)) if travels and entered else travels


def _live_answers(own: Sequence[Case]) -> list[Answers]:
    return [case.answers for case in own if case.ending is None and case.answers.purpose is Purpose.MOVE]


def _registered_on(
    certificate: Case | None, travels: Travels | None, asked: Sequence[Answers], zone: tzinfo | None
) -> date | None:
    """The day of the registration as the law counts it; one of the very day of a later move was before that move."""
    day = granted_on(certificate, zone)
    if certificate is None or day is None or travels is None or travels.moved != day:
        return day
    has_moved_away = any(one.purpose is Purpose.MOVE and one.follows == certificate.number for one in asked)
    return day - timedelta(days=1) if has_moved_away else day


async def assess_person(work: Work, case: Case, now: datetime, consent: Consent | None = None) -> Assessment:
    """What the law says of the person of this request, earlier stays counted where the chat has told of its own."""
    return await assess_with_travels(work, case.guest, case.answers, now, consent)


async def assess_with_travels(
    work: Work, chat: ChatId, answers: Answers, now: datetime, consent: Consent | None = None
) -> Assessment:
    """The same for answers that are no request yet."""
    travels = await work.travels.get(chat) if answers.kinship is None else None
    return assess(facts_of(answers, now.date(), consent, travels=_earlier_only(travels)))


def _earlier_only(travels: Travels | None) -> Travels | None:
    return replace(travels, moved=None) if travels else None
