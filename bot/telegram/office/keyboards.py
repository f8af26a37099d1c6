"""The office's menu, and what stands under its other pages."""

from aiogram.types import InlineKeyboardMarkup

from bot.telegram.keyboards import Row, rows, tap
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.texts.office import menu as texts
from bot.texts.words import Words


def menu(words: Words) -> InlineKeyboardMarkup:
    """The parts."""
    return rows(
        [tap(texts.queue_button(words), OfficeTap(page=OfficePage.QUEUE))],
        [tap(texts.find_button(words), OfficeTap(page=OfficePage.FIND))],
        [tap(texts.figures_button(words), OfficeTap(page=OfficePage.FIGURES))],
    )


def to_menu(words: Words) -> Row:
    """Back to the first page."""
    return [tap(words.say("Office"), OfficeTap(page=OfficePage.MENU))]
