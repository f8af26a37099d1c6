""" "My address": who is registered with a host, one person's card, and what the end of a stay means to both sides."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.case import Case, Event, StayEnd
from bot.domain.ids import NOBODY
from bot.domain.life import UNDO_WITHIN, end_of_stay
from bot.registration.my_address import Concern, Home, MyAddress, Resident
from bot.texts.countries import country_name
from bot.texts.shown_answers import entered_with
from bot.texts.words import Words, bold, lines, page, plain


def my_address(words: Words, mine: MyAddress, shown: Sequence[Resident], sheet: int, sheets: int) -> str:
    """The people of one sheet of the page, under their addresses."""
    if not mine.homes:
        return page(
            words.say("My address"),
            words.say("Nobody is registered with you now. Whom you agree to stands here."),
        )
    number = len(mine.residents)
    return page(
        words.say("My address"),
        lines(
            words.count("{number} person is registered with you.", "{number} people are registered with you.", number),
            words.say("Page {sheet} of {sheets}", sheet=sheet, sheets=sheets) if sheets > 1 else "",
        ),
        *homes(words, mine.homes, shown),
        words.say("Tap a name to end a stay, or to get the text of your notice."),
    )


def homes(words: Words, every: Sequence[Home], shown: Sequence[Resident]) -> list[str]:
    """Each address with those who live there, as far as they are shown."""
    told = []
    for home in every:
        here = [resident for resident in home.residents if resident in shown]
        if here:
            told.append(lines(bold(plain(home.address.line)), _room(words, home), *(_row(words, one) for one in here)))
    return told


def _room(words: Words, home: Home) -> str:
    if home.most is None:
        return ""
    taken = words.say("{taken} of at most {most} people.", taken=len(home.residents), most=home.most)
    full = words.say("This place is full: nobody else can be registered here.") if home.is_full else ""
    return " ".join(filter(None, (taken, full)))


def _row(words: Words, resident: Resident) -> str:
    answers = resident.case.answers
    until = words.say(
        "{name}: until {until}", name=answers.full_name, until=words.day(answers.until) if answers.until else ""
    )
    return lines(f"• {until}", *(f"   {concern(words, *one)}" for one in resident.concerns))


def concern(words: Words, what: Concern, day: date | None) -> str:
    """What about the papers a host should know."""
    on = words.day(day) if day else ""
    return {
        Concern.SUSPENDED: words.say("Suspended by an officer on {day} while facts are checked.", day=on),
        Concern.DOCUMENT_LOST: words.say("The document was reported lost."),
        Concern.DOCUMENT_ENDED: words.say("The document ended on {day}.", day=on),
        Concern.DOCUMENT_ENDS: words.say("The document ends on {day}.", day=on),
        Concern.STAY_ENDED: words.say("The lawful stay ended on {day}.", day=on),
        Concern.STAY_ENDS: words.say("The lawful stay ends on {day}.", day=on),
    }[what]


def person(words: Words, resident: Resident) -> str:
    """One person who is registered."""
    case, answers = resident.case, resident.case.answers
    number = answers.document_number.masked if answers.document_number else ""
    return page(
        plain(answers.full_name),
        lines(
            words.say("Citizenship: {country}", country=country_name(words, answers.citizenship or "")),
            f"{entered_with(answers.document_kind, words)}: {number}",
            words.say("Address: {address}", address=answers.address.line if answers.address else ""),
            words.say("Registered on {day}", day=words.day_of(case.ending.at) if case.ending else ""),
            words.say("Staying until {until}", until=words.day(answers.until) if answers.until else ""),
        ),
        lines(*(concern(words, *one) for one in resident.concerns)),
        _notice(words, resident),
        words.say("Does this person live with you no more? Tap what happened. You can take it back for ten minutes."),
    )


def _notice(words: Words, resident: Resident) -> str:
    duty = resident.notice
    if duty is None:
        return ""
    if duty.done:
        return words.say("You told the migration police of this guest.")
    return words.say("Tell the migration police of this guest by {due}.", due=words.day(duty.due))


def end_reason(words: Words, why: StayEnd) -> str:
    """The button with which a host ends a stay."""
    return {
        StayEnd.HAS_LEFT: words.say("Has left"),
        StayEnd.WITHDRAWN: words.say("I withdraw my consent"),
        StayEnd.STRANGER: words.say("I don't know this person"),
    }[why]


def ended(words: Words, case: Case, end: Event, now: datetime) -> str:
    """To the host: the stay is over, and until when that can be taken back."""
    return page(
        words.say("You ended the stay of {name}", name=case.answers.full_name),
        lines(_said(words)[StayEnd(end.reason or StayEnd.HAS_LEFT)], words.say("The certificate no longer holds.")),
        _undo(words, case, end.at + UNDO_WITHIN, now),
        words.say("The bot tells neither the police nor the ministry of it."),
    )


def _undo(words: Words, case: Case, told_at: datetime, now: datetime) -> str:
    """Until when the host can think again, and that the guest hears of it then."""
    time = f"{told_at.astimezone(words.zone):%H:%M}"
    if now >= told_at and _is_of_a_stranger(case):
        return words.say(
            "It cannot be taken back any more. A mistake? Let this person ask again under People you do not know; they send a new request and you agree."
        )
    if now >= told_at:
        return words.say("It cannot be taken back any more. A mistake? Your guest sends a new request and you agree.")
    if case.guest == NOBODY:
        return words.say("Was it a mistake? Tap Undo before {time}. This guest has no chat here: tell them.", time=time)
    return words.say("Your guest is told at {time}. Was it a mistake? Tap Undo before that.", time=time)


def _is_of_a_stranger(case: Case) -> bool:
    end = end_of_stay(case)
    return end is not None and end.reason == StayEnd.STRANGER.value


def _said(words: Words) -> Mapping[StayEnd, str]:
    return {
        StayEnd.HAS_LEFT: words.say("You said that this person has left."),
        StayEnd.WITHDRAWN: lines(words.say("You took your consent back."), unclear(words)),
        StayEnd.STRANGER: words.say(
            "You said that you do not know this person. They cannot ask you again, and an officer of this service will see it."
        ),
    }


def unclear(words: Words) -> str:
    """What the law says of a host's withdrawal: nothing."""
    return words.say(
        "Order 923 names a host's refusal (paragraph 4, ground 3). It does not say whether a host may take back a yes: that is unclear."
    )


