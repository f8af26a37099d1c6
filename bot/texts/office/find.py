"""The search: its purpose, what can be typed, and what was found."""

from collections.abc import Sequence

from bot.domain.answers import Answers
from bot.domain.officer import Purpose
from bot.domain.sought import Way
from bot.office.finding import Hits
from bot.texts.countries import country_name
from bot.texts.words import Words, lines, page


def asks_purpose(words: Words) -> str:
    """Before anything else."""
    return page(
        words.say("Why do you look?"),
        words.say("Each search and each look is recorded: who, when and why."),
    )


def purpose(words: Words, why: Purpose) -> str:
    """The name of a purpose."""
    return {
        Purpose.QUEUE: words.say("A matter of the queue"),
        Purpose.CHECK: words.say("Check of stay and registration"),
        Purpose.REQUEST: words.say("The person or the host asked"),
        Purpose.AUTHORITY: words.say("A written request of an authority"),
        Purpose.MISTAKE: words.say("To correct a mistake"),
    }[why]


def asks_what(words: Words, why: Purpose) -> str:
    """What can be looked for, in one message."""
    return page(
        words.say("Whom do you look for?"),
        words.say("Purpose: {purpose}", purpose=purpose(words, why)),
        lines(
            words.say("Type one of these:"),
            words.say("• number of the application, as #00000123"),
            words.say("• number of the document, as RUS 751234567 or without the state"),
            words.say("• IIN or BIN of the host"),
            words.say("• family name and date of birth, as Ivanov 27.03.1990"),
            words.say("• address with its city or region"),
            words.say("Or send a photo of the certificate, or the text of its code."),
        ),
        words.say("Only the whole number or name finds somebody."),
    )


def way(words: Words, by: Way) -> str:
    """By what somebody was found."""
    return {
        Way.NUMBER: words.say("Application number"),
        Way.DOCUMENT: words.say("Document number"),
        Way.DOCUMENT_OF_STATE: words.say("Document number"),
        Way.HOST: words.say("Host's IIN or BIN"),
        Way.PERSON: words.say("Family name and date of birth"),
        Way.ADDRESS: words.say("Address"),
        Way.CERTIFICATE: words.say("Certificate"),
    }[by]


def found_by(words: Words, hits: Hits) -> str:
    """On a button, where one text can be read in two ways."""
    return words.count("{way}: {number} found", "{way}: {number} found", hits.total, way=way(words, hits.way))


def asks_which(words: Words) -> str:
    """The same text is two things."""
    return page(
        words.say("This can be read in more than one way"), words.say("Which one do you mean? Nobody is shown yet.")
    )


def listed(words: Words, hits: Hits, states: Sequence[str]) -> str:
    """A page of what was found, each with where it stands."""
    rows = [
        words.say(
            "{number}: {name}, born {born}. {state}",
            number=case.application_number,
            name=_of_state(words, case.answers),
            born=words.day(case.answers.born) if case.answers.born else "",
            state=state,
        )
        if not case.answers.is_empty
        else words.say("{number}: its answers are wiped. {state}", number=case.application_number, state=state)
        for case, state in zip(hits.cases, states, strict=True)
    ]
    return page(found_by(words, hits), "\n".join(rows))


def _of_state(words: Words, answers: Answers) -> str:
    """Who, of which state: two states may give the same number."""
    return (
        f"{answers.full_name} ({country_name(words, answers.citizenship)})"
        if answers.citizenship
        else answers.full_name
    )


def nobody_with_code(words: Words) -> str:
    """A picture without a code of ours."""
    return words.say("No code of a certificate of this bot was read. Send a sharper photo, or type the number.")


def heads_notice(words: Words, officer: str, most: int) -> str:
    """To the heads, when an officer has reached the measure."""
    return page(
        words.say("Many look-ups"),
        words.count(
            "Officer {officer} has looked up {number} person in an hour. More are refused until the hour is over.",
            "Officer {officer} has looked up {number} people in an hour. More are refused until the hour is over.",
            most,
            officer=officer,
        ),
        words.say("The record says whose requests were shown and for what purpose."),
    )
