"""Around a certificate: its captions, and the list of one's own."""

from bot.domain.case import Case
from bot.domain.life import is_own
from bot.texts.words import Words, bold, lines


def certificate_caption(words: Words, case: Case, *, is_sample: bool) -> str:
    """Under the picture of the certificate."""
    return lines(
        " ".join((bold(_whose(words, case)), case.application_number)),
        words.say("Show it when asked. Anyone can check its QR code with a phone's camera."),
        sample_warning(words) if is_sample else "",
    )


def _whose(words: Words, case: Case) -> str:
    if is_own(case):
        return words.say("Your registration certificate")
    return words.say("Registration certificate of {name}", name=case.answers.full_name)


def sample_warning(words: Words) -> str:
    """Nobody may believe to be done who is not."""
    return words.say(
        "A sample: the ministry did not issue it and was not told. For the ministry's own register go to the migration police or call 1414."
    )


def certificate_file_caption(words: Words) -> str:
    """Under the file of the certificate."""
    return words.say("The same certificate for printing.")


def own_certificates(words: Words, number: int) -> str:
    """Above one's own certificates."""
    if not number:
        return words.say("You have no certificate yet.")
    return words.count(
        "You have {number} certificate. Tap it to get it again.",
        "You have {number} certificates. Tap one to get it again.",
        number,
    )
