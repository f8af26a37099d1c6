"""Order 923 in words, its paragraphs in order."""

from collections.abc import Mapping

from bot.domain.address import Premises
from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.facts import facts_list
from bot.texts.explaining.order_923_reasons import READINGS as READINGS
from bot.texts.explaining.order_923_reasons import WHO_REGISTERS
from bot.texts.explaining.sentence import Sentence, code, codes, country, date_of, day, last_day, number
from bot.texts.words import Markup, Words


def _immigrant(words: Words, finding: Finding) -> str:
    if finding.data["immigrant"]:
        return words.say(
            "You are an immigrant: a foreigner or a stateless person who came to live here for a time or for good."
        )
    return words.say("A citizen of Kazakhstan is not an immigrant.")


def _who(words: Words, finding: Finding) -> str:
    """Why one registers or not, and what the answer leaves open."""
    sentences = (_why(words, finding), *_no_exemptions(words, finding), _unasked(words, finding))
    return " ".join(sentence for sentence in sentences if sentence)


def _why(words: Words, finding: Finding) -> str:
    return WHO_REGISTERS[code(finding, "why")](words, country(words, finding))


def _no_exemptions(words: Words, finding: Finding) -> list[str]:
    """Who was free before 2020 and is not freed now."""
    said = {
        "under_16": words.say("Older rules freed children under 16; Order 923 does not."),
        "official_document": words.say("Older rules freed diplomatic and service passports; Order 923 does not."),
    }
    return [said[note] for note in codes(finding, "no_exemption")]


WHATEVER_THE_BASIS = frozenset({"not_an_immigrant", "refugee_registration_service", "no_order_of_stay"})
"""Reasons that speak of another standing than a visa-free visitor's already."""


def _unasked(words: Words, finding: Finding) -> str:
    if not codes(finding, "unasked") or code(finding, "why") in WHATEVER_THE_BASIS:
        return ""
    return words.say("This holds for a stay without a visa; with a visa or a permit the answer may be another.")


def _register_by(words: Words, finding: Finding) -> str:
    """By when, and how it went."""
    dates = {name: day(words, finding, name) for name in ("entered", "due", "registered", "left")}
    dates["last_day"] = last_day(words, finding)
    if finding.outcome is Outcome.UNKNOWN:
        return words.say("If the order holds for you, the last day to register was {last_day}.", **dates)
    if finding.outcome is Outcome.BROKEN:
        return _registered_late(words, finding, dates)
    if dates["registered"]:
        return words.say("You registered on {registered}, in time: the last safe day is {due}.", **dates)
    if dates["left"]:
        return words.say("You left on {left}, before the last day to register.", **dates)
    return words.say(
        "Entered {entered} = day 1; the last safe day to register is {due}. This is day {number}.",
        number=number(finding, "day"),
        **dates,
    )


def _registered_late(words: Words, finding: Finding, dates: dict[str, str]) -> str:
    if date_of(finding, "registered"):
        return words.say("You registered on {registered}. The last day was {last_day}.", **dates)
    return words.say(
        "The last day to register was {last_day}. Whoever is still here registers at once: late is better than never.",
        **dates,
    )


def _host(words: Words, finding: Finding) -> str:
    if code(finding, "host") == "person":
        return words.say("Your host agrees or refuses in a mobile application.")
    return words.say(
        "Your host is an organisation. The order knows only a host with an IIN, and only persons have one."
    )


def _true(words: Words, finding: Finding) -> str:
    """Ground 1 of paragraph 4."""
    if finding.outcome is Outcome.MET:
        return words.say("Nothing that was told was found untrue.")
    untrue = codes(finding, "untrue")
    if code(finding, "premises") == Premises.NOT_DWELLING and not untrue:
        return words.say("Registration is refused (ground 1): the place is not meant for living.")
    return words.say(
        "Registration is refused (ground 1), since this was found untrue: {facts}.",
        facts=Markup(facts_list(words, untrue)),
    )


def _term(words: Words, finding: Finding) -> str:
    """Ground 2 of paragraph 4."""
    dates = {name: day(words, finding, name) for name in ("until", "last_arguable")}
    if finding.outcome is Outcome.BROKEN:
        return words.say("Registration is refused (ground 2): your lawful stay ended on {until}.", **dates)
    if code(finding, "why") == "entered_before_visa":
        return words.say(
            "Your visa begins after your entry, so we cannot say whether all of your stay is lawful. It ends on {until}.",
            **dates,
        )
    if number(finding, "over"):
        return words.say(
            "Your lawful stay ended on {until}; counted another way it ends on {last_arguable}. Only after that day registration is refused.",
            **dates,
        )
    return words.say("You are inside your lawful stay, which ends on {until}.", **dates)


def _consent(words: Words, finding: Finding) -> str:
    """Ground 3 of paragraph 4."""
    if finding.outcome is Outcome.MET:
        return words.say("Your host has agreed.")
    if finding.outcome is Outcome.UNKNOWN:
        return words.say("Your host took the consent back after you were registered.")
    if code(finding, "consent") == "withdrawn":
        return words.say("Registration is refused (ground 3): your host took the consent back.")
    return words.say("Registration is refused (ground 3): your host refused.")


def _move(words: Words, finding: Finding) -> str:
    """The five working days after a move."""
    dates = {name: day(words, finding, name) for name in ("moved", "due", "registered", "left")}
    dates["last_day"] = last_day(words, finding)
    if finding.outcome is Outcome.MET:
        return _moved_in_time(words, dates)
    if dates["registered"]:
        return words.say(
            "You moved on {moved} and registered anew on {registered}. The last day was {last_day}.",
            **dates,
        )
    return words.say("You moved on {moved}. The last day to register anew was {last_day}.", **dates)


def _moved_in_time(words: Words, dates: dict[str, str]) -> str:
    if dates["registered"]:
        return words.say("You moved on {moved} and registered anew on {registered}, in time.", **dates)
    if dates["left"]:
        return words.say("You moved on {moved} and left on {left}, before the last day to register anew.", **dates)
    return words.say("You moved on {moved}. Register at the new address within five working days: by {due}.", **dates)


def _old_address(words: Words, finding: Finding) -> str:
    return words.say(
        "Your old address was removed by itself when you registered at the new one on {removed}.",
        removed=day(words, finding, "removed"),
    )


def _premises(words: Words, finding: Finding) -> str:
    if finding.outcome is Outcome.MET:
        return words.say("You can register there: the place is used for living.")
    return words.say(
        "You can register only in a place for living: a house, flat, dormitory, hotel, rest home, sanatorium or the like."
    )


SENTENCES: Mapping[str, Sentence] = {
    "O923-2": _immigrant,
    "O923-3-who": _who,
    "O923-3": _register_by,
    "O923-3-host": _host,
    "O923-4-1": _true,
    "O923-4-2": _term,
    "O923-4-3": _consent,
    "O923-5": _move,
    "O923-6": _old_address,
    "O923-7": _premises,
}
