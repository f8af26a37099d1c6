"""Buttons around the spreadsheet of an organisation's guests."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.domain.guest_import import GuestImport
from bot.domain.place import Place
from bot.telegram.callbacks import Item, MenuTap, RequestNumber
from bot.telegram.hosting_keyboards import places_button, spreadsheet_button
from bot.telegram.keyboards import GREEN, menu_button, rows, shortened, tap
from bot.texts.imports import place_name
from bot.texts.words import Words


class ImportDeed(StrEnum):
    """What is done with a spreadsheet."""

    PLACE = "place"
    TEMPLATE = "template"
    FILE = "file"
    DROP = "drop"


class ImportTap(CallbackData, prefix="im"):
    """Something is done; `number` is that of the place or of the import."""

    deed: ImportDeed
    number: RequestNumber


def places(words: Words, offered: Sequence[Place]) -> InlineKeyboardMarkup:
    """Where the guests live."""
    return rows(
        *([tap(shortened(place_name(place)), ImportTap(deed=ImportDeed.PLACE, number=place.id))] for place in offered),
        [tap(words.say("Back"), MenuTap(item=Item.HOST))],
    )


def no_place(words: Words) -> InlineKeyboardMarkup:
    """Where no place is saved: the way to save one."""
    return rows(places_button(words), [tap(words.say("Back"), MenuTap(item=Item.HOST)), menu_button(words)])


def unasked(words: Words) -> InlineKeyboardMarkup:
    """Where a spreadsheet came that was not asked for: the way to hand it in."""
    return rows(spreadsheet_button(words), [menu_button(words)])


def awaited(words: Words, place: Place) -> InlineKeyboardMarkup:
    """While the file is awaited."""
    return rows(
        [tap(words.say("Get the template"), ImportTap(deed=ImportDeed.TEMPLATE, number=place.id))],
        [tap(words.say("Back"), MenuTap(item=Item.HOST)), menu_button(words)],
    )


def confirm(words: Words, waiting: GuestImport | None) -> InlineKeyboardMarkup:
    """One tap for all good rows; without any only the way back."""
    back = [tap(words.say("Back"), MenuTap(item=Item.HOST)), menu_button(words)]
    if waiting is None:
        return rows(back)
    label = words.count("Agree and file {number} guest", "Agree and file {number} guests", len(waiting.entries))
    return rows(
        [tap(label, ImportTap(deed=ImportDeed.FILE, number=waiting.id), GREEN)],
        [tap(words.say("File nobody"), ImportTap(deed=ImportDeed.DROP, number=waiting.id))],
        back,
    )
