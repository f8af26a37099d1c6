"""One matter as an officer reads it: the facts, what the rules say and why, what was done, what can be done."""

from bot.domain.acts import Ground, is_shortened
from bot.domain.case import EventKind
from bot.domain.life import ACTS
from bot.domain.matter import DENIES, Decision, Matter, MatterEvent, MatterKind, MatterState
from bot.office.queue import Looked
from bot.registration.contradictions import Contradiction, Contrast
from bot.registration.strangers import REGISTERED
from bot.registration.vouching import waiting_yes
from bot.texts import acts, findings
from bot.texts.countries import country_name
from bot.texts.explaining.assessment import GROUNDS
from bot.texts.office import crossings, names, queue
from bot.texts.words import Words, bold, lines, page, plain

_LONGEST_SAID = 1500  # letters of a person's words on a card, of the 4096 of a message
_MOST_EVENTS = 8


def card(words: Words, seen: Looked) -> str:
    """One matter, whole."""
    return page(
        words.say("Matter {number}: {kind}", number=seen.matter.number, kind=queue.kind(words, seen.matter)),
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
        "Request {number}: {state}", number=case.application_number, state=names.stage(words, case, seen.stage)
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
    named = names.host(host.name or "", host.number, is_whole=seen.may_act) if host is not None else ""
    if host is None or not named:
        return ""
    if not host.checked_at and not _waits_for_vouching(seen):
        return words.say("Host: {name}", name=named)  # no officer has to
    checked = words.say("an officer has vouched") if host.checked_at else words.say("no officer has vouched yet")
    return words.say("Host: {name} ({checked})", name=named, checked=checked)


def _waits_for_vouching(seen: Looked) -> bool:
    return seen.matter.kind is MatterKind.HOST or (seen.case is not None and waiting_yes(seen.case) is not None)


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
    kind = EventKind.SHORTENED if is_shortened(case) else done.kind
    ground = acts.why(words, Ground.SHORTER, None) if is_shortened(case) else names.why(words, case, done)
    is_by_officer = case.is_refused_by_officer or kind in ACTS
    at, what = words.moment(done.at), names.act(words, kind) if is_by_officer else names.event(words, done)
    said = (
        words.say("{at}: officer {officer} decided: {what}", at=at, officer=done.chat or "", what=what)
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
    decided = queue.DECISIONS[event.decision](words) if event.decision is not None else words.say("Answer in words")
    said = words.say("{at}: officer {officer} decided: {what}", at=at, officer=event.chat or "", what=decided)
    return lines(said, plain(event.note)) if event.note else said


def _then(words: Words, seen: Looked) -> str:
    """What the officer can do, or when what was decided takes effect."""
    matter = seen.matter
    if matter.is_open and not seen.has_judge:
        return words.say(
            "No officer may decide this: it is about themselves or about what they did. The operator has to name "
            "another officer."
        )
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
    host = _host(words, seen) or words.say(
        "Host: {name}", name=names.host(seen.matter.text, of_web, is_whole=seen.may_act)
    )
    return page(
        words.say("Vouch for this host?"),
        host,
        words.say(
            "It takes effect at once: whoever waits for this host is registered. Nobody can take these registrations "
            "back with this matter, only by an act on each. A head can end the vouching for later guests."
        ),
    )
