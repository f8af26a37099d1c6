"""The page on which anybody checks a certificate without asking anyone: its words, with gaps that its script fills.

The script shows them as plain text, so they leave here without markup.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from babel import Locale

from bot.certificate.verdict import Verdict
from bot.domain.certificate import CertificateStatus
from bot.texts import checking
from bot.texts.words import Words, unmarked

_GAPS = {name: f"{{{name}}}" for name in ("issued", "until", "as_of", "age", "clock", "from_day", "host", "last4")}
_SOME_YEAR, _SOME_DAY = 2222, 11
_UNSURE = {Verdict.VALID_OFFLINE_STATUS_UNKNOWN, Verdict.STALE_LIST}
_EVERY_FORM = (1, 2, 5)  # one, few and many in Russian; one and other in Kazakh and English


class Note(StrEnum):
    """What the page says where there is no verdict."""

    NO_KEYS = "no_keys"
    NO_CODE = "no_code"
    NO_PICTURE = "no_picture"
    NOTHING_TYPED = "nothing_typed"
    LINK_ONLY = "link_only"
    PROOF = "proof"
    READING = "reading"
    FAILED = "failed"


class Tone(StrEnum):
    """How a verdict looks; its words alone say the same."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


def title(words: Words) -> str:
    """Of the page."""
    return words.say("Check a certificate of registration")


def promise(words: Words) -> tuple[str, str]:
    """What happens to what is given."""
    return (
        words.say("The check is done on this device. The photo, the code and what you type are sent nowhere."),
        words.say("After the first visit this page also works without internet."),
    )


def sample(words: Words) -> str:
    """Of a bot whose operator is not the official issuer."""
    return words.say("Certificates of this bot are samples: the ministry did not issue them.")


def needs_more(words: Words) -> str:
    """Where the browser lacks what the check is made of, or runs no scripts."""
    return words.say(
        "This page cannot check anything here. It needs a current browser with JavaScript, and an address that begins with https."
    )


def other_way(words: Words) -> str:
    """Before a link to the bot."""
    return words.say("Another way: open the bot and send it the photo, or scan the code with the phone's camera.")


def open_bot(words: Words) -> str:
    """The link's label."""
    return words.say("Open the bot")


def labels(words: Words) -> Mapping[str, str]:
    """What stands on fields and buttons."""
    return {
        "camera": words.say("Take a photo of the certificate"),
        "file": words.say("Or choose a picture of it"),
        "code": words.say("Or paste the text of its QR code"),
        "code_hint": words.say("It begins with https://t.me/"),
        "check": words.say("Check"),
        "result": words.say("Result"),
    }


def who_labels(words: Words) -> Mapping[str, str]:
    """Of the sealed part: who holds the paper and the document can read on this device whose they are."""
    return {
        "heading": words.say("Compare with the person's document"),
        "hint": words.say(
            "Type both numbers as they are printed. The names then open on this device; the numbers are sent nowhere."
        ),
        "application": words.say("Application number, from the certificate"),
        "document": words.say("Document number, from the person's document"),
        "open": words.say("Show the names"),
    }


def fingerprint(words: Words, digest: str) -> str:
    """By which the page's trust can be compared with the paper."""
    return words.say("Fingerprint of the root key, as at the foot of the certificate: {digest}", digest=digest)


def said(words: Words) -> Mapping[str, str]:
    """Sentences with gaps, for the script."""
    gaps = _GAPS
    return {
        "dates": unmarked(words.say("Issued on {issued}, valid until {until}.", **gaps)),
        "as_of": unmarked(words.say("Status as of {as_of}.", **gaps)),
        "age": unmarked(words.say("Age of the list of statuses: {age}.", **gaps)),
        "clock": unmarked(words.say("Checked by the clock of this device: {clock}.", **gaps)),
        "compare": unmarked(words.say("Compare names and numbers with the person's own document.")),
        "ready": unmarked(words.say("Ready to check without internet. List of statuses as of {as_of}.", **gaps)),
        "ready_no_list": unmarked(words.say("Ready to check without internet. There is no list of statuses yet.")),
        "not_ready": unmarked(words.say("Not ready yet: the keys could not be fetched. Open the page with internet.")),
        "opening": unmarked(words.say("Opening. This takes a few seconds.")),
        "wrong_numbers": unmarked(
            words.say("These numbers do not open this certificate. Compare both with the paper.")
        ),
        "names": unmarked(words.say("Sealed in this certificate:")),
        "from_day": unmarked(words.say("First day of the stay: {from_day}", **gaps)),
        "host": unmarked(words.say("Host: {host}, IIN ends in {last4}.", **gaps)),
    }


