"""What the buttons of the queue carry: numbers and codes, never words, never a person."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.matter import Decision
from bot.telegram.office.callbacks import Number


class QueueDeed(StrEnum):
    """What a button does."""

    PAGE = "page"
    OPEN = "open"
    TAKE = "take"
    UNDO = "undo"
    PICTURES = "pictures"
    UNVOUCH = "unvouch"  # the number is that of a request of the host


class QueueTap(CallbackData, prefix="oq"):
    """A page of the queue, or a step with one matter: its number."""

    deed: QueueDeed
    number: Number = 0


class VouchTap(CallbackData, prefix="ov"):
    """Before an officer vouches for a host: whose name and number the question shows; `seen` as below."""

    number: Number
    seen: Number


class DecideTap(CallbackData, prefix="ow"):
    """A decision; `seen` is how long the matter's chain was when the button was drawn."""

    number: Number
    decision: Decision
    seen: Number
