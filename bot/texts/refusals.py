"""What the bot says when it says no: what happened, and how to mend it, in the words of the question."""

from collections.abc import Callable
from datetime import date, datetime

from bot.domain.case import DENIED_BY_OFFICER, EventKind, StayEnd
from bot.domain.refusals import Refusal, RefusalCode, RefusalData
from bot.texts import fallback
from bot.texts.words import Words
from bot.watch.trace import Told, told

Code = RefusalCode


def refusal(words: Words, no: Refusal) -> str:
    """The sentence for this refusal; of several people on a list, with the one whom it concerns."""
    told(Told.REFUSAL, no.code)
    said = _SENTENCES[no.code](words, no.data)
    person = no.data.get("person")
    return said if person is None else f"{_about(words, person)} {said}"


def _about(words: Words, person: object) -> str:
    return words.say("About person {number} on your list:", number=person)


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
        DENIED_BY_OFFICER: words.say("This request ended on {at}: an officer of this service refused it.", at=at),
    }.get(str(data.get("kind")), words.say("This request has already been answered."))


def stay_over(words: Words, data: RefusalData) -> str:
    """How and when a registration ended, to the host."""
    at = _moment(words, data.get("at"))
    return {
        EventKind.LEFT.value: words.say("This stay already ended on {at}: the guest told us that they left.", at=at),
        EventKind.EXIT_CONFIRMED.value: words.say(
            "This stay already ended on {at}: the border's record says that the guest left.", at=at
        ),
        EventKind.HOST_ENDED.value: words.say("This stay already ended on {at}: you ended it.", at=at),
        EventKind.REPLACED.value: words.say("This stay already ended on {at}: the guest is registered anew.", at=at),
        **dict.fromkeys(
            (EventKind.REVOKED.value, EventKind.EXPELLED.value),
            words.say("This stay already ended on {at}: an officer of this service ended it.", at=at),
        ),
    }.get(str(data.get("kind")), words.say("This stay already ended: its last day has passed."))


def _place_days(words: Words, data: RefusalData) -> str:
    """For which days a host takes guests; either bound may be missing."""
    since, until = data.get("since"), data.get("until")
    if since is None:
        return words.say(
            "The host takes guests by this link until {until}. Choose that day or an earlier one, or ask the host.",
            until=_day(words, until),
        )
    if until is None:
        return words.say(
            "The host takes guests by this link from {since}. Come back then, or ask the host.",
            since=_day(words, since),
        )
    return words.say(
        "The host takes guests by this link from {since} to {until}. Choose days between them, or ask the host.",
        since=_day(words, since),
        until=_day(words, until),
    )


def _place_full(words: Words, data: RefusalData) -> str:
    """How many may live there is for the host alone: to a guest the number would tell that others do."""
    if "most" not in data:
        return words.say("There is not enough room at this address. Ask your host.")
    return words.count(
        "Only {number} person may be registered at this address at once. Somebody has to leave first.",
        "Only {number} people may be registered at this address at once. Somebody has to leave first.",
        int(str(data["most"])),
    )