def months(words: Words) -> list[str]:
    """How a day is written in each month of the year, with gaps for the year and the day: browsers differ in it."""
    days = (words.day(date(_SOME_YEAR, month, _SOME_DAY)) for month in range(1, 13))
    return [day.replace(str(_SOME_YEAR), "{y}").replace(str(_SOME_DAY), "{d}") for day in days]


def ages(words: Words) -> Mapping[str, Mapping[str, str]]:
    """How minutes, hours and days are counted, by plural form: not every browser can count in Kazakh."""
    form_of = Locale.parse(words.language).plural_form
    forms = {form_of(number): number for number in _EVERY_FORM}
    return {
        "minute": {form: _gap(words.count("{number} minute", "{number} minutes", n), n) for form, n in forms.items()},
        "hour": {form: _gap(words.count("{number} hour", "{number} hours", n), n) for form, n in forms.items()},
        "day": {form: _gap(words.count("{number} day", "{number} days", n), n) for form, n in forms.items()},
    }


def verdicts(words: Words) -> Mapping[str, Mapping[str, str]]:
    """Each verdict and note: how it looks, its one word, and what to do."""
    told: tuple[tuple[Verdict | Note, tuple[str, str]], ...] = (
        *_in_force(words).items(),
        *_not_in_force(words).items(),
        *_of_notes(words).items(),
    )
    return {
        str(name): {"tone": _tone(name).value, "heading": unmarked(heading), "advice": unmarked(advice)}
        for name, (heading, advice) in told
    }


def _tone(name: Verdict | Note) -> Tone:
    if name is Verdict.VALID:
        return Tone.GOOD
    return Tone.BAD if isinstance(name, Verdict) and name not in _UNSURE else Tone.CARE


def _in_force(words: Words) -> dict[Verdict, tuple[str, str]]:
    return {
        Verdict.VALID: (
            checking.worth(words, CertificateStatus.VALID),
            words.say("Compare names and numbers with the person's own document."),
        ),
        Verdict.VALID_OFFLINE_STATUS_UNKNOWN: (
            words.say("VALID OFFLINE, STATUS UNKNOWN"),
            words.say(
                "It is genuine and in date. Whether it was revoked or replaced since is not known here: check again with internet."
            ),
        ),
        Verdict.STALE_LIST: (
            words.say("VALID BY AN OLD LIST"),
            words.say(
                "It is genuine and in date, but the list of statuses on this device is old. Check again with internet."
            ),
        ),
    }


def _not_in_force(words: Words) -> dict[Verdict, tuple[str, str]]:
    ask_newer = words.say("Ask the person for a newer certificate.")
    return {
        Verdict.SUPERSEDED: (checking.worth(words, CertificateStatus.SUPERSEDED), ask_newer),
        Verdict.REVOKED: (
            checking.worth(words, CertificateStatus.REVOKED),
            words.say("The person is not registered by it. Do not rely on it."),
        ),
        Verdict.SUSPENDED: (
            checking.worth(words, CertificateStatus.SUSPENDED),
            words.say("It is not in force for now. Do not rely on it."),
        ),
        Verdict.EXPIRED: (words.say("EXPIRED"), ask_newer),
        Verdict.NOT_YET_VALID: (
            words.say("NOT YET VALID"),
            words.say("It was issued later than the clock of this device says. Set the clock right and check again."),
        ),
        Verdict.NOT_GENUINE: checking.not_ours(words),
        Verdict.KEY_WITHDRAWN: checking.no_longer_ours(words),
    }


def _of_notes(words: Words) -> dict[Note, tuple[str, str]]:
    in_bot = words.say("This page cannot check it. Open it in the bot.")
    return {
        Note.NO_KEYS: (
            words.say("NOT CHECKED"),
            words.say("The keys could not be fetched, or are not signed by the operator. Open the page with internet."),
        ),
        Note.NO_CODE: (
            words.say("No QR code could be read"),
            words.say("Take the photo straight from above, in daylight, so that the whole code is sharp."),
        ),
        Note.NO_PICTURE: (
            words.say("The picture could not be opened"),
            words.say("Take a screenshot of it and choose that, or paste the text of the QR code."),
        ),
        Note.NOTHING_TYPED: (
            words.say("There is nothing to check yet"),
            words.say("Choose a picture, or paste the text of the QR code."),
        ),
        Note.LINK_ONLY: (words.say("A link without a seal"), in_bot),
        Note.PROOF: (words.say("A proof that a request was sent. Not a registration"), in_bot),
        Note.READING: (words.say("Checking…"), ""),
        Note.FAILED: (
            words.say("NOT CHECKED"),
            words.say("Something broke on this device. Reload the page and try again."),
        ),
    }


def _gap(counted: str, number: int) -> str:
    return unmarked(counted).replace(str(number), "{n}")
