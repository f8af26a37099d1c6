"""Treaties in words: how long they let one stay, and what they say of registration."""

from collections.abc import Mapping

from bot.law.assessment import Finding
from bot.law.states import Effect
from bot.texts.explaining.sentence import Reading, Sentence, code, country, date_of, number
from bot.texts.explaining.stays import visa_free_stay
from bot.texts.words import Words


def _registration(words: Words, finding: Finding) -> str:
    sentences = (_effect(words, finding), _free_until(words, finding), _not_ratified(words, finding))
    return " ".join(sentence for sentence in sentences if sentence)


def _effect(words: Words, finding: Finding) -> str:
    gaps = {"country": country(words, finding), "days": number(finding, "days")}
    match Effect(code(finding, "effect")):
        case Effect.REGISTER_AFTER:
            return words.say(
                "A treaty frees citizens of {country} from registration for {days} days; after them the law of the place holds.",
                **gaps,
            )
        case Effect.RESIDENCE_AFTER:
            return words.say(
                "By the treaty citizens of {country} stay {days} days without registration and without a permit; a longer stay needs a temporary residence permit.",
                **gaps,
            )
        case Effect.EXEMPT:
            return words.say(
                "A treaty frees citizens of {country} from registration for {days} days in each {window}, with the mark in the migration card.",
                window=number(finding, "window"),
                **gaps,
            )


def _free_until(words: Words, finding: Finding) -> str:
    until, entered = date_of(finding, "free_until"), date_of(finding, "entered")
    if until and entered and until < entered:
        return words.say(
            "Earlier stays had used up the days before you entered on {entered}.", entered=words.day(entered)
        )
    return words.say("From this entry that is until {until}.", until=words.day(until)) if until else ""


def _not_ratified(words: Words, finding: Finding) -> str:
    if finding.data["ratified"]:
        return ""
    return words.say(
        "The government approved it, but it was not ratified; Order 923 gives way only to ratified treaties."
    )


SENTENCES: Mapping[str, Sentence] = {
    "TREATY-registration": _registration,
    "TREATY-stay": visa_free_stay,
}

READINGS: Mapping[str, Reading] = {}
