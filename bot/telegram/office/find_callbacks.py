"""What the buttons of the search carry: codes and numbers of requests, never what was typed, never a person.

A list is named by one of its requests and the way in which the others are alike to it.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.officer import Purpose
from bot.domain.sought import Way
from bot.telegram.office.callbacks import Number


class FindDeed(StrEnum):
    """What a button does."""

    ASK = "ask"  # what is looked for, the purpose being said
    LIST = "list"  # those alike to this request; `more` is the number of the last one shown before
    CARD = "card"  # of this request; `more` is the page
    OPEN = "open"  # a certificate that was checked: the purpose first


class FindTap(CallbackData, prefix="fd"):
    """A step of the search."""

    deed: FindDeed
    purpose: Purpose = Purpose.CHECK
    way: Way = Way.NUMBER
    number: Number = 0
    more: Number = 0
