"""What the law says of a person, in plain words: must I register, by when, why, and what instead."""

from datetime import date

from bot.domain.answers import Answers
from bot.law.assessment import Assessment, Duty, DutyKind, Finding, Registration
from bot.texts.explaining.duties import duty_name, when
from bot.texts.explaining.finding import readings, reason
from bot.texts.words import Words, bold, lines
from bot.watch.trace import Told, told

WHO_REGISTERS = "O923-3-who"


def suitability(words: Words, assessment: Assessment, answers: Answers, today: date) -> str:
    """The answer that follows citizenship and date of entry at once."""
    told(Told.LAW, assessment.registration)
    register = _duty(assessment, DutyKind.REGISTER)
    if assessment.stay is not None and assessment.stay.last_arguable < today:
        return _over(words, assessment.stay.until)
    if assessment.registration is Registration.NOT_REQUIRED:
        return _not_required(words, assessment, answers, today)
    if assessment.registration is Registration.UNCLEAR:
        return lines(
            " ".join((bold(words.say("The law is unclear for you.")), _reason(words, assessment, answers))),
            _readings(words, assessment),
            words.say("Registering is safe under both readings. Ask: migration service, 1414."),
            _by_when(words, register, answers, today),
        )
    return lines(bold(words.say("You must register.")), _by_when(words, register, answers, today))


def deadline(words: Words, register: Duty, today: date) -> str:
    """By when, and how many days are left; between the two readings both are named."""
    if register.due < today <= register.last_arguable:
        return words.say(
            "Register today. The safe day was {due}; counted another way, today is still in time.",
            due=words.day(register.due),
        )
    return due_day(words, register.due, today)


def due_day(words: Words, by: date, today: date) -> str:
    """A day by which to register, as seen from today."""
    left = (by - today).days
    due = words.day(by)
    if left > 0:
        return words.count(
            "Register by {due}: {number} day left.", "Register by {due}: {number} days left.", left, due=due
        )
    if left == 0:
        return words.say("Register today: {due} is the last day.", due=due)
    return words.say("The last day was {due}. Register at once: late is better than never.", due=due)


def _by_when(words: Words, register: Duty | None, answers: Answers, today: date) -> str:
    if register is None or answers.entered is None:
        return ""
    counted = words.say(
        "Entered {entered} = day 1; the last safe day is {due} (Order 923, paragraph 3).",
        entered=words.day(answers.entered),
        due=words.day(register.due),
    )
    return lines(deadline(words, register, today), counted)


def _over(words: Words, until: date) -> str:
    return words.say(
        "<b>Your lawful stay ended on {until}.</b> After that day registration is refused (Order 923, paragraph 4, ground 2). Go to the migration police at once, or call 1414. Is the date of entry right?",
        until=words.day(until),
    )


def _reason(words: Words, assessment: Assessment, answers: Answers) -> str:
    found = _who_registers(assessment)
    return reason(words, found, citizenship=answers.citizenship or "") if found else ""


def _readings(words: Words, assessment: Assessment) -> str:
    found = _who_registers(assessment)
    return readings(words, found) if found else ""


def _who_registers(assessment: Assessment) -> Finding | None:
    return next((finding for finding in assessment.findings if finding.rule == WHO_REGISTERS), None)


def _not_required(words: Words, assessment: Assessment, answers: Answers, today: date) -> str:
    return lines(
        " ".join((bold(words.say("You need not register under Order 923.")), _reason(words, assessment, answers))),
        *(_instead(words, duty, today) for duty in assessment.duties if not duty.done and duty.last_arguable >= today),
    )


def _instead(words: Words, duty: Duty, today: date) -> str:
    return f"• {duty_name(words, duty.duty)} {when(words, duty, today)}"


def _duty(assessment: Assessment, kind: DutyKind) -> Duty | None:
    return next((duty for duty in assessment.duties if duty.duty is kind), None)