def _undo_over(words: Words, data: RefusalData) -> str:
    at = _moment(words, data.get("at"))
    if data.get("why") == StayEnd.STRANGER.value:
        return words.say(
            "You ended this stay on {at}. It could be taken back for ten minutes. If it was a mistake, let this person ask again (My address, People you do not know); they send a new request and you agree.",
            at=at,
        )
    return words.say(
        "You ended this stay on {at}. It could be taken back for ten minutes. If it was a mistake, your guest sends a new request and you agree.",
        at=at,
    )


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
    Code.LONGER_NOT_LATER: lambda w, d: w.say(
        "You are registered until {until} already. Choose a later day.", until=_day(w, d.get("until"))
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
    Code.DAY_BEFORE_REGISTERED: lambda w, d: w.say(
        "You registered or moved on {day}, so you were in Kazakhstan then. Type that day or a later one.",
        day=_day(w, d.get("day")),
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
    Code.DOCUMENT_LOST: lambda w, _: w.say(
        "You reported this document lost, so nobody can use it here, and its certificate is not handed out again: "
        'together they could serve a thief. Open "Lost passport" and give your new one.'
    ),
    Code.FOUND_TOO_LATE: lambda w, _: w.say(
        "More than ten minutes have passed, so the report stands. Get a new passport, or ask the migration service."
    ),
    Code.REGISTRATION_OVER: lambda w, _: w.say(
        "That registration has ended, so its certificate cannot be issued again. Register anew with your new passport."
    ),
    Code.DRAFT_WAITS: lambda w, _: w.say(
        "You have answers that are not sent yet. Send or delete them first: type /start. Then come back to "
        '"Lost passport".'
    ),
    Code.PROOF_TOO_EARLY: lambda w, d: w.say(
        "Give your host time until {at}. If there is no answer by then, you get the proof here.",
        at=_moment(w, d.get("at")),
    ),
    Code.NOTHING_TO_PROVE: lambda w, _: w.say("There is no silent or refused request of yours with this number."),
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
    Code.NOT_AN_ORGANISATION: lambda w, _: w.say(
        "Only a hotel or another organisation files for its guests. A person's guests each send a request of their own."
    ),
    Code.NO_PLACE_YET: lambda w, _: w.say(
        "First save the place where your guests live: on the host's page, QR card for guests."
    ),
    Code.ROW_NOT_COVERED: lambda w, _: w.say("This guest need not register under Order 923. Take this row out."),
    Code.ROW_TWICE: lambda w, d: w.say("The same document is in row {row} already.", row=d["row"]),
    Code.REGISTERED_HERE: lambda w, _: w.say("This person is registered at this place already."),
    Code.PLACE_UNTIL: lambda w, d: w.say(
        "Guests may stay at this place until {until}. Choose an earlier last day.", until=_day(w, d["until"])
    ),
    Code.CELL_EMPTY: lambda w, _: w.say("Nothing stands in this cell. Fill it in."),
    Code.CELL_FORMULA: lambda w, _: w.say("A formula stands in this cell. Put its value there."),
    Code.CITIZENSHIP_UNCLEAR: lambda w, _: w.say(
        "Which state is meant is not clear. Write its name in full or its three letters, for example UZB."
    ),
    Code.SEX_UNKNOWN: lambda w, _: w.say("Write M or F as in the passport, or leave it empty."),
    Code.DOCUMENT_KIND_UNKNOWN: lambda w, _: w.say(
        "Write passport, identity card or internal passport, or leave it empty for a passport."
    ),
    Code.BIN_LENGTH: lambda w, _: w.say("BIN must be 12 numbers."),
    Code.BIN_CHECKSUM: lambda w, _: w.say("Check the BIN: its last number does not match the others."),
    Code.BIN_IS_IIN: lambda w, _: w.say("This is the IIN of a person. Type the BIN of the organisation."),
    Code.ORGANISATION_NAME: lambda w, d: w.say(
        "The organisation's name is written with letters, numbers, quotes and hyphens, {most} signs at most.",
        most=d["most"],
    ),
    Code.STAFF_LINK_DEAD: lambda w, _: w.say(
        "This link does not work any more: it is for one person and seven days. Ask your organisation for a new one."
    ),
    Code.STAFF_OWN_LINK: lambda w, _: w.say(
        "This link is for your staff. You answer for the organisation already. Send the link to a member of staff."
    ),
    Code.STAFF_ELSEWHERE: lambda w, _: w.say(
        "You answer for another organisation already. First leave it: /menu, Someone will live at my place, Leave."
    ),
    Code.STAFF_FULL: lambda w, d: w.count(
        "An organisation can have {number} member of staff here. Remove one first.",
        "An organisation can have {number} members of staff here. Remove one first.",
        int(str(d["most"])),
    ),
    Code.HOST_BLOCKED_YOU: lambda w, _: w.say(
        "This host said that they do not know you. You cannot ask them again here. If it is a mistake, talk to them."
    ),
    Code.GUEST_KEPT_OUT: lambda w, _: w.say(
        "You said that you do not know the person who sent this. Was it a mistake? First let them ask again: My address, "
        "People you do not know."
    ),
    Code.PLACE_FULL: _place_full,
    Code.PLACE_PAUSED: lambda w, _: w.say(
        "This host takes no new guests by the link for now. Ask the host when you can come."
    ),
    Code.PLACE_DAYS: _place_days,
    Code.PLACE_NOT_YOURS: lambda w, _: w.say(
        "This place is not on your list. Your places: /menu, then Someone will live at my place, then QR card for guests."
    ),
    Code.PLACE_NAME_LENGTH: lambda w, d: w.say(
        "The name must have 1 to {most} letters and numbers. Type what guests call the place.", most=d.get("most", "")
    ),
    Code.PLACE_MOST: lambda w, d: w.say("Type a number from 1 to {most}.", most=d.get("most", "")),
    Code.PLACE_DAYS_REVERSED: lambda w, d: w.say(
        "The last day must be {since} or later.", since=_day(w, d.get("since"))
    ),
    Code.PLACE_TOO_MANY: lambda w, d: w.say(
        "You have {most} places, and there can be no more. End one that you do not need.", most=d.get("most", "")
    ),
    Code.IIN_OTHER: lambda w, d: (
        w.count(
            "This request is for a host with another IIN. Check the number (of an organisation, its BIN): {number} try is left.",
            "This request is for a host with another IIN. Check the number (of an organisation, its BIN): {number} tries are left.",
            int(str(d["left"])),
        )
        if "left" in d
        else w.say("This request is for a host with another IIN. Tell the guest your right IIN.")
    ),
    Code.IIN_TAKEN: lambda w, _: w.say(
        "This IIN or BIN is already linked to another chat. If it is yours, answer from that chat. If you have lost it, "
        "call the migration service: 1414."
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
    Code.STAY_OVER: stay_over,
    Code.UNDO_OVER: _undo_over,
    Code.GUEST_ELSEWHERE: lambda w, _: w.say(
        "This guest is registered again already, so there is nothing to take back."
    ),
    Code.KINSHIP_UNSAID: lambda w, _: w.say("Say who this person is to you, and by which paper you file for them."),
    Code.KINSHIP_GROWN: lambda w, _: w.say(
        "This person is 18 or older, so a parent no longer files as for a child. Choose another kinship."
    ),
    Code.PERSON_TWICE: lambda w, _: w.say("The same document is on your list twice. Remove one of the two people."),
    Code.FAMILY_FULL: lambda w, d: w.say(
        "One request can be for {most} people at most. Send it, then begin another for the others.", most=d["most"]
    ),
    Code.OWN_LINK_UNKNOWN: lambda w, _: w.say(
        "This link does not work. Ask the person who sent it to open My family and send a new one."
    ),
    Code.OWN_DOCUMENT_OTHER: lambda w, d: w.count(
        "This number does not fit the link. {number} try is left, then the link closes.",
        "This number does not fit the link. {number} tries are left, then the link closes.",
        int(str(d["left"])),
    ),
    Code.OWN_IS_OLDER: lambda w, _: w.say(
        "You have a newer registration with this document. It stays, and this link changes nothing."
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
    Code.WEB_CODE_LENGTH: lambda w, _: w.say("The code has six numbers. Type all of them."),
    Code.WEB_CODE_WRONG: lambda w, d: w.count(
        "This is not the code that your guest sees now. Ask for it again: {number} try is left.",
        "This is not the code that your guest sees now. Ask for it again: {number} tries are left.",
        int(str(d["left"])),
    ),
    Code.WEB_CODE_CLOSED: lambda w, _: w.say(
        "A wrong code was typed five times. Ask your guest for a new code, then open the link again."
    ),
    Code.WEB_CODES_SPENT: lambda w, _: w.say(
        "Three codes were shown for this request, more are not possible. Your host can still answer in Telegram, or take the request back and send a new one."
    ),
    Code.WEB_NOT_FOR_BIN: lambda w, _: w.say(
        "An organisation answers in its own chat in Telegram, not on the web page. Send it the link to the chat."
    ),
    Code.WEB_HOST_IN_CHAT: lambda w, _: w.say(
        "This host answers in the chat in Telegram, not on the web page. The request waits there."
    ),
    Code.WEB_NO_CONSENT: lambda w, _: w.say("To agree, tick that your personal data may be used."),
    Code.WEB_NO_REASON: lambda w, _: w.say("Choose why you refuse."),
    Code.APPEAL_EMPTY: lambda w, _: w.say(
        "First write in your own words what is wrong. Pictures alone are not enough."
    ),
    Code.APPEAL_LONG: lambda w, d: w.say(
        "An appeal can have at most {most} letters; with this it would have {has}. Nothing was added. Write it shorter.",
        most=d.get("most", ""),
        has=d.get("has", ""),
    ),
    Code.APPEAL_PICTURES: lambda w, d: w.say(
        "An appeal can have at most {most} pictures. The first {most} are kept; this one was not added.",
        most=d.get("most", ""),
    ),
    Code.APPEAL_NOT_A_PHOTO: lambda w, _: w.say(
        "An appeal takes words and photos. Send a picture as a photo, not as a file; nothing else is added."
    ),
    Code.APPEAL_LATE: lambda w, d: w.say(
        "The last day for this appeal was {last}, so it was not taken. If you learned of the refusal later, ask the "
        "migration service how to go on: 1414.",
        last=_day(w, d.get("last")),
    ),
    Code.APPEAL_OPEN: lambda w, d: w.say(
        "Your appeal {number} about this request is already here and waits for an answer. A second one is not needed.",
        number=d.get("number", ""),
    ),
    Code.APPEAL_MANY: lambda w, d: w.say(
        "{most} of your appeals wait for an answer already. Take one back, or wait for an answer.",
        most=d.get("most", ""),
    ),
    Code.NOT_AN_OFFICER: lambda w, _: fallback.not_understood(w),
    Code.ACT_NOT_NOW: lambda w, _: w.say("This cannot be done with this registration now. Open its page again."),
    Code.ACT_ON_OWN: lambda w, _: w.say("You are the guest or the host here. Another officer must decide."),
    Code.APPEAL_ON_OWN: lambda w, _: w.say("This appeal is against what you did. Another officer must decide."),
    Code.ACT_NOT_YOURS: lambda w, _: w.say(
        "Another officer did this. Only they can undo it in the first ten minutes; a head can reverse it."
    ),
    Code.ACT_UNDO_OVER: lambda w, d: w.say(
        "This was done on {at}. It could be undone for ten minutes. Reinstate it, or ask the head of the office.",
        at=_moment(w, d.get("at")),
    ),
    Code.ACT_SHORTEN_DAY: lambda w, d: w.say(
        "The new last day must be from {since} on and before {until}. Example: 12.11.2026",
        since=_day(w, d.get("since")),
        until=_day(w, d.get("until")),
    ),
    Code.ACT_COURT_DAY: lambda w, _: w.say("The day of the court's act cannot be in the future. Type it again."),
    Code.ACT_UNLAWFUL: lambda w, _: w.say(
        "The law does not allow a registration with this last day. If the lawful stay is over, revoke the registration."
    ),
    Code.REGISTRATION_SUSPENDED: lambda w, _: w.say(
        "An officer of this service is checking facts of this registration. Until that is done nothing in it can be changed. You stay registered and counted. You can appeal: Refusals and appeals."
    ),
    Code.REGISTRATION_REVOKED: lambda w, _: w.say(
        "An officer of this service has ended this registration, so its certificate is not given out. You can appeal: Refusals and appeals."
    ),
    Code.GUEST_CHECKED: lambda w, _: w.say(
        "An officer of this service is checking facts about this guest. The request stays open: answer it later."
    ),
    Code.EXPELLED: lambda w, _: w.say(
        "A court's act of expulsion is recorded with your registration. While it stands, this service registers you nowhere. Whether Order 923 lets you register is unclear: paragraph 4 does not name expulsion. Ask 1414, or appeal: Refusals and appeals."
    ),
    Code.ROLE_TOO_LOW: lambda w, _: w.say("Your role does not allow this. Ask the head of the office."),
    Code.MATTER_TAKEN: lambda w, d: w.say(
        "Officer {officer} has had this in work since {at}. After 30 minutes, or as a head, you can take it over.",
        officer=d.get("officer", ""),
        at=_moment(w, d.get("at")),
    ),
    Code.MATTER_OVER: lambda w, d: w.say(
        "This is closed since {at}: it was decided, or taken back.", at=_moment(w, d.get("at"))
    ),
    Code.MATTER_UNDO_OVER: lambda w, _: w.say(
        "This decision cannot be taken back any more: the ten minutes are over, or it has taken effect."
    ),
    Code.ANSWER_LENGTH: lambda w, d: w.say(
        "Write the answer in words, at most {most} letters. Nothing was sent.", most=d.get("most", "")
    ),
    Code.HOST_UNCHECKED: lambda w, _: w.say(
        "An officer looks at your details once, before anybody is registered with you. You are told when it is done."
    ),
    Code.TOO_MANY_LOOK_UPS: lambda w, d: w.count(
        "You have looked up {number} person in an hour, and no more are shown. The heads are told. Go on in an hour.",
        "You have looked up {number} people in an hour, and no more are shown. The heads are told. Go on in an hour.",
        int(str(d["most"])),
    ),
    Code.FIND_UNCLEAR: lambda w, _: w.say(
        "This cannot be looked for. Type a whole number, a family name with the date of birth, or an address with its city or region. Example: Ivanov 27.03.1990"
    ),
    Code.FOUND_NOBODY: lambda w, _: w.say("Nobody was found by this. Check it, and type it again."),
    Code.TOO_MANY_CHECKS: lambda w, _: w.say("That was many checks in a minute. Try again in a minute."),
}
