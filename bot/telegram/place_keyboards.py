"""Keyboards of places: the list, the questions of a new one, its page, and what a guest finds behind its link."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.address import Premises
from bot.domain.place import Place, PlaceState
from bot.domain.regions import REGIONS
from bot.registration.place_forms import ANY_TIME, CARD_LANGUAGES, PlaceForm, PlaceQuestion
from bot.telegram.callbacks import (
    AddressTap,
    Item,
    MenuTap,
    Move,
    MoveTap,
    PlaceAct,
    PlaceAnswerTap,
    PlacesItem,
    PlacesTap,
    PlaceTap,
)
from bot.telegram.choices import Choice, region_name
from bot.telegram.keyboards import BLUE, GREEN, RED, menu_button, pairs, rows, shortened, tap
from bot.texts import buttons, places
from bot.texts.words import LANGUAGES, Words, plain

_OFFERED_NUMBERS = (1, 2, 3, 4, 5, 6, 8, 10)
_NO_NAME = ""


def listed(words: Words, own: Sequence[Place]) -> InlineKeyboardMarkup:
    """A host's places, and a new one."""
    named = ([tap(shortened(plain(places.short_name(place))), _of(PlaceAct.SHOW, place))] for place in own)
    return rows(
        *named,
        [tap(words.say("Add a place"), PlacesTap(item=PlacesItem.NEW), BLUE)],
        [tap(words.say("Back"), MenuTap(item=Item.HOST))],
        [menu_button(words)],
    )


def choices(words: Words, question: PlaceQuestion, form: PlaceForm, today: date) -> list[Choice]:
    """The answers offered for a question; empty where the answer has to be typed."""
    match question:
        case PlaceQuestion.NAME:
            return [(_NO_NAME, words.say("It has no name"))]
        case PlaceQuestion.REGION:
            return [(region.code, region_name(words, region)) for region in REGIONS]
        case PlaceQuestion.PREMISES:
            return [(kind.value, buttons.premises(words, kind)) for kind in Premises]
        case PlaceQuestion.MOST:
            return [(str(number), str(number)) for number in _OFFERED_NUMBERS if number <= form.most_allowed]
        case PlaceQuestion.SINCE:
            return [(ANY_TIME, words.say("No dates")), (today.isoformat(), words.say("From today"))]
        case PlaceQuestion.UNTIL:
            return [(ANY_TIME, words.say("No last day"))]
        case PlaceQuestion.LANGUAGE:
            return [(code, places.card_language(code)) for code in CARD_LANGUAGES]
        case _:
            return []


def question(words: Words, asked: PlaceQuestion, form: PlaceForm, today: date) -> InlineKeyboardMarkup:
    """The choices of a question, and the way back."""
    picks = [
        tap(label, PlaceAnswerTap(question=asked.value, value=value))
        for value, label in choices(words, asked, form, today)
    ]
    laid = _fours(picks) if asked is PlaceQuestion.MOST else pairs(picks)
    return rows(*laid, [tap(words.say("Back"), PlacesTap(item=PlacesItem.BACK))])


def _fours(picks: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [picks[start : start + 4] for start in range(0, len(picks), 4)]


def own(words: Words, place: Place, link: str) -> InlineKeyboardMarkup:
    """Under a place's page."""
    back = [tap(words.say("Back"), PlacesTap(item=PlacesItem.LIST))]
    if place.state is PlaceState.ENDED:
        return rows(back, [menu_button(words)])
    is_open = place.state is PlaceState.OPEN
    return rows(
        [tap(words.say("Get the card"), _of(PlaceAct.CARD, place), BLUE)],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        [
            tap(words.say("Pause"), _of(PlaceAct.PAUSE, place))
            if is_open
            else tap(words.say("Open again"), _of(PlaceAct.RESUME, place), GREEN)
        ],
        [tap(words.say("New link"), _of(PlaceAct.RENEW, place)), tap(words.say("End"), _of(PlaceAct.END, place))],
        back,
        [menu_button(words)],
    )


def sure(words: Words, place: Place, act: PlaceAct) -> InlineKeyboardMarkup:
    """Once more before what cannot be taken back."""
    label = words.say("Make a new link") if act is PlaceAct.SURE_RENEW else words.say("End the invitation")
    return rows([tap(label, _of(act, place), RED)], [tap(words.say("Back"), _of(PlaceAct.SHOW, place))])


def consent(words: Words, chosen: str) -> InlineKeyboardMarkup:
    """Agree to the use of personal data; the languages stand below, so that nobody is asked for one first."""
    others = [
        tap(name, PlacesTap(item=PlacesItem.LANGUAGE, code=code)) for code, name in LANGUAGES.items() if code != chosen
    ]
    return rows([tap(words.say("I agree"), MoveTap(move=Move.CONSENT), GREEN)], others)


def crowded(words: Words) -> InlineKeyboardMarkup:
    """Under the alarm that a place is full."""
    return rows([tap(words.say("My address"), AddressTap())], [menu_button(words)])


def _of(act: PlaceAct, place: Place) -> PlaceTap:
    return PlaceTap(act=act, place=place.id, seen=len(place.events))
