"""Keyboards under a registration, and under the questions of its life."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.acts import appealable
from bot.domain.case import Case
from bot.domain.life import is_suspended
from bot.registration.life import Registration
from bot.telegram.callbacks import (
    AppealDeed,
    AppealTap,
    Item,
    LifeDay,
    LifeDayTap,
    LifeDeed,
    LifeTap,
    LostDeed,
    LostTap,
    MenuTap,
    Return,
    ReturnTap,
)
from bot.telegram.keyboards import BLUE, RED, Row, menu_button, rows, tap
from bot.texts.words import Words

MOST_NAMES = 20  # with a button of their own; those who ended make room


def registration_page(words: Words, case: Case) -> tuple[Row, ...]:
    """What can be done about a registration that holds. A part of the bot that adds to it adds a row."""
    number = case.number
    return (
        [
            tap(words.say("I moved"), LifeTap(deed=LifeDeed.MOVED, number=number), BLUE),
            tap(words.say("I left"), LifeTap(deed=LifeDeed.LEFT, number=number)),
        ],
        longer(words, number),
        [tap(words.say("My certificates"), MenuTap(item=Item.CERTIFICATES))],
        [tap(words.say("Lost passport"), LostTap(deed=LostDeed.SHOW, number=number))],
    )


def registration(words: Words, one: Registration, *, is_held: bool) -> InlineKeyboardMarkup:
    """Under one registration; an ended one offers what still leads on, one that an officer has taken the appeal."""
    if appealable(one.case) is not None:
        return rows(*_taken(words, one.case, is_held=is_held), [menu_button(words)])
    if is_held:
        return rows(*registration_page(words, one.case), [menu_button(words)])
    return rows([tap(words.say("My certificates"), MenuTap(item=Item.CERTIFICATES))], [menu_button(words)])


def _taken(words: Words, case: Case, *, is_held: bool) -> tuple[Row, ...]:
    """Why, and the appeal; while it is suspended one can only leave, while it is shortened all is as ever."""
    why = how_to_appeal(words, case)
    if is_suspended(case):
        return why, [tap(words.say("I left"), LifeTap(deed=LifeDeed.LEFT, number=case.number))]
    return (why, *registration_page(words, case)) if is_held else (why,)


def how_to_appeal(words: Words, case: Case) -> Row:
    """To why it was taken."""
    return [tap(words.say("Why, and how to appeal"), AppealTap(deed=AppealDeed.WHY, number=case.number))]


def several(words: Words, found: Sequence[Registration]) -> InlineKeyboardMarkup:
    """Whose registration?"""
    names = [
        [tap(one.case.answers.full_name, LifeTap(deed=LifeDeed.SHOW, number=one.case.number))]
        for one in found[:MOST_NAMES]
    ]
    return rows(*names, [menu_button(words)])


def not_registered(words: Words, *, may_come_back: bool, taken: Case | None = None) -> InlineKeyboardMarkup:
    """The way to a registration, and to the appeal of one from whom it was taken."""
    return rows(
        how_to_appeal(words, taken) if taken is not None else [],
        [come_back(words)] if may_come_back else [],
        [tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)],
        [menu_button(words)],
    )


def come_back(words: Words) -> InlineKeyboardButton:
    """One who has left is back."""
    return tap(words.say("I am back in Kazakhstan"), ReturnTap(how=Return.BACK), BLUE)


def days(words: Words, of: LifeDay, number: int, offered: Sequence[tuple[date, str]]) -> InlineKeyboardMarkup:
    """Days to tap, each with its words, or the way back."""
    return rows(
        *([tap(label, LifeDayTap(of=of, number=number, day=day.isoformat()))] for day, label in offered),
        [back(words, number)],
    )


def confirms_left(words: Words, number: int, day: date) -> InlineKeyboardMarkup:
    """The one tap that ends the registration, or the way back."""
    sure = LifeDayTap(of=LifeDay.SURELY_LEFT, number=number, day=day.isoformat())
    return rows([tap(words.say("Yes, I left"), sure, RED)], [back(words, number)])


def left(words: Words, case: Case, *, can_undo: bool) -> InlineKeyboardMarkup:
    """Take it back while that can be done."""
    undo = [tap(words.say("Take it back"), LifeTap(deed=LifeDeed.UNDO_LEFT, number=case.number))] if can_undo else []
    return rows(undo, [menu_button(words)])


def back(words: Words, number: int) -> InlineKeyboardButton:
    """Back to the registration."""
    return tap(words.say("Back"), LifeTap(deed=LifeDeed.SHOW, number=number))


def to_registration(words: Words, number: int) -> InlineKeyboardMarkup:
    """Only the way back."""
    return rows([back(words, number)], [menu_button(words)])


def old_document(words: Words) -> InlineKeyboardMarkup:
    """A new document, or later."""
    return rows(
        [tap(words.say("I have a new document"), ReturnTap(how=Return.NEW_DOCUMENT), BLUE)], [menu_button(words)]
    )


def still_here(words: Words, cases: Sequence[Case], *, is_last: bool = False) -> tuple[Row, ...]:
    """Three answers, one tap each; of several people those who changed are named on a page of their own.

    In the registration's last days (`is_last`) it can be made longer from here.
    """
    if not cases:
        return ()
    number = cases[0].number
    if len(cases) > 1:
        return (
            [tap(words.say("Still here, all of us"), LifeTap(deed=LifeDeed.ALL_STILL_HERE, number=number))],
            [tap(words.say("Someone moved or left"), MenuTap(item=Item.REGISTRATION))],
        )
    return (
        [tap(words.say("Still here"), LifeTap(deed=LifeDeed.STILL_HERE, number=number))],
        [
            tap(words.say("I moved"), LifeTap(deed=LifeDeed.MOVED, number=number)),
            tap(words.say("I left"), LifeTap(deed=LifeDeed.LEFT, number=number)),
        ],
        *([longer(words, number)] if is_last else []),
    )


def longer(words: Words, number: int) -> Row:
    """To the question until when."""
    return [tap(words.say("Stay longer"), LifeTap(deed=LifeDeed.LONGER, number=number))]
