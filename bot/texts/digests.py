"""The monthly message to a host: who is registered, until when, whose papers end soon, whose time is over."""

from collections.abc import Sequence

from bot.domain.case import Case
from bot.registration.digests import Digest
from bot.registration.my_address import Home, Resident
from bot.texts.my_address import homes
from bot.texts.words import Words, lines, page, plain

MOST_NAMED = 6  # with the longest names and addresses a message holds no more
_OVER_NAMED = 3


def digest(words: Words, month: Digest) -> str:
    """Those with something to see to come first; of many the rest is counted."""
    people = [resident for home in month.homes for resident in home.residents]
    shown = sorted(people, key=lambda resident: not resident.concerns)[:MOST_NAMED]
    return page(
        words.say("Your guests this month"),
        words.count("{number} person is registered with you.", "{number} people are registered with you.", len(people)),
        *_told(words, month.homes, shown),
        _more(words, len(people) - len(shown)),
        _over(words, month.over),
        words.say("Has somebody left? Tap My address and say so."),
    )


def _told(words: Words, every: Sequence[Home], shown: Sequence[Resident]) -> list[str]:
    return homes(words, every, shown)


def _more(words: Words, number: int) -> str:
    if number <= 0:
        return ""
    return words.count("And {number} more person.", "And {number} more people.", number)


def _over(words: Words, over: Sequence[Case]) -> str:
    """Whose last day came within the month."""
    if not over:
        return ""
    named = [
        words.say(
            "{name}: until {until}",
            name=case.answers.full_name,
            until=words.day(case.answers.until) if case.answers.until else "",
        )
        for case in over[:_OVER_NAMED]
    ]
    return lines(
        words.say("No longer registered, the last day has passed. Do they still live with you? They must ask again:"),
        *(f"• {name}" for name in named),
        plain("…") if len(over) > _OVER_NAMED else "",
    )


def switched(words: Words, *, wanted: bool) -> str:
    """After the switch was tapped."""
    if wanted:
        return words.say("On the first day of each month you get a message about who is registered with you.")
    return words.say("You get no monthly message any more. You can switch it on again under My address.")
