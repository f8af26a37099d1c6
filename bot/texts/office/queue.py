"""The queue as officers read it: what waits, and one matter with the facts, what the rules say, what was done."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.acts import appealable, is_shortened
from bot.domain.matter import DENIES, Decision, Matter, MatterEvent, MatterKind, MatterState
from bot.domain.organisation import HostNumber
from bot.domain.people import Host
from bot.office.deciding import LONGEST_ANSWER
from bot.office.queue import Looked, Queue
from bot.registration.contradictions import Contradiction, Contrast
from bot.registration.strangers import REGISTERED
from bot.texts import cards, findings, own_data_words
from bot.texts.countries import country_name
from bot.texts.explaining.assessment import GROUNDS
from bot.texts.office import crossings
from bot.texts.words import Words, bold, lines, page, plain

Speak = Callable[[Words], str]
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LONGEST_SAID = 1500  # letters of a person's words on a card, of the 4096 of a message
_MOST_EVENTS = 8

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


def card(words: Words, seen: Looked) -> str:
    """One matter, whole."""
    return page(
        words.say("Matter {number}: {kind}", number=seen.matter.number, kind=kind(words, seen.matter)),
        _whom(words, seen),
        _said(words, seen),
        _rules(words, seen),
        _chain(words, seen.matter),
        _then(words, seen),
    )


def _whom(words: Words, seen: Looked) -> str:
    """The request and its person, as far as they are kept."""
    case = seen.case
    if case is None or seen.stage is None:
        return _host(words, seen)
    number = words.say(
        "Request {number}: {state}", number=case.application_number, state=cards.outcome(words, seen.stage)
    )
    answers = case.answers
    if answers.is_empty:
        return lines(number, words.say("Its answers are wiped."))
    dates = words.say(
        "Entered: {entered}; at this address until: {until}",
        entered=words.day(answers.entered) if answers.entered else "",
        until=words.day(answers.until) if answers.until else "",
    )
    born = words.say("Born: {day}", day=words.day(answers.born)) if answers.born else ""
    return lines(
        number,
        words.say("Name: {name}", name=answers.full_name),
        words.say("Citizenship: {country}", country=country_name(words, answers.citizenship or "")),
        born,
        dates,
        words.say("Address: {address}", address=answers.address.line if answers.address else ""),
        _host(words, seen),
        words.say("Registered by this request now.") if seen.is_registered else "",
    )


def _host(words: Words, seen: Looked) -> str:
    host = seen.host
    if host is None:
        return ""
    checked = words.say("an officer has vouched") if host.checked_at else words.say("no officer has vouched yet")
    return words.say("Host: {name} ({checked})", name=_named(seen, host.name or "", host.number), checked=checked)


def _named(seen: Looked, name: str, number: HostNumber | None) -> str:
    """A host by name and number, which is whole only for those who may act."""
    shown = "" if number is None else number.grouped if seen.may_act else number.masked
    return ", ".join(part for part in (name, shown) if part)


def _said(words: Words, seen: Looked) -> str:
    """What was written or told with it."""
    matter = seen.matter
    if matter.kind is MatterKind.STRANGER:
        return (
            words.say("The host says so of a person who is registered.")
            if matter.text == REGISTERED
            else words.say("The host says so of a person who asked.")
        )
    if matter.kind is MatterKind.HOST:
        web = words.say("Name typed on the web page: {name}", name=matter.text) if matter.text else ""
        return lines(words.say("The host said yes for the first time. It counts once an officer has vouched."), web)
    if matter.kind in {MatterKind.CROSSING, MatterKind.OVERSTAY}:
        return crossings.recorded(words, matter.text)
    if matter.kind is not MatterKind.APPEAL:
        return ""
    text = matter.text if len(matter.text) <= _LONGEST_SAID else f"{matter.text[:_LONGEST_SAID]}…"
    against = _against(words, seen)
    if not text:
        return lines(against, words.say("Its words are wiped."))
    number = len(matter.pictures)
    pictures = words.count("{number} photo is added.", "{number} photos are added.", number) if number else ""
    return lines(against, bold(words.say("The person writes")), plain(text), pictures)


def _against(words: Words, seen: Looked) -> str:
    """What the appeal is against: what was done, why, and by which officer."""
    done, case = seen.appealed, seen.case
    if done is None or case is None:
        return ""
    is_by_officer = case.is_refused_by_officer or appealable(case) is not None
    what = words.say("the stay was shortened") if is_shortened(case) else own_data_words.event(words, done.kind)
    at, ground = words.moment(done.at), own_data_words.why(words, case, done)
    said = (
        words.say("{at}: officer {officer}: {what}", at=at, officer=done.chat or "", what=what)
        if is_by_officer
        else words.say("{moment}: {what}", moment=at, what=what)
    )
    return lines(bold(words.say("The appeal is against this")), said, ground)


def _rules(words: Words, seen: Looked) -> str:
    """What contradicts what, how full the address is, and what the law says of the person today."""
    contrasts = [_contrast(words, each) for each in seen.contradictions]
    law = ""
    if seen.assessment is not None and seen.case is not None:
        law = findings.suitability(words, seen.assessment, seen.case.answers, seen.today)
    grounds = [GROUNDS[ground](words) for ground in seen.assessment.grounds] if seen.assessment is not None else []
    heading = bold(words.say("What the rules say to the person")) if law else ""
    return lines(*contrasts, _room(words, seen), heading, law, *grounds)


def _contrast(words: Words, found: Contradiction) -> str:
    number = f"{found.other:08d}"
    return {
        Contrast.NAME: words.say("• Request {number} has the same document with another family name.", number=number),
        Contrast.BORN: words.say("• Request {number} has the same document with another date of birth.", number=number),
        Contrast.CITIZENSHIP: words.say(
            "• Request {number} has the same document with another citizenship.", number=number
        ),
        Contrast.ELSEWHERE: words.say(
            "• By request {number} the same document is registered at another address.", number=number
        ),
        Contrast.TWICE: words.say(
            "• By request {number} the same document is registered at this address, from another chat.", number=number
        ),
    }[found.what]


def _room(words: Words, seen: Looked) -> str:
    if seen.matter.kind is not MatterKind.CROWDED:
        return ""
    if seen.most is None:
        return words.say("Registered at this address now: {living}.", living=seen.living)
    return words.say(
        "Registered at this address now: {living}; it may hold {most}.", living=seen.living, most=seen.most
    )


def _chain(words: Words, matter: Matter) -> str:
    return lines(*(_step(words, event) for event in matter.events[-_MOST_EVENTS:]))


def _step(words: Words, event: MatterEvent) -> str:
    at = words.moment(event.at)
    if event.kind is MatterState.RECEIVED:
        return words.say("{at}: received", at=at)
    if event.kind is MatterState.IN_WORK:
        return words.say("{at}: in work, officer {officer}", at=at, officer=event.chat or "")
    if event.kind is MatterState.WITHDRAWN:
        return words.say("{at}: taken back", at=at)
    decided = DECISIONS[event.decision](words) if event.decision is not None else words.say("Answer in words")
    said = words.say("{at}: officer {officer} decided: {what}", at=at, officer=event.chat or "", what=decided)
    return lines(said, plain(event.note)) if event.note else said


def _then(words: Words, seen: Looked) -> str:
    """What the officer can do, or when what was decided takes effect."""
    matter = seen.matter
    if Decision.VOUCHED in seen.decisions:
        return words.say(
            "What do you decide? To vouch takes effect at once. Not to vouch takes effect after ten minutes, in which "
            "you can take it back."
        )
    if seen.decisions:
        return lines(
            words.say("What do you decide? Nobody is told before ten minutes have passed; you can take it back."),
            words.say("No decision here changes a registration: choose an act for it.") if seen.is_registered else "",
        )
    if not seen.can_undo:
        return ""
    if matter.decision in DENIES and matter.decision is not Decision.NOT_VOUCHED:
        return words.say(
            "It takes effect ten minutes after the decision, or at once if the host agrees before. Until then you can "
            "take it back."
        )
    return words.say("It takes effect ten minutes after the decision. Until then you can take it back.")


def asks_vouch(words: Words, seen: Looked) -> str:
    """Before an officer vouches: for whom, and what it does."""
    of_web = seen.case.answers.host if seen.case is not None else None
    host = _host(words, seen) or words.say("Host: {name}", name=_named(seen, seen.matter.text, of_web))
    return page(
        words.say("Vouch for this host?"),
        host,
        words.say(
            "It takes effect at once: whoever waits for this host is registered. Nobody can take these registrations "
            "back with this matter, only by an act on each. A head can end the vouching for later guests."
        ),
    )


def unvouched(words: Words, host: Host) -> str:
    """To a head."""
    return page(
        words.say("No officer vouches for {name} any more", name=host.name or ""),
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
