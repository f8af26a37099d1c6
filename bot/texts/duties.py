"""What must I do, by when, and why: for a guest."""

from collections.abc import Sequence

from bot.law.acts.order_923 import ORDER_923
from bot.law.assessment import Allowance, Assessment, Duty, DutyKind, Registration
from bot.law.facts import Facts
from bot.law.residence import KAZAKHSTAN
from bot.registration.prospects import Prospect
from bot.registration.reasons import About, reasons
from bot.texts import findings
from bot.texts.explaining import cite, duty_line, explain_finding
from bot.texts.explaining.duties import duty_name, how_counted, when
from bot.texts.explaining.stays import ground_of_stay
from bot.texts.words import Markup, Words, bold, lines, page

LONGEST_PAGE = 3500  # a message holds 4096 characters, tags not counted
_OF_ONE_ACT = frozenset({DutyKind.REGISTER, DutyKind.REREGISTER})


def duties(words: Words, prospect: Prospect, *, has_just_moved: bool = False) -> str:
    """The "What must I do?" page: must I register, the duties in order of date, the days of the stay."""
    assessment, facts = prospect.assessment, prospect.facts
    rows = [f"• {row}" for row in _rows(words, prospect)]
    nothing = words.say("No duty with a date was found for you.")
    return page(
        words.say("What you must do"),
        findings.suitability(words, assessment, prospect.answers, facts.on)
        if prospect.is_over
        else _registration(words, prospect),
        registered_after_move(words, facts) if has_just_moved else "",
        "\n\n".join(rows) if rows else nothing,
        _days(words, assessment.stay) if assessment.stay else _no_days(words, facts),
    )


def _registration(words: Words, prospect: Prospect) -> str:
    if prospect.is_registered:
        return words.say("Your host has agreed and you have the certificate.")
    answer = prospect.assessment.registration
    if answer is Registration.UNCLEAR:
        ask = words.say("Registering is safe under both readings. Ask: migration service, 1414.")
    elif _disputed(prospect):
        ask = words.say("By which day is unclear in the law. The earlier day is safe. Ask: migration service, 1414.")
    else:
        ask = ""
    return lines(registration(words, answer), ask)


def _rows(words: Words, prospect: Prospect) -> list[str]:
    """A row for each duty; a disputed first registration is one act with two days, in the place of the earlier."""
    duties, facts, disputed = prospect.assessment.duties, prospect.facts, _disputed(prospect)
    one_act = _by_two_readings(words, disputed, facts)
    rows = [one_act if duty in disputed else duty_line(words, duty, facts) for duty in duties]
    return list(dict.fromkeys(rows))


def _disputed(prospect: Prospect) -> tuple[Duty, ...]:
    """Order 923, paragraphs 3 and 5: whether a move before the first registration ends the thirty days is unclear.

    The earlier day first; nothing once the thirty days are over, for then both readings blame.
    """
    assessment, today = prospect.assessment, prospect.facts.on
    owed = {
        duty.duty: duty
        for duty in assessment.duties
        if duty.duty in _OF_ONE_ACT and duty.cite.act == ORDER_923.code and not duty.done
    }
    if len(owed) < len(_OF_ONE_ACT) or owed[DutyKind.REGISTER].last_arguable < today:
        return ()
    return tuple(sorted(owed.values(), key=lambda duty: duty.due))


def _by_two_readings(words: Words, disputed: Sequence[Duty], facts: Facts) -> str:
    days = [f"{when(words, duty, facts.on)} {_counted(words, duty, facts)}" for duty in disputed]
    name = bold(duty_name(words, DutyKind.REREGISTER))
    return lines(name, words.say("This can be read in more than one way:"), *days)


def _counted(words: Words, duty: Duty, facts: Facts) -> str:
    """How the day was counted, and by which clause."""
    count, clause = how_counted(words, duty, facts), cite(words, duty.cite)
    return words.say("{sentences} ({citation})", sentences=Markup(count), citation=Markup(clause))


def registration(words: Words, answer: Registration) -> str:
    """The one answer to the one question, in bold."""
    return bold(
        {
            Registration.REQUIRED: words.say("You must register."),
            Registration.NOT_REQUIRED: words.say("You need not register under Order 923."),
            Registration.UNCLEAR: words.say("The law is unclear for you."),
        }[answer]
    )


def registered_after_move(words: Words, facts: Facts) -> str:
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
    return "" if facts.citizenship == KAZAKHSTAN else ground_of_stay(words, facts.basis)


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
