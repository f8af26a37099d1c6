"""What an officer's act is to guest and host: what happened, on what ground, by whom, what to do and by when.

Order 923, paragraph 4, names grounds for refusing a registration, not for taking one back; where an act goes beyond
what the sources say, its words say so.
"""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.acts import Deed, Ground, appealable, is_renewed
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import UNDO_WITHIN, check_of_facts, end_of_stay, left_on, suspension
from bot.registration.appeals import last_day_to_appeal
from bot.texts.words import Words, lines, page


def to_guest(words: Words, case: Case, told: Mapping[str, str], place: int) -> str:
    """To the guest, when it can be undone no more."""
    deed, ground = Deed(told["deed"]), Ground(told["ground"])
    learned = (case.events[place].at + UNDO_WITHIN).astimezone(words.zone).date()
    if deed is Deed.REINSTATE and _has_ended(case, learned):
        return _cleared(words, case, ground)
    return page(
        _heading_for_guest(words, case, deed),
        lines(why(words, ground, told.get("day")), _limits(words, deed)),
        _so_now(words, case, deed, learned),
        _who(words),
        _appeal(words, last_day_to_appeal(learned)) if deed is not Deed.REINSTATE else "",
    )


def _has_ended(case: Case, on: date) -> bool:
    """Whether what was given back is no registration any more: a check was lifted, or a mark taken off."""
    return end_of_stay(case) is not None or (case.answers.until is not None and case.answers.until < on)


def _cleared(words: Words, case: Case, ground: Ground) -> str:
    number, name = case.application_number, case.answers.full_name
    return page(
        words.say("Registration {number} of {name}: the officer's check is over", number=number, name=name),
        why(words, ground, None),
        words.say("This registration had ended before, and stays ended. A new request is not held back by it."),
        _who(words),
    )


def to_host(words: Words, case: Case, told: Mapping[str, str]) -> str:
    """To the host: of the guest what the host has to know, and not where it was found."""
    deed, ground = Deed(told["deed"]), Ground(told["ground"])
    learned = (case.events[int(told["event"])].at + UNDO_WITHIN).astimezone(words.zone).date()
    if deed is Deed.REINSTATE and _has_ended(case, learned):
        return _cleared(words, case, ground)
    return page(
        _heading_for_host(words, case, deed),
        lines(why(words, ground, told.get("day")), _limits(words, deed)),
        _host_does(words, deed),
        _who(words),
    )


def _heading_for_guest(words: Words, case: Case, deed: Deed) -> str:
    number, name = case.application_number, case.answers.full_name
    until = words.day(case.answers.until) if case.answers.until else ""
    if deed is Deed.REINSTATE and is_renewed(case):
        return words.say(
            "The stay of {name} lasts until {until} again: certificate {number}", **_gaps(name, until, number)
        )
    return {
        Deed.REVOKE: words.say("Registration {number} of {name} is revoked by an officer", number=number, name=name),
        Deed.SUSPEND: words.say("Registration {number} of {name} is suspended by an officer", number=number, name=name),
        Deed.REINSTATE: words.say("Registration {number} of {name} holds again", number=number, name=name),
        Deed.SHORTEN: words.say(
            "The stay of {name} is shortened: until {until}, certificate {number}", **_gaps(name, until, number)
        ),
        Deed.EXPEL: words.say("Registration {number} of {name} has ended: expulsion", number=number, name=name),
    }[deed]


def _gaps(name: str, until: str, number: str) -> dict[str, str]:
    return {"name": name, "until": until, "number": number}


def _heading_for_host(words: Words, case: Case, deed: Deed) -> str:
    if case.answers.is_empty:  # the guest has deleted everything since
        return words.say(
            "Certificate {number}: an officer has ended this registration with you. The guest's data are deleted",
            number=case.application_number,
        )
    name, until = case.answers.full_name, words.day(case.answers.until) if case.answers.until else ""
    if deed is Deed.REINSTATE and is_renewed(case):
        return words.say("{name} is registered with you until {until} again", name=name, until=until)
    return {
        Deed.REVOKE: words.say("{name} is not registered with you any more: an officer revoked it", name=name),
        Deed.SUSPEND: words.say("The registration of {name} with you is suspended by an officer", name=name),
        Deed.REINSTATE: words.say("{name} is registered with you again", name=name),
        Deed.SHORTEN: words.say("{name} is registered with you only until {until}", name=name, until=until),
        Deed.EXPEL: words.say("{name} is not registered with you any more: expulsion", name=name),
    }[deed]


def why(words: Words, ground: Ground, day: str | None) -> str:
    """The ground, with where it is written."""
    on = words.day(date.fromisoformat(day)) if day else ""
    return {
        Ground.UNTRUE: words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
        Ground.TERM_BROKEN: words.say("Ground: the term of stay was broken (Order 923, paragraph 4, ground 2)."),
        Ground.CHECKED: words.say("Ground: facts of the registration are being checked."),
        Ground.CLEARED: words.say("The facts were checked: all is well."),
        Ground.MISTAKE: words.say("The officer's earlier decision was a mistake and is taken back."),
        Ground.COURT: words.say(
            "Ground: a court's act of expulsion of {day} (Law on Migration, article 9, 6-1).", day=on
        ),
        Ground.SHORTER: words.say("Ground: the stay is reduced (Law on Migration, article 9, 8)."),
    }[ground]


