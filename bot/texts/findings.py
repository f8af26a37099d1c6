"""What the law says of a person, in plain words: must I register, by when, why, and what instead."""

from datetime import date

from bot.domain.answers import Answers
from bot.law.assessment import Assessment, Duty, DutyKind, Registration
from bot.texts.countries import country_name
from bot.texts.words import Words, lines


def suitability(words: Words, assessment: Assessment, answers: Answers, today: date) -> str:
    """The answer that follows citizenship and date of entry at once."""
    register = _duty(assessment, DutyKind.REGISTER)
    if assessment.stay is not None and assessment.stay.last_arguable < today:
        return _over(words, assessment.stay.until)
    if assessment.registration is Registration.NOT_REQUIRED or register is None:
        return _not_required(words, assessment, answers)
    if assessment.registration is Registration.UNCLEAR:
        return lines(_unclear(words, answers), deadline(words, register, today), _counted(words, answers, register))
    return lines(
        f"<b>{words.say('You must register.')}</b> {deadline(words, register, today)}",
        _counted(words, answers, register),
    )


def _over(words: Words, until: date) -> str:
    return words.say(
        "<b>Your lawful stay ended on {until}.</b> After that day registration is refused (Order 923, paragraph 4, "
        "ground 2). Go to the migration police at once, or call 1414. Is the date of entry right?",
        until=words.day(until),
    )


def deadline(words: Words, register: Duty, today: date) -> str:
    """By when, and how many days are left; between the two readings both are named."""
    if register.due < today <= register.last_arguable:
        return words.say(
            "Register today. The safe day was {due}; by the other reading today still counts.",
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


def _counted(words: Words, answers: Answers, register: Duty) -> str:
    if answers.entered is None:
        return ""
    return words.say(
        "Entered {entered} = day 1; day 30 = {due}. Order 923, paragraph 3.",
        entered=words.day(answers.entered),
        due=words.day(register.due),
    )


def _unclear(words: Words, answers: Answers) -> str:
    return words.say(
        "<b>The law is unclear for {country}.</b> By one reading you must register, by another you need not. Registering "
        "is safe under both. Ask: 1414.",
        country=country_name(words, answers.citizenship or ""),
    )


def _not_required(words: Words, assessment: Assessment, answers: Answers) -> str:
    return lines(
        f"<b>{words.say('You need not register under Order 923.')}</b>",
        _why_not(words, answers),
        *(_instead(words, duty) for duty in assessment.duties if not duty.done),
    )


def _why_not(words: Words, answers: Answers) -> str:
    return words.say(
        "Paragraph 3 asks it of those who come from states with stays of up to 90 days; {country} is not one of them, or "
        "a treaty frees its citizens.",
        country=country_name(words, answers.citizenship or ""),
    )


def _instead(words: Words, duty: Duty) -> str:
    due = words.day(duty.due)
    sentence = {
        DutyKind.HOST_NOTICE: words.say("Your host tells the migration police of your arrival by {due}.", due=due),
        DutyKind.LEAVE: words.say("Leave Kazakhstan by {due}.", due=due),
        DutyKind.TEMPORARY_RESIDENCE: words.say("To stay longer, get a temporary residence permit by {due}.", due=due),
        DutyKind.RENEW_DOCUMENT: words.say("Get a new document by {due}.", due=due),
    }.get(duty.duty, "")
    return f"• {sentence}" if sentence else ""


def _duty(assessment: Assessment, kind: DutyKind) -> Duty | None:
    return next((duty for duty in assessment.duties if duty.duty is kind), None)


def deadlines(words: Words, assessment: Assessment, answers: Answers, today: date, *, is_registered: bool) -> str:
    """The "My deadlines" page."""
    rows = [] if is_registered else [suitability(words, assessment, answers, today)]
    if is_registered:
        rows.append(words.say("You are registered. Nothing is due now."))
    if assessment.stay is not None:
        rows.append(words.say("Your lawful stay ends on {until}.", until=words.day(assessment.stay.until)))
    rows += (
        [words.say("New address? Register there within five working days (Order 923, paragraph 5).")]
        if is_registered
        else []
    )
    return "\n\n".join(rows)
