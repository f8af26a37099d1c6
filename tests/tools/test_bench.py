"""The bench: what it says of a figure, and that its crowd really plays whole registrations."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.people import ChatId
from bot.load.crowd import Guest, Host, NoAnswerError, agree, ask, iins, link_of, play, say, until_picture
from bot.load.figures import Figure, machine, p95, table, write
from bot.registration.reassessing import Reassess
from storage.database import Database
from tests.town import ALMATY, Town
from tools.bench.stays import fill


@pytest.mark.parametrize(
    ("value", "most", "least", "verdict"),
    [
        (40, 40, None, "met"),
        (40.1, 40, None, "MISSED"),
        (0.5, None, 0.5, "met"),
        (0.49, None, 0.5, "MISSED"),
        (1, None, None, ""),
    ],
)
def test_a_missed_aim_is_called_missed(value: float, most: float | None, least: float | None, verdict: str) -> None:
    """An aim is met at its edge and missed past it; a figure without an aim is neither."""
    figure = Figure(name="any", value=value, unit="ms", runs="one", most=most, least=least)

    assert verdict == figure.verdict
    assert verdict in table([figure])


def test_p95_is_exceeded_by_one_of_twenty() -> None:
    """Of twenty values one may lie above the p95, and of a hundred five."""
    assert p95([float(number) for number in range(20, 0, -1)]) == 19
    assert p95([float(number) for number in range(1, 101)]) == 95


def test_a_run_is_kept_with_its_machine(tmp_path: Path) -> None:
    """The file of a run names processor, cores, Python and libraries beside each figure and whether it met its aim."""
    file = tmp_path / "bench" / "latest.json"

    write([Figure(name="slow", value=2, unit="s", runs="one", most=1)], machine(), file)

    kept = json.loads(file.read_text())
    assert {"cpu", "cores", "python", "libraries", "load_before"} <= kept["machine"].keys()
    assert kept["figures"][0]["is_met"] is False


def test_no_two_guests_say_the_same() -> None:
    """Names, document and address of one guest are nobody else's, so that a mix-up cannot hide."""
    guests = [Guest(number, iin) for number, iin in enumerate(iins(0, 300))]
    said = [word for guest in guests for word in (*guest.names, guest.document, guest.host_iin)]

    assert len(said) == len(set(said))


async def test_the_crowd_plays_a_whole_registration(town: Town) -> None:
    """A guest asks, a host agrees, and the picture arrives, in no more updates than people need."""
    before = town.simulator.world.updates.next_id
    [iin] = iins(0, 1)

    guest = await ask(town.simulator, Guest(0, iin))
    await agree(town.simulator, Host(0, iin), link_of(guest))
    await until_picture(guest)

    assert 20 <= town.simulator.world.updates.next_id - before <= 24


async def test_silence_of_the_bot_is_an_error(town: Town) -> None:
    """A crowd whose bot is dead says so, and shows the talk, instead of waiting for ever."""
    await town.stop_bot()
    phone = town.simulator.person(7, "Nobody", language_code="en")

    with pytest.raises(NoAnswerError, match="is anybody there"):
        await play(phone, say("is anybody there"), {}, until=("never said",), patience=0.2)


async def test_stored_stays_are_such_as_the_bot_stores(tmp_path: Path) -> None:
    """The bench's people are read back whole; some have certificates or travels, and a tenth were told otherwise."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'stays.db'}", "a secret of this test only")
    now = datetime(2026, 11, 21, 12, tzinfo=ALMATY)
    await fill(database, 300, now)
    async with database.look() as seen:
        shelf = await seen.standings.between(ChatId(0), ChatId(300))
    tally = await Reassess(look=database.look, begin=database.begin, now=now, on=now.date())(ChatId(0), ChatId(300))
    await database.close()

    assert (len(shelf.standings), shelf.unreadable) == (300, 0)
    assert {bool(standing.cases) for standing in shelf.standings} == {True, False}
    assert any(standing.travels for standing in shelf.standings)
    assert tally.told == tally.changed
    assert 10 <= tally.told <= 60
