"""The buttons under the words to a guest of what an officer has done."""

from aiogram.types import InlineKeyboardMarkup

from bot.domain.acts import Deed
from bot.domain.case import Case
from bot.telegram.callbacks import AppealDeed, AppealTap, Item, LifeDeed, LifeTap, MenuTap
from bot.telegram.keyboards import BLUE, Row, menu_button, rows, tap
from bot.texts.words import Words


def to_guest(words: Words, case: Case, deed: Deed) -> InlineKeyboardMarkup:
    """What to do next, and the appeal."""
    appeal = [tap(words.say("Why, and how to appeal"), AppealTap(deed=AppealDeed.WHY, number=case.number))]
    return rows(_next(words, case, deed), appeal if deed is not Deed.REINSTATE else [], [menu_button(words)])


def _next(words: Words, case: Case, deed: Deed) -> Row:
    if deed is Deed.REVOKE:
        return [tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)]
    if deed is Deed.EXPEL:
        return []
    return [tap(words.say("My registration"), LifeTap(deed=LifeDeed.SHOW, number=case.number), BLUE)]
