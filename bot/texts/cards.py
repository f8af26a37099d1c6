"""Status cards: where a request stands, what happens next, and by when."""

from bot.domain.case import Case, EventKind, Stage
from bot.domain.life import is_asked_in_chat, replaced_by
from bot.domain.organisation import Bin
from bot.registration.granting import ON_THE_WEB
from bot.registration.vouching import has_said_yes, waiting_yes
from bot.texts import continuing
from bot.texts.certificate_words import sample_warning
from bot.texts.words import Words, bold, lines, page


def guest_card(words: Words, case: Case, stage: Stage, *, deadline: str, link: str, is_sample: bool) -> str:
    """The guest's card; until the certificate is there it says plainly that the guest is not registered."""
    number = words.say("Request {number}", number=case.application_number)
    if stage.is_live and waiting_yes(case) is not None:
        said = words.say("your host said yes")
        return page(f"{number}: {said}", lines(*awaits_officer(words), deadline))
    if stage.is_live:
        return page(
            f"{number}: {_waiting(words, stage)}",
            lines(bold(_until_the_yes(words, case)), deadline),
            *_ask_the_host(words, case, stage, link),
        )
    return page(
        f"{number}: {_ended_on_the_web(words, case) or _ended(words, case, stage)}",
        _next_step(words, case, stage, deadline, is_sample=is_sample),
    )


def awaits_officer(words: Words) -> tuple[str, ...]:
    """To the guest of a host whom an officer has to vouch for."""
    return (
        bold(words.say("You are not registered yet.")),
        words.say(
            "An officer of this service looks at your host's details once. You need do nothing; the answer comes here."
        ),
    )


def outcome(words: Words, stage: Stage) -> str:
    """Where a request stands, told alike to guest and host."""
    return {
        Stage.SENT: words.say("sent"),
        Stage.OPENED: words.say("the host opened it"),
        Stage.GRANTED: words.say("the host agreed"),
        Stage.REFUSED: words.say("the host refused"),
        Stage.DENIED: words.say("refused by law"),
        Stage.EXPIRED: words.say("ended without an answer"),
        Stage.CLOSED: words.say("closed after five wrong IINs"),
        Stage.CANCELLED: words.say("taken back"),
    }[stage]


def wiped(words: Words, case: Case, stage: Stage) -> str:
    """All that is left of a request whose answers were deleted, for guest and host."""
    number = words.say("Request {number}", number=case.application_number)
    return page(f"{number}: {outcome(words, stage)}", words.say("Its answers are wiped."))


def _until_the_yes(words: Words, case: Case) -> str:
    if continuing.continues(case):
        return continuing.until_the_yes(words)
    return words.say("You are not registered until your host agrees.")


def _ask_the_host(words: Words, case: Case, stage: Stage, link: str) -> tuple[str, ...]:
    if stage is Stage.OPENED:
        return (words.say("Your host has opened the link. The answer comes here. If it takes long, remind your host."),)
    if is_asked_in_chat(case):
        asked = words.say("Your host was asked in their own chat. The answer comes here.")
        return asked, words.say("You can also send this link: {link}", link=link)
    send = words.say("Send this link to your host by any messenger: {link}", link=link)
    then = (
        words.say("Somebody of the organisation opens it, types its BIN and taps Agree.")
        if isinstance(case.answers.host, Bin)
        else words.say("The host opens it, types their IIN and taps Agree. It takes a minute.")
    )
    return send, lines(then, words.say("A host who uses this bot already is asked in the own chat too."))


def _waiting(words: Words, stage: Stage) -> str:
    return words.say("sent, the host has not opened it yet") if stage is Stage.SENT else words.say("opened by the host")


def _ended_on_the_web(words: Words, case: Case) -> str:
    """The same of a host who answered on the web page; "" for every other ending."""
    ending = case.ending
    if ending is not None and ending.kind is EventKind.GRANTED and ending.reason == ON_THE_WEB:
        return words.say("your host agreed on the web page, the certificate is issued")
    if (
        ending is not None
        and ending.kind is EventKind.REFUSED
        and ending.chat is None
        and not continuing.continues(case)
    ):
        return words.say("your host refused on the web page. You are not registered")
    return ""


def _ended(words: Words, case: Case, stage: Stage) -> str:
    newer = replaced_by(case)
    if newer is not None:
        return words.say("replaced by number {number}", number=f"{newer:08d}")
    if case.is_refused_by_officer:
        return words.say("an officer of this service refused it")
    if continuing.continues(case):
        return continuing.ended(words, stage)
    return {
        Stage.GRANTED: words.say("your host agreed, the certificate is issued"),
        Stage.REFUSED: words.say("your host refused. You are not registered"),
        Stage.DENIED: words.say("refused by law. You are not registered"),
        Stage.EXPIRED: words.say("your host's yes was not confirmed in 30 days. You are not registered")
        if has_said_yes(case)
        else words.say("your host did not answer in 30 days. You are not registered"),
        Stage.CLOSED: words.say("closed after five wrong IINs. You are not registered"),
        Stage.CANCELLED: words.say("you took it back. You are not registered"),
    }[stage]


def _next_step(words: Words, case: Case, stage: Stage, deadline: str, *, is_sample: bool) -> str:
    if replaced_by(case) is not None:
        return ""
    if stage is Stage.GRANTED:
        issued = words.say(
            "The certificate is below as a picture and as a file for printing. If you move, register at the new address "
            "within five working days."
        )
        replaces = words.say("It replaces your earlier certificate.") if continuing.continues(case) else ""
        return lines(issued, replaces, sample_warning(words) if is_sample else "")
    return deadline


def reminded(words: Words, case: Case, stage: Stage) -> str:
    """After a guest asked to remind the host; the same whether or not the bot knows a number that the guest typed."""
    if is_asked_in_chat(case):
        return words.say("Your host is reminded now.")
    if stage is Stage.OPENED:
        return words.say("Your host opened the link but has not answered. Send it again: that reaches them for sure.")
    return words.say("Your host has not opened the link yet. Send it again: that reaches them for sure.")
