"""Keyboards under a photo that is asked for, and under what was read from it."""

from datetime import date
from html import unescape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.answers import Question
from bot.domain.passport import PASSPORT, PassportCard
from bot.domain.people import Draft
from bot.telegram.callbacks import CardDeed, CardTap, Move, MoveTap
from bot.telegram.keyboards import BLUE, GREEN, Row, menu_button, pairs, rows, shortened, tap
from bot.texts import buttons, passports
from bot.texts.words import Words


def photo(words: Words, *, has_card: bool, type_first: bool = False) -> InlineKeyboardMarkup:
    """Type instead; back to what was read before, else to the menu."""
    back = tap(words.say("Back"), MoveTap(move=Move.BACK)) if has_card else menu_button(words)
    return rows([_type_instead(words, BLUE if type_first else None)], [back])


def _type_instead(words: Words, style: str | None = None) -> InlineKeyboardButton:
    return tap(words.say("Type it instead"), MoveTap(move=Move.TYPE), style)


def card(words: Words, draft: Draft, read: PassportCard, today: date) -> InlineKeyboardMarkup:
    """Accept where nothing is doubted; what is doubted is looked at one by one; each line can be changed."""
    of = draft.sources[-1]
    is_right = [[_is_right(words, read, question, of)] for question in PASSPORT if question in read.doubted]
    changes = [
        tap(buttons.question(words, question), CardTap(deed=CardDeed.CHANGE, of=of, question=question))
        for question in PASSPORT
    ]
    return rows(
        _accept(words, read, of, today),
        *is_right,
        *pairs(changes),
        *pairs([another_photo(words), _type_instead(words)]),
        [menu_button(words)],
    )


def _accept(words: Words, read: PassportCard, of: int, today: date) -> Row:
    if read.doubted or read.has_ended(today):
        return []
    return [tap(words.say("All correct"), CardTap(deed=CardDeed.ACCEPT, of=of), GREEN)]


def _is_right(words: Words, read: PassportCard, question: Question, of: int) -> InlineKeyboardButton:
    answer = shortened(unescape(passports.shown(words, read, question)))
    data = CardTap(deed=CardDeed.RIGHT, of=of, question=question)
    return tap(passports.is_right(words, answer), data, BLUE)


def another_photo(words: Words) -> InlineKeyboardButton:
    """What was read is of the wrong document, or could be read better."""
    return tap(words.say("Another photo"), MoveTap(move=Move.PHOTO))


def second_photo(words: Words) -> InlineKeyboardMarkup:
    """Under the advice about a photo that was not read."""
    return rows([another_photo(words)])


def is_it_a_passport(words: Words) -> InlineKeyboardMarkup:
    """Under a picture without a code, sent when nothing was asked."""
    register = tap(words.say("Yes, register me"), MoveTap(move=Move.READ))
    return rows([register], [menu_button(words)])
