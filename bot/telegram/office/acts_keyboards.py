"""Keyboards of an officer's acts."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.acts import Deed, Ground
from bot.domain.officer import Purpose
from bot.office.acts import Acts
from bot.office.orders import Order
from bot.telegram.keyboards import BLUE, RED, Row, rows, tap
from bot.telegram.office.acts_callbacks import ActDoTap, ActTap
from bot.telegram.office.keyboards import to_menu
from bot.texts.office import acts as texts
from bot.texts.words import Words


def page(words: Words, shown: Acts, purpose: Purpose) -> InlineKeyboardMarkup:
    """Every act that is possible now, in the order of the house."""
    number = shown.case.number
    offered = (deed for deed in Deed if deed in shown.deeds)
    newer = (
        [tap(f"{shown.newer:08d}", ActTap(deed=Deed.PAGE, number=shown.newer, purpose=purpose))] if shown.newer else []
    )
    return rows(
        *([tap(texts.deed_button(words, deed), ActTap(deed=deed, number=number, purpose=purpose))] for deed in offered),
        newer,
        to_menu(words),
    )


def open_acts(words: Words, number: int, purpose: Purpose) -> Row:
    """From a card to that page."""
    return [tap(words.say("Acts on the registration"), ActTap(deed=Deed.PAGE, number=number, purpose=purpose), BLUE)]


def grounds(words: Words, offered: Sequence[Ground], asked: ActTap) -> InlineKeyboardMarkup:
    """One of them, or back."""
    return rows(
        *([tap(texts.ground_button(words, ground), asked.on(ground))] for ground in offered),
        _back(words, asked.number, asked.purpose),
    )


def asks_day(words: Words, asked: ActTap) -> InlineKeyboardMarkup:
    """The way back: the day is typed."""
    return rows(_back(words, asked.number, asked.purpose))


def confirm(words: Words, order: Order, purpose: Purpose) -> InlineKeyboardMarkup:
    """The second tap."""
    sure = ActDoTap(
        deed=order.deed,
        number=order.number,
        ground=order.ground,
        length=order.length,
        purpose=purpose,
        day=order.day.isoformat() if order.day else "",
    )
    return rows(
        [tap(words.say("Yes: {act}", act=texts.deed_button(words, order.deed)), sure, RED)],
        _back(words, order.number, purpose),
    )


def done(words: Words, undo: int | None, number: int, purpose: Purpose) -> InlineKeyboardMarkup:
    """Undo, the page as it is now, the menu."""
    return rows(
        [tap(texts.deed_button(words, Deed.UNDO), ActTap(deed=Deed.UNDO, number=undo, purpose=purpose), BLUE)]
        if undo
        else [],
        _back(words, number, purpose),
        to_menu(words),
    )


def _back(words: Words, number: int, purpose: Purpose) -> Row:
    return [tap(texts.deed_button(words, Deed.PAGE), ActTap(deed=Deed.PAGE, number=number, purpose=purpose))]
