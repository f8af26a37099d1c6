"""What a host sees: who asks, what agreeing means, and what was answered."""

from datetime import date

from bot.domain.answers import Purpose
from bot.domain.case import Case, RefusalReason, Stage
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.texts.countries import country_name
from bot.texts.my_address import stranger_refused
from bot.texts.shown_answers import entered_with
from bot.texts.words import Words, lines, page

# Nobody asked a host for the language, so each way out stands in its own.
OTHER_LANGUAGES = "Қазақша · Русский · English: /language"


def asks_phone(words: Words, operator: Operator) -> str:
    """The first screen behind a guest's link."""
    return page(
        words.say("Someone asks to be registered at your home"),
        words.say(
            "To see who it is, share your phone with the button below. Nobody is registered without your tap on Agree."
        ),
        _consent(words, operator),
        OTHER_LANGUAGES,
    )


def asks_phone_to_host(words: Words, operator: Operator) -> str:
    """The same when the host begins from the menu."""
    return page(
        words.say("Someone will live at your place"),
        words.say("Share your phone with the button below; then you get a link for your guest."),
        _consent(words, operator),
        OTHER_LANGUAGES,
    )


def _consent(words: Words, operator: Operator) -> str:
    return words.say(
        "By sharing it you agree that {operator} (BIN {bin}) uses your phone, IIN and name for registrations at your home, until you take it back: /withdraw. Your guest sees IIN and name on the certificate. Telegram's servers are abroad.",
        operator=operator.name,
        bin=operator.bin,
    )


def asks_iin(words: Words) -> str:
    """IIN and full name in one message."""
    return page(
        words.say("Type your IIN and your full name"),
        words.say("In one message, as in your identity card. Example: 000000000000 Serikova Aigul Maratovna"),
        words.say("Are you an organisation (hotel, dormitory, company)? Type its BIN and its name instead."),
    )


def asks_name(words: Words, iin: str) -> str:
    """Only the IIN came."""
    return page(words.say("Your IIN: {iin}. Now type your full name", iin=iin), words.say("As in your identity card."))


def phone_button(words: Words) -> str:
    """The contact button's label."""
    return words.say("Share my phone")


def request_card(words: Words, case: Case, host: Host) -> str:
    """Who asks, and what agreeing means by law, before the two buttons."""
    answers = case.answers
    number = answers.document_number.masked if answers.document_number else ""
    return page(
        _asks(words, case, host),
        lines(
            words.say("Citizenship: {country}", country=country_name(words, answers.citizenship or "")),
            words.say("Year of birth: {year}", year=answers.born.year if answers.born else ""),
            f"{entered_with(answers.document_kind, words)}: {number}",
            words.say("Address: {address}", address=answers.address.line if answers.address else ""),
            words.say("Dates: {since} to {until}", **_dates(words, case)),
            _longer(words, case),
            *_host(words, host),
        ),
        words.say(
            "Agreeing confirms that this person lives at this address (Order 923, paragraph 3). A host also tells the "
            "migration police within three working days of the guest's arrival; the bot does not do that for you."
        ),
        words.say("Do not agree if you do not know this person."),
    )


def _longer(words: Words, case: Case) -> str:
    """Of a longer stay what changes; the last day until now came with the request."""
    was = case.events[0].reason
    if case.answers.purpose is not Purpose.LONGER or was is None:
        return ""
    gaps = {"was": words.day(date.fromisoformat(was)), "until": _dates(words, case)["until"]}
    return words.say("A longer stay: until {until} instead of {was}. All else stays.", **gaps)


def _asks(words: Words, case: Case, host: Host) -> str:
    name = case.answers.full_name
    if host.is_organisation:
        return words.say("{name} asks {organisation} for registration", name=name, organisation=host.name or "")
    return words.say("{name} asks to be registered at your home", name=name)


def _host(words: Words, host: Host) -> tuple[str, str]:
    number = host.number.grouped if host.number else ""
    if host.is_organisation:
        return words.say("BIN: {bin}", bin=number), words.say("Organisation: {name}", name=host.name or "")
    return words.say("Your IIN: {iin}", iin=number), words.say("Your name: {name}", name=host.name or "")


def _dates(words: Words, case: Case) -> dict[str, str]:
    since, until = case.answers.at_address_since, case.answers.until
    return {"since": words.day(since) if since else "", "until": words.day(until) if until else ""}


