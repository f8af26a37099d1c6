"""A registration after the yes: what holds, moving, leaving, coming back, a longer stay; short enough for one look."""

from datetime import date

from bot.domain.case import Case, EventKind
from bot.domain.life import end_of_stay, is_document_lost, left_on
from bot.law.assessment import Citation, Duty
from bot.registration.life import Registration
from bot.registration.longer_stay import Room
from bot.texts import acts
from bot.texts.explaining.citations import cite
from bot.texts.reminding import reregister_by
from bot.texts.words import Words, lines, page

RE_REGISTERING = Citation("O923", "5")
ENDS_BY_ITSELF = Citation("O923", "6")


def registration(words: Words, one: Registration, *, is_held: bool) -> str:
    """What holds now, and what waits for a host."""
    case = one.case
    answers = case.answers
    heading = words.say("{name} is registered", name=answers.full_name)
    return page(
        heading if is_held else words.say("{name} is not registered by this certificate now", name=answers.full_name),
        lines(
            words.say("Certificate {number}", number=case.application_number),
            words.say("Address: {address}", address=answers.address.line if answers.address else ""),
            words.say("Until: {until}", until=_day(words, answers.until)),
            words.say("Host: {name}", name=one.host_name) if one.host_name else "",
        ),
        _lost(words, case),
        acts.state_of(words, case) or _left(words, case),
        _waiting(words, one.waiting),
        words.say(
            "If you move, register again within five working days ({clause}).", clause=cite(words, RE_REGISTERING)
        )
        if is_held
        else "",
    )


def _day(words: Words, day: date | None) -> str:
    return words.day(day) if day else ""


def _lost(words: Words, case: Case) -> str:
    document = words.say("Document")
    return words.say("{document}: reported lost", document=document) if is_document_lost(case) else ""


def _left(words: Words, case: Case) -> str:
    day, ended = left_on(case), end_of_stay(case)
    if ended is not None and ended.kind is EventKind.EXIT_CONFIRMED:
        return acts.exit_recorded(words, case)
    if day is not None:
        return words.say("You said that you left on {day}.", day=words.day(day))
    return words.say("It ended on {moment}.", moment=words.moment(ended.at)) if ended else ""


def _waiting(words: Words, waiting: Case | None) -> str:
    if waiting is None:
        return ""
    return words.say(
        "Request {number} waits for a host. Until the yes nothing changes.", number=waiting.application_number
    )


def several(words: Words, number: int) -> str:
    """Above the list, where this chat has registered more than one person."""
    return page(
        words.count("{number} registration holds", "{number} registrations hold", number),
        words.say("Tap a name to see it, or to say what has changed."),
    )


def not_registered(words: Words, waiting: Case | None, taken: Case | None = None) -> str:
    """Nothing holds; `taken`: the registration of which an officer, or the border's record, has taken something."""
    return page(
        words.say("You are not registered now"),
        lines(words.say("Certificate {number}", number=taken.application_number), *acts.taken(words, taken))
        if taken is not None
        else "",
        _waiting(words, waiting),
        words.say("To register you need an address, a host and your passport. It takes about five minutes."),
    )


def asks_moved(words: Words, case: Case) -> str:
    """The day of the move; what is known is not asked again."""
    return page(
        words.say("When did you move to the new address?"),
        words.say("Tap a day, or type it. Example: 12.11.2026"),
        words.say("Then only the new host and the new address are asked for {name}.", name=case.answers.full_name),
    )


def moving(words: Words, moved: date, duty: Duty | None, today: date, waiting: Case | None) -> str:
    """Above the first question after the day of the move: by when, by which clause, and what ends by itself."""
    if duty is not None:
        by = reregister_by(words, duty, today)
    else:
        by = words.say("Register at the new address within five working days.")
    clause = cite(words, duty.cite if duty else RE_REGISTERING)
    return lines(
        words.say("You moved on {moved}. {by} ({clause})", moved=words.day(moved), by=by, clause=clause),
        words.say(
            "Your old registration ends by itself when the new host agrees ({clause}).",
            clause=cite(words, ENDS_BY_ITSELF),
        ),
        words.say("Sending takes back your request {number}, which still waits.", number=waiting.application_number)
        if waiting
        else "",
    )


def asks_left(words: Words, case: Case) -> str:
    """The day of the exit."""
    return page(
        words.say("When did you leave Kazakhstan?"),
        words.say("Tap a day, or type it. Example: 12.11.2026"),
        words.say("It is for {name}.", name=case.answers.full_name),
    )


def confirms_left(words: Words, case: Case, day: date) -> str:
    """Asked once before the registration ends."""
    return page(
        words.say("You left Kazakhstan on {day}?", day=words.day(day)),
        words.say(
            "The registration of {name} ends, the certificate counts no more, and your host is told.",
            name=case.answers.full_name,
        ),
        words.say("If you only moved inside Kazakhstan, go back and tap I moved."),
    )


