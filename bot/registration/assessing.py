"""From a guest's answers to the facts that the law reads."""

from datetime import date

from bot.domain.answers import Answers, Basis
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment
from bot.law.engine import assess
from bot.law.facts import Consent, Facts, HostKind, Stay


def facts_of(answers: Answers, on: date, consent: Consent | None = None, registered: date | None = None) -> Facts:
    """The law's view of these answers on this day; who named no basis is taken to have come without a visa."""
    return Facts(
        on=on,
        citizenship=answers.citizenship or "",
        born=answers.born,
        document_kind=answers.document_kind,
        document_expires=answers.document_expires,
        basis=answers.basis or Basis.VISA_FREE,
        stays=(Stay(answers.entered),) if answers.entered else (),
        address_kind=answers.premises,
        host_kind=HostKind.PERSON if answers.host else None,
        consent=consent,
        registered=registered,
    )


def assess_answers(answers: Answers, on: date, consent: Consent | None = None) -> Assessment:
    """What the law says of a guest with these answers on this day."""
    return assess(facts_of(answers, on, consent))


def check_within_stay(until: date, assessment: Assessment) -> None:
    """A last day at an address lies inside the lawful stay. Raises Refusal: UNTIL_OVER_STAY."""
    stay = assessment.stay
    if stay is not None and until > stay.last_arguable:
        raise Refusal(RefusalCode.UNTIL_OVER_STAY, until=stay.until)
