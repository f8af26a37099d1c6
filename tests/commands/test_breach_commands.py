"""`tirkeu breach`: whose data were touched in an interval, for the notice of one working day."""

import asyncio
import csv
import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.office.breach import notify_by
from tests.commands.office_ground import DATABASE, OFFICER, build, opened, stand_in
from tests.storage.storage_samples import GUEST, HOST
from tests.town import ALMATY

INTERVAL = ["--since", "2026-11-12T17:00:00+00:00", "--until", "2026-11-12T20:00:00+00:00"]
EARLIER = ["--since", "2026-11-01", "--until", "2026-11-12T17:00:00+00:00"]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once."""
    return build(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def folder(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator stands."""
    return stand_in(tmp_path, ground, monkeypatch)


def told(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    assert main(["breach", *options, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_an_interval_names_whom_it_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Number, both chats with their languages, by whom and why; an interval without looks touches nobody."""
    found = told(capsys, *INTERVAL)
    assert (found["applications"], found["chats"]) == (1, {"ru": 1, "kk": 1})
    assert found["touched"] == [
        {
            "application_number": "00000001",
            "guest_chat": GUEST,
            "guest_language": "ru",
            "host_chat": HOST,
            "host_language": "kk",
            "wiped": 0,
            "touched_by": f"officer {OFFICER}: looked_up check document",
            "matter": "",
        }
    ]
    assert [(way["action"], way["times"], way["applications"]) for way in found["ways"]] == [  # type: ignore[attr-defined]
        ("searched", 1, 0),
        ("looked_up", 1, 1),
    ]
    assert told(capsys, *EARLIER)["applications"] == 0


def test_who_is_wiped_by_now_and_when_it_is_due(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who was touched and has been let go since is still counted; a program learns the last day for the notice."""
    with closing(sqlite3.connect(folder / DATABASE)) as link:
        link.execute("UPDATE cases SET answers = NULL WHERE number = 1")
        link.commit()
    earliest = notify_by(today())
    found = told(capsys, *INTERVAL)
    [touched] = found["touched"]  # type: ignore[misc]
    assert (found["wiped"], touched["wiped"]) == (1, 1)
    assert earliest <= date.fromisoformat(str(found["notify_by"])) <= notify_by(today())


def test_a_moment_without_a_zone_is_the_operators_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The look of 18:14 by Greenwich was one of 23:14 in Almaty."""
    assert told(capsys, "--since", "2026-11-12T23:00", "--until", "2026-11-12T23:30")["applications"] == 1
    assert told(capsys, "--since", "2026-11-12T18:00", "--until", "2026-11-12T18:30")["applications"] == 0


@pytest.mark.parametrize(
    ("since", "until", "moment"),
    [
        ("0001-01-01", "2026-11-13", "0001-01-01"),
        ("2026-11-13", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_moment_that_no_clock_in_greenwich_shows_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], since: str, until: str, moment: str
) -> None:
    """In the year 1 and in the year 9999 it is another year there; the database is blamed for nothing."""
    assert main(["breach", "--since", since, "--until", until]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{datetime.fromisoformat(moment).isoformat()}")
    assert "year" in said
    assert "database" not in said.lower()


def today() -> date:
    return datetime.now(ALMATY).date()  # noqa: TID251 - a command line asks the machine's clock


def test_an_export_touches_all_whom_it_held(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a whole export everybody is named, of an incremental one only those who had changed."""
    since = ["--since", "2026-11-13", "--until", "2999-01-01"]
    export = ["export", "registrations", "--format", "csv", "--to", ".", "--cursor", "place"]
    assert main(export) == 0
    capsys.readouterr()
    assert told(capsys, *since)["applications"] == 2
    (folder / next(folder.glob("*.csv")).name).unlink()
    assert told(capsys, *since)["applications"] == 2  # the record tells, not the file


def test_it_is_written_for_a_program_and_recorded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The list goes into a new file for its owner alone; text says which notice is due; the run is in the record."""
    assert main(["breach", *INTERVAL, "--csv", "list.csv"]) == 0
    said = capsys.readouterr().out
    assert "within one working day" in said
    assert "481/НҚ" in said
    assert f"  officer {OFFICER}: looked_up (check document), 1 times, 1 applications\n" in said
    assert (folder / "list.csv").stat().st_mode & 0o077 == 0
    with (folder / "list.csv").open(encoding="utf-8") as file:
        assert [row["application_number"] for row in csv.DictReader(file)] == ["00000001"]
    assert main(["breach", *INTERVAL, "--csv", "list.csv"]) == 2
    assert main(["breach", *reversed_interval()]) == 2
    assert main(["breach", "--since", INTERVAL[1], "--until", INTERVAL[1]]) == 2
    capsys.readouterr()
    assert main(["breach", *INTERVAL, "--csv", "another.csv", "--json"]) == 0
    assert '"touched"' not in capsys.readouterr().out  # the list stands in the file

    async def recorded() -> list[tuple[str, str]]:
        database = await opened(folder)
        async with database.reading() as connection:
            rows = (await connection.exec_driver_sql("SELECT action, detail FROM audit WHERE seq > 8")).all()
        await database.close()
        return [(action, json.loads(detail)["applications"]) for action, detail in rows]

    assert asyncio.run(recorded()) == [("breach", "1")] * 2


def reversed_interval() -> list[str]:
    return ["--since", INTERVAL[3], "--until", INTERVAL[1]]


def test_the_notice_is_due_on_the_next_working_day() -> None:
    """Found on a Friday it is due on Monday; before a holiday on the day after it."""
    assert notify_by(date(2026, 11, 20)) == date(2026, 11, 23)
    assert notify_by(date(2026, 12, 15)) == date(2026, 12, 17)
