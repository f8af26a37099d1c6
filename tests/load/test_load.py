"""A whole load, small: the bot in processes of its own."""

import json
from pathlib import Path

import pytest

from bot.commands.load import LoadOrder, run_load
from bot.domain.person import Iin
from bot.load.crowd import iins
from bot.load.people import SERIALS_A_DAY
from bot.load.registering import Tally, Thinking, couples, register
from tests.town import Town


async def test_people_who_take_their_time_hold_a_watch(town: Town) -> None:
    """A registration of somebody who thinks is whole, each answer was timed, and who is done is forgotten."""

    class Quick:
        def expovariate(self, _mean: float) -> float:
            return 0.001

    tally, thinking = Tally(town.simulator), Thinking(Quick())  # type: ignore[arg-type]
    couple = next(couples())

    await register(couple, tally, thinking)
    tally.close()

    assert tally.registered == 1
    assert 20 <= len(thinking.seconds) <= 26
    assert all(0 < seconds < 30 for seconds in thinking.seconds)
    assert tally.calls["sendphoto"] == 1
    assert not any(phone.chat.messages for phone in town.simulator.phones.values())


def test_people_never_run_out() -> None:
    """There are more people than an IIN has numbers for those born on one day."""
    hosts = iins(SERIALS_A_DAY - 20, 40)

    assert len({Iin.parse(iin) for iin in hosts}) == 40
    assert len({iin[:6] for iin in hosts}) == 2


@pytest.mark.nightly
@pytest.mark.postgres
async def test_every_arrangement_carries_registrations(tmp_path: Path) -> None:
    """SQLite and PostgreSQL, asked and pushed, one worker and two: each ends with whole registrations and a file."""
    file = tmp_path / "load.json"
    order = LoadOrder(registrations=15, half_seconds=5, database=None, workers=None, is_pushed=False, json=file)

    assert await run_load(order) == 0

    names = [figure["name"] for figure in json.loads(file.read_text())["figures"]]
    assert len([name for name in names if name.endswith(": registrations a second")]) == 4
    assert "two workers against one: updates a second" in names
