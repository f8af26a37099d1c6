"""Standing invitations: what a host is asked of a place, what stands on its page, on its card, and what a guest reads."""

from bot.domain.case import Case
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.domain.place import Place, PlaceState
from bot.papers.door_card import CardWords
from bot.registration.place_forms import PlaceForm, PlaceQuestion
from bot.texts import buttons, opening
from bot.texts.words import LANGUAGES, Words, lines, page, page_of, plain, unmarked


def listed(words: Words, number: int) -> str:
    """Above the list of a host's places."""
    return page(
        words.say("QR cards for guests"),
        words.say(
            "Save a place once and hang its card at the door. A guest scans the QR: address and host are filled in. "
            "You agree here each time."
        ),
        words.count("You have {number} place.", "You have {number} places.", number) if number else "",
    )


def short_name(place: Place) -> str:
    """A place on a button; bare text."""
    return place.name or place.address.written


def asks(words: Words, question: PlaceQuestion, form: PlaceForm) -> str:
    """One question of a place, with its hint."""
    written = (
        words.say("You wrote: {address}", address=form.address.written) if form.address and form.address.parts else ""
    )
    heading, *hints = {
        PlaceQuestion.NAME: (
            words.say("What do guests call this place?"),
            words.say("It stands on the card. Example: Dostyk hostel, block 2"),
        ),
        PlaceQuestion.ADDRESS: (
            words.say("What is the address of the place?"),
            words.say("In one message, as on an envelope. Example: Almaty, Abay avenue 10, flat 25"),
        ),
        PlaceQuestion.REGION: (words.say("Which region or city is it in?"), written),
        PlaceQuestion.SETTLEMENT: (words.say("Which city, town or village is it in?"), written),
        PlaceQuestion.HOUSE: (words.say("What is the house number?"), written, words.say("Example: 15 or 15/2")),
        PlaceQuestion.PREMISES: (words.say("What kind of place is it?"),),
        PlaceQuestion.MOST: (
            words.say("How many people may live there at once?"),
            words.say("A number from 1 to {most}. Beyond it nobody is registered.", most=form.most_allowed),
        ),
        PlaceQuestion.SINCE: (
            words.say("From which day may guests come?"),
            words.say("Tap a button or type a date. Example: 01.12.2026"),
        ),
        PlaceQuestion.UNTIL: (
            words.say("Until which day may guests live there?"),
            words.say("Tap the button or type a date. Example: 31.05.2027"),
        ),
        PlaceQuestion.LANGUAGE: (
            words.say("In which language is the card?"),
            words.say("English stands beside it."),
        ),
    }[question]
    return lines(f"<b>{heading}</b>", *hints)


def card_language(code: str) -> str:
    """A language as it stands on a button."""
    return f"{LANGUAGES[code]} + {LANGUAGES['en']}"


def own(words: Words, place: Place, link: str) -> str:
    """A place's page: where it is, what guests may, and what its link is."""
    return page(
        plain(short_name(place)),
        lines(
            _state(words, place.state),
            words.say("Address: {address}", address=place.address.line),
            words.say("Kind of home: {kind}", kind=unmarked(buttons.premises(words, place.premises))),
            words.count("At most {number} person at once", "At most {number} people at once", place.most),
            _days(words, place),
        ),
        words.say("Link: {link}", link=link) if place.state is not PlaceState.ENDED else "",
        words.say("Each guest who comes by it asks you here. Nobody is registered without your tap on Agree.")
        if place.state is PlaceState.OPEN
        else "",
    )


def _state(words: Words, state: PlaceState) -> str:
    return {
        PlaceState.OPEN: words.say("Open: guests can come by the link."),
        PlaceState.PAUSED: words.say("Paused: the link takes no new guests until you open it again."),
        PlaceState.ENDED: words.say("Ended: the link and the card do not work any more."),
    }[state]


def _days(words: Words, place: Place) -> str:
    if place.since is None:
        return words.say("Guests may come on any day.")
    if place.until is None:
        return words.say("Guests may come from {since}.", since=words.day(place.since))
    return words.say(
        "Guests may come from {since} to {until}.", since=words.day(place.since), until=words.day(place.until)
    )


def confirms_renewal(words: Words) -> str:
    """Asked before the old link dies."""
    return page(
        words.say("Make a new link?"),
        words.say("The old link and every printed card stop working at once. Print the new card then."),
    )


def confirms_end(words: Words) -> str:
    """Asked before a standing invitation ends."""
    return page(
        words.say("End this invitation?"),
        words.say(
            "The link and every printed card stop working at once, for good. People who are registered there stay "
            "registered."
        ),
    )


def card_caption(words: Words) -> str:
    """Under the card's picture."""
    return words.say("The card for the door. Anybody who has it can ask you; only you can agree.")


def card_file_caption(words: Words) -> str:
    """Under the card's file."""
    return words.say("The same card for printing, A5.")


def door_consent(words: Words, operator: Operator, place: Place | None) -> str:
    """What a guest who is new reads first: where the link leads, and the consent."""
    invited = ""
    if place is not None:
        invited = words.say("Your host's link: register at {address}.", address=place.address.line)
    return page_of(invited, opening.consent(words, operator))


def entered(words: Words, place: Place, waiting: Case | None) -> str:
    """After the link was opened by one who has consented."""
    return page(
        words.say("Your host invites you to register"),
        words.say("Address and host are filled in: {address}.", address=place.address.line),
        words.say(
            "Your request {number} still waits for a host. Take it back before you send another one for the same document.",
            number=waiting.application_number,
        )
        if waiting
        else "",
    )


def crowded(words: Words, address: str, most: int) -> str:
    """The host is told that the last bed is taken."""
    return page(
        words.say("Your place is full"),
        words.say("Address: {address}", address=address) if address else "",
        words.count(
            "{number} person is registered there, as many as may be. Nobody more can be registered until somebody leaves.",
            "{number} people are registered there, as many as may be. Nobody more can be registered until somebody leaves.",
            most,
        ),
        words.say("Is there anybody whom you do not know? Look at who is registered there."),
    )


def on_card(words: Words) -> CardWords:
    """What the card says in one language, as bare text."""
    return CardWords(
        heading=unmarked(words.say("Register at this address")),
        steps=(
            unmarked(words.say("Scan the QR with your phone and tap Start.")),
            unmarked(words.say("Send a photo of your passport and check the answers.")),
            unmarked(words.say("Send the request. The certificate comes when the host agrees.")),
        ),
        agrees=unmarked(
            words.say("The host agrees each time in the host's own chat. This card by itself registers nobody.")
        ),
        free=unmarked(words.say("It is free. Pay nobody for it.")),
    )


def owner_on_card(place: Place, host: Host) -> str:
    """Whose place it is, where that is an organisation; of a person the card says nothing."""
    if not host.is_organisation:
        return ""
    return " · ".join(dict.fromkeys(said for said in (place.name, host.name or "") if said))
