"""One finding in words: its sentences with the citation, both readings, the facts it lacks, whom to ask."""

from bot.law.assessment import Finding
from bot.texts.explaining.acts import READINGS, SENTENCES
from bot.texts.explaining.bodies import whom_to_ask
from bot.texts.explaining.citations import cite
from bot.texts.explaining.facts import facts_list
from bot.texts.explaining.sentence import about, code, codes
from bot.texts.words import Markup, Words, lines

ONLY_MISSING = {"missing"}
"""The data of a rule that says nothing before it is told more: no sentence of its own is asked for."""


def explain_finding(words: Words, finding: Finding, *, citizenship: str = "") -> str:
    """All that can be said of one finding, as rows under one another."""
    return lines(
        _cited(words, finding, citizenship), readings(words, finding), _lacks(words, finding), ask(words, finding)
    )


def reason(words: Words, finding: Finding, *, citizenship: str = "") -> str:
    """What the rule says of the person, without citation and readings; "" where a fact is missing."""
    if only_lacks(finding):
        return ""
    sentence = SENTENCES.get(finding.rule)
    if sentence is None:
        return words.say("We have no words for this rule. Read it in the law.")
    return " ".join(part for part in (sentence(words, about(finding, citizenship)), _sureness(words, finding)) if part)


def only_lacks(finding: Finding) -> bool:
    """Whether the rule can say nothing at all before it is told more."""
    return finding.data.keys() == ONLY_MISSING


def lacked(words: Words, finding: Finding) -> str:
    """The facts that the rule misses, in words; "" where it misses none."""
    return facts_list(words, codes(finding, "missing"))


def readings(words: Words, finding: Finding) -> str:
    """The ways in which the law can be read here, a row each; "" where there is one way only."""
    found = codes(finding, "readings")
    if not found:
        return ""
    rows = [f"• {READINGS[reading](words)}" for reading in found if reading in READINGS]
    return lines(words.say("This can be read in more than one way:"), *rows)


def ask(words: Words, finding: Finding) -> str:
    """Whom to ask where the law is unclear; a fact that is missing is known to the person, not to an office."""
    return whom_to_ask(words, finding.ask)


def _cited(words: Words, finding: Finding, citizenship: str) -> str:
    said = reason(words, finding, citizenship=citizenship) or words.say("We cannot say yet.")
    return words.say("{sentences} ({citation})", sentences=Markup(said), citation=Markup(cite(words, finding.cite)))


def _lacks(words: Words, finding: Finding) -> str:
    facts = lacked(words, finding)
    return words.say("We were not told: {facts}.", facts=Markup(facts)) if facts else ""


def _sureness(words: Words, finding: Finding) -> str:
    """How sure the source of a table's row is, where it is not quite."""
    match code(finding, "confidence"):
        case "M":
            return words.say("Our source for this is not certain.")
        case "L":
            return words.say("Our source for this is weak: check it.")
        case _:
            return ""
