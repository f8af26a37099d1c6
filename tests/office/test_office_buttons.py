"""What the office's buttons carry: a forged number must not overflow the database, a real one must fit a button."""

from inspect import getmembers, isclass
from itertools import product

import pytest
from aiogram.filters.callback_data import CallbackData
from pydantic import ValidationError

from bot.domain.acts import GROUNDS, WITH_A_DAY, Deed
from bot.domain.matter import Decision
from bot.domain.officer import Purpose
from bot.telegram.office import acts_callbacks, callbacks, find_callbacks, queue_callbacks
from bot.telegram.office.acts_callbacks import ActDoTap, ActTap
from bot.telegram.office.awaiting import awaited
from bot.telegram.office.queue_callbacks import DecideTap

PARTS = (callbacks, queue_callbacks, find_callbacks, acts_callbacks)
TAPS = {tap for part in PARTS for _, tap in getmembers(part, isclass) if issubclass(tap, CallbackData)} - {CallbackData}
NUMBERS = [(tap, name) for tap in TAPS for name, field in tap.model_fields.items() if field.annotation is int]


@pytest.mark.parametrize("number", [-1, 2**53 + 1, 10**20])
def test_a_forged_number_is_no_button_of_ours(number: int) -> None:
    """Of every button of the office: what cannot be the number of anything is not unpacked at all."""
    assert len(NUMBERS) > len(PARTS)
    for tap, name in NUMBERS:
        with pytest.raises(ValidationError) as no:
            tap(**{name: number})
        assert (name,) in [error["loc"] for error in no.value.errors() if error["type"] != "missing"], (tap, name)


def test_every_act_fits_its_button() -> None:
    """The longest act on the longest number there can be, with its day and the longest purpose: 64 bytes at most."""
    for deed, purpose in product(GROUNDS, Purpose):
        for ground in GROUNDS[deed]:
            day = "2026-11-22" if deed in WITH_A_DAY else ""
            order = ActDoTap(deed=deed, number=2**53, ground=ground, length=9999, purpose=purpose, day=day)
            assert ActDoTap.unpack(order.pack()) == order
    assert Deed.PAGE not in GROUNDS


def test_what_is_awaited_is_the_button_that_asked_for_it() -> None:
    """Of its own kind whole; not of another kind, nor as another release kept it, nor with a forged number."""
    asked = DecideTap(number=7, decision=Decision.ANSWERED, seen=3)
    assert awaited(DecideTap, asked.pack()) == asked
    for other in (None, "", "check", "ow:7:answered", "ow:7:praised:3", "ow:-7:answered:3", "oc:7:answered:3"):
        assert awaited(DecideTap, other) is None, other
    assert awaited(ActTap, asked.pack()) is None
