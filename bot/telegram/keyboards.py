"""Keyboards: which buttons stand under which message."""

from collections.abc import Callable
from html import unescape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from bot.telegram.callbacks import (
    Item,
    LanguageTap,
    MenuTap,
    Move,
    MoveTap,
    Return,
    ReturnTap,
)
from bot.texts.words import LANGUAGES, Words

GREEN, RED, BLUE = "success", "danger", "primary"
_WIDE = 16  # a longer label gets a row of its own
Row = list[InlineKeyboardButton]


def tap(label: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """One button."""
    # sentences come as HTML, a label is bare text
    return InlineKeyboardButton(text=unescape(label), callback_data=data.pack(), style=style)


def rows(*every: Row) -> InlineKeyboardMarkup:
    """Rows of buttons; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in every if row])


def turns(words: Words, page: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """To the page before and to the next one, as far as there are such; pages count from 0."""
    beside = {words.say("Previous page"): page - 1, words.say("Next page"): page + 1}
    return [tap(label, to(each)) for label, each in beside.items() if 0 <= each < pages]


def languages(chosen: str) -> InlineKeyboardMarkup:
    """Each language by its own name; the preselected one is marked."""
    return rows(
        *([tap(f"{name} ✓" if code == chosen else name, LanguageTap(code=code))] for code, name in LANGUAGES.items())
    )


def consent(words: Words) -> InlineKeyboardMarkup:
    """Agree to the use of personal data, or change the language first."""
    return rows(
        [tap(words.say("I agree"), MoveTap(move=Move.CONSENT), GREEN)],
        [tap(words.say("Language"), MenuTap(item=Item.LANGUAGE))],
    )


def consent_anew(words: Words) -> InlineKeyboardMarkup:
    """Agree to the newer text, or go on by the older one."""
    return rows(
        [tap(words.say("I agree"), MoveTap(move=Move.CONSENT), GREEN)],
        [tap(words.say("Not now"), MenuTap(item=Item.MENU))],
    )


def menu(words: Words, *, may_come_back: bool = False) -> InlineKeyboardMarkup:
    """Everything the bot does; first of all "I am back" for one who has left the country."""
    return rows(
        [tap(words.say("I am back in Kazakhstan"), ReturnTap(how=Return.BACK), BLUE)] if may_come_back else [],
        [tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)],
        [tap(words.say("My registration"), MenuTap(item=Item.REGISTRATION))],
        [tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES))],
        [tap(words.say("My certificates"), MenuTap(item=Item.CERTIFICATES))],
        [tap(words.say("Check a certificate"), MenuTap(item=Item.CHECK))],
        [tap(words.say("Someone will live at my place"), MenuTap(item=Item.HOST))],
        [tap(words.say("Help and rights"), MenuTap(item=Item.HELP))],
    )


def to_menu(words: Words) -> InlineKeyboardMarkup:
    """Only the way back."""
    return rows([menu_button(words)])


def menu_button(words: Words) -> InlineKeyboardButton:
    """Back to the menu."""
    return tap(words.say("Menu"), MenuTap(item=Item.MENU))


def pairs(picks: Row) -> list[Row]:
    """Two short labels share a row; a long one stands alone."""
    made: list[Row] = []
    for pick in picks:
        fits = made and len(made[-1]) == 1 and max(len(pick.text), len(made[-1][0].text)) <= _WIDE
        if fits:
            made[-1].append(pick)
        else:
            made.append([pick])
    return made


def shortened(answer: str) -> str:
    """An answer as it fits on a button."""
    return answer if len(answer) <= 30 else f"{answer[:29]}…"


def withdraw(words: Words) -> InlineKeyboardMarkup:
    """Delete everything, or not."""
    return rows([tap(words.say("Delete my data"), MoveTap(move=Move.WITHDRAW), RED), menu_button(words)])


def lost_passport(words: Words) -> Row:
    """The way to all that has to be done then."""
    return [tap(words.say("Lost passport"), MenuTap(item=Item.LOST_PASSPORT))]
