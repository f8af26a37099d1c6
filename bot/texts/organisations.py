"""Hotels and dormitories as hosts: the organisation, its staff, a day's requests together."""

from collections.abc import Sequence

from bot.domain.case import Case, EventKind
from bot.domain.organisation import StaffMember
from bot.domain.people import Host
from bot.law.assessment import Body
from bot.registration.answer_all import AnsweredAll, NotAgreed
from bot.registration.organisations import Answerer
from bot.texts.countries import country_name
from bot.texts.explaining.bodies import whom_to_ask
from bot.texts.explaining.order_923_reasons import READINGS
from bot.texts.refusals import refusal
from bot.texts.words import Words, lines, page, plain

_READINGS = ("its_head_answers_with_an_iin", "organisations_are_left_out")
_MOST_REASONS = 15  # a message bears 4096 characters


def unclear_host(words: Words) -> str:
    """Said once to a guest whose host is an organisation: the order does not write how one answers."""
    return lines(
        words.say(
            "Your host is an organisation. The order knows only a host with an IIN; this can be read in two ways:"
        ),
        *(f"• {READINGS[reading](words)}" for reading in _READINGS),
        words.say("Here its staff answer, and its BIN stands on the certificate."),
        whom_to_ask(words, (Body.MIGRATION_COMMITTEE,)),
    )


def asks_name(words: Words, bin_: str) -> str:
    """Only the BIN came."""
    return page(
        words.say("BIN: {bin}. Now type the organisation's name", bin=bin_),
        words.say("As in its certificate of registration."),
    )


def work_page(words: Words, host: Host, link: str) -> str:
    """The page of an organisation, for its owner and its staff alike."""
    return page(
        words.say("{organisation}: link for guests", organisation=host.name or ""),
        words.say("Give it to your guests: {link}", link=link),
        words.say("The guest fills in the rest. The owner and all staff are asked, and one answer is enough."),
        words.say("BIN: {bin}", bin=host.number.grouped if host.number else ""),
    )


def already_answered(words: Words, who: Answerer) -> str:
    """An old button, after somebody of the organisation has answered."""
    at = words.moment(who.at)
    if not who.name:
        return {
            EventKind.REFUSED: words.say("The owner of the organisation has refused on {at}.", at=at),
            EventKind.DENIED: words.say(
                "The owner of the organisation agreed on {at}; the law did not allow it.", at=at
            ),
        }.get(who.kind, words.say("The owner of the organisation has agreed on {at}.", at=at))
    return {
        EventKind.REFUSED: words.say("Answered by {name} on {at}: refused.", name=who.name, at=at),
        EventKind.DENIED: words.say(
            "Answered by {name} on {at}: agreed, the law did not allow it.", name=who.name, at=at
        ),
    }.get(who.kind, words.say("Answered by {name} on {at}: agreed.", name=who.name, at=at))


def staff(words: Words, members: Sequence[StaffMember]) -> str:
    """Who answers for the organisation, for its owner."""
    return page(
        words.say("Staff who answer for you"),
        lines(
            *(
                words.say("{name}, since {since}", name=member.name, since=words.day_of(member.joined_at))
                for member in members
            )
        )
        or words.say("Nobody yet: you answer alone."),
        words.say("Every request is sent to you and to all of them. To remove somebody, tap the name."),
    )


def invitation(words: Words, link: str) -> str:
    """The link for one more member of staff."""
    return page(
        words.say("Link for a member of staff"),
        words.say("Send it to one person: {link}", link=link),
        words.say("It works once, for seven days. A new link ends this one."),
    )


def share_invitation(words: Words) -> str:
    """The text that goes with that link; no name in it."""
    return words.say("Answer the requests of our guests with me: open the link and tap Join.")


def joining(words: Words, host: Host, name: str) -> str:
    """What one joins, and what is seen of the one who does."""
    return page(
        words.say("Answer for {organisation}?", organisation=host.name or ""),
        words.say("BIN: {bin}", bin=host.number.grouped if host.number else ""),
        words.say(
            "You are sent its guests' requests, and agree or refuse for it. By joining you agree that its owner and staff "
            "see your name, as it is in Telegram: {name}. Guests do not see it.",
            name=name,
        ),
        words.say("You can leave at any time. Do not join if you do not work there."),
    )


