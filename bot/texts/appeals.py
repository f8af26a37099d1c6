"""Refused: the reason, the clause, what mends it, and the appeal, told apart by who decided.

What is said of the law of appeals is all that articles 91 and 92 of the Administrative Procedure Code are known to say:
through the body that acted, three months from learning of it, silence after the term is a refusal.
"""

from collections.abc import Sequence

from bot.domain.case import EventKind, RefusalReason, Stage
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.registration.appeals import LONGEST_TEXT, MOST_PICTURES, Refused
from bot.registration.vouching import has_said_yes
from bot.texts import acts, buttons, endings
from bot.texts.words import Words, bold, lines, page, plain

_SHOWN_BACK = 600  # letters of an appeal that its card repeats


def why(words: Words, refused: Refused) -> str:
    """Why a request failed, by which clause, and where one can turn."""
    number = refused.case.application_number
    return page(
        words.say("Request {number}: why you are not registered", number=number)
        if refused.act is None or refused.act.kind is EventKind.EXIT_CONFIRMED
        else words.say("Registration {number}: what an officer has done", number=number),
        lines(*_reason(words, refused)),
        lines(_to_this_service(words, refused), _late(words, refused) if refused.is_late else ""),
        lines(
            words.say(
                "A decision of the ministry's body is appealed by a pre-trial complaint to the higher body, handed in "
                "through the body that made it, within three months from the day you learned of it. Silence after its "
                "term counts as a refusal (Administrative Procedure Code, articles 91 and 92)."
            ),
            words.say("Order 923 itself says nothing of appeals. Questions: 1414."),
        ),
    )


def _reason(words: Words, refused: Refused) -> tuple[str, ...]:
    day = words.day(refused.on)
    if refused.act is not None:
        return acts.taken(words, refused.case)
    if refused.stage is Stage.REFUSED:
        return (
            words.say("On {day} your host refused: {reason}.", day=day, reason=_hosts_reason(words, refused)),
            words.say("Clause: Order 923, paragraph 4, ground 3 (the host refused for this address)."),
            words.say(
                "A host's refusal is not a decision of the state. Talk with your host, mend your answers, or choose "
                "another host."
            ),
        )
    if refused.stage is Stage.DENIED and refused.case.is_refused_by_officer:
        return (
            words.say("On {day} an officer of this service refused your request.", day=day),
            endings.ground(words, refused.case),
            words.say("This is a decision of this service, not of the ministry."),
        )
    if refused.stage is Stage.DENIED:
        return (
            words.say("On {day} this service refused, although your host had agreed.", day=day),
            endings.ground(words, refused.case),
            words.say("This is a decision of this service, by its reading of the law."),
        )
    if refused.stage is Stage.EXPIRED and has_said_yes(refused.case):
        return (
            words.say("Your host said yes, but by {day} no officer of this service had confirmed it.", day=day),
            words.say("That an officer looks at a host's details once is a rule of this service, not of Order 923."),
        )
    if refused.stage is Stage.EXPIRED:
        return (
            words.say("Nobody refused: by {day} your host had not answered for 30 days, and the link ended.", day=day),
            words.say("Order 923 sets no time for the host's answer; the 30 days are a rule of this service."),
        )
    return (
        words.say("Nobody refused: on {day} the link was closed after five wrong IINs.", day=day),
        words.say("The five tries are a rule of this service. No clause of Order 923 was used."),
    )


def _hosts_reason(words: Words, refused: Refused) -> str:
    reason = refused.case.ending.reason if refused.case.ending else None
    known = RefusalReason(reason) if reason in set(RefusalReason) else RefusalReason.OTHER
    return buttons.refusal_reason(words, known)


def _to_this_service(words: Words, refused: Refused) -> str:
    if refused.appeal is not None:
        return words.say("Your appeal {number} about this waits for an officer.", number=refused.appeal.number)
    if refused.is_late:
        return ""
    return words.say(
        "If this service did wrong, appeal to its officer here in the chat, until {last}.", last=words.day(refused.last)
    )


