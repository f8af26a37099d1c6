"""The web page for a host without Telegram: what stands on it, and what the guest is told of it in the chat.

As everywhere, sentences are HTML; what a person typed is escaped in them.
"""

from collections.abc import Sequence

from bot.domain.case import Case, Event, EventKind, Stage
from bot.domain.operator import Operator
from bot.domain.refusals import Refusal
from bot.texts import family, shown_answers
from bot.texts.countries import country_name
from bot.texts.refusals import refusal
from bot.texts.words import Words, page

# ── the guest's chat ──


def link_and_code(words: Words, link: str, code: str) -> str:
    """The link that goes in writing, and the code that goes by voice."""
    return page(
        words.say("Your host answers on a web page"),
        words.say("1. Send this link by any messenger: {link}", link=link),
        words.say("2. Call your host and say this code: {code}. Do not send it with the link.", code=grouped(code)),
        words.say("The host opens the link, types the code, then IIN and name. The answer comes here."),
    )


def grouped(code: str) -> str:
    """Three and three, as one says it aloud."""
    return f"{code[:3]} {code[3:]}"


def share_text(words: Words) -> str:
    """What goes with the link; no name, no address and no code in it."""
    return words.say("Please confirm that I live at your place. Open the page; I tell you the code by phone.")


def page_closed(words: Words, *, may_renew: bool) -> str:
    """Somebody typed five wrong codes."""
    return page(
        words.say("A wrong code was typed five times on your host's web page. It is closed"),
        words.say("Ask your host whether it was them, then show a new code. Nobody saw your data.")
        if may_renew
        else words.say(
            "No new code is possible for this request. Your host can still answer in Telegram by your link."
        ),
    )


# ── every page ──


def site_name(words: Words) -> str:
    """After the heading in the browser's title."""
    return words.say("Registration at an address")


def error_title(words: Words, title: str) -> str:
    """The browser's title when an answer has to be mended."""
    return words.say("Error: {title}", title=title)


def problem(words: Words) -> str:
    """Above the list of what has to be mended."""
    return words.say("There is a problem")


def error_word(words: Words) -> str:
    """Before a fault at its field, for those who hear the page."""
    return words.say("Error:")


def skip_link(words: Words) -> str:
    """For those who go by keyboard."""
    return words.say("Go to the main part")


def languages_label(words: Words) -> str:
    """Of the row of languages."""
    return words.say("Language")


def foot(words: Words, operator: Operator) -> str:
    """Who runs this."""
    return words.say(
        "This is a bot run by {operator} (BIN {bin}). It is not the ministry. Questions of law: migration service, phone 1414.",
        operator=operator.name,
        bin=operator.bin,
    )


# ── the code ──


def asks_code(words: Words) -> str:
    """The heading of the first page."""
    return words.say("Someone asks to be registered at your home")


def what_this_is(words: Words, operator: Operator) -> tuple[str, ...]:
    """What the link is; nothing about the guest."""
    return (
        words.say(
            "This page belongs to a bot run by {operator}. It is not the ministry. Nobody is registered without your yes.",
            operator=operator.name,
        ),
        words.say("Do you have Telegram? Answer there. If not, go on here with the code."),
    )


def in_telegram(words: Words) -> str:
    """The link to the chat."""
    return words.say("Open in Telegram")


def code_label(words: Words) -> str:
    """Of the field."""
    return words.say("Code from your guest")


def code_hint(words: Words) -> str:
    """Under the label."""
    return words.say("Six numbers. Your guest sees them on the phone and tells you by voice.")


def go_on(words: Words) -> str:
    """The button under the code."""
    return words.say("Go on")


def code_again(words: Words) -> str:
    """The pass has ended, or was never given."""
    return words.say("The page stays open for 30 minutes after the code. Type the code again.")


# ── the request ──


