"""What is said around a person's own data: what there is, what goes, what stays and why."""

from collections.abc import Sequence

from bot.domain.legal_hold import HoldGround
from bot.domain.operator import Operator
from bot.registration.deleting import Deletable, Held, Kept, Staying
from bot.texts.words import Words, lines, page


def offers(words: Words) -> str:
    """The page "My data"."""
    return page(
        words.say("My data"),
        words.say("You can get all that is stored about you as files, or have it deleted."),
        words.say("Only you see them: they are sent to this chat and nowhere else."),
    )


def readable_caption(words: Words) -> str:
    """Under the file for reading."""
    return words.say("All that is stored about you, for reading. It holds your document number: keep it safe.")


def machine_caption(words: Words) -> str:
    """Under the file for machines."""
    return words.say("The same as JSON, with every stored value.")


def made(words: Words, operator: Operator) -> str:
    """After both files."""
    return page(
        words.say("These two files are all that is stored about you"),
        copies(words, operator),
    )


def copies(words: Words, operator: Operator) -> str:
    """Backups: this version makes none."""
    return words.say(
        "This bot makes no copies of its database. If {operator} (BIN {bin}), who runs it, has made copies, {operator} "
        "answers for them: ask there.",
        operator=operator.name,
        bin=operator.bin,
    )


def nothing_to_delete(words: Words) -> str:
    """For one of whom only the language is stored."""
    return page(
        words.say("There is nothing to delete"),
        words.say("Nothing is stored about you but the language of this chat."),
    )


def confirm_delete(words: Words, what: Deletable, operator: Operator) -> str:
    """Asked once: what goes, what stays and why."""
    return page(
        words.say("Delete everything that may be deleted?"),
        lines(
            words.say(
                "Gone at once: your answers, what is saved for the next stay, travels, appeals and messages owed."
            ),
            _of_requests(words, what),
            _of_host(words, what),
        ),
        stays(words, what.in_force, operator),
        held(words, what.held),
        copies(words, operator),
        words.say("This cannot be undone."),
    )


def _of_requests(words: Words, what: Deletable) -> str:
    return lines(
        words.count(
            "{number} request that waits for a host ends, and the host is told.",
            "{number} requests that wait for a host end, and the hosts are told.",
            what.live,
        )
        if what.live
        else "",
        words.count(
            "{number} request or registration that has ended is wiped now.",
            "{number} requests or registrations that have ended are wiped now.",
            what.ended,
        )
        if what.ended
        else "",
    )


def _of_host(words: Words, what: Deletable) -> str:
    return lines(
        words.say("As a host: your number, name, phone, places, links and blocks.") if what.is_host else "",
        words.count(
            "{number} member of your staff is told and can answer for you no more.",
            "{number} members of your staff are told and can answer for you no more.",
            what.staff,
        )
        if what.staff
        else "",
        words.say(
            "Your IIN and name stay on the certificates of guests whom you agreed to: those are the guests' papers."
        )
        if what.is_host
        else "",
    )


def stays(words: Words, kept: Sequence[Kept], operator: Operator) -> str:
    """Certificates in force, and why they are kept."""
    if not kept:
        return words.say("Nothing has to be kept: you have no certificate in force.")
    return lines(
        words.say("Kept, because whoever checks a certificate in force must find it:"),
        *(
            words.say("certificate {number}, until {day}", number=each.number, day=words.day(each.until))
            for each in kept
        ),
        term(words, operator.keep_days),
        words.say("To have it deleted earlier, first end the registration: say that you have left."),
    )


def term(words: Words, days: int) -> str:
    """How long a certificate is kept after its last day."""
    if not days:
        return words.say("It is wiped the day after its last day.")
    return words.count(
        "It is wiped {number} day after its last day.", "It is wiped {number} days after its last day.", days
    )


def held(words: Words, requests: Sequence[Held]) -> str:
    """What is kept although its person wants it gone, and why."""
    if not requests:
        return ""
    why = {
        HoldGround.AUTHORITY: words.say("A court or another state body has asked in writing to keep it."),
        HoldGround.DISPUTE: words.say("A dispute about it is not over."),
    }
    return lines(
        words.say("Kept for now, although you want it deleted:"),
        *(words.say("request {number}. {why}", number=each.number, why=why[each.ground]) for each in requests),
        words.say("When nothing holds it any more, it is deleted by itself. You need not do anything."),
    )


def deleted(words: Words, left: Staying, operator: Operator) -> str:
    """After everything was deleted that may be."""
    return page(
        words.say("Deleted"),
        words.say("What may be deleted is gone for good; no more messages come. To begin again: /start"),
        stays(words, left.in_force, operator),
        held(words, left.held),
    )
