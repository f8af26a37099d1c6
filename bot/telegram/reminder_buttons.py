"""Under a reminder: the next step, in one tap."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.case import Case
from bot.law.assessment import DutyKind
from bot.telegram.callbacks import Deed, Item, MenuTap, RequestTap, ResidentDeed, ResidentTap
from bot.telegram.keyboards import BLUE, rows, tap
from bot.telegram.life_keyboards import still_here
from bot.texts.words import Words

TO_REGISTER = frozenset({DutyKind.REGISTER, DutyKind.REREGISTER})


def reminder(
    words: Words, kinds: frozenset[DutyKind], waiting: Case | None, staying: Sequence[Case] = ()
) -> InlineKeyboardMarkup:
    """Register, or hurry the host where a request waits; for all else the page of duties.

    Where the same evening asks whether the guest is still there, its answers stand here and no second message comes.
    """
    if not kinds & TO_REGISTER:
        to_duties = [tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES), BLUE)]
        return rows(to_duties, *still_here(words, staying))
    if waiting is not None:
        return rows([tap(words.say("Remind my host"), RequestTap(deed=Deed.REMIND, number=waiting.number), BLUE)])
    return rows([tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)])


def duties(words: Words) -> InlineKeyboardMarkup:
    """To the page of all duties."""
    return rows([tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES), BLUE)])


def host_duty(words: Words, case: Case) -> InlineKeyboardMarkup:
    """The host says that it is done, or asks why."""
    return rows(
        [tap(words.say("I have told the police"), RequestTap(deed=Deed.NOTIFIED, number=case.number), BLUE)],
        [tap(words.say("Text of the notice"), ResidentTap(deed=ResidentDeed.NOTICE, number=case.number))],
        [tap(words.say("Why?"), RequestTap(deed=Deed.WHY_NOTICE, number=case.number))],
    )
