"""Keyboards of an officer's acts."""

from datetime import date

from aiogram.types import InlineKeyboardMarkup

from bot.domain.acts import Deed, grounds_for
from bot.domain.case import Case
from bot.domain.officer import Purpose
from bot.office.acts import Acts, Order
from bot.telegram.keyboards import BLUE, RED, Row, rows, tap
from bot.telegram.office.acts_callbacks import ActDoTap, ActGroundTap, ActTap
from bot.telegram.office.callbacks import OfficePage, OfficeTap
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
        _menu(words),
    )


def grounds(words: Words, case: Case, deed: Deed, purpose: Purpose) -> InlineKeyboardMarkup:
    """One of them, or back."""
    return rows(
        *(
            [
                tap(
                    texts.ground_button(words, ground),
                    ActGroundTap(deed=deed, number=case.number, ground=ground, purpose=purpose),
                )
            ]
            for ground in grounds_for(case, deed)
        ),
        _back(words, case.number, purpose),
    )


def asks_day(words: Words, number: int, purpose: Purpose) -> InlineKeyboardMarkup:
    """The way back: the day is typed."""
    return rows(_back(words, number, purpose))


def confirm(words: Words, order: Order, purpose: Purpose) -> InlineKeyboardMarkup:
    """The second tap."""
    sure = ActDoTap(
        deed=order.deed,
        number=order.number,
        ground=order.ground,
        length=order.length,
        purpose=purpose,
        day=_code(order.day),
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
        _menu(words),
    )


def _back(words: Words, number: int, purpose: Purpose) -> Row:
    return [tap(texts.deed_button(words, Deed.PAGE), ActTap(deed=Deed.PAGE, number=number, purpose=purpose))]


def _menu(words: Words) -> Row:
    return [tap(words.say("Office"), OfficeTap(page=OfficePage.MENU))]


def _code(day: date | None) -> str:
    return day.isoformat() if day else ""