def restored(words: Words) -> str:
    """After Undo."""
    return words.say("Taken back. The person is registered again, and was told nothing.")


def stay_ended(words: Words, case: Case, end: Event) -> str:
    """To the guest, ten minutes after: what happened, since when, what to do next, and that it can be a mistake."""
    why = StayEnd(end.reason or StayEnd.HAS_LEFT)
    return page(
        words.say("Your registration at this address has ended"),
        plain(case.answers.address.line if case.answers.address else ""),
        lines(
            _told_guest(words, words.moment(end.at))[why],
            unclear(words) if why is StayEnd.WITHDRAWN else "",
            words.say("Certificate {number} no longer holds.", number=case.application_number),
        ),
        words.say(
            "Register at the address where you live: within five working days of moving (Order 923, paragraph 5)."
        ),
        words.say("Is it a mistake? Talk to your host: only they can let you ask again.")
        if why is StayEnd.STRANGER
        else words.say("Is it a mistake? Talk to your host, then send a new request."),
    )


def _told_guest(words: Words, at: str) -> Mapping[StayEnd, str]:
    return {
        StayEnd.HAS_LEFT: words.say("On {at} your host said that you have left.", at=at),
        StayEnd.WITHDRAWN: words.say("On {at} your host took the consent back.", at=at),
        StayEnd.STRANGER: words.say("On {at} your host said that they do not know you.", at=at),
    }


def strangers(words: Words, known: Sequence[Case]) -> str:
    """Whom the host does not know."""
    if not known:
        return page(words.say("People you do not know"), words.say("Everybody may ask you again."))
    return page(
        words.say("People you do not know"),
        words.say("They cannot ask you to agree. Was it a mistake? Tap a name: that person may ask again."),
    )


def stranger_name(words: Words, case: Case) -> str:
    """A person, or the number of the request where the name was wiped by now."""
    return plain(case.answers.full_name) or words.say("Request {number}", number=case.application_number)


def may_ask(words: Words) -> str:
    """After a host let somebody ask again."""
    return words.say("This person may ask you again. An officer is told that you took it back.")


def stranger_refused(words: Words) -> str:
    """Under a request that was refused because the host does not know the guest."""
    return words.say(
        "This person cannot ask you again, and an officer of this service will see it. A mistake? My address, People you do not know."
    )
