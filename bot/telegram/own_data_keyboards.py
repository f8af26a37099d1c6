"""Keyboards of a person's own data."""

from aiogram.types import InlineKeyboardMarkup

from bot.telegram.callbacks import MatterDeed, MatterTap, OwnDataDeed, OwnDataTap
from bot.telegram.keyboards import BLUE, RED, lost_passport, menu_button, rows, tap
from bot.texts.words import Words


def help_(words: Words) -> InlineKeyboardMarkup:
    """Under help and rights: the rights that are one tap away."""
    return rows(
        [tap(words.say("My data"), OwnDataTap(deed=OwnDataDeed.SHOW))],
        [tap(words.say("Refusals and appeals"), MatterTap(deed=MatterDeed.LIST))],
        lost_passport(words),
        [menu_button(words)],
    )


def offers(words: Words) -> InlineKeyboardMarkup:
    """Get the files, or delete."""
    return rows(
        [tap(words.say("Send me the files"), OwnDataTap(deed=OwnDataDeed.FILES), BLUE)],
        [tap(words.say("Delete everything"), OwnDataTap(deed=OwnDataDeed.ASK))],
        [menu_button(words)],
    )


def confirm(words: Words) -> InlineKeyboardMarkup:
    """The one confirmation."""
    return rows(
        [tap(words.say("Delete everything now"), OwnDataTap(deed=OwnDataDeed.DELETE), RED)], [menu_button(words)]
    )
