"""A photo of the passport in place of its questions: what to photograph, what was read, and how to do it better."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from bot.domain.answers import Answers, Question
from bot.domain.passport import PASSPORT, PassportCard
from bot.passport.reading import Unread
from bot.texts import buttons, shown_answers
from bot.texts.words import Words, bold, lines, page


class Instead(StrEnum):
    """What people send in place of one photo."""

    SECOND = "second"  # while the first is read
    VIDEO = "video"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"
    PDF = "pdf"
    FILE = "file"
    STICKER = "sticker"
    VOICE = "voice"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"


def asks(words: Words, answers: Answers) -> str:
    """What to photograph, and what becomes of the photo; who types is asked for the citizenship first."""
    return page(
        words.say("Photograph your passport"),
        lines(
            words.say(
                "The page with your photo: lay it flat, in daylight, so that both lines at the bottom can be seen. Of an identity card, the side with the three lines."
            ),
            words.say("No photo? Type your citizenship.") if answers.citizenship is None else "",
        ),
        words.say(
            "A program on our own machine reads it. The photo is not kept, and your message with it is deleted at once."
        ),
    )


def reading(words: Words) -> str:
    """While it is read."""
    return words.say("Reading your passport…")


def card(words: Words, read: PassportCard, today: date) -> str:
    """What was read, in the order of the passport's page, for a look before it counts."""
    return page(
        words.say("Compare this with your passport"),
        "\n".join(line(words, read, question) for question in PASSPORT),
        _ended(words, read, today) or _what_to_do(words, read),
    )


def deleted(words: Words) -> str:
    """The photo is gone."""
    return words.say("Your photo is deleted from this chat and was not kept.")


def not_deleted(words: Words) -> str:
    """The photo could not be removed from the chat."""
    return words.say("Your photo was not kept, but I could not delete it from this chat. Delete it yourself.")


def shown(words: Words, read: PassportCard, question: Question) -> str:
    """One field as the card shows it, or "" when it was not read."""
    said = shown_answers.answer(words, read.answers, question)
    if question is Question.CITIZENSHIP and said:
        return f"{said} ({read.answers.citizenship})"
    return said


def line(words: Words, read: PassportCard, question: Question) -> str:
    """One field with its name, marked where it has to be looked at."""
    said = shown(words, read, question)
    value = bold(said) if said else _unread(words, question)
    mark = " - " + bold(words.say("check")) if question in read.doubted else ""
    return f"{buttons.question(words, question)}: {value}{mark}"


def _unread(words: Words, question: Question) -> str:
    return words.say("not read") if question is Question.SEX else words.say("not read, I will ask")


def _what_to_do(words: Words, read: PassportCard) -> str:
    look = words.say('Compare each line marked "check". If it is right, tap its button below; if not, change it.')
    return lines(
        look if read.doubted else "",
        words.say("To change a line, tap its name."),
        "" if read.doubted else words.say("Nothing counts until you tap All correct."),
    )


def _ended(words: Words, read: PassportCard, today: date) -> str:
    if not read.has_ended(today) or read.answers.document_expires is None:
        return ""
    return lines(
        bold(
            words.say(
                "This document ended on {expired}. You cannot register with it.",
                expired=words.day(read.answers.document_expires),
            )
        ),
        words.say("If you have a new document, send its photo. If the date is misread, tap Document valid until."),
        words.say("If you have no other document, get one from your consulate."),
    )


def tap_a_button(words: Words) -> str:
    """Something was typed where a card is looked at."""
    return words.say("Tap a button under the card: All correct, or the name of the line to change.")


def is_right(words: Words, answer: str) -> str:
    """The button under a doubted field."""
    return words.say("{answer} is right", answer=answer)


def advice(words: Words, why: Unread) -> str:
    """Why nothing could be read, and how to do it better."""
    return page(*advised(words, why))


def advised(words: Words, why: Unread) -> tuple[str, str]:
    """The two parts of it: why, and how to do it better."""
    return _ADVICE.get(why, _our_fault)(words)


def one_photo(words: Words, sent: Instead) -> str:
    """What was sent in place of one photo, and what to send."""
    return page(*_INSTEAD[sent](words))


def gone(words: Words, _sent: Instead) -> str:
    """What may have borne somebody's data is removed from the chat."""
    return words.say("I deleted your message from this chat.")


def not_gone(words: Words, _sent: Instead) -> str:
    """It could not be removed."""
    return words.say("I could not delete your message. If it shows your passport, delete it yourself.")