def awaits_officer(words: Words, case: Case) -> str:
    """After a first yes, where an officer has to vouch for the host before it counts."""
    return page(
        words.say("You agreed to {name}. Nobody is registered yet", name=case.answers.full_name),
        words.say(
            "An officer of this service looks at your details once. You need do nothing. When that is done, your yes "
            "counts by itself, and the answer comes here."
        ),
    )


def reminder_heading(words: Words) -> str:
    """Above the card when it comes again."""
    return words.say("A guest is still waiting for your answer")


def number_taken(words: Words) -> str:
    """To a host whose number nobody had vouched for, once a guest's link has vouched for another chat."""
    return page(
        words.say("This chat is not linked to your IIN or BIN any more"),
        words.say(
            "A guest sent the request with this number to another chat, which is linked to it now. If the number is "
            "yours, call the migration service: 1414."
        ),
    )


def asks_reason(words: Words) -> str:
    """After Refuse."""
    return page(words.say("Why do you refuse?"), words.say("Your guest is told the reason."))


def ended(words: Words, case: Case, stage: Stage, host: Host | None = None, by: str = "") -> str:
    """What stands in the place of the two buttons once a request has ended; `by`: the member of staff who answered."""
    name = case.answers.full_name
    if case.is_refused_by_officer:
        return page(
            words.say("Not registered: an officer of this service refused the request of {name}", name=name),
            words.say("The guest was told why. You have nothing to do."),
        )
    if host is not None and host.is_organisation and stage in _ANSWERED:
        return _ended_for_organisation(words, name, stage, by)
    return {
        Stage.GRANTED: page(
            words.say("You agreed that {name} lives at your home", name=name),
            words.say(
                "The guest has the certificate. Remember your own notice to the migration police: within three working days of the guest's arrival."
            ),
        ),
        Stage.REFUSED: page(
            words.say("You refused {name}. Nobody is registered", name=name),
            words.say("The guest was told the reason."),
            _of_a_stranger(words, case),
        ),
        Stage.DENIED: page(
            words.say("Not registered: the law does not allow it for {name}", name=name),
            words.say("The guest was told why. You have nothing to do."),
        ),
        Stage.EXPIRED: page(words.say("This request has ended unanswered")),
        Stage.CLOSED: page(words.say("This link is closed")),
        Stage.CANCELLED: page(words.say("The guest took the request back. You have nothing to do")),
    }.get(stage, page(words.say("Still open")))


def _of_a_stranger(words: Words, case: Case) -> str:
    is_stranger = case.ending is not None and case.ending.reason == RefusalReason.STRANGER.value
    return stranger_refused(words) if is_stranger else ""


_ANSWERED = {Stage.GRANTED, Stage.REFUSED, Stage.DENIED}


def _ended_for_organisation(words: Words, name: str, stage: Stage, by: str) -> str:
    heading = {
        Stage.GRANTED: words.say("You agreed that {name} lives with you", name=name),
        Stage.REFUSED: words.say("You refused {name}. Nobody is registered", name=name),
        Stage.DENIED: words.say("Not registered: the law does not allow it for {name}", name=name),
    }
    by_staff = {
        Stage.GRANTED: words.say("{member} agreed that {name} lives with you", member=by, name=name),
        Stage.REFUSED: words.say("{member} refused {name}. Nobody is registered", member=by, name=name),
        Stage.DENIED: words.say("{member} agreed; the law does not allow it for {name}", member=by, name=name),
    }
    below = {
        Stage.GRANTED: words.say(
            "The guest has the certificate. The organisation itself tells the migration police: within three working days of the guest's arrival."
        ),
        Stage.REFUSED: words.say("The guest was told the reason."),
    }.get(stage, words.say("The guest was told why. You have nothing to do."))
    return page((by_staff if by else heading)[stage], below)


def later(words: Words) -> str:
    """The host wants to think."""
    return words.say(
        "Fine. You will be reminded once a day, three times at most. The guest is not registered until you agree."
    )


def invitation(words: Words, host: Host, link: str) -> str:
    """The link that a host hands to guests."""
    return page(
        words.say("Your link for guests"),
        words.say("Send it to your guest: {link}", link=link),
        words.say(
            "The guest fills in the rest, and you are asked to agree here. The guest sees your IIN only on the certificate."
        ),
        words.say("Your IIN: {iin}", iin=host.number.grouped if host.number else ""),
    )


def share_text(words: Words) -> str:
    """The text that goes with the link in any messenger, in the host's likely language; no name and no address in it."""
    return words.say("Please confirm that I live at your place: open the link, type your IIN and tap Agree.")


def share_invitation_text(words: Words) -> str:
    """The text that goes with a host's link."""
    return words.say("Register at my place with this link.")
