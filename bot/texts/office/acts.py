"""An officer's acts on a registration: the page, the day, what will happen to whom, what was done."""

from datetime import date, datetime

from bot.domain.acts import Deed, Ground
from bot.domain.case import Case, Event
from bot.domain.ids import NOBODY
from bot.domain.life import ACTS, end_of_stay, is_document_lost, is_granted, is_registered, is_suspended
from bot.office.acts import Acts, Preview
from bot.texts import acts as told
from bot.texts.office import names
from bot.texts.words import Words, lines, page


def acts(words: Words, shown: Acts, now: datetime) -> str:
    """Where it stands, and what this officer can do now; no person on it."""
    case = shown.case
    return page(
        words.say("Registration {number}", number=case.application_number),
        lines(
            words.say("Now: {state}", state=_now(words, case, now)),
            words.say("Last day: {day}", day=words.day(case.answers.until)) if case.answers.until else "",
            words.say("Replaced by number {number}.", number=f"{shown.newer:08d}") if shown.newer else "",
        ),
        _last(words, shown.act),
        words.say("Choose. Nothing happens before you have seen what will happen to whom.")
        if shown.deeds - {Deed.UNDO}
        else words.say("There is nothing that you can decide here now."),
    )


def _last(words: Words, act: Event | None) -> str:
    if act is None:
        return ""
    return words.say(
        "Last act: {what}, {at}, by officer {officer}.",
        what=names.act(words, act.kind),
        at=words.moment(act.at),
        officer=act.chat or "?",
    )


def _now(words: Words, case: Case, now: datetime) -> str:
    """Where it stands, in a word; `now` knows the zone of the legal day."""
    if not is_granted(case):
        return names.stage(words, case, case.stage(now))
    ended = end_of_stay(case)
    if ended is not None:
        return names.act(words, ended.kind) if ended.kind in ACTS else names.life(words, ended.kind)
    if not is_registered(case, now):
        return words.say("the last day has passed")
    if is_suspended(case):
        return words.say("suspended")
    return words.say("valid, document reported lost") if is_document_lost(case) else words.say("valid")


def deed_button(words: Words, deed: Deed) -> str:
    """An act."""
    return {
        Deed.PAGE: words.say("Back to the acts"),
        Deed.REFUSE: words.say("Refuse the request"),
        Deed.REVOKE: words.say("Revoke"),
        Deed.SUSPEND: words.say("Suspend while facts are checked"),
        Deed.REINSTATE: words.say("Reinstate"),
        Deed.SHORTEN: words.say("Shorten the stay"),
        Deed.EXPEL: words.say("Mark expelled"),
        Deed.UNDO: words.say("Undo"),
    }[deed]


def ground_button(words: Words, ground: Ground) -> str:
    """A ground, short enough for a button."""
    return {
        Ground.UNTRUE: words.say("Data untrue (paragraph 4, 1)"),
        Ground.TERM_BROKEN: words.say("Term of stay broken (paragraph 4, 2)"),
        Ground.CHECKED: words.say("Facts are checked"),
        Ground.CLEARED: words.say("Checked: all is well"),
        Ground.MISTAKE: words.say("The act before was a mistake"),
        Ground.COURT: words.say("A court's act"),
        Ground.SHORTER: words.say("Stay reduced (article 9, 8)"),
    }[ground]


def asks_ground(words: Words, case: Case, deed: Deed) -> str:
    """On what ground?"""
    return page(
        words.say("{act}: number {number}", act=deed_button(words, deed), number=case.application_number),
        words.say("On what ground?"),
        words.say(
            "Paragraph 4 of Order 923 is a closed list for refusing. Of taking a registration back it does not speak: "
            "the person is told so."
        )
        if deed is Deed.REVOKE
        else "",
    )


def asks_day(words: Words, case: Case, deed: Deed) -> str:
    """The new last day, or that of the court's act."""
    heading = words.say("{act}: number {number}", act=deed_button(words, deed), number=case.application_number)
    if deed is Deed.EXPEL:
        return page(
            heading,
            words.say("Type the day of the court's act. Example: 12.11.2026"),
            words.say("Only that there is one and its day are kept: no number, no court, no words of it."),
        )
    return page(
        heading,
        words.say("It lasts until {until}.", until=words.day(case.answers.until) if case.answers.until else ""),
        words.say("Type the new last day. Example: 12.11.2026"),
    )


def preview(words: Words, shown: Preview) -> str:
    """What exactly will happen, to whom, and who is told."""
    case, order = shown.case, shown.order
    return page(
        words.say("{act}: number {number}", act=deed_button(words, order.deed), number=case.application_number),
        lines(
            words.say("Guest: {name}", name=case.answers.full_name),
            words.say("Host: {name}", name=shown.host_name) if shown.host_name else "",
            words.say("Address: {address}", address=case.answers.address.line if case.answers.address else ""),
        ),
        lines(told.why(words, order.ground, order.day.isoformat() if order.day else None), _others(words, shown)),
        _then(words, order.deed, order.day),
        _who_is_told(words, case),
    )


def _others(words: Words, shown: Preview) -> str:
    if not shown.others:
        return ""
    together = ", ".join(other.answers.full_name for other in shown.others)
    return words.say("They asked together and are refused together: {names}.", names=together)


def _then(words: Words, deed: Deed, day: date | None) -> str:
    return {
        Deed.REFUSE: words.say("It takes effect ten minutes after the decision. Until then you can take it back."),
        Deed.REVOKE: words.say("The certificate becomes REVOKED. The person is not registered any more."),
        Deed.SUSPEND: words.say("The certificate becomes SUSPENDED. The person stays registered and counted."),
        Deed.REINSTATE: words.say("The certificate is worth again what it was before."),
        Deed.SHORTEN: words.say(
            "The certificate becomes REPLACED. A new one is issued at once, until {day}.",
            day=words.day(day) if day else "",
        ),
        Deed.EXPEL: words.say(
            "The certificate becomes REVOKED. While this stands the person is not registered by this service, as long as the person's data are kept: who deletes them is not known any more."
        ),
    }[deed]


def _who_is_told(words: Words, case: Case) -> str:
    guest, host = case.guest != NOBODY, case.host is not None
    if not guest and not host:
        return words.say("Neither guest nor host has a chat here: nobody is told by the bot.")
    who = (
        words.say("Guest and host are told")
        if guest and host
        else words.say("The guest is told")
        if guest
        else words.say("The host is told")
    )
    return words.say("{who}: in ten minutes. Until then you can undo it.", who=who)


def done(words: Words, deed: Deed) -> str:
    """Above the page after an act."""
    return words.say("Done: {act}.", act=deed_button(words, deed))


def undone(words: Words) -> str:
    """After it was undone."""
    return words.say("Undone: all is as it was. Nobody was told.")