def _limits(words: Words, deed: Deed) -> str:
    """What the sources do not say."""
    return {
        Deed.REVOKE: words.say(
            "Paragraph 4 speaks of refusing a registration. Whether and how one is taken back, Order 923 does not say."
        ),
        Deed.SUSPEND: words.say("Order 923 does not speak of suspending: it is a rule of this service."),
        Deed.EXPEL: words.say(
            "The law says that the departure is watched. What becomes of the registration, Order 923 does not say."
        ),
    }.get(deed, "")


def _so_now(words: Words, case: Case, deed: Deed, learned: date) -> str:
    if deed is Deed.SHORTEN and case.answers.until is not None and case.answers.until <= learned:
        return words.say(
            "The new certificate follows; the old one is replaced. Its last day is {until}: leave by the end of that day, or ask 1414 at once.",
            until=words.day(case.answers.until),
        )
    if deed is Deed.REINSTATE and is_renewed(case):
        return words.say("The new certificate follows. The shorter one is replaced.")
    return {
        Deed.REVOKE: words.say(
            "The certificate counts no more and whoever checks it is told so. Register anew with true data as soon as "
            "you can: your deadline runs."
        ),
        Deed.SUSPEND: words.say(
            "You stay registered. Until the check is done the certificate shows SUSPENDED, and you can "
            "neither move nor stay longer by it."
        ),
        Deed.REINSTATE: words.say("The certificate is valid again. You need do nothing."),
        Deed.SHORTEN: words.say(
            "The new certificate follows; the old one is replaced. You may stay until {until}: by then leave, or ask 1414 how to stay longer.",
            until=words.day(case.answers.until) if case.answers.until else "",
        ),
        Deed.EXPEL: words.say(
            "The certificate counts no more. Whether you may register again is unclear: paragraph 4 does not name "
            "expulsion. While the act is recorded this service does not register you. Ask 1414 how and by when to leave."
        ),
    }[deed]


def _host_does(words: Words, deed: Deed) -> str:
    return {
        Deed.SUSPEND: words.say(
            "The person stays registered at your address while the facts are checked. You have nothing to do."
        ),
        Deed.REINSTATE: words.say("The certificate is valid again. Your duties are as before."),
        Deed.SHORTEN: words.say("You need not agree again."),
    }.get(
        deed,
        words.say(
            "The certificate counts no more, and the place is free. If the person lives with you still, ask 1414."
        ),
    )


def _who(words: Words) -> str:
    return words.say("This was done by an officer of this service, not by the ministry. Questions: 1414.")


def _appeal(words: Words, last: date) -> str:
    return words.say(
        "You can appeal to this service until {last} (Administrative Procedure Code, articles 91 and 92): tap below.",
        last=words.day(last),
    )


def state_of(words: Words, case: Case) -> str:
    """On the guest's page of a registration: what an officer has done to it; "" where nothing stands."""
    waits, ended = suspension(case), end_of_stay(case)
    if waits is not None:
        return words.say(
            "Suspended by an officer on {day} while facts are checked: you stay registered, and nothing can be changed.",
            day=words.day_of(waits.at),
        )
    if ended is None:
        return ""
    return {
        EventKind.REVOKED: words.say("Revoked by an officer on {day}.", day=words.day_of(ended.at)),
        EventKind.EXPELLED: words.say("Ended by an officer on {day}: expulsion.", day=words.day_of(ended.at)),
    }.get(ended.kind, "")


def exit_recorded(words: Words, case: Case) -> str:
    """Of a registration that the border's record has ended."""
    day = left_on(case)
    return words.say("The border's record says that you left on {day}.", day=words.day(day)) if day else ""


def wrong_record(words: Words) -> str:
    """What helps against it."""
    return words.say("Is the border's record wrong? Appeal: an officer of this service can give the registration back.")


def _checked_since(words: Words, waits: Event | None) -> str:
    """Of one that the guest or the host has ended while it was suspended."""
    if waits is None:
        return ""
    return words.say(
        "Since {day} an officer has been checking facts of this registration, and the check is not over.",
        day=words.day_of(waits.at),
    )


def told_already(case: Case, now: datetime) -> bool:
    """Whether something was taken from it, and can be undone unheard no more."""
    act = appealable(case)
    return act is not None and (act.kind is EventKind.EXIT_CONFIRMED or act.at + UNDO_WITHIN <= now)


def taken(words: Words, case: Case) -> tuple[str, ...]:
    """Why an officer took something from a registration, for who thinks of appealing."""
    waits, ended = check_of_facts(case), end_of_stay(case)
    if ended is not None and ended.kind is EventKind.EXIT_CONFIRMED:
        return exit_recorded(words, case), wrong_record(words)
    if waits is not None:
        ground = why(words, Ground.CHECKED, None)
    elif ended is None:
        ground = why(words, Ground.SHORTER, None)
    elif ended.kind is EventKind.EXPELLED:
        ground = why(words, Ground.COURT, ended.reason) if ended.reason else ""
    else:
        ground = why(words, Ground(ended.reason), None) if ended.reason in set(Ground) else ""
    return (
        state_of(words, case) or _checked_since(words, waits) or words.say("An officer has shortened the stay."),
        ground,
        words.say("This is a decision of this service, not of the ministry."),
    )
