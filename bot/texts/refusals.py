"""What the bot says when it says no: what happened, and how to mend it, in the words of the question."""

from collections.abc import Callable
from datetime import date, datetime

from bot.domain.case import EventKind
from bot.domain.refusals import Refusal, RefusalCode, RefusalData
from bot.texts.words import Words

Code = RefusalCode


def refusal(words: Words, no: Refusal) -> str:
    """The sentence for this refusal."""
    return _SENTENCES[no.code](words, no.data)


def _day(words: Words, value: object) -> str:
    return words.day(value) if isinstance(value, date) else ""


def _moment(words: Words, value: object) -> str:
    return words.moment(value) if isinstance(value, datetime) else ""


def already_answered(words: Words, data: RefusalData) -> str:
    """How and when a request ended."""
    at = _moment(words, data.get("at"))
    return {
        EventKind.GRANTED.value: words.say("This request was already answered on {at}: the host agreed.", at=at),
        EventKind.REFUSED.value: words.say("This request was already answered on {at}: the host refused.", at=at),
        EventKind.DENIED.value: words.say(
            "This request was already answered on {at}: the host agreed, the law did not allow it.", at=at
        ),
    }.get(str(data.get("kind")), words.say("This request has already been answered."))


Speak = Callable[[Words, RefusalData], str]

