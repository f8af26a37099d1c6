"""Keyboards of refusals and appeals."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.matter import Matter
from bot.registration.appeals import Refused
from bot.telegram.callbacks import AppealDeed, AppealTap, Deed, MatterDeed, MatterTap, RequestTap
from bot.telegram.keyboards import BLUE, GREEN, RED, menu_button, rows, tap
from bot.texts import endings
from bot.texts.words import Words

MOST_LISTED = 10


def why(words: Words, refused: Refused) -> InlineKeyboardMarkup:
    """Mend, or appeal."""
    number = refused.case.number
    mend = [tap(endings.mend_label(words, refused.case), RequestTap(deed=Deed.MEND, number=number), BLUE)]
    write = [tap(words.say("Appeal to this service's officer"), AppealTap(deed=AppealDeed.WRITE, number=number))]
    return rows(
        mend if refused.can_mend else [],
        write if refused.can_appeal else [],
        [tap(words.say("Refusals and appeals"), MatterTap(deed=MatterDeed.LIST))],
        [menu_button(words)],
    )


def asks(words: Words, number: int) -> InlineKeyboardMarkup:
    """Only the way out: there is nothing to send yet."""
    return rows([tap(words.say("Leave without sending"), AppealTap(deed=AppealDeed.LEAVE, number=number))])


def written(words: Words, number: int) -> InlineKeyboardMarkup:
    """Send it, begin anew, or leave."""
    return rows(
        [tap(words.say("Send my appeal"), AppealTap(deed=AppealDeed.SEND, number=number), GREEN)],
        [tap(words.say("Begin anew"), AppealTap(deed=AppealDeed.ANEW, number=number))],
        [tap(words.say("Leave without sending"), AppealTap(deed=AppealDeed.LEAVE, number=number))],
    )


def own(words: Words, appeals: Sequence[Matter], refused: Sequence[Refused]) -> InlineKeyboardMarkup:
    """Each appeal, and each request that can be appealed against."""
    return rows(
        *(
            [tap(words.say("Appeal {number}", number=each.number), MatterTap(deed=MatterDeed.SHOW, number=each.number))]
            for each in appeals[:MOST_LISTED]
        ),
        *(
            [
                tap(
                    words.say("Request {number}", number=each.case.application_number),
                    AppealTap(deed=AppealDeed.WHY, number=each.case.number),
                )
            ]
            for each in refused[:MOST_LISTED]
        ),
        [menu_button(words)],
    )


def one(words: Words, appeal: Matter) -> InlineKeyboardMarkup:
    """Take it back while it waits."""
    take_back = tap(words.say("Take this appeal back"), MatterTap(deed=MatterDeed.WITHDRAW, number=appeal.number), RED)
    return rows(
        [take_back] if appeal.is_open else [],
        [tap(words.say("Back"), MatterTap(deed=MatterDeed.LIST))],
        [menu_button(words)],
    )


def to_list(words: Words) -> InlineKeyboardMarkup:
    """To all appeals."""
    return rows([tap(words.say("Refusals and appeals"), MatterTap(deed=MatterDeed.LIST))], [menu_button(words)])
