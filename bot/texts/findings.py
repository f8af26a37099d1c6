"""What the law says of a person, in plain words: must I register, by when, why, and what instead."""

from datetime import date

from bot.domain.answers import Answers
from bot.law.assessment import Assessment, Duty, DutyKind, Registration
from bot.texts.countries import country_name
from bot.texts.words import Words, bold, lines

WHO_REGISTERS = "O923-3-who"


def suitability(words: Words, assessment: Assessment, answers: Answers, today: date) -> str:
    """The answer that follows citizenship and date of entry at once."""
    register = _duty(assessment, DutyKind.REGISTER)
    if assessment.stay is not None and assessment.stay.last_arguable < today:
        return _over(words, assessment.stay.until)
    if assessment.registration is Registration.NOT_REQUIRED:
        return _not_required(words, assessment, answers, today)
    if assessment.registration is Registration.UNCLEAR:
        return lines(
            " ".join((bold(words.say("The law is unclear for you.")), _readings(words, assessment, answers))),
            words.say("Registering is safe under both readings. Ask: migration service, 1414."),
            _by_when(words, register, answers, today),
        )
    return lines(bold(words.say("You must register.")), _by_when(words, register, answers, today))


def why(assessment: Assessment) -> str:
    """The law engine's code for why a person must register, need not, or cannot be told."""
    found = next((finding for finding in assessment.findings if finding.rule == WHO_REGISTERS), None)
    return str(found.data.get("why", "")) if found else ""


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


def deadlines(words: Words, assessment: Assessment, answers: Answers, today: date, *, is_registered: bool) -> str:
    """The "My deadlines" page."""
    if not is_registered:
        return "\n\n".join((suitability(words, assessment, answers, today), _stay_ends(words, assessment)))
    return "\n\n".join(
        (
            words.say("Your host has agreed and you have the certificate."),
            _stay_ends(words, assessment),
            words.say("New address? Register there within five working days (Order 923, paragraph 5)."),
        )
    )


def _stay_ends(words: Words, assessment: Assessment) -> str:
    if assessment.stay is None:
        return ""
    return words.say("Your lawful stay ends on {until}.", until=words.day(assessment.stay.until))


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


def _readings(words: Words, assessment: Assessment, answers: Answers) -> str:
    """Both readings, for each reason why the law is unclear."""
    country = country_name(words, answers.citizenship or "")
    return {
        "stateless": words.say(
            "You are an immigrant (Order 923, paragraph 2), but paragraph 3 names only those who come from certain states."
        ),
        "thirty_days_contested": words.say(
            "The press counts {country} among those who must register by day 30. By the treaty your stay is 30 days, and paragraph 3 speaks of stays of up to 90.",
            country=country,
        ),
        "ninety_in_year": words.say(
            "{country}: 90 days in a year. By one reading that is a stay of up to 90 days and you must register; by the other only 90 days in each 180 are meant.",
            country=country,
        ),
        "another_basis": words.say(
            "By one reading it matters which state you come from, and you must register; by the other it matters on what ground you stay, and you need not."
        ),
        "eaeu_basis_of_another_state": words.say(
            "By one reading EAEU workers and their families register after 30 days; by the other it depends on your country."
        ),
        "treaty_exemption_ended": words.say(
            "The treaty with {country} frees you for a time, and that time is over. By one reading you must register now; by the other the 30 days ran out while the treaty still freed you, so nothing is due.",
            country=country,
        ),
        "thirtieth_day_before_order": words.say(
            "Your thirtieth day was before 1 July 2026, when Order 923 began. By one reading you must register at once; by the other the order does not reach back."
        ),
    }.get(why(assessment), words.say("By one reading you must register, by another you need not."))


def _not_required(words: Words, assessment: Assessment, answers: Answers, today: date) -> str:
    return lines(
        " ".join((bold(words.say("You need not register under Order 923.")), _why_not(words, assessment, answers))),
        *(_instead(words, duty) for duty in assessment.duties if not duty.done and duty.last_arguable >= today),
    )


def _why_not(words: Words, assessment: Assessment, answers: Answers) -> str:
    country = country_name(words, answers.citizenship or "")
    reason = {
        "not_an_immigrant": words.say("Citizens of Kazakhstan are not immigrants (paragraph 2)."),
        "permanent_registration_service": words.say(
            "With a permanent residence permit you use another service: permanent registration, at the migration police or a public service centre."
        ),
        "refugee_registration_service": words.say(
            "Refugees use another service: registration of refugees, at the migration police."
        ),
        "treaty_exempts": words.say("A treaty with {country} frees you for the first 90 days in 180.", country=country),
        "thirty_days": words.say(
            "Paragraph 3 is for states with stays of up to 90 days; for {country} it is 30 days.", country=country
        ),
        "fourteen_days": words.say(
            "Paragraph 3 is for states with stays of up to 90 days; for {country} it is 14 days.", country=country
        ),
        "no_order_of_stay": words.say(
            "Paragraph 3 is for states with visa-free stays of up to 90 days; for {country} there is no such term. Your visa says how long you may stay.",
            country=country,
        ),
    }
    return reason.get(why(assessment), words.say("Paragraph 3 does not speak of you."))


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