_SENTENCES: dict[RefusalCode, Speak] = {
    Code.NAME_EMPTY: lambda w, _: w.say("Type the name as in your document."),
    Code.NAME_LETTERS: lambda w, _: w.say("A name is written with letters, spaces, hyphens or apostrophes."),
    Code.NAME_LONG: lambda w, d: w.say(
        "A name can have at most {most} letters. Type it as in your document.", most=d.get("most", "")
    ),
    Code.DATE_UNREAD: lambda w, _: w.say("Type the date as day, month, year. Example: 12.11.2026"),
    Code.DATE_NO_YEAR: lambda w, _: w.say("The date must include a year. Example: 12.11.2026"),
    Code.DATE_IMPOSSIBLE: lambda w, _: w.say("There is no such day. Check the day and the month. Example: 27.03.1990"),
    Code.ENTRY_IN_FUTURE: lambda w, _: w.say("The date you entered Kazakhstan must be today or in the past."),
    Code.ENTRY_TOO_OLD: lambda w, d: w.say(
        "The date you entered Kazakhstan must be {first} or later. Type your last entry.", first=_day(w, d.get("first"))
    ),
    Code.BIRTH_IN_FUTURE: lambda w, _: w.say("The date of birth must be in the past."),
    Code.BIRTH_TOO_OLD: lambda w, _: w.say("Check the year of birth: that is more than 120 years ago."),
    Code.UNTIL_BEFORE_ENTRY: lambda w, d: w.say(
        "The last day must be the same as or after {entered}, when you entered.", entered=_day(w, d.get("entered"))
    ),
    Code.UNTIL_PAST: lambda w, _: w.say("The last day must be today or later."),
    Code.UNTIL_TOO_FAR: lambda w, _: w.say("The last day can be at most a year from today."),
    Code.UNTIL_OVER_STAY: lambda w, d: w.say(
        "Your lawful stay ends on {until}. Choose that day or an earlier one.", until=_day(w, d.get("until"))
    ),
    Code.TRIP_REVERSED: lambda w, _: w.say("The day you left must be the same as or after the day you entered."),
    Code.TRIP_FUTURE: lambda w, _: w.say("A trip is one that is over: both days must be today or in the past."),
    Code.TRIP_OVERLAPS: lambda w, d: w.say(
        "You were in Kazakhstan then already: {entered} to {left} is on your list. Check both days.",
        entered=_day(w, d.get("entered")),
        left=_day(w, d.get("left")) or w.say("today"),
    ),
    Code.TRIP_TOO_MANY: lambda w, d: w.say(
        "The list is full: it holds {most} trips. Remove the oldest ones, which count no more.",
        most=d.get("most", ""),
    ),
    Code.MOVED_FUTURE: lambda w, _: w.say("The day you moved must be today or in the past."),
    Code.MOVED_BEFORE_ENTRY: lambda w, d: w.say(
        "The day you moved must be the same as or after {entered}, when you entered.", entered=_day(w, d.get("entered"))
    ),
    Code.DAY_TOO_OLD: lambda w, d: w.say("The day must be {first} or later.", first=_day(w, d.get("first"))),
    Code.DAY_TOO_FAR: lambda w, _: w.say("The day can be at most a year from today."),
    Code.DAY_IN_FUTURE: lambda w, _: w.say("The day must be today or in the past."),
    Code.DAY_BEFORE_ENTRY: lambda w, d: w.say(
        "The day must be the same as or after {entered}, when you entered.", entered=_day(w, d.get("entered"))
    ),
    Code.DAYS_REVERSED: lambda w, _: w.say("The new entry must be the same day as you leave, or later."),
    Code.DAYS_TWO: lambda w, _: w.say("Type two dates in one message. Example: 20.12.2026 - 15.01.2027"),
    Code.DOCUMENT_LENGTH: lambda w, d: w.say(
        "The number must have {least} to {most} letters and numbers, as on the page with your photo.",
        least=d.get("least", ""),
        most=d.get("most", ""),
    ),
    Code.DOCUMENT_LETTERS: lambda w, _: w.say(
        "The number is written with Latin letters and numbers. Example: AA1234567"
    ),
    Code.DOCUMENT_EXPIRED: lambda w, d: w.say(
        "This document ended on {expired}. You cannot register with it. Get a new one from your consulate, or type the "
        "date again if it was mistyped.",
        expired=_day(w, d.get("expired")),
    ),
    Code.PASSPORT_UNSEEN: lambda w, _: w.say(
        'Some lines are marked "check". Compare them with your document, then tap "is right" or change them.'
    ),
    Code.CHOICE_UNKNOWN: lambda w, _: w.say("Tap one of the buttons, or type what stands on it."),
    Code.CITIZENSHIP_UNKNOWN: lambda w, _: w.say(
        "No country with this name was found. Type the first letters of its name, for example: Uzb"
    ),
    Code.ADDRESS_SHORT: lambda w, _: w.say("Type the city, the street and the house number in one message."),
    Code.ADDRESS_LONG: lambda w, d: w.say(
        "The address can have at most {most} letters. Leave out what the postman does not need.", most=d.get("most", "")
    ),
    Code.ADDRESS_NO_HOUSE: lambda w, _: w.say("Type the house number, for example 15 or 15/2."),
    Code.PREMISES_NOT_LIVED_IN: lambda w, _: w.say(
        "One can register only where people live: houses, flats, dormitories, hotels, rest homes, sanatoriums and the "
        "like (Order 923, paragraph 7). Give another address."
    ),
    Code.IIN_LENGTH: lambda w, _: w.say("An IIN has 12 numbers. Type all of them."),
    Code.IIN_CHECKSUM: lambda w, _: w.say("Check the IIN: its last number does not match the others."),
    Code.IIN_IS_BIN: lambda w, _: w.say(
        "This is the BIN of an organisation. Type the IIN of the person who gives you the place."
    ),
    Code.IIN_OTHER: lambda w, d: (
        w.count(
            "This request is for a host with another IIN. Check the number: {number} try is left.",
            "This request is for a host with another IIN. Check the number: {number} tries are left.",
            int(str(d["left"])),
        )
        if "left" in d
        else w.say("This request is for a host with another IIN. Tell the guest your right IIN.")
    ),
    Code.IIN_TAKEN: lambda w, _: w.say(
        "This IIN is already linked to another chat. If it is yours, answer from that chat. If you have lost it, call "
        "the migration service: 1414."
    ),
    Code.HOST_HAS_IIN: lambda w, _: w.say("This chat is already linked to another IIN. Answer with that one."),
    Code.HOST_LINK_UNKNOWN: lambda w, _: w.say("This host's link does not work any more. Ask the host for a new one."),
    Code.CONTACT_NOT_OWN: lambda w, _: w.say("Share your own phone: tap the button under the message field."),
    Code.NOT_A_HOST: lambda w, _: w.say(
        "This is for hosts. First tap Someone will live at my place: share your phone, then type your IIN and name."
    ),
    Code.OWN_HOST: lambda w, _: w.say(
        "You cannot be your own host. Forward this link to the person who gives you the place to live."
    ),
    Code.DRAFT_INCOMPLETE: lambda w, _: w.say("Some answers are still missing. Answer them, then send."),
    Code.NO_CONSENT: lambda w, _: w.say("First agree to the use of your personal data: type /start"),
    Code.REQUEST_LIVE: lambda w, d: w.say(
        "Your request {number} is still waiting for the host. Take it back first if you want to send a new one.",
        number=d.get("number", ""),
    ),
    Code.NOT_YOURS: lambda w, _: w.say("This request is for another host. Only that host can open and answer it."),
    Code.ALREADY_ANSWERED: already_answered,
    Code.EXPIRED: lambda w, d: w.say(
        "This link ended on {at}. The guest has to send a new request.", at=_moment(w, d.get("at"))
    ),
    Code.CANCELLED: lambda w, d: w.say("The guest took this request back on {at}.", at=_moment(w, d.get("at"))),
    Code.LINK_CLOSED: lambda w, _: w.say(
        "This link is closed: a wrong IIN was given five times. The guest has to check the IIN and send a new request."
    ),
    Code.LINK_UNKNOWN: lambda w, _: w.say("This link does not work. Ask the person who sent it for a new one."),
    Code.REMINDED_TODAY: lambda w, d: w.say(
        "The host was already reminded on {at}. You can remind again a day later.", at=_moment(w, d.get("at"))
    ),
    Code.STALE: lambda w, _: w.say("This button is from an old message. Here is where things stand now."),
    Code.PHONE_NOT_NEEDED: lambda w, _: w.say("Your phone is not needed now. Choose what you would like to do: /menu"),
    Code.NOT_COVERED: lambda w, _: w.say(
        "By the law as it stands you need no registration under Order 923, so there is nothing to send."
    ),
    Code.STAY_BROKEN: lambda w, d: w.say(
        "Your lawful stay ended on {until}. After that day registration is refused (Order 923, paragraph 4, ground 2). "
        "Go to the migration police at once, or call 1414.",
        until=_day(w, d.get("until")),
    ),
    Code.TOO_MANY_CHECKS: lambda w, _: w.say("That was many checks in a minute. Try again in a minute."),
}
