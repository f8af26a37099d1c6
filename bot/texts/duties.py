"""What must I do, by when, and why: for a guest."""

from bot.law.assessment import Allowance, Assessment, Registration
from bot.law.facts import Basis, Facts
from bot.law.residence import KAZAKHSTAN
from bot.registration.prospects import Prospect
from bot.registration.reasons import About, reasons
from bot.texts import findings
from bot.texts.explaining import duty_line, explain_finding
from bot.texts.words import Words, bold, lines, page

LONGEST_PAGE = 3500  # a message holds 4096 characters, tags not counted


def duties(words: Words, prospect: Prospect, *, has_just_moved: bool = False) -> str:
    """The "What must I do?" page: must I register, the duties in order of date, the days of the stay."""
    assessment, facts = prospect.assessment, prospect.facts
    if assessment.stay is not None and assessment.stay.last_arguable < facts.on:
        return findings.suitability(words, assessment, prospect.answers, facts.on)
    rows = [f"• {duty_line(words, duty, facts)}" for duty in assessment.duties]
    nothing = words.say("No duty with a date was found for you.")
    return page(
        words.say("What you must do"),
        _registration(words, prospect),
        _registered_after_move(words, facts) if has_just_moved else "",
        "\n\n".join(rows) if rows else nothing,
        _days(words, assessment.stay) if assessment.stay else _no_days(words, facts),
    )


def _registration(words: Words, prospect: Prospect) -> str:
    if prospect.is_registered:
        return words.say("Your host has agreed and you have the certificate.")
    answer = prospect.assessment.registration
    is_unclear = answer is Registration.UNCLEAR
    return lines(
        registration(words, answer),
        words.say("Registering is safe under both readings. Ask: migration service, 1414.") if is_unclear else "",
    )


def registration(words: Words, answer: Registration) -> str:
    """The one answer to the one question, in bold."""
    return bold(
        {
            Registration.REQUIRED: words.say("You must register."),
            Registration.NOT_REQUIRED: words.say("You need not register under Order 923."),
            Registration.UNCLEAR: words.say("The law is unclear for you."),
        }[answer]
    )


def _registered_after_move(words: Words, facts: Facts) -> str:
    """A registration of the day of the move or later is taken for one at the new address; only the guest knows."""
    moved, registered = facts.moved, facts.registered
    if moved is None or registered is None or registered < moved:
        return ""
    return words.say(
        "You registered on {registered}, not before you moved. We take it that the certificate names the new address. Does it name the old one? Then register again.",
        registered=words.day(registered),
    )


def _no_days(words: Words, facts: Facts) -> str:
    """Where no order of stay counts the days."""
    if facts.citizenship == KAZAKHSTAN or facts.basis is Basis.REFUGEE:
        return ""
    return words.say("Your visa or permit says until when you may stay.")


def _days(words: Words, stay: Allowance) -> str:
    """Days used and left; a visa is bounded by its last day alone."""
    if stay.limit is None or stay.left is None:
        return words.count("You have been here {number} day.", "You have been here {number} days.", stay.used)
    used = (
        words.say("Your stay: {used} of {limit} days used.", used=stay.used, limit=stay.limit)
        if stay.window is None
        else words.say(
            "Your stay: {used} of {limit} days used in the last {window} days.",
            used=stay.used,
            limit=stay.limit,
            window=stay.window,
        )
    )
    return " ".join((used, words.count("{number} day is left.", "{number} days are left.", stay.left)))


def why(words: Words, assessment: Assessment, about: About, citizenship: str) -> str:
    """The rules behind one answer, in plain words."""
    told = [explain_finding(words, finding, citizenship=citizenship) for finding in reasons(assessment, about)]
    return page(why_heading(words, about), *as_many_as_fit(told))


def as_many_as_fit(paragraphs: list[str]) -> list[str]:
    """The first paragraphs, as far as one message holds them."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if kept and sum(map(len, kept)) + len(paragraph) > LONGEST_PAGE:
            break
        kept.append(paragraph)
    return kept


def why_heading(words: Words, about: About) -> str:
    """What the reasons are asked of; also the button's label."""
    return {
        About.REGISTRATION: words.say("Whether to register"),
        About.STAY: words.say("How long I may stay"),
        About.REGISTER: words.say("Register at an address"),
        About.REREGISTER: words.say("Register at the new address"),
        About.HOST_NOTICE: words.say("The host's notice"),
        About.TEMPORARY_RESIDENCE: words.say("Residence permit"),
        About.RENEW_DOCUMENT: words.say("A new document"),
    }[about]


def asks_moved(words: Words) -> str:
    """When the guest moved."""
    return page(
        words.say("When did you move to the new address?"),
        words.say("The day you began to live there. Example: 12.11.2026"),
    )
