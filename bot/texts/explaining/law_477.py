"""The Law on Migration in words: the regime from 11 January 2020 on."""

from collections.abc import Mapping

from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.order_923_reasons import WHO_REGISTERS
from bot.texts.explaining.sentence import Reading, Sentence, code, codes, country, day, last_day
from bot.texts.words import Words

ANOTHER_SERVICE = {
    why: WHO_REGISTERS[why] for why in ("permanent_registration_service", "refugee_registration_service")
}
"""Whom another service registers is told as under Order 923."""


def _registration(words: Words, finding: Finding) -> str:
    if code(finding, "why") == "not_an_immigrant":
        return words.say("Citizens of Kazakhstan are not immigrants.")
    if service := ANOTHER_SERVICE.get(code(finding, "why")):
        return service(words, "")
    if code(finding, "why") == "treaty_asks_after_thirty_days":
        return words.say(
            "A treaty with {country} asks for registration after 30 days, and the law of that time had no procedure for it.",
            country=country(words, finding),
        )
    return words.say(
        "Since 11 January 2020 a foreigner's own registration is abolished: the host tells the migration police instead."
    )


def _permit(words: Words, finding: Finding) -> str:
    due = day(words, finding, "due")
    if codes(finding, "readings"):
        return words.say(
            "Your thirty days had run out before {due}, when the permit took the place of registration.", due=due
        )
    if finding.outcome is Outcome.UNKNOWN:
        return words.say(
            "To stay after {last_day} one needs a temporary residence permit.", last_day=last_day(words, finding)
        )
    return words.say("To stay after {due} one needs a temporary residence permit. Who has none leaves.", due=due)


SENTENCES: Mapping[str, Sentence] = {
    "L477-registration": _registration,
    "L477-permit": _permit,
}

READINGS: Mapping[str, Reading] = {
    "treaty_asks": lambda words: words.say("The treaty asks for it, and you must register."),
    "no_procedure_then": lambda words: words.say("The law of that time had no such registration, and nothing is due."),
    "permit_due_at_once": lambda words: words.say("From that day on, whoever stays needs the permit at once."),
    "law_does_not_reach_back": lambda words: words.say("The change does not reach back to stays that began before it."),
}
