"""What a load says of a scenario."""

import pytest

from bot.commands.load import LoadOrder, run_load
from bot.load.echoing import Echo
from bot.load.figures import Figure
from bot.load.metering import Stretch
from bot.load.outcome_figures import figures_of
from bot.load.owed import Owed
from bot.load.run import EVERY
from bot.load.scenarios import Memory, Outcome, Scenario
from storage.database import Database
from tests.town import SECRET

WINDOW = {"ticks": 1000, "p95": 0.001, "p99": 0.02, "longest": 0.04, "cpu": {"MainThread": 1.0, "derive": 0.5}}


def stretch(seconds: float, updates: int, registered: int, *workers_cpu: float) -> Stretch:
    return Stretch(
        seconds=seconds,
        updates=updates,
        registered=registered,
        workers_cpu=workers_cpu,
        server_cpu=0.0,
        crowd_cpu=seconds / 2,
    )


def outcome(*, answers: tuple[float, ...] = (), memory: Memory | None = None) -> Outcome:
    return Outcome(
        scenario=Scenario(),
        full=stretch(10, 2200, 100, 5.0),
        whole=stretch(13, 2200, 100, 6.6),
        half=stretch(10, 1100, 50, 3.0) if answers else None,
        answers=answers,
        windows=[[WINDOW] * 4],
        calls={"sendmessage": 1300, "sendphoto": 100, "editmessagetext": 900},
        growth={"notices": 300_000, "cases": 50_000},
        owed=Owed({"certificate_picture": 110, "certificate_file": 110}, {"deadline": 330}),
        journal=None,
        registered=110,
        memory=memory or [(100, 180.0)],
    )


ECHO = Echo(stretch(10, 4400, 0, 4.0), 150.0)


def named(figures: list[Figure], name: str) -> Figure:
    [found] = [figure for figure in figures if figure.name == f"one worker, SQLite, polling: {name}"]
    return found


def test_rates_and_costs_are_of_what_was_done() -> None:
    """Updates a second against the echo's of the same run; CPU of all there was to do, also of what was put off."""
    figures = figures_of(outcome(), ECHO)

    assert named(figures, "updates a second").value == 220
    assert named(figures, "of the echo bot's").value == 0.5
    assert named(figures, "of the echo bot's").verdict == "MISSED"
    assert named(figures, "CPU an update").value == pytest.approx(3)
    assert named(figures, "CPU a registration").details["key derivation (scrypt)"] == pytest.approx(5)
    assert named(figures, "messages sent a registration").value == 14
    assert named(figures, "messages unasked a registration, at once").value == 2
    assert named(figures, "messages unasked a registration, in the days to come").value == 3
    assert named(figures, "database growth a registration").value == 3500


def test_answer_times_are_said_by_rank() -> None:
    """One answer of a hundred may be slow, and p99 does not see it; two are seen."""
    slow = (0.5,)
    assert named(figures_of(outcome(answers=(0.01,) * 99 + slow), ECHO), "answer time at half load, p99").is_met
    assert not named(figures_of(outcome(answers=(0.01,) * 98 + slow * 2), ECHO), "answer time at half load, p99").is_met


def test_memory_is_judged_after_the_first_thousand() -> None:
    """Growth is counted from the first thousand on; of fewer than two thousand nothing is said of it."""
    memory = [(100, 160.0), (1000, 200.0), (2000, 203.0), (3000, 206.0)]

    assert named(figures_of(outcome(memory=memory), ECHO), "memory's growth per 1,000 registrations").value == 3
    assert not [figure for figure in figures_of(outcome(), ECHO) if "growth per" in figure.name]


def order(**asked: object) -> LoadOrder:
    usual: dict[str, object] = {"database": None, "workers": None, "is_pushed": False, "json": None}
    return LoadOrder(registrations=1, half_seconds=0, **(usual | asked))  # type: ignore[arg-type]


def test_without_a_choice_every_arrangement_is_measured() -> None:
    """Nothing chosen is everything; a choice is one arrangement, and several workers are pushed to."""
    assert order().scenarios == EVERY
    [chosen] = order(database="postgresql", workers=2).scenarios
    assert chosen == Scenario(database="postgresql", workers=2, is_pushed=True)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"database": "oracle"}, "wants sqlite, postgresql"),
        ({"database": "mysql://somewhere/x"}, "wants sqlite, postgresql"),
        ({"database": "sqlite:///data/tirkeu.db"}, "a file of its own"),
        ({"workers": 2}, "several workers need PostgreSQL"),
    ],
)
async def test_what_cannot_be_done_is_said(
    asked: dict[str, object], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that is no place for a load ends the command with a sentence, before anything is begun."""
    assert await run_load(order(**asked)) == 2
    assert why in capsys.readouterr().err


@pytest.mark.postgres
async def test_made_up_people_never_come_into_a_database_in_use(
    postgres_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database with tables is left alone."""

    async def echoed(_updates: int) -> Echo:
        return ECHO

    monkeypatch.setattr("bot.load.run.echo", echoed)
    await (await Database.open(postgres_url, SECRET)).close()

    assert await run_load(order(database=postgres_url)) == 1
    assert "not empty" in capsys.readouterr().err
