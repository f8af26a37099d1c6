"""Buttons of the questions: choices, the review, the draft that was found."""

from collections.abc import Sequence
from datetime import date
from html import unescape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.domain.answers import CHANGEABLE, Answers, Basis, Purpose, Question
from bot.telegram.callbacks import BasisTap, ChangeTap, LifeDeed, LifeTap, Move, MoveTap, PickTap, PlacesItem, PlacesTap
from bot.telegram.choices import Choice
from bot.telegram.keyboards import BLUE, GREEN, RED, menu_button, pairs, rows, shortened, tap
from bot.texts import buttons, shown_answers
from bot.texts.words import Words


def question(
    words: Words,
    asked: Question,
    offered: list[Choice],
    *,
    kept: str,
    can_go_back: bool,
    photo_helps: bool = False,
) -> InlineKeyboardMarkup:
    """The choices of a question, the answer that stands, and the way back."""
    tail = [tap(words.say("Back"), MoveTap(move=Move.BACK))] if can_go_back else [menu_button(words)]
    keep = [tap(words.say("Keep: {answer}", answer=shortened(unescape(kept))), MoveTap(move=Move.KEEP))] if kept else []
    extra = [tap(words.say("I have the host's link"), MoveTap(move=Move.HOST_LINK))] if asked is Question.HOST else []
    picks = [tap(label, PickTap(question=asked.value, value=value)) for value, label in offered]
    photo = [tap(words.say("Send a photo instead"), MoveTap(move=Move.PHOTO))] if photo_helps else []
    return rows(*pairs(picks), keep, extra, photo, tail)


def not_required(words: Words) -> InlineKeyboardMarkup:
    """After "you need not register"."""
    return rows(
        [tap(words.say("I have a visa or a permit"), MoveTap(move=Move.HAS_BASIS))],
        [
            tap(words.say("Change the country"), ChangeTap(question=Question.CITIZENSHIP.value)),
            tap(words.say("Change the date"), ChangeTap(question=Question.ENTERED.value)),
        ],
        [menu_button(words)],
    )


def bases(words: Words) -> InlineKeyboardMarkup:
    """Grounds of stay."""
    return rows(*([tap(buttons.basis(words, basis), BasisTap(basis=basis.value))] for basis in Basis))


def review(words: Words, answers: Answers) -> InlineKeyboardMarkup:
    """Send, or change any answer; of a longer stay only the last day, since all else stays as registered."""
    back: CallbackData = MoveTap(move=Move.BACK)
    changeable: Sequence[Question] = CHANGEABLE
    if answers.purpose is Purpose.LONGER and answers.follows is not None:
        changeable, back = (Question.UNTIL,), LifeTap(deed=LifeDeed.SHOW, number=answers.follows)
    shown = [asked for asked in changeable if shown_answers.answer(words, answers, asked)]
    changes = [tap(shown_answers.label(words, answers, asked), ChangeTap(question=asked.value)) for asked in shown]
    return rows(
        [tap(words.say("Send to my host"), MoveTap(move=Move.SEND), GREEN)],
        *pairs(changes),
        [tap(words.say("Back"), back)],
    )


def last_question(words: Words, answers: Answers, offered: list[Choice]) -> InlineKeyboardMarkup:
    """The last day under the review: send with it, or only answer; and what can be changed."""
    shown = [asked for asked in CHANGEABLE if shown_answers.answer(words, answers, asked)]
    changes = [tap(shown_answers.label(words, answers, asked), ChangeTap(question=asked.value)) for asked in shown]
    sends = [
        tap(
            words.say("Send to my host: until {day}", day=words.day(date.fromisoformat(value))),
            PlacesTap(item=PlacesItem.SEND, code=value),
            GREEN,
        )
        for value, _ in offered
    ]
    picks = [tap(label, PickTap(question=Question.UNTIL.value, value=value)) for value, label in offered]
    back = [tap(words.say("Back"), MoveTap(move=Move.BACK))]
    return rows(*([send] for send in sends), *([pick] for pick in picks), *pairs(changes), back)


def draft(words: Words) -> InlineKeyboardMarkup:
    """What to do with a draft that was found."""
    return rows(
        [tap(words.say("Continue"), MoveTap(move=Move.CONTINUE), BLUE)],
        [tap(words.say("Start again"), MoveTap(move=Move.RESTART))],
        [tap(words.say("Delete my answers"), MoveTap(move=Move.DELETE), RED)],
        [menu_button(words)],
    )


def stop(words: Words) -> InlineKeyboardMarkup:
    """Stop or go on."""
    return rows([tap(words.say("Stop"), MoveTap(move=Move.STOP)), tap(words.say("Go on"), MoveTap(move=Move.CONTINUE))])