def rather_type(words: Words) -> str:
    """After several photos that could not be read."""
    return words.say("Several photos could not be read. Typing takes about two minutes. Need help? Call 1414.")


def _our_fault(words: Words) -> tuple[str, str]:
    return (
        words.say("The photo could not be read just now"),
        words.say("It is not your fault. Send it again in a minute, or type the answers."),
    )


Speak = Callable[[Words], tuple[str, str]]  # a heading, and what to do

_ADVICE: dict[Unread, Speak] = {
    Unread.NOT_A_PICTURE: lambda w: (
        w.say("I cannot open this as a photo"),
        w.say("Take a photo with your phone and send it here. As a file it must be JPG, PNG or HEIC."),
    ),
    Unread.FILE_TOO_LARGE: lambda w: (
        w.say("This file is too large"),
        w.say("The file must be smaller than 20 MB. Send it as a photo, not as a file."),
    ),
    Unread.TOO_MANY_PIXELS: lambda w: (
        w.say("This picture is too large"),
        w.say("Send it as a photo, not as a file: Telegram makes it smaller."),
    ),
    Unread.TOO_SMALL: lambda w: (
        w.say("The picture is too small"),
        w.say("Come nearer, so that the page fills the whole picture."),
    ),
    Unread.FACE: lambda w: (
        w.say("I see a face, but no passport page"),
        w.say("A photo of yourself is not needed. Photograph the page of the passport with the two lines at the bottom."),
    ),
    Unread.NO_ZONE: lambda w: (
        w.say("I do not see the two lines at the bottom of the page"),
        w.say("Photograph the page of the passport with the photo. Of an identity card, turn it to the side with the three lines."),
    ),
    Unread.CUT: lambda w: (
        w.say("A part of the lines is cut off"),
        w.say("Move the phone back a little: all four corners of the page must be in the picture."),
    ),
    Unread.BLURRED: lambda w: (
        w.say("The photo is blurred"),
        w.say("Lay the passport on a table, hold the phone with both hands, wait until it is sharp, then take the photo."),
    ),
    Unread.DARK: lambda w: (
        w.say("The photo is too dark"),
        w.say("Go to a window or put on the light, so that your own shadow does not fall on the page."),
    ),
    Unread.GLARE: lambda w: (
        w.say("Light shines back from the page"),
        w.say("Turn off the flash and turn the passport a little, until no bright spot is on the lines."),
    ),
    Unread.TOO_LONG: lambda w: (
        w.say("I could not read this photo"),
        w.say("Lay the page flat, in daylight, and hold the phone straight above it."),
    ),
}  # fmt: skip

_INSTEAD: dict[Instead, Speak] = {
    Instead.SECOND: lambda w: (
        w.say("I was still reading the first photo, so I did not read this one"),
        w.say("What I read is above. Is it the wrong document? Tap Another photo."),
    ),
    Instead.VIDEO: lambda w: (
        w.say("This is a video"),
        w.say("Send a photo of the page: the lines are sharper there."),
    ),
    Instead.ANIMATION: lambda w: (
        w.say("This is a moving picture"),
        w.say("Send a photo of the page."),
    ),
    Instead.VIDEO_NOTE: lambda w: (
        w.say("This is a video message"),
        w.say("Send a photo of the page: tap the paper clip, then Camera."),
    ),
    Instead.PDF: lambda w: (
        w.say("This is a PDF"),
        w.say("I read photos only. Photograph the page with your phone and send the photo."),
    ),
    Instead.FILE: lambda w: (
        w.say("This file is not a photo"),
        w.say("Send a photo, or a file that is JPG, PNG or HEIC."),
    ),
    Instead.STICKER: lambda w: (
        w.say("This is a sticker"),
        w.say("I need a photo of the page in your passport, or your answers in words."),
    ),
    Instead.VOICE: lambda w: (
        w.say("I cannot listen to recordings"),
        w.say("Send a photo of the page, or type the answers."),
    ),
    Instead.CONTACT: lambda w: (
        w.say("A phone number is not needed now"),
        w.say("Send a photo of the page in your passport."),
    ),
    Instead.LOCATION: lambda w: (
        w.say("A place on the map is not needed now"),
        w.say("Send a photo of the page in your passport. The address comes later."),
    ),
    Instead.OTHER: lambda w: (
        w.say("I need a photo of your passport"),
        w.say("Send a photo of the page, or type the answers."),
    ),
}
