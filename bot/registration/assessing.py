"""From a guest's answers to the facts that the law reads."""

from datetime import date

from bot.domain.answers import Answers, Basis
from bot.domain.dates import check_until
from bot.domain.organisation import Bin
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay, Travels
from bot.law.assessment import Assessment, Registration
from bot.law.engine import assess
from bot.law.facts import Consent, Facts, HostKind

STAY_BROKEN = "O923-4-2"


def facts_of(
    answers: Answers,
    on: date,
    consent: Consent | None = None,
    *,
    travels: Travels | None = None,
    registered: date | None = None,
    host_notified: date | None = None,
) -> Facts:
    """The law's view of these answers on this day; who named no basis is taken to have come without a visa."""
    return Facts(
        on=on,
        citizenship=answers.citizenship or "",
        born=answers.born,
        document_kind=answers.document_kind,
        document_expires=answers.document_expires,
        basis=answers.basis or Basis.VISA_FREE,
        stays=_stays(answers.entered, travels),
        address_kind=answers.premises,
        host_kind=_host_kind(answers),
        consent=consent,
        moved=travels.moved if travels else None,
        registered=registered,
        host_notified=host_notified,
    )


def _host_kind(answers: Answers) -> HostKind | None:
    if answers.host is None:
        return None
    return HostKind.ORGANISATION if isinstance(answers.host, Bin) else HostKind.PERSON


def _stays(entered: date | None, travels: Travels | None) -> tuple[Stay, ...]:
    if entered is None:
        return ()
    return (*(travels.up_to(entered) if travels else ()), Stay(entered))


def assess_answers(answers: Answers, on: date, consent: Consent | None = None) -> Assessment:
    """What the law says of a guest with these answers on this day."""
    return assess(facts_of(answers, on, consent))


def check_lawful(assessment: Assessment) -> None:
    """Refuse what cannot be registered. Raises Refusal: STAY_BROKEN (paragraph 4, ground 2) or NOT_COVERED."""
    if STAY_BROKEN in assessment.grounds and assessment.stay is not None:
        raise Refusal(RefusalCode.STAY_BROKEN, until=assessment.stay.until)
    if assessment.registration is Registration.NOT_REQUIRED:
        raise Refusal(RefusalCode.NOT_COVERED)


def check_period(answers: Answers, assessment: Assessment, today: date) -> None:
    """The last day at the address is to come, not too far, and inside the lawful stay.

    Raises:
        Refusal: UNTIL_BEFORE_ENTRY, UNTIL_PAST, UNTIL_TOO_FAR or UNTIL_OVER_STAY.
    """
    if answers.entered is None or answers.until is None:
        return
    check_until(answers.until, entered=answers.entered, today=today)
    if assessment.stay is not None and answers.until > assessment.stay.last_arguable:
        raise Refusal(RefusalCode.UNTIL_OVER_STAY, until=assessment.stay.until)


def is_dead_end(assessment: Assessment, today: date) -> bool:
    """True when there is nothing to send: not covered, or past the last arguable day of the stay."""
    over = assessment.stay is not None and assessment.stay.last_arguable < today
    return assessment.registration is Registration.NOT_REQUIRED or over
