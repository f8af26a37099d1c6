"""What the buttons of an officer's acts on a registration carry: codes and its number, never words, never a person.

Each carries why the officer came to it: a person who is shown is on record with that.
"""

from aiogram.filters.callback_data import CallbackData

from bot.domain.acts import Deed, Ground
from bot.domain.officer import Purpose
from bot.telegram.office.callbacks import Number


class ActGroundTap(CallbackData, prefix="og"):
    """Its ground was chosen: now it is shown what will happen to whom."""

    deed: Deed
    number: Number
    ground: Ground
    purpose: Purpose


class ActTap(CallbackData, prefix="oc"):
    """An act was chosen, or (`Deed.PAGE`) which acts there are for this registration."""

    deed: Deed
    number: Number
    purpose: Purpose

    def on(self, ground: Ground) -> ActGroundTap:
        """The same act on this ground."""
        return ActGroundTap(deed=self.deed, number=self.number, ground=ground, purpose=self.purpose)


class ActDoTap(CallbackData, prefix="oe"):
    """The second tap: do it. `day` where the act has one; `length` is that of the chain that was shown."""

    deed: Deed
    number: Number
    ground: Ground
    length: Number
    purpose: Purpose
    day: str = ""