def left(words: Words, case: Case, *, can_undo: bool) -> str:
    """What follows from having left."""
    day = left_on(case)
    return page(
        words.say("The registration of {name} has ended", name=case.answers.full_name),
        words.say(
            "Left Kazakhstan on {day}. The certificate counts no more; its reminders stop.", day=_day(words, day)
        ),
        words.say("Was it a wrong tap? For ten minutes you can take it back.") if can_undo else "",
        words.say("When you come back: /start, then I am back in Kazakhstan."),
    )


def restored(words: Words, case: Case) -> str:
    """After a wrong tap was taken back."""
    return page(
        words.say("Nothing has changed"),
        words.say(
            "You are registered until {until}, and your certificate counts again.",
            until=_day(words, case.answers.until),
        ),
    )


def asks_longer(words: Words, room: Room) -> str:
    """Until when, within the law."""
    lawful = words.say("Your last lawful day is {day}.", day=words.day(room.lawful)) if room.lawful else ""
    return page(
        words.say("Until when do you want to stay?"),
        lines(words.say("You are registered until {until}.", until=words.day(room.until)), lawful),
        words.say("Type the day, or tap it. Your host is asked again; until the yes the old day holds."),
    )


def beyond_the_law(words: Words, room: Room) -> str:
    """What is needed instead of a longer registration; where no source names the way, it says so."""
    heading = (
        words.say("Your last lawful day is {day}", day=words.day(room.lawful))
        if room.lawful
        else words.say("A longer stay needs another ground")
    )
    return page(
        heading,
        words.say("A registration cannot make a stay longer than the law does (Order 923, paragraph 4, ground 2)."),
        _instead(words, room.permit),
        words.say("Otherwise leave by that day."),
    )


def _instead(words: Words, permit: Citation | None) -> str:
    if permit is None:
        return words.say(
            "Which permit or visa lets you stay on is unclear to us. Ask the migration service before that day: phone 1414."
        )
    return words.say(
        "To stay on you need a temporary residence permit (RVP) before that day ({clause}), or a visa. Whether you can get one, ask the migration service: phone 1414.",
        clause=cite(words, permit),
    )


def still_here(words: Words, cases: tuple[Case, ...]) -> str:
    """The question of day 25 and of the last days; no answer changes nothing."""
    first = cases[0]
    if len(cases) > 1:
        names = ", ".join(case.answers.full_name for case in cases)
        return page(
            words.say("Do you all still live there?"),
            words.say("Registered: {names}.", names=names),
            words.say("No answer changes nothing."),
        )
    return page(
        words.say("Do you still live there?"),
        words.say(
            "{name} is registered until {until}: {address}",
            name=first.answers.full_name,
            until=_day(words, first.answers.until),
            address=first.answers.address.written if first.answers.address else "",
        ),
        words.say("No answer changes nothing."),
    )


def noted(words: Words, until: date | None) -> str:
    """After "Still here"."""
    return words.say("Noted: you still live there. You are registered until {until}.", until=_day(words, until))


def all_noted(words: Words) -> str:
    """After the same for a family."""
    return words.say("Noted: you all still live there. Nothing changes.")


def old_document(words: Words, ended: date | None) -> str:
    """Said before anything is asked of one who is back."""
    return page(
        words.say("Your document ended on {day}", day=_day(words, ended)),
        words.say(
            "You cannot register with it. Do you have a new one? Then everything else is filled in from last time."
        ),
        words.say("If not, ask your consulate for a new one first."),
    )


def host_of_moved(words: Words, case: Case) -> str:
    """To the host of the old address: not where, and not with whom."""
    return page(
        words.say("{name} is registered at another address now", name=case.answers.full_name),
        words.say(
            "The registration at your place has ended ({clause}). You have nothing more to do for this guest here.",
            clause=cite(words, ENDS_BY_ITSELF),
        ),
    )


def host_of_left(words: Words, case: Case) -> str:
    """To the host of one who has left the country; where the guest has deleted everything since, by number alone."""
    if case.answers.is_empty:
        return page(
            words.say("Certificate {number}", number=case.application_number),
            words.say(
                "This guest has left Kazakhstan and deleted their data. The registration at your place has ended, and the place is free again."
            ),
        )
    ended, day = end_of_stay(case), _day(words, left_on(case))
    return page(
        words.say("{name} has left", name=case.answers.full_name),
        words.say(
            "The border's record says: left Kazakhstan on {day}. The registration at your place has ended, and the place is free again.",
            day=day,
        )
        if ended is not None and ended.kind is EventKind.EXIT_CONFIRMED
        else words.say(
            "The guest told us: left Kazakhstan on {day}. The registration at your place has ended, and the place is free again.",
            day=day,
        ),
    )


def exit_recorded(words: Words, case: Case) -> str:
    """To the guest whose exit the border's record has: what has ended, and what to do where that is wrong."""
    name = case.answers.full_name
    return page(
        words.say("The registration of {name} has ended", name=name) if name else "",
        words.say(
            "The border's record says: left Kazakhstan on {day}. The certificate counts no more; its reminders stop.",
            day=_day(words, left_on(case)),
        ),
        lines(
            words.say("Still in Kazakhstan? Then you are not registered now: send a new request to your host."),
            acts.wrong_record(words),
        ),
        words.say("When you come back: /start, then I am back in Kazakhstan."),
    )
