"""Codes of a person's own data in words: what happened to a request and why, what was told, what an officer has."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.domain.acts import GIVEN_BACK, SHORTENED, Ground
from bot.domain.answers import Answers, Purpose
from bot.domain.case import GROUNDS_OF_OFFICERS, Case, Event, EventKind, RefusalReason, Stage, StayEnd
from bot.domain.life import ACTS
from bot.domain.matter import Matter, MatterKind
from bot.domain.notice import NoticeKind
from bot.registration.granting import FILED_BY_HOST, ON_THE_WEB, REISSUED
from bot.registration.lost_passport import BY_LOSS
from bot.texts import acts, appeals, buttons, cards, endings, family
from bot.texts.my_address import end_reason
from bot.texts.words import Words, plain

Speak = Callable[[Words], str]


def kinship(words: Words, answers: Answers) -> str:
    """Who somebody is to the one who files, and by which paper; "" of one who files for the own person."""
    return family.kinship(words, answers.kinship, answers.proof) if answers.kinship is not None else ""


def purpose(words: Words, what: Purpose) -> str:
    """What a request that continues a registration is for, as its button says it."""
    return {
        Purpose.MOVE: words.say("I moved"),
        Purpose.LONGER: words.say("Stay longer"),
        Purpose.RETURN: words.say("I am back in Kazakhstan"),
        Purpose.NEW_DOCUMENT: words.say("I have a new document"),
    }[what]


def event(words: Words, kind: EventKind, reason: str | None) -> str:
    """What happened to a request."""
    if kind is EventKind.DENIED and reason in GROUNDS_OF_OFFICERS:
        return words.say("refused")
    if kind.value in set(Stage):
        return cards.outcome(words, Stage(kind.value))
    return words.say("sent") if kind is EventKind.ASKED else _EVENTS[kind](words)


def why(words: Words, case: Case, one: Event) -> str:
    """Why it happened, or what was said with it; "" where nothing was."""
    if one.reason is None:
        return ""
    if one.kind is EventKind.DENIED:
        return endings.ground(words, case)
    if one.kind is EventKind.REFUSED and one.reason in set(RefusalReason):
        return buttons.refusal_reason(words, RefusalReason(one.reason))
    if one.kind is EventKind.HOST_ENDED and one.reason in set(StayEnd):
        return end_reason(words, StayEnd(one.reason))
    if one.kind in ACTS | {EventKind.UNDONE}:
        return _of_an_officer(words, one.reason)
    if one.kind in {EventKind.REPLACED, EventKind.HOST_NOTIFIED}:
        return words.say("Certificate {number}", number=f"{int(one.reason):08d}")
    return _WAYS[one.reason](words) if one.reason in _WAYS else _day_or_name(words, one.reason)


def _of_an_officer(words: Words, reason: str) -> str:
    """A ground, a day, or the act that was undone."""
    if reason in set(Ground):
        return acts.why(words, Ground(reason), None)
    return event(words, EventKind(reason), None) if reason in set(EventKind) else _day_or_name(words, reason)


def _day_or_name(words: Words, reason: str) -> str:
    """A day of the calendar; else the public name of a paper, or the version of a text."""
    try:
        return words.day(date.fromisoformat(reason))
    except ValueError:
        return plain(reason)


def notice(words: Words, record: Mapping[str, object]) -> str:
    """What was owed or sent, and when; the message itself is in the chat."""
    due = words.moment(datetime.fromisoformat(str(record["due_at"])))
    return f"{due}: {_NOTICES[NoticeKind(str(record['kind']))](words)}"


def matter(words: Words, one: Matter) -> str:
    """An appeal as on its list, or a report with what it is of."""
    if one.kind is MatterKind.APPEAL:
        return appeals.line(words, one)
    return words.say(
        "Report {number} of {day}: {what} ({state})",
        number=one.number,
        day=words.day_of(one.opened_at),
        what=_MATTERS[one.kind](words),
        state=appeals.state(words, one.state),
    )


_MATTERS: dict[MatterKind, Speak] = {
    MatterKind.STRANGER: lambda words: words.say("I don't know this person"),
    MatterKind.CROWDED: lambda words: words.say("Your place is full"),
    MatterKind.CONTRADICTION: lambda words: words.say("answers that do not fit with other answers"),
    MatterKind.REFUSAL: lambda words: words.say("what an officer has done"),
    MatterKind.HOST: lambda words: words.say("an officer looks at a host's details"),
    MatterKind.CROSSING: lambda words: words.say("answers that do not fit with the border's record"),
    MatterKind.OVERSTAY: lambda words: words.say("no exit is recorded by the last lawful day"),
}

_WAYS: dict[str, Speak] = {
    ON_THE_WEB: lambda words: words.say("Your host answers on a web page"),
    FILED_BY_HOST: lambda words: words.say("Guests from a spreadsheet"),
    REISSUED: lambda words: words.say("I have a new document"),
    SHORTENED: lambda words: words.say("the stay was shortened by an officer"),
    GIVEN_BACK: lambda words: words.say("made valid again by an officer"),
    BY_LOSS: lambda words: words.say("the document was reported lost"),
}

_EVENTS: dict[EventKind, Speak] = {
    EventKind.REVOKED: lambda words: words.say("revoked by an officer"),
    EventKind.SUSPENDED: lambda words: words.say("suspended by an officer"),
    EventKind.REINSTATED: lambda words: words.say("made valid again by an officer"),
    EventKind.SHORTENED: lambda words: words.say("the stay was shortened by an officer"),
    EventKind.EXPELLED: lambda words: words.say("ended by an officer: expulsion"),
    EventKind.UNDONE: lambda words: words.say("the officer has undone it"),
    EventKind.WRONG_IIN: lambda words: words.say("a wrong IIN was given"),
    EventKind.REMINDED: lambda words: words.say("the host was reminded"),
    EventKind.HOST_NOTIFIED: lambda words: words.say("the host said that the migration police were told"),
    EventKind.STILL_HERE: lambda words: words.say("Still here"),
    EventKind.LEFT: lambda words: words.say("you said that you had left"),
    EventKind.HOST_ENDED: lambda words: words.say("the host ended the stay"),
    EventKind.RESTORED: lambda words: words.say("the end of the stay was taken back"),
    EventKind.REPLACED: lambda words: words.say("replaced by a newer registration"),
    EventKind.DOCUMENT_LOST: lambda words: words.say("the document was reported lost"),
    EventKind.DOCUMENT_FOUND: lambda words: words.say("The report is taken back"),
    EventKind.PROOF_ISSUED: lambda words: words.say("Proof that I asked (PDF)"),
    EventKind.TAKEN_OVER: lambda words: words.say("taken over into the person's own chat"),
    EventKind.ENTRY_CONFIRMED: lambda words: words.say("the border's record has the entry"),
    EventKind.EXIT_CONFIRMED: lambda words: words.say("the border's record has the exit"),
    EventKind.CODE_SHOWN: lambda words: words.say("a code for the host's web page was shown"),
    EventKind.WRONG_CODE: lambda words: words.say("a wrong code was typed on the web page"),
    EventKind.WRONG_DOCUMENT: lambda words: words.say("a wrong document number was typed"),
    EventKind.HOST_CONSENTED: lambda words: words.say("Consent to personal data"),
    EventKind.AWAITS_VOUCHING: lambda words: words.say("the host said yes; an officer looks at the host's details"),
}

_NOTICES: dict[NoticeKind, Speak] = {
    NoticeKind.OFFICER_ACT: lambda words: words.say("what an officer has done"),
    NoticeKind.HOST_ASKED: lambda words: words.say("Someone asks to be registered at your home"),
    NoticeKind.HOST_REMINDED: lambda words: words.say("A guest is still waiting for your answer"),
    NoticeKind.HOST_CARD: lambda words: words.say("where a request stands"),
    NoticeKind.GUEST_CARD: lambda words: words.say("where a request stands"),
    NoticeKind.GUEST_REFUSED: lambda words: words.say("the host refused"),
    NoticeKind.GUEST_DENIED: lambda words: words.say("refused by law"),
    NoticeKind.HOST_SILENT: lambda words: words.say("Your host has not answered yet. You are not registered"),
    NoticeKind.LINK_CLOSED: lambda words: words.say("closed after five wrong IINs"),
    NoticeKind.REQUEST_EXPIRED: lambda words: words.say("ended without an answer"),
    NoticeKind.CERTIFICATE_PICTURE: lambda words: words.say("Your registration certificate"),
    NoticeKind.CERTIFICATE_FILE: lambda words: words.say("The same certificate for printing."),
    NoticeKind.DEADLINE: lambda words: words.say("a reminder of a deadline"),
    NoticeKind.HOST_DUTY: lambda words: words.say("a reminder of a deadline"),
    NoticeKind.LAW_CHANGED: lambda words: words.say("What you must do has changed"),
    NoticeKind.NUMBER_TAKEN: lambda words: words.say("This chat is not linked to your IIN or BIN any more"),
    NoticeKind.GUEST_MOVED: lambda words: words.say("replaced by a newer registration"),
    NoticeKind.STILL_HERE: lambda words: words.say("Do you still live there?"),
    NoticeKind.STAY_ENDED: lambda words: words.say("the host ended the stay"),
    NoticeKind.GUEST_LEFT: lambda words: words.say("They have left"),
    NoticeKind.EXIT_RECORDED: lambda words: words.say("the border's record has the exit"),
    NoticeKind.DIGEST: lambda words: words.say("Your guests this month"),
    NoticeKind.IMPORT_READY: lambda words: words.say("Guests from a spreadsheet"),
    NoticeKind.PLACE_CROWDED: lambda words: words.say("Your place is full"),
    NoticeKind.STAFF_REMOVED: lambda words: words.say("Staff who answer for you"),
    NoticeKind.STAFF_JOINED: lambda words: words.say("Staff who answer for you"),
    NoticeKind.STAFF_LEFT: lambda words: words.say("Staff who answer for you"),
    NoticeKind.REISSUED: lambda words: words.say("Your guest has a new document"),
    NoticeKind.WEB_CLOSED: lambda words: words.say("This page is closed"),
    NoticeKind.MATTER_ANSWERED: lambda words: words.say("The answer"),
    NoticeKind.HOST_VOUCHED: lambda words: words.say("an officer looks at a host's details"),
    NoticeKind.TO_MEND: lambda words: words.say("Mend and send again"),
    NoticeKind.OFFICE_REPORT: lambda words: words.say("the office's daily report"),
    NoticeKind.DECIDED: lambda words: words.say("a decision of this officer"),
    NoticeKind.TAKEN_OVER: lambda words: words.say("taken over into the person's own chat"),
    NoticeKind.LOOK_UPS_MANY: lambda words: words.say("an officer has looked up many people"),
    NoticeKind.OWN_LINK_CLOSED: lambda words: words.say("a wrong document number was typed"),
}
