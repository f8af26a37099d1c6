"""What the border's record says, on the card of a matter: both days side by side, for an officer to weigh."""

from bot.office.crossings import crossing_facts
from bot.office.matching import CrossingFacts, Mismatch
from bot.texts.countries import country_name
from bot.texts.words import Words, lines


def recorded(words: Words, text: str) -> str:
    """From the text of a matter of kind CROSSING or OVERSTAY."""
    facts = crossing_facts(text)
    if facts is None:
        return words.say("Its words are wiped.")
    if facts.what is Mismatch.STAYED_ON:
        return _stayed_on(words, facts)
    return lines(_told(words, facts), _record(words, facts))


def _told(words: Words, facts: CrossingFacts) -> str:
    day = words.day(facts.said)
    if facts.what is Mismatch.LEFT_BEFORE_ASKING:
        return words.say("The person asked to be registered on {day}.", day=day)
    return words.say("The person told: entered on {day}.", day=day)


def _record(words: Words, facts: CrossingFacts) -> str:
    day = words.day(facts.recorded)
    return {
        Mismatch.OTHER_DAY: words.say("The border's record: entered on {day}.", day=day),
        Mismatch.NOT_INSIDE: words.say("The border's record: left on {day}, and no entry since.", day=day),
        Mismatch.LEFT_BEFORE_ASKING: words.say("The border's record: left on {day}, before that.", day=day),
        Mismatch.ALREADY_INSIDE: words.say(
            "The border's record: entered on {before} and again on {day}, with no exit between.",
            before=words.day(facts.before) if facts.before else "",
            day=day,
        ),
        Mismatch.OTHER_CITIZENSHIP: words.say(
            "The border's record has this document number only with another citizenship ({country}), on {day}. Two states may give the same number.",
            country=country_name(words, facts.citizenship or ""),
            day=day,
        ),
    }[facts.what]


def _stayed_on(words: Words, facts: CrossingFacts) -> str:
    return lines(
        words.say("The border's record: entered on {day}.", day=words.day(facts.recorded)),
        words.say(
            "The last lawful day, by the reading that is better for the person: {day}.", day=words.day(facts.said)
        ),
        words.say(
            "No exit up to {day}, {over}. An exit may be missing from the record: look before you decide.",
            day=words.day(facts.until) if facts.until else "",
            over=words.count("{number} day over", "{number} days over", facts.days_over),
        ),
    )
