"""Buttons of "My address": the people of one sheet, one person, what can be taken back, the notice to copy."""

from collections.abc import Sequence
from html import unescape

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.case import Case, StayEnd
from bot.domain.ids import NOBODY
from bot.registration.my_address import MyAddress, Resident
from bot.registration.notice_text import Field, NoticeText
from bot.telegram.callbacks import (
    AddressDeed,
    AddressTap,
    Deed,
    Item,
    MenuTap,
    RequestTap,
    ResidentDeed,
    ResidentTap,
)
from bot.telegram.keyboards import BLUE, RED, Row, menu_button, pairs, rows, shortened, tap, turns
from bot.texts import my_address as texts
from bot.texts import notice_text
from bot.texts.words import Words

LONGEST_COPY = 256  # Bot API, CopyTextButton
_ENDS = {
    StayEnd.HAS_LEFT: ResidentDeed.HAS_LEFT,
    StayEnd.WITHDRAWN: ResidentDeed.WITHDRAW,
    StayEnd.STRANGER: ResidentDeed.STRANGER,
}
END_OF = {deed: end for end, deed in _ENDS.items()}


def my_address(
    words: Words, mine: MyAddress, shown: Sequence[Resident], sheet: int, sheets: int
) -> InlineKeyboardMarkup:
    """The people of this sheet, the sheets beside it, and the switches."""
    people = [[_person(words, resident.case)] for resident in shown]
    strangers = tap(words.say("People you do not know"), AddressTap(deed=AddressDeed.STRANGERS))
    return rows(
        *people,
        _turn(words, AddressDeed.PEOPLE, sheet, sheets),
        [strangers] if mine.knows_strangers else [],
        _switch(words, wants_digest=mine.wants_digest),
        [tap(words.say("Back"), MenuTap(item=Item.HOST)), menu_button(words)],
    )


def _person(words: Words, case: Case) -> InlineKeyboardButton:
    name = shortened(unescape(texts.stranger_name(words, case)))
    return tap(name, ResidentTap(deed=ResidentDeed.SHOW, number=case.number))


def _turn(words: Words, deed: AddressDeed, sheet: int, sheets: int) -> Row:
    return turns(words, sheet, sheets, lambda page: AddressTap(deed=deed, page=page))


def _switch(words: Words, *, wants_digest: bool | None) -> Row:
    """Who only works for a host switches nothing."""
    if wants_digest is None:
        return []
    if wants_digest:
        return [tap(words.say("No monthly message"), AddressTap(deed=AddressDeed.DIGEST_OFF))]
    return [tap(words.say("Send me a monthly message"), AddressTap(deed=AddressDeed.DIGEST_ON))]


def person(words: Words, case: Case) -> InlineKeyboardMarkup:
    """What a host can say of one person."""
    notice = tap(words.say("Text of the notice"), ResidentTap(deed=ResidentDeed.NOTICE, number=case.number))
    ends = [
        tap(texts.end_reason(words, why), ResidentTap(deed=deed, number=case.number), _style(why))
        for why, deed in _ENDS.items()
        if why is not StayEnd.STRANGER or case.guest != NOBODY  # whom the organisation itself has filed, it knows
    ]
    # a guest who has no chat here gets the certificate from the organisation's hands
    label = words.say("Certificate {number}", number=case.application_number)
    certificate = tap(label, RequestTap(deed=Deed.CERTIFICATE, number=case.number))
    return rows([notice], [certificate] if case.guest == NOBODY else [], *([end] for end in ends), [_to_people(words)])


def _style(why: StayEnd) -> str | None:
    return None if why is StayEnd.HAS_LEFT else RED


def _to_people(words: Words) -> InlineKeyboardButton:
    return tap(words.say("My address"), AddressTap())


def ended(words: Words, case: Case, *, can_undo: bool) -> InlineKeyboardMarkup:
    """Take it back, while that can be done."""
    undo = tap(words.say("Undo"), ResidentTap(deed=ResidentDeed.UNDO, number=case.number), BLUE)
    return rows([undo] if can_undo else [], [_to_people(words)])


def strangers(words: Words, shown: Sequence[Case], sheet: int, sheets: int) -> InlineKeyboardMarkup:
    """Each by name: a tap lets them ask again."""
    return rows(
        *(
            [
                tap(
                    words.say("May ask again: {name}", name=shortened(unescape(texts.stranger_name(words, case)))),
                    ResidentTap(deed=ResidentDeed.LET_ASK, number=case.number),
                )
            ]
            for case in shown
        ),
        _turn(words, AddressDeed.STRANGERS, sheet, sheets),
        [_to_people(words)],
    )


def notice(words: Words, text: NoticeText) -> InlineKeyboardMarkup:
    """Each field that is known, to be copied alone; then: told."""
    copies = [
        InlineKeyboardButton(
            text=notice_text.short_label(words, field), copy_text=CopyTextButton(text=value[:LONGEST_COPY])
        )
        for field in Field
        if (value := notice_text.form_value(words, text, field))
    ]
    number, duty = text.duty.case.number, text.duty.notice
    told = tap(words.say("I have told the police"), RequestTap(deed=Deed.NOTIFIED, number=number), BLUE)
    back = tap(words.say("Back"), ResidentTap(deed=ResidentDeed.SHOW, number=number))
    return rows(*pairs(copies), [told] if duty is not None and not duty.done else [], [back])


def stay_ended(words: Words) -> InlineKeyboardMarkup:
    """Under the word to the guest: register anew, or see all that is to do."""
    return rows(
        [tap(words.say("Register me at an address"), MenuTap(item=Item.NEW_ADDRESS), BLUE)],
        [tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES))],
    )


def digest(words: Words) -> InlineKeyboardMarkup:
    """Under the monthly message."""
    return rows([_to_people(words)], _switch(words, wants_digest=True))
