"""What the list of guests says of one photo: which fields to look at, or why nothing was read."""

from collections.abc import Callable
from datetime import date

from bot.domain.answers import Question
from bot.domain.passport import PASSPORT, PassportCard
from bot.passport.reading import Unread
from bot.registration.guest_lists import GuestRow
from bot.texts import buttons, passports
from bot.texts.words import Words, unmarked


def look_at(words: Words, row: GuestRow, today: date) -> str:
    """Which fields to compare with the document and why, or why nothing was read; empty where all is well."""
    if isinstance(row.read, Unread):
        return unread(words, row.read)
    card, ended = row.read, row.read.answers.document_expires
    said = [
        words.say("Compare: {fields}.", fields=_named(words, doubted(card))) if doubted(card) else "",
        words.say("Not read: {fields}.", fields=_named(words, missing(card))) if missing(card) else "",
        words.say("This document ended on {expired}.", expired=words.day(ended))
        if ended and card.has_ended(today)
        else "",
    ]
    return unmarked(" ".join(part for part in said if part))


def unread(words: Words, why: Unread) -> str:
    """The advice that is given on a single photo, on one line; where that is for a chat, its own."""
    own = _ON_ONE_LINE.get(why)
    return unmarked(own(words) if own else ". ".join(passports.advised(words, why)))


def doubted(card: PassportCard) -> list[Question]:
    """What was read and has to be compared."""
    gaps = missing(card)
    return [question for question in PASSPORT if question in card.doubted and question not in gaps]


def missing(card: PassportCard) -> list[Question]:
    """What was not read, or was not what such a field can hold."""
    has_no_sex = {Question.SEX} if card.answers.sex is None else set()  # it is never asked for, so it is never lacking
    return [question for question in PASSPORT if card.answers.lacks(question) or question in has_no_sex]


def _named(words: Words, questions: list[Question]) -> str:
    return ", ".join(unmarked(buttons.question(words, question)) for question in questions)


_ON_ONE_LINE: dict[Unread, Callable[[Words], str]] = {
    Unread.NOT_A_PICTURE: lambda w: w.say("Not a photo: only JPG, PNG and HEIC can be read."),
    Unread.FILE_TOO_LARGE: lambda w: w.say("The file is too large: at most 20 MB each."),
    Unread.TOO_MANY_PIXELS: lambda w: w.say("The picture is too large: make it smaller."),
    Unread.FACE: lambda w: w.say("A face, but no passport page: photograph the page with the two lines at the bottom."),
    Unread.BUSY: lambda w: w.say("It could not be read just now: send this photo again in a minute."),
    Unread.FAILED: lambda w: w.say("It could not be read just now: send this photo again in a minute."),
}