def who_asks(words: Words, party: Sequence[Case]) -> str:
    """The heading of the request."""
    if len(party) == 1:
        return words.say("{name} asks to be registered at your home", name=party[0].answers.full_name)
    return words.count(
        "{number} person asks to be registered at your home",
        "{number} people ask to be registered at your home",
        len(party),
    )


def person(words: Words, case: Case) -> tuple[str, ...]:
    """One who asks, as the host's card in the chat shows them."""
    answers = case.answers
    number = answers.document_number.masked if answers.document_number else ""
    return (
        words.say("Citizenship: {country}", country=country_name(words, answers.citizenship or "")),
        words.say("Year of birth: {year}", year=answers.born.year if answers.born else ""),
        f"{shown_answers.entered_with(answers.document_kind, words)}: {number}",
    )


def stay(words: Words, case: Case) -> tuple[str, ...]:
    """Where and when, the same for all who ask together."""
    since, until = (words.day(day) if day else "" for day in (case.answers.at_address_since, case.answers.until))
    return (
        words.say("Address: {address}", address=case.answers.address.line if case.answers.address else ""),
        words.say("Dates: {since} to {until}", since=since, until=until),
    )


def what_it_means(words: Words, party: Sequence[Case]) -> tuple[str, ...]:
    """What agreeing means by law."""
    if len(party) > 1:
        return (family.what_it_means(words),)
    return (
        words.say(
            "Agreeing confirms that this person lives at this address (Order 923, paragraph 3). A host also tells the "
            "migration police within three working days of the guest's arrival; the bot does not do that for you."
        ),
    )


def unknown_person(words: Words, party: Sequence[Case]) -> str:
    """The one warning."""
    if len(party) > 1:
        return family.unknown_people(words)
    return words.say("Do not agree if you do not know this person.")


def your_answer(words: Words) -> str:
    """Above the form."""
    return words.say("Your answer")


def iin_label(words: Words) -> str:
    """Of the field."""
    return words.say("Your IIN")


def iin_hint(words: Words) -> str:
    """Under the label."""
    return words.say("12 numbers, as in your identity card.")


def name_label(words: Words) -> str:
    """Of the field."""
    return words.say("Your full name")


def name_hint(words: Words) -> str:
    """Under the label."""
    return words.say("Needed to agree. As in your identity card, for example Serikova Aigul Maratovna.")


def consent_label(words: Words) -> str:
    """At the box to tick."""
    return words.say("I agree that my personal data are used")


def consent_heading(words: Words) -> str:
    """Above what the consent says."""
    return words.say("Use of your personal data")


def consent(words: Words, operator: Operator) -> tuple[str, ...]:
    """What the consent to personal data has to say (Law No. 94-V of 21 May 2013)."""
    return (
        words.say("Who: {operator} (BIN {bin}).", operator=operator.name, bin=operator.bin),
        words.say("What: your IIN and your full name."),
        words.say("Why: to register your guest at your home."),
        words.say("How long: until 30 days after your guest's stay ends."),
        words.say("Who sees it: your guest, and whoever reads your guest's certificate."),
        words.say("Telegram carries the certificate to your guest through servers abroad."),
        words.say("To take it back, tell {operator}.", operator=operator.name),
    )


def agree(words: Words) -> str:
    """One of two equal buttons."""
    return words.say("Agree")


def refuse(words: Words) -> str:
    """The other."""
    return words.say("Refuse")


def refuse_hint(words: Words) -> str:
    """What is needed for a no."""
    return words.say("To refuse, your IIN is enough. You choose the reason on the next page.")


# ── the reason ──


def asks_reason(words: Words) -> str:
    """The heading, and the name of the group."""
    return words.say("Why do you refuse?")


def reason_hint(words: Words) -> str:
    """Under it."""
    return words.say("Your guest is told the reason.")


def back(words: Words) -> str:
    """To the request."""
    return words.say("Back")


# ── the end ──


