"""What a certificate is worth: one word a verdict, and nothing about the person."""

from datetime import datetime

from bot.certificate.proof import Outcome, ProofClaims
from bot.domain.certificate import CertificateStatus
from bot.texts.words import Words, page


def asks(words: Words) -> str:
    """How to check."""
    return page(
        words.say("Send a photo of the certificate, or the text of its QR code"),
        words.say("The photo is read here and not kept."),
    )


def worth(words: Words, status: CertificateStatus) -> str:
    """What a certificate is worth, as a heading."""
    return {
        CertificateStatus.VALID: words.say("VALID"),
        CertificateStatus.REVOKED: words.say("REVOKED"),
        CertificateStatus.SUSPENDED: words.say("SUSPENDED"),
        CertificateStatus.SUPERSEDED: words.say("REPLACED by a newer registration"),
        CertificateStatus.ENDED: words.say("ENDED: the person is not registered by it any more"),
        CertificateStatus.DOCUMENT_LOST: words.say("DOCUMENT REPORTED LOST"),
    }[status]


def verdict(words: Words, status: CertificateStatus, issued: datetime, until: datetime, *, is_over: bool) -> str:
    """Genuine: what it is worth; `is_over` where its time has passed, and nothing else has happened to it."""
    is_lost = status is CertificateStatus.DOCUMENT_LOST
    return page(
        words.say("EXPIRED") if is_over else worth(words, status),
        words.say("Do not accept the document that it names.") if is_lost else "",
        _dates(words, issued, until),
        _no_person(words),
    )


def proof(words: Words, claims: ProofClaims) -> str:
    """Genuine, and no certificate at all."""
    opened = words.moment(claims.opened_at) if claims.opened_at else words.say("no")
    return page(
        words.say("PROOF THAT A REQUEST WAS SENT. NOT A REGISTRATION"),
        words.say(
            "Request {number} was sent on {sent}. Link opened: {opened}.",
            number=f"{claims.number:08d}",
            sent=words.moment(claims.sent_at),
            opened=opened,
        ),
        _outcome(words, claims),
        words.say("The person is not registered by it. The bot shows nobody's data."),
    )


def _outcome(words: Words, claims: ProofClaims) -> str:
    at = words.moment(claims.ended_at or claims.issued_at)
    return {
        Outcome.NO_ANSWER: words.say("The host had not answered by {at}.", at=at),
        Outcome.REFUSED: words.say("The host refused on {at}.", at=at),
        Outcome.EXPIRED: words.say("The host did not answer in 30 days, until {at}.", at=at),
        Outcome.CLOSED: words.say("Its link was closed on {at}: a wrong IIN was given five times.", at=at),
    }[claims.outcome]


def not_ours(words: Words) -> tuple[str, str]:
    """Not ours, or altered: the word for it, and what to do."""
    return (
        words.say("NOT CONFIRMED AS GENUINE"),
        words.say("It was not issued by this bot, or it was altered. Do not rely on it."),
    )


def not_genuine(words: Words) -> str:
    """The same as a message."""
    return page(*not_ours(words))


def no_longer_ours(words: Words) -> tuple[str, str]:
    """Signed with a key that its operator has withdrawn: nothing it signed counts any more."""
    return (
        words.say("NOT CONFIRMED AS GENUINE"),
        words.say("The key that signed it was withdrawn. Ask the holder for a new certificate."),
    )


def key_withdrawn(words: Words) -> str:
    """The same as a message."""
    return page(*no_longer_ours(words))


def unreadable(words: Words) -> str:
    """No code was found in the picture."""
    return page(
        words.say("No QR code could be read"),
        words.say(
            "Take the photo straight from above, in daylight, so that the whole code is sharp; or send it as a file."
        ),
    )


def is_it_a_passport(words: Words) -> str:
    """Under the same: a passport is read only when its owner says so."""
    return words.say("Is it your passport? Tap Yes, and I read it and begin your registration.")


def passport_needs_consent(words: Words) -> str:
    """The same for one who has not consented."""
    return words.say(
        "Is it your passport? I have not read it: first agree to the use of your personal data. Type /start"
    )


def too_large(words: Words) -> str:
    """More than a bot may download."""
    return words.say("The file must be smaller than 20 MB.")


def not_fetched(words: Words) -> str:
    """Telegram did not hand it over."""
    return page(
        words.say("I could not fetch your file just now"), words.say("It is not your fault. Send it again in a minute.")
    )


def _dates(words: Words, issued: datetime, until: datetime) -> str:
    return words.say("Issued on {issued}, valid until {until}.", issued=words.day_of(issued), until=words.day_of(until))


def _no_person(words: Words) -> str:
    return words.say("Compare names and numbers with the person's own document. The bot shows nobody's data.")
