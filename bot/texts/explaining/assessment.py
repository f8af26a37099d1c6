"""A whole assessment in words: the answer, the decision, the duties, the stay, and what each rule found."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Allowance, Assessment, Decision, Finding, Registration
from bot.law.facts import Facts
from bot.texts.countries import country_name
from bot.texts.explaining.bodies import whom_to_ask
from bot.texts.explaining.citations import cite
from bot.texts.explaining.duties import duty_line
from bot.texts.explaining.finding import explain_finding, lacked, only_lacks
from bot.texts.explaining.topics import topic
from bot.texts.words import Markup, Words, bold, lines

REGISTRATION: Mapping[Registration, Callable[[Words], str]] = {
    Registration.REQUIRED: lambda words: words.say("You must register."),
    Registration.NOT_REQUIRED: lambda words: words.say("You need not register."),
    Registration.UNCLEAR: lambda words: words.say("Whether you must register is unclear."),
}

DECISION: Mapping[Decision, Callable[[Words], str]] = {
    Decision.GRANT: lambda words: words.say("Decision: you are registered."),
    Decision.REFUSE: lambda words: words.say("Decision: registration is refused."),
    Decision.WAIT: lambda words: words.say("Decision: wait for your host's answer."),
}

GROUNDS: Mapping[str, Callable[[Words], str]] = {
    "O923-4-1": lambda words: words.say("Ground 1: what was told is not true."),
    "O923-4-2": lambda words: words.say("Ground 2: the lawful stay is over."),
    "O923-4-3": lambda words: words.say("Ground 3: the host did not agree."),
}


def explain(words: Words, assessment: Assessment, facts: Facts) -> str:
    """All that the law says of one case on one day, in paragraphs."""
    paragraphs = (
        _heading(words, facts),
        _answer(words, assessment),
        *(duty_line(words, duty, facts) for duty in assessment.duties),
        _stay(words, assessment.stay),
        *(_finding(words, finding, facts) for finding in assessment.findings if not only_lacks(finding)),
        _not_told(words, assessment),
        whom_to_ask(words, assessment.ask),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _heading(words: Words, facts: Facts) -> str:
    return words.say("{country}, {day}.", country=country_name(words, facts.citizenship), day=words.day(facts.on))


def _answer(words: Words, assessment: Assessment) -> str:
    """Whether one registers, and what becomes of the application with its grounds."""
    decision = DECISION[assessment.decision](words) if assessment.decision else ""
    grounds = (GROUNDS[ground](words) for ground in assessment.grounds)
    return lines(bold(REGISTRATION[assessment.registration](words)), decision, *grounds)


def _stay(words: Words, stay: Allowance | None) -> str:
    """Limit, used, left, until."""
    if stay is None:
        return ""
    ends = words.say(
        "The last day is {until}, counted another way {last_arguable}.",
        until=words.day(stay.until),
        last_arguable=words.day(stay.last_arguable),
    )
    if stay.until == stay.last_arguable:
        ends = words.say("The last day is {until}.", until=words.day(stay.until))
    return lines(bold(words.say("Your lawful stay")), _counted(words, stay), ends)


def _counted(words: Words, stay: Allowance) -> str:
    gaps = {"limit": stay.limit, "window": stay.window, "used": stay.used, "left": stay.left}
    if stay.limit is None:
        return words.say("Days here: {used}.", **gaps)
    if stay.window is None:
        return words.say("At most {limit} days after this entry. Days used: {used}; days left: {left}.", **gaps)
    return words.say("At most {limit} days in each {window}. Days used: {used}; days left: {left}.", **gaps)


def _finding(words: Words, finding: Finding, facts: Facts) -> str:
    heading = topic(words, finding)
    return lines(bold(heading), explain_finding(words, finding, citizenship=facts.citizenship))


def _not_told(words: Words, assessment: Assessment) -> str:
    """What cannot be judged for want of a fact, a row a rule, with what has to be told."""
    rows = [
        words.say(
            "• {heading}: {facts} ({citation})",
            heading=Markup(topic(words, finding)),
            facts=Markup(lacked(words, finding)),
            citation=Markup(cite(words, finding.cite)),
        )
        for finding in assessment.findings
        if only_lacks(finding)
    ]
    return lines(bold(words.say("To say more we would have to be told:")), *rows) if rows else ""
