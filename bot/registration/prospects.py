"""A person's standing on one day: what was told, what the law makes of it, and whether it led to a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from bot.domain.answers import SUITABILITY, Answers
from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.domain.travel import Travels
from bot.law.assessment import Assessment
from bot.law.engine import assess
from bot.law.facts import Facts
from bot.registration.assessing import facts_of
from bot.registration.consent import check_consent, has_consented
from bot.registration.ports import Begin, Clock, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`answers` may still lack citizenship or entry: then nothing can be said yet (`is_known`)."""

    answers: Answers
    travels: Travels | None
    facts: Facts
    assessment: Assessment
    certificate: Case | None  # the request of this stay that led to a certificate, the newest
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


async def read_prospect(work: Work, chat: ChatId, now: datetime) -> Prospect:
    """The same, inside a unit of work.

    A request that led to a certificate is kept after the consent was withdrawn, but nobody is told of it any more.
    """
    if not await has_consented(work, chat):
        return prospect_of(Answers(), None, (), now)
    draft, cases = await work.drafts.get(chat), await work.cases.of_guest(chat)
    drafted, travels = draft.answers if draft else Answers(), await work.travels.get(chat)
    answers = answers_at_hand(drafted, cases)
    return replace(prospect_of(answers, travels, cases, now), is_drafted=answers is drafted)


def answers_at_hand(drafted: Answers, cases: Sequence[Case]) -> Answers:
    """The answers being given, once they say where from and since when; else the newest request's that are kept."""
    if not any(map(drafted.lacks, SUITABILITY)):
        return drafted
    return next((case.answers for case in cases if case.answers.citizenship is not None), drafted)


def prospect_of(answers: Answers, travels: Travels | None, cases: Sequence[Case], now: datetime) -> Prospect:
    """Put together what is stored; `cases` are the person's own, the newest first; `now` knows its zone."""
    zone = now.tzinfo
    certificate = next((case for case in cases if _is_granted(case, answers)), None)
    facts = facts_of(
        answers,
        now.date(),
        travels=travels,
        registered=granted_on(certificate, zone),
        host_notified=notified_on(certificate, zone),
    )
    return Prospect(answers=answers, travels=travels, facts=facts, assessment=assess(facts), certificate=certificate)


def granted_on(case: Case | None, zone: tzinfo | None) -> date | None:
    """The day, in this zone, on which the request led to a certificate."""
    return case.ending.at.astimezone(zone).date() if case is not None and case.ending is not None else None


def notified_on(case: Case | None, zone: tzinfo | None) -> date | None:
    """The day, in this zone, on which the host said that the police were told."""
    events = case.events if case is not None else ()
    told = (event.at for event in events if event.kind is EventKind.HOST_NOTIFIED)
    return next((at.astimezone(zone).date() for at in told), None)


def _is_granted(case: Case, answers: Answers) -> bool:
    ended = case.ending
    return ended is not None and ended.kind is EventKind.GRANTED and case.answers.entered == answers.entered
