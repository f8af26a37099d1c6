"""What the fuzz has found, each with its own test."""

import pytest
from fuzz_ground import FRESH, HEAD, REGISTERED, BrokenError, FuzzTown, Settled, callbacks
from test_fuzz_chat import place

from bot.domain.matter import Decision
from bot.telegram.office.find_callbacks import FindDeed, FindTap
from bot.telegram.office.queue_callbacks import DecideTap

NO_FILE = {"file_id": "gone", "file_unique_id": "u", "width": 90, "height": 90, "file_size": 999}


def test_no_two_kinds_of_buttons_begin_alike() -> None:
    """An officer's button was taken for an organisation's and for one of one's own data."""
    prefixes = [kind.__prefix__ for kind in callbacks()]
    assert sorted(set(prefixes)) == sorted(prefixes)


@pytest.mark.parametrize(("who", "state"), [(REGISTERED, "check"), (HEAD, FindTap(deed=FindDeed.ASK).pack())])
def test_a_picture_that_telegram_does_not_hand_over_is_asked_for_again(settled: Settled, who: int, state: str) -> None:
    """It was told as a fault of the service."""

    async def send(town: FuzzTown) -> None:
        await place(town, who, state)
        await town.feed(town.message(who, {"photo": [NO_FILE]}))
        assert "Send it again in a minute" in town.wire.heard[-1][2]

    settled.live(send)


def test_who_lost_the_office_while_words_for_a_decision_were_awaited_is_answered(settled: Settled) -> None:
    """Everything that such a chat sent was told as a fault, from then on."""

    async def write(town: FuzzTown) -> None:
        await place(town, FRESH, DecideTap(number=1, decision=Decision.ANSWERED, seen=1).pack())
        for text in ("what now", "and now"):
            await town.feed(town.message(FRESH, {"text": text}))
        await town.feed(town.tap(FRESH, "zz:nothing"))

    settled.live(write)


def test_a_fault_while_a_refusal_is_told_is_told_too(settled: Settled) -> None:
    """It left the dispatcher, and the person heard nothing."""

    async def break_down(*_: object) -> None:
        raise ZeroDivisionError

    async def tap(town: FuzzTown) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.telegram.standing.Standing.show", break_down)
            with pytest.raises(BrokenError, match="told of a fault") as broken:
                await town.feed(town.tap(REGISTERED, "zz:nothing"))
        assert "an exception came out" not in str(broken.value)

    settled.live(tap)
