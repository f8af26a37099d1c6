"""Which of the law's findings stand behind which answer: what "Why?" shows, and what else there is to ask it about."""

from enum import StrEnum

from bot.law.assessment import Assessment, Duty, DutyKind, Finding, Outcome
from bot.law.engine import RULES
from bot.law.rule import Question


class About(StrEnum):
    """What a person can ask the reasons of: whether to register, how long to stay, each duty."""

    REGISTRATION = "registration"
    STAY = "stay"
    REGISTER = "register"
    REREGISTER = "reregister"
    HOST_NOTICE = "host_notice"
    TEMPORARY_RESIDENCE = "temporary_residence"
    RENEW_DOCUMENT = "renew_document"


_QUESTIONS = {
    About.REGISTRATION: (Question.REGISTRATION, Question.TREATY, Question.RESIDENT_SERVICE, Question.MIGRATION_CARD),
    About.STAY: (Question.STAY, Question.TERM, Question.GUEST_LIABILITY),
    About.REGISTER: (Question.REGISTER_BY, Question.REGISTRATION, Question.TREATY),
    About.REREGISTER: (Question.MOVE, Question.OLD_ADDRESS),
    About.HOST_NOTICE: (Question.HOST_NOTICE, Question.HOST_LIABILITY),
    About.TEMPORARY_RESIDENCE: (Question.RESIDENCE_PERMIT,),
    About.RENEW_DOCUMENT: (Question.DOCUMENT, Question.VISA_AND_DOCUMENT),
}
_QUESTION_OF = {rule.name: rule.question for rule in RULES}
_LEAVE = {DutyKind.LEAVE: About.STAY}


def about_duty(duty: Duty) -> About:
    """The reasons of a duty; to leave is what the end of the stay asks."""
    return _LEAVE.get(duty.duty) or About(duty.duty.value)


def reasons(assessment: Assessment, about: About) -> tuple[Finding, ...]:
    """The findings behind an answer, the nearest to it first; one that only lacks a fact is no reason."""
    return findings_on(assessment, *_QUESTIONS[about])


def findings_on(assessment: Assessment, *questions: Question) -> tuple[Finding, ...]:
    """The findings that answer these questions, in the order of the questions."""
    found = [
        finding
        for question in questions
        for finding in assessment.findings
        if _QUESTION_OF[finding.rule] is question and not _only_lacks_a_fact(finding)
    ]
    return tuple(found)


def _only_lacks_a_fact(finding: Finding) -> bool:
    return finding.outcome is Outcome.UNKNOWN and set(finding.data) == {"missing"}


def can_be_asked(assessment: Assessment) -> tuple[About, ...]:
    """What there are reasons for, in the order in which it is shown."""
    duties = [about_duty(duty) for duty in assessment.duties]
    return tuple(
        about for about in dict.fromkeys([About.REGISTRATION, *duties, About.STAY]) if reasons(assessment, about)
    )
