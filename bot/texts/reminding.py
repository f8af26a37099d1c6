"""Reminders: by when, what follows otherwise, and where it is written; short enough for a locked phone."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import unescape
from operator import attrgetter

from bot.domain.case import Case
from bot.law.assessment import Citation, Duty, DutyKind, Registration
from bot.registration.outlook import Told
from bot.texts.explaining.citations import cite
from bot.texts.explaining.duties import REGISTERING, unclear
from bot.texts.findings import due_day
from bot.texts.words import Markup, Words, bold, lines, page

HOST_ANSWERS_BY = Citation("K235", "518")
LONGEST = 300  # characters: more would not be read on a locked phone
Sentence = Callable[[Words, Duty, date], str]


def reminder(
    words: Words, duties: Sequence[Duty], today: date, *, waits_for_host: bool, is_unclear: bool = False
) -> str:
    """One message for all that this evening is to bring to mind; `duties` are the open ones, at least one.

    `is_unclear`: whether one must register at all can be read in two ways, and nobody may be called late for it.
    """
    told = _topics(duties)
    headings = [bold(_HEADINGS[duty.duty](words, duty, today)) for duty in told]
    consequences = [_consequence(words, duty, today, is_unclear=is_unclear) for duty in told]
    hint = _hint(words, told[0], waits_for_host=waits_for_host)
    whole = "\n\n".join("\n\n".join(pair) for pair in zip(headings, consequences, strict=True))
    for text in (f"{whole}\n\n{hint}" if hint else whole, whole):
        if shown_length(text) <= LONGEST:
            return text
    return _in_short(words, told, today, is_unclear=is_unclear)


def _in_short(words: Words, told: Sequence[Duty], today: date, *, is_unclear: bool) -> str:
    """The days alone. In doubt one registration keeps both its days, so only the sooner is told, and the doubt."""
    doubtful = sorted((duty for duty in told if duty.duty in REGISTERING), key=attrgetter("due")) if is_unclear else []
    kept = [duty for duty in told if duty not in doubtful[1:]]
    return lines(*(bold(_HEADINGS[duty.duty](words, duty, today)) for duty in kept), unclear(words) if doubtful else "")


def shown_length(text: str) -> int:
    """How long a text is on the screen."""
    return len(unescape(re.sub("<[^>]*>", "", text)))


def _topics(duties: Sequence[Duty]) -> list[Duty]:
    """Leaving and the permit that one gets instead are one thing when they have one day."""
    permits = {duty.due for duty in duties if duty.duty is DutyKind.TEMPORARY_RESIDENCE}
    return [duty for duty in duties if duty.duty is not DutyKind.LEAVE or duty.due not in permits]


def _consequence(words: Words, duty: Duty, today: date, *, is_unclear: bool) -> str:
    if is_unclear and duty.duty in REGISTERING:
        clause = Markup(cite(words, duty.cite))
        return words.say("{sentences} ({citation})", sentences=Markup(unclear(words)), citation=clause)
    return _CONSEQUENCES[duty.duty](words, duty, today)


def _hint(words: Words, duty: Duty, *, waits_for_host: bool) -> str:
    if duty.duty not in REGISTERING:
        return ""
    if waits_for_host:
        return words.say("Your host has not answered yet.")
    return words.say("It takes about five minutes.")


def _register(words: Words, duty: Duty, today: date) -> str:
    return due_day(words, duty.due, today)


def reregister_by(words: Words, duty: Duty, today: date) -> str:
    """By when to register at the new address."""
    due, left = words.day(duty.due), (duty.due - today).days
    if left <= 0:
        return words.say("Register at your new address today: {due} is the last day.", due=due)
    return words.count(
        "Register at your new address by {due}: {number} day left.",
        "Register at your new address by {due}: {number} days left.",
        left,
        due=due,
    )


def _stay_ends(words: Words, duty: Duty, today: date) -> str:
    due, left = words.day(duty.due), (duty.due - today).days
    if left <= 0:
        return words.say("Today, {due}, is the last day of your lawful stay.", due=due)
    return words.count(
        "Your lawful stay ends on {due}: {number} day left.",
        "Your lawful stay ends on {due}: {number} days left.",
        left,
        due=due,
    )


def _document_ends(words: Words, duty: Duty, today: date) -> str:
    due, left = words.day(duty.due), (duty.due - today).days
    return words.count(
        "Your document ends on {due}: {number} day left.",
        "Your document ends on {due}: {number} days left.",
        left,
        due=due,
    )


_HEADINGS: Mapping[DutyKind, Sentence] = {
    DutyKind.REGISTER: _register,
    DutyKind.REREGISTER: reregister_by,
    DutyKind.LEAVE: _stay_ends,
    DutyKind.TEMPORARY_RESIDENCE: _stay_ends,
    DutyKind.RENEW_DOCUMENT: _document_ends,
}
_CONSEQUENCES: Mapping[DutyKind, Sentence] = {
    DutyKind.REGISTER: lambda w, duty, _: w.say(
        "After that day you are late with registration ({clause}).", clause=cite(w, duty.cite)
    ),
    DutyKind.REREGISTER: lambda w, duty, _: w.say(
        "After that day you are late with the new registration ({clause}).", clause=cite(w, duty.cite)
    ),
    DutyKind.LEAVE: lambda w, duty, _: w.say(
        "Leave by then: after it you stay without a right to ({clause}).", clause=cite(w, duty.cite)
    ),
    DutyKind.TEMPORARY_RESIDENCE: lambda w, duty, _: w.say(
        "Leave by then, or get a temporary residence permit: after it you stay without a right to ({clause}).",
        clause=cite(w, duty.cite),
    ),
    DutyKind.RENEW_DOCUMENT: lambda w, duty, _: w.say(
        "After it you have no document to stay or leave on ({clause}). Ask your consulate for a new one.",
        clause=cite(w, duty.cite),
    ),
}


def host_duty(words: Words, case: Case, duty: Duty, today: date) -> str:
    """The host's notice to the police: for whom, by when, and that the bot does not send it."""
    gaps = {"due": words.day(duty.due), "clause": cite(words, duty.cite)}
    in_time = words.say("By {due} ({clause}).", **gaps)
    late = words.say("The last day was {due} ({clause}).", **gaps)
    return page(
        words.say("Tell the migration police: {guest} lives with you.", guest=case.answers.full_name),
        in_time if today <= duty.due else late,
        words.say("Late: a warning, and a fine if repeated ({clause}).", clause=cite(words, HOST_ANSWERS_BY)),
        words.say("This bot does not tell them for you."),
    )