def joined(words: Words, host: Host) -> str:
    """To the new member."""
    return page(
        words.say("You answer for {organisation} now", organisation=host.name or ""),
        words.say("New requests come here. Those that wait: /menu, Someone will live at my place."),
    )


def asks_to_remove(words: Words, name: str) -> str:
    """Asked once."""
    return page(
        words.say("Remove {name}?", name=name),
        words.say("From then on {name} cannot answer, and is told so. What was answered stays.", name=name),
    )


def asks_to_leave(words: Words, organisation: str) -> str:
    """Asked once."""
    return page(
        words.say("Leave {organisation}?", organisation=organisation),
        words.say("Its requests come to you no more. The owner is told. To come back you need a new link."),
    )


def left(words: Words, organisation: str) -> str:
    """To the one who left."""
    return words.say("You do not answer for {organisation} any more. The owner is told.", organisation=organisation)


def was_removed(words: Words, organisation: str) -> str:
    """To the one who was removed."""
    if not organisation:
        return words.say("You were removed from an organisation's staff. You have nothing to do.")
    return words.say(
        "{organisation} removed you from its staff. You cannot answer its requests any more. You have nothing to do.",
        organisation=organisation,
    )


def has_joined(words: Words, name: str) -> str:
    """To the owner."""
    return words.say(
        "{name} answers for your organisation now. If you do not know this person, remove them: /menu, Someone will "
        "live at my place, Staff.",
        name=name,
    )


def has_left(words: Words, name: str) -> str:
    """To the owner."""
    return words.say("{name} has left your staff and answers no more.", name=name)


def together(words: Words, shown: Sequence[Case], first: int, number: int) -> str:
    """Some of those who wait, before one tap for all."""
    addresses = {case.answers.address.line for case in shown if case.answers.address}
    one_address = words.say("Address: {address}", address=next(iter(addresses))) if len(addresses) == 1 else ""
    return page(
        words.count("{number} request waits", "{number} requests wait", number),
        one_address,
        lines(*(_row(words, place, case, bool(one_address)) for place, case in enumerate(shown, start=first))),
        words.say(
            "Agreeing confirms that each of them lives at the address named (Order 923, paragraph 3). Do not agree to "
            "anyone whom you do not know: tap the name to answer alone."
        ),
    )


def _row(words: Words, place: int, case: Case, is_bare: bool) -> str:
    answers = case.answers
    said = words.say(
        "{place}. {name}, {country}, until {until}",
        place=place,
        name=answers.full_name,
        country=country_name(words, answers.citizenship or ""),
        until=words.day(answers.until) if answers.until else "",
    )
    return said if is_bare or answers.address is None else f"{said}: {plain(answers.address.line)}"


def list_changed(words: Words) -> str:
    """Others wait than those who were shown."""
    return words.say("Nobody was agreed to yet: the list has changed. Look at it once more.")


def answered_all(words: Words, said: AnsweredAll) -> str:
    """What came of one tap."""
    number = len(said.agreed)
    heading = words.count("You agreed to {number} request", "You agreed to {number} requests", number)
    more = len(said.not_agreed) - _MOST_REASONS
    return page(
        heading if number else words.say("Nobody was agreed to"),
        words.say(
            "The guests get their certificates. Remember your own notice to the migration police: within three working "
            "days of each guest's arrival."
        )
        if number
        else "",
        lines(
            *(_why_not(words, one) for one in said.not_agreed[:_MOST_REASONS]),
            words.count("And {number} more.", "And {number} more.", more) if more > 0 else "",
        ),
    )


def _why_not(words: Words, one: NotAgreed) -> str:
    name = one.case.answers.full_name or one.case.application_number
    if one.no is None:
        return words.say("Not registered: {name}. The law does not allow it; the guest was told why.", name=name)
    return " ".join((words.say("Not agreed now: {name}.", name=name), refusal(words, one.no)))
