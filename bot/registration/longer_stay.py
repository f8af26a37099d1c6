"""A registered guest wants to stay longer: the same host is asked again, within the law."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.answers import Answers, Purpose
from bot.domain.case import Case
from bot.domain.dates import check_until
from bot.domain.people import ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment, Citation, DutyKind
from bot.registration.life import free_registration
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import assess_person, first_asked_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much longer one may stay: until when one is registered now, and the last lawful day.

    `lawful` is None where nothing bounds the stay by a count; people are told this day, and refused only after
    `last_arguable`, the laxer reading. `permit` is the clause by which a temporary residence
    permit is the way to stay beyond it, None where no rule names that way for this person.
    """

    case: Case
    until: date
    lawful: date | None
    last_arguable: date | None
    permit: Citation | None = None

    @property
    def is_any(self) -> bool:
        """Whether any later day is lawful."""
        return self.lawful is None or self.until < self.lawful


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRoom:
    """What a longer stay of this person could be. Raises Refusal: NO_CONSENT, STALE or REGISTRATION_SUSPENDED."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Room:
        """The room."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await free_registration(work, chat, number, now)
            return await _room(work, case, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLonger:
    """Put together a request for a later last day; all else is as registered.

    Raises:
        Refusal: NO_CONSENT, STALE, UNTIL_TOO_FAR, LONGER_NOT_LATER, or UNTIL_OVER_STAY; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, until: date) -> Draft:
        """The draft, complete."""
        now, today = self.clock.now(), self.clock.today()
        async with self.begin() as work:
            case = await free_registration(work, chat, number, now)
            room = await _room(work, case, now)
            _check(room, until, today)
            answers = _longer(case, until, first_asked_on(case, now.tzinfo))
            kept = await work.drafts.get(chat)
            draft = Draft(chat=chat, answers=answers, saved_at=now, companions=kept.companions if kept else ())
            await work.drafts.save(draft)
            await work.commit()
        return draft


def _longer(case: Case, until: date | None, since: date | None) -> Answers:
    return case.answers.with_(until=until, purpose=Purpose.LONGER, follows=case.number, since=since)


def changes_only_the_last_day(case: Case, answers: Answers) -> bool:
    """Whether these are answers for a longer stay than this registration's: all else is said to the host to stay."""
    is_later = case.answers.until is not None and answers.until is not None and answers.until > case.answers.until
    return is_later and answers == _longer(case, answers.until, answers.since)


def _check(room: Room, until: date, today: date) -> None:
    """The law's word comes before ours: who asks beyond it is told what is needed, not that a year is our limit."""
    if room.lawful is not None and room.last_arguable is not None and until > room.last_arguable:
        raise Refusal(RefusalCode.UNTIL_OVER_STAY, until=room.lawful)
    if until <= room.until:
        raise Refusal(RefusalCode.LONGER_NOT_LATER, until=room.until)
    check_until(until, entered=room.until, today=today)


async def _room(work: Work, case: Case, now: datetime) -> Room:
    if case.answers.until is None:
        raise Refusal(RefusalCode.STALE)
    assessment = await assess_person(work, case, now)
    stay = assessment.stay
    return Room(
        case=case,
        until=case.answers.until,
        lawful=stay.until if stay else None,
        last_arguable=stay.last_arguable if stay else None,
        permit=_permit(assessment),
    )


def _permit(assessment: Assessment) -> Citation | None:
    found = (duty.cite for duty in assessment.duties if duty.duty is DutyKind.TEMPORARY_RESIDENCE)
    return next(found, None)