def law_changed(words: Words, was: Told, now: Told) -> str:
    """What was told last, and what holds now."""
    kinds = [kind for kind in DutyKind if was.duties.get(kind) != now.duties.get(kind)]
    changes = [_change(words, kind, was.duties.get(kind), now.duties.get(kind)) for kind in kinds]
    return page(
        words.say("What you must do has changed"),
        lines(_must(words, was.registration, now.registration), *changes),
        words.say("Tap the button to see all your dates and why."),
    )


def _must(words: Words, was: Registration | None, now: Registration) -> str:
    if was is now:
        return ""
    return {
        Registration.REQUIRED: words.say("You must register."),
        Registration.NOT_REQUIRED: words.say("You need not register any more."),
        Registration.UNCLEAR: unclear(words),
    }[now]


def _change(words: Words, kind: DutyKind, was: date | None, now: date | None) -> str:
    name = _names(words)[kind]
    if now is None:
        return words.say("{duty}: was by {was}, now nothing is due.", duty=name, was=words.day(was) if was else "")
    if was is None:
        return words.say("{duty}: now by {now}.", duty=name, now=words.day(now))
    return words.say("{duty}: was by {was}, now by {now}.", duty=name, was=words.day(was), now=words.day(now))


def told(words: Words, last: Told) -> list[str]:
    """What was told last, a line for each duty."""
    names = _names(words)
    dues = [
        words.say("{duty}: now by {now}.", duty=names[kind], now=words.day(due)) for kind, due in last.duties.items()
    ]
    return [_must(words, None, last.registration), *dues]


def _names(words: Words) -> dict[DutyKind, str]:
    return {
        DutyKind.REGISTER: words.say("Register"),
        DutyKind.REREGISTER: words.say("Register at the new address"),
        DutyKind.HOST_NOTICE: words.say("The host's notice"),
        DutyKind.LEAVE: words.say("Leave Kazakhstan"),
        DutyKind.TEMPORARY_RESIDENCE: words.say("Get a temporary residence permit"),
        DutyKind.RENEW_DOCUMENT: words.say("Get a new document"),
    }
