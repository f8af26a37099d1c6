"""The queue as officers read it: what waits, and what stands before and after a decision."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.matter import Decision, Matter, MatterKind
from bot.domain.people import Host
from bot.office.decisions import LONGEST_ANSWER
from bot.office.queue import Queue
from bot.texts.words import Words, lines, page

Speak = Callable[[Words], str]
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

KINDS: Mapping[MatterKind, Speak] = {
    MatterKind.APPEAL: lambda words: words.say("Appeal"),
    MatterKind.STRANGER: lambda words: words.say("Host: I don't know this person"),
    MatterKind.CROWDED: lambda words: words.say("Crowded address"),
    MatterKind.CONTRADICTION: lambda words: words.say("Data that contradict each other"),
    MatterKind.REFUSAL: lambda words: words.say("Refuse the request"),
    MatterKind.HOST: lambda words: words.say("Host to be vouched for"),
    MatterKind.CROSSING: lambda words: words.say("The border's record says otherwise"),
    MatterKind.OVERSTAY: lambda words: words.say("No exit by the lawful day"),
}

DECISIONS: Mapping[Decision, Speak] = {
    Decision.NOTHING: lambda words: words.say("Close: nothing more to do"),
    Decision.ANSWERED: lambda words: words.say("Answer in words"),
    Decision.UNTRUE: lambda words: words.say("Ground 1: data untrue"),
    Decision.TERM_BROKEN: lambda words: words.say("Ground 2: term of stay broken"),
    Decision.HOST_REFUSED: lambda words: words.say("Ground 3: the host refused"),
    Decision.TO_BE_MENDED: lambda words: words.say("Send back to be mended"),
    Decision.VOUCHED: lambda words: words.say("Vouch for the host"),
    Decision.NOT_VOUCHED: lambda words: words.say("Do not vouch: data untrue"),
}


def queue(words: Words, shown: Queue) -> str:
    """A page of what waits; it names nobody."""
    heading = words.count("Queue: {number} matter", "Queue: {number} matters", shown.total)
    if not shown.matters:
        return page(words.say("Queue"), words.say("Nothing waits for an officer."))
    where = words.say("Page {page} of {pages}", page=shown.page + 1, pages=shown.pages) if shown.pages > 1 else ""
    return page(heading, lines(*(line(words, each, shown.now) for each in shown.matters)), where)


def line(words: Words, matter: Matter, now: datetime) -> str:
    """One that waits: number, kind, age, and who has it in work."""
    waits = words.say(
        "{number}. {kind}, {age}",
        number=matter.number,
        kind=kind(words, matter),
        age=age(words, now - matter.opened_at),
    )
    if matter.in_hand_of is None:
        return waits
    return " ".join((waits, words.say("(in work: officer {officer})", officer=matter.in_hand_of)))


def kind(words: Words, matter: Matter) -> str:
    """What a matter is about."""
    return KINDS[matter.kind](words)


def age(words: Words, past: timedelta) -> str:
    """How long ago, in the greatest unit that fits."""
    if past >= _DAY:
        return words.count("{number} day", "{number} days", past // _DAY)
    if past >= _HOUR:
        return words.count("{number} hour", "{number} hours", past // _HOUR)
    return words.count("{number} minute", "{number} minutes", past // timedelta(minutes=1))


def unvouched(words: Words, host: Host) -> str:
    """To a head."""
    return page(
        words.say(
            "No officer vouches for {name} any more",
            name=host.name or (host.number.grouped if host.number is not None else ""),
        ),
        words.say(
            "The host's next yes waits for an officer. Registrations so far stay: choose an act where one is due."
        ),
    )


def asks_words(words: Words, matter: Matter, decision: Decision) -> str:
    """Before an answer, or what has to be mended, is typed."""
    asked = {
        Decision.ANSWERED: words.say("Write the answer to the person"),
        Decision.TO_BE_MENDED: words.say("Write what the person has to mend"),
    }[decision]
    return page(
        words.say("Matter {number}: {kind}", number=matter.number, kind=kind(words, matter)),
        asked,
        words.say(
            "In plain words, at most {most} letters, in the person's language if you can. It is sent after ten minutes.",
            most=LONGEST_ANSWER,
        ),
    )


def overtaken(words: Words, number: int, case: int) -> str:
    """To the officer: what was decided came too late."""
    return words.say(
        "Your decision on matter {number} came too late: request {case} had led to a registration by then. Open the "
        "registration to act on it.",
        number=number,
        case=f"{case:08d}",
    )


def pictures(words: Words, number: int) -> str:
    """Above the pictures of an appeal."""
    return words.say("Pictures of appeal {number}", number=number)


def vouched(words: Words) -> str:
    """To a host."""
    return page(
        words.say("An officer has looked at your details"),
        words.say(
            "Your yes counts from now on, also the one that waited. If you sent a file of guests, tap its button again."
        ),
    )
