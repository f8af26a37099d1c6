"""What is said of a request that continues a registration: until the yes, and after a no, that one stays as it was."""

from bot.domain.answers import Purpose
from bot.domain.case import Case, Stage
from bot.texts.words import Words

_CONTINUES = {Purpose.MOVE, Purpose.LONGER}


def continues(case: Case) -> bool:
    """Whether a registration was there before the request, and a no leaves it alone."""
    return case.answers.follows is not None and case.answers.purpose in _CONTINUES


def until_the_yes(words: Words) -> str:
    """On the card while it waits."""
    return words.say("Nothing changes in your registration until your host agrees.")


def ended(words: Words, stage: Stage) -> str:
    """How it ended, after its number."""
    return {
        Stage.GRANTED: words.say("your host agreed, the certificate is issued"),
        Stage.REFUSED: words.say("your host refused. Your old registration stays as it was"),
        Stage.DENIED: words.say("refused by law. Your old registration stays as it was"),
        Stage.EXPIRED: words.say("your host did not answer in 30 days. Your old registration stays as it was"),
        Stage.CLOSED: words.say("closed after five wrong IINs. Your old registration stays as it was"),
        Stage.CANCELLED: words.say("you took it back. Your old registration stays as it was"),
    }[stage]


def refused(words: Words) -> str:
    """The heading of the host's no."""
    return words.say("Your host refused. Your old registration stays as it was")


def denied(words: Words) -> str:
    """The heading of the law's no."""
    return words.say("Registration is refused by law. Your old registration stays as it was")


def silent(words: Words) -> str:
    """The heading while the host is silent."""
    return words.say("Your host has not answered yet. Your old registration stays as it was")


def expired(words: Words) -> str:
    """The heading after thirty days."""
    return words.say("Your host did not answer in 30 days. Your old registration stays as it was")
