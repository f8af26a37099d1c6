"""What a certificate is worth: one word a verdict, and nothing about the person."""

from datetime import datetime

from bot.texts.words import Words, page


def asks(words: Words) -> str:
    """How to check."""
    return page(
        words.say("Send a photo of the certificate, or the text of its QR code"),
        words.say("The photo is read here and not kept."),
    )


def valid(words: Words, issued: datetime, until: datetime) -> str:
    """Genuine and in force."""
    return page(words.say("VALID"), _dates(words, issued, until), _no_person(words))


def ended(words: Words, issued: datetime, until: datetime) -> str:
    """Genuine, but its time is over."""
    return page(words.say("EXPIRED"), _dates(words, issued, until), _no_person(words))


def superseded(words: Words, issued: datetime, until: datetime) -> str:
    """Genuine, but there is a newer one."""
    return page(words.say("REPLACED by a newer registration"), _dates(words, issued, until), _no_person(words))


def revoked(words: Words, issued: datetime, until: datetime) -> str:
    """Taken back."""
    return page(words.say("REVOKED"), _dates(words, issued, until), _no_person(words))


def suspended(words: Words, issued: datetime, until: datetime) -> str:
    """Not in force for now."""
    return page(words.say("SUSPENDED"), _dates(words, issued, until), _no_person(words))


def not_genuine(words: Words) -> str:
    """Not ours, or altered."""
    return page(
        words.say("NOT CONFIRMED AS GENUINE"),
        words.say("It was not issued by this bot, or it was altered. Do not rely on it."),
    )


def key_withdrawn(words: Words) -> str:
    """Signed with a key that its operator has withdrawn: nothing it signed counts any more."""
    return page(
        words.say("NOT CONFIRMED AS GENUINE"),
        words.say("The key that signed it was withdrawn. Ask the holder for a new certificate."),
    )


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


def _dates(words: Words, issued: datetime, until: datetime) -> str:
    return words.say("Issued on {issued}, valid until {until}.", issued=words.day_of(issued), until=words.day_of(until))


def _no_person(words: Words) -> str:
    return words.say("Compare names and numbers with the person's own document. The bot shows nobody's data.")