def _late(words: Words, refused: Refused) -> str:
    return words.say(
        "Counted from {day}, the last day for an appeal here was {last}: by this reading it is too late. If you learned "
        "of it later, your three months began later. Ask how to go on: 1414.",
        day=words.day(refused.on),
        last=words.day(refused.last),
    )


def asks(words: Words, number: str) -> str:
    """How an appeal is written."""
    return page(
        words.say("Your appeal about request {number}", number=number),
        words.say(
            "Write what is wrong, up to {most} letters, and add up to {pictures} photos. It goes to an officer of this "
            "service, not to the ministry. Nothing is sent until you tap Send my appeal.",
            most=LONGEST_TEXT,
            pictures=MOST_PICTURES,
        ),
    )


def written(words: Words, number: str, text: str, pictures: int) -> str:
    """What is written so far, for a look before it is sent."""
    return page(
        words.say("Your appeal about request {number}", number=number),
        plain(_shortened(text)) if text else words.say("No words yet: write what is wrong."),
        _pictures(words, pictures),
        words.say(
            "Write more, add photos, or send it. A message that you change later is not read again: to change the "
            "words, begin anew."
        ),
    )


def _pictures(words: Words, number: int) -> str:
    return words.count("{number} photo is added.", "{number} photos are added.", number) if number else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_BACK else f"{text[:_SHOWN_BACK]}…"


def received(words: Words, appeal: Matter) -> str:
    """After an appeal was sent."""
    return page(
        words.say("Appeal {number} is received", number=appeal.number),
        words.say(
            "It waits for an officer of this service; the answer comes here. How long that may take by law, this bot "
            "does not know: ask 1414."
        ),
        words.say("You are still not registered: an appeal does not stop your deadline."),
    )


def own(words: Words, appeals: Sequence[Matter], refused: Sequence[Refused]) -> str:
    """All appeals of a person, and what can still be appealed against."""
    return page(
        words.say("Refusals and appeals"),
        lines(*(line(words, appeal) for appeal in appeals)) or words.say("You have sent no appeal."),
        lines(*(_still(words, each) for each in refused)),
    )


def line(words: Words, appeal: Matter) -> str:
    """One appeal on a list."""
    return words.say(
        "Appeal {number} of {day}: {state}",
        number=appeal.number,
        day=words.day_of(appeal.opened_at),
        state=state(words, appeal.state),
    )


def _still(words: Words, refused: Refused) -> str:
    return words.say(
        "Request {number}: you can appeal until {last}.",
        number=refused.case.application_number,
        last=words.day(refused.last),
    )


def state(words: Words, which: MatterState) -> str:
    """Where an appeal stands."""
    return {
        MatterState.RECEIVED: words.say("received, waits for an officer"),
        MatterState.IN_WORK: words.say("an officer is working on it"),
        MatterState.ANSWERED: words.say("answered"),
        MatterState.WITHDRAWN: words.say("you took it back"),
    }[which]


def one(words: Words, appeal: Matter) -> str:
    """One appeal with what happened to it."""
    chain = [f"{words.moment(event.at)}: {state(words, event.kind)}" for event in appeal.events]
    note = next((event.note for event in reversed(appeal.events) if event.note), None)
    return page(
        words.say("Appeal {number}", number=appeal.number),
        words.say("About request {number}.", number=f"{appeal.case:08d}") if appeal.case else "",
        lines(*chain),
        plain(_shortened(appeal.text)),
        _pictures(words, len(appeal.pictures)),
        lines(bold(words.say("The answer")), plain(note)) if note else _no_term(words, appeal),
    )


def _no_term(words: Words, appeal: Matter) -> str:
    if not appeal.is_open:
        return ""
    return words.say(
        "By when it is answered, this bot cannot promise. Silence after the law's term counts as a refusal."
    )


def answered(words: Words, appeal: Matter) -> str:
    """An officer has answered."""
    note = next((event.note for event in reversed(appeal.events) if event.note), None)
    is_appeal = appeal.kind is MatterKind.APPEAL
    return page(
        words.say("Your appeal {number} is answered", number=appeal.number)
        if is_appeal
        else words.say("Your report about request {number} is answered", number=f"{appeal.case or 0:08d}"),
        plain(note) if note else "",
        words.say("If you do not agree, ask the migration service how to go on: 1414."),
    )