def result(words: Words, party: Sequence[Case], no: Refusal | None) -> tuple[str, tuple[str, ...]]:
    """Heading and paragraphs once a request has ended; `no` is what `Case.check_live` says of it."""
    first = party[0]
    ending = first.ending
    if ending is None or no is None or ending.kind not in _ON_THE_PAGE or ending.chat is not None:
        return words.say("This request has ended"), (refusal(words, no) if no else "", nothing_to_do(words))
    return _answered_alone(words, first, ending) if len(party) == 1 else _answered_together(words, party, ending)


_ON_THE_PAGE = {EventKind.GRANTED, EventKind.REFUSED, EventKind.DENIED}


def _answered_alone(words: Words, case: Case, ending: Event) -> tuple[str, tuple[str, ...]]:
    name = case.answers.full_name
    number = words.say(
        "Request {number}, answered on this page on {at}.",
        number=case.application_number,
        at=words.moment(ending.at),
    )
    if ending.kind is EventKind.REFUSED:
        heading = words.say("You refused {name}. Nobody is registered", name=name)
        return heading, (number, words.say("The guest was told the reason."), nothing_to_do(words))
    if ending.kind is EventKind.DENIED:
        heading = words.say("Not registered: the law does not allow it for {name}", name=name)
        return heading, (number, words.say("The guest was told why. You have nothing to do."))
    return words.say("You agreed that {name} lives at your home", name=name), (
        number,
        words.say("The guest gets the certificate. It is on record that you agreed on the web page."),
        words.say(
            "What you must do next: tell the migration police of your guest within three working days of the arrival (decree No. 148, paragraph 9). The bot does not tell the police for you."
        ),
        nothing_more(words),
    )


def _answered_together(words: Words, party: Sequence[Case], ending: Event) -> tuple[str, tuple[str, ...]]:
    stages = {case.number: Stage((case.ending or ending).kind.value) for case in party}
    heading, outcomes, duty = family.answered(words, party, stages)
    numbers = words.say(
        "Requests {numbers}, answered on this page on {at}.",
        numbers=", ".join(case.application_number for case in party),
        at=words.moment(ending.at),
    )
    return heading, (numbers, *outcomes, duty, nothing_more(words) if duty else nothing_to_do(words))


def nothing_more(words: Words) -> str:
    """The end of this page, where something is left to do elsewhere."""
    return words.say("There is nothing more to do on this page. You can close it.")


def awaits_officer(words: Words) -> tuple[str, str]:
    """After a first yes, where an officer has to vouch for the host before it counts."""
    return words.say("You agreed. Nobody is registered yet"), words.say(
        "An officer of this service looks at your details once. You need do nothing: when that is done, your yes counts "
        "by itself. You can close this page, and open it again to see how it went."
    )


def nothing_to_do(words: Words) -> str:
    """The end of what a host has to do here."""
    return words.say("There is nothing for you to do here. You can close this page.")


# ── what went wrong ──


def not_there(words: Words) -> tuple[str, str]:
    """Unknown, ended, forged: one and the same."""
    return (
        words.say("This page is not there, or its request has ended"),
        words.say("Ask the person who sent you the link for a new one."),
    )


def closed(words: Words) -> str:
    """The heading after five wrong codes."""
    return words.say("This page is closed")


def no_answer_now(words: Words) -> str:
    """The heading over a reason for which nobody can be registered now."""
    return words.say("This cannot be done now")


def too_often(words: Words) -> tuple[str, str]:
    """More than thirty pages in a minute."""
    return words.say("That was too often"), words.say("Wait a minute, then open the link again.")


def not_understood(words: Words) -> tuple[str, str]:
    """What no form of ours sends."""
    return words.say("This page could not read what was sent"), words.say("Open the link again and fill in the form.")


def our_fault(words: Words) -> tuple[str, str]:
    """A fault of the service."""
    return (
        words.say("Sorry, there is a problem with the service"),
        words.say("Open the link again in a few minutes: it shows whether your answer was taken."),
    )
