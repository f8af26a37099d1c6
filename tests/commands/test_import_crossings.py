"""`tirkeu import crossings` and `tirkeu overstays`: what an operator does with the border's file."""

import asyncio
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import main
from bot.commands import import_crossings as command
from bot.commands.import_crossings import Taking, look_at
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.people import ChatId
from bot.machine.clock import RealClock
from storage.crossing_files import Batch, CrossingFiles, FileProgress, TakenElsewhereError
from storage.database import Database
from tests.town import DATABASE, SECRET

CLOCK = RealClock(ZoneInfo("Asia/Almaty"))
HEADING = "document,citizenship,direction,date,checkpoint"
TODAY = CLOCK.today()
ENTERED = TODAY - timedelta(days=200)


@pytest.fixture
def folder(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator runs the command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    shutil.copy(ground / DATABASE, tmp_path / "tirkeu.db")
    return tmp_path


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}"


def written(folder: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
    file = folder / "border.csv"
    file.write_bytes("\n".join((heading, *rows)).encode(encoding))
    return file


def run(file: Path, *more: str) -> int:
    return main(["import", "crossings", str(file), *more])


def rows_in(folder: Path, table: str = "crossings") -> int:
    with closing(sqlite3.connect(folder / "tirkeu.db")) as books:
        [(number,)] = books.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of this file
    return int(number)


def made_up(file: Path, lines: int) -> Path:
    """A file of so many crossings, no two alike."""
    chance = random.Random(lines)
    with file.open("w", encoding="utf-8") as opened:
        opened.write(f"{HEADING}\n")
        for number in range(lines):
            day = TODAY - timedelta(days=chance.randrange(300))
            way = chance.choice(("in", "out"))
            opened.write(f"N{number:08d},{chance.choice(('UZB', 'KGZ', 'RUS'))},{way},{day},Korday\n")
    return file


async def registered(folder: Path, days: int = 29) -> None:
    """Somebody who came two hundred days ago, and asked then."""
    now = CLOCK.now() - timedelta(days=199)
    document = DocumentNumber.parse("FA 7654321", DocumentKind.PASSPORT)
    answers = Answers(
        citizenship="UZB", entered=ENTERED, document_number=document, until=ENTERED + timedelta(days=days)
    )
    events = tuple(Event(kind=kind, at=now, chat=ChatId(7)) for kind in (EventKind.ASKED, EventKind.GRANTED))
    database = await Database.open(url(folder), SECRET)
    async with database.begin() as work:
        await work.cases.add(Case(number=0, guest=ChatId(7), answers=answers, token="t", events=events))
        await work.commit()
    await database.close()


def test_a_file_is_taken_in_and_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each bad line is named by number and reason, without what stands in it; the same file again changes nothing."""
    rows = ("FA7654321,UZB,in,2026-01-12,Korday", "FA7654321,UZB,in,2026-13-12,Korday", "?,UZB,in,2026-01-12,Korday")
    file = written(folder, *rows)

    assert run(file) == 1
    said = capsys.readouterr()
    assert "line 3: the date is neither 2026-11-21 nor 21.11.2026\nline 4: the document number" in said.out
    assert "3 lines of 2026-01-12 to 2026-01-12: 1 new crossings, 0 known or empty, 2 bad" in said.out
    assert "0 requests compared" in said.out
    assert "FA7654321" not in said.out + said.err
    assert run(file) == 1
    assert "This file was taken in on" in capsys.readouterr().out
    assert [rows_in(folder), rows_in(folder, "audit")] == [1, 1]


def test_strict_stops_at_the_first_bad_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stood before it in earlier batches is kept; the file does not count as whole."""
    assert run(written(folder, "FA7654321,UZB,in,2026-01-12,K", "bad"), "--strict") == 2
    assert "--strict" in capsys.readouterr().err
    assert [rows_in(folder), rows_in(folder, "audit")] == [0, 0]


@pytest.mark.parametrize(
    ("heading", "encoding", "said"),
    [
        ("document,citizenship,direction,date", "utf-8", "each of these columns once: checkpoint."),
        (f"{HEADING},date", "utf-8", "each of these columns once: date."),
        (HEADING, "cp1251", "it looks like Windows-1251. Nothing was taken in. Make a UTF-8 copy of it: iconv -f WIN"),
        (HEADING, "utf-16", "it is UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so(
    folder: Path, capsys: pytest.CaptureFixture[str], heading: str, encoding: str, said: str
) -> None:
    """Missing or doubled columns, and another encoding by its name; nothing is written."""
    assert run(written(folder, "FA7654321,UZB,in,2026-01-12,Кордай", heading=heading, encoding=encoding)) == 2
    assert said in capsys.readouterr().err
    assert rows_in(folder, "crossing_files") == 0


def test_a_file_cut_off_within_a_letter_is_not_taken_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that broke off is no whole file."""
    file = written(folder, "FA7654321,UZB,in,2026-01-12,Кордай")
    file.write_bytes(file.read_bytes()[:-1])

    assert run(file) == 2
    assert "Nothing was taken in." in capsys.readouterr().err
    assert rows_in(folder, "crossing_files") == 0


def test_a_file_that_another_process_takes_in_is_left_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence says so; the file is not said to be whole."""

    async def elsewhere(self: CrossingFiles, digest: bytes, come: FileProgress, batch: Batch) -> FileProgress:
        raise TakenElsewhereError

    monkeypatch.setattr(CrossingFiles, "take", elsewhere)
    assert run(written(folder, "FA7654321,UZB,in,2026-01-12,K")) == 2
    assert "Another process takes in this file just now." in capsys.readouterr().err
    assert rows_in(folder, "audit") == 0


def test_a_line_without_an_end_is_not_read_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named, and the file left alone: what is held in memory does not grow."""
    file = written(folder, "FA7654321,UZB,in,2026-01-12,K", "x" * 2 * command.A_BLOCK)

    assert run(file) == 2
    assert "Line 3 is longer than a million bytes. Nothing was taken in." in capsys.readouterr().err
    assert rows_in(folder, "crossing_files") == 0


def test_other_columns_and_a_mark_at_the_beginning_do_no_harm(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not read is told by its place, since a heading may be missing and be somebody's row."""
    file = written(folder, "Smith,FA7654321,UZB,in,2026-01-12,K", heading=f"name,{HEADING}", encoding="utf-8-sig")

    assert run(file) == 0
    assert "Not read, and not kept: column 1." in capsys.readouterr().err


def test_without_the_secret_or_the_file_nothing_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said in a sentence."""
    assert run(folder / "none.csv") == 2
    assert "No such file" in capsys.readouterr().err
    monkeypatch.setenv("SECRET_KEY", "")
    assert run(written(folder)) == 2
    assert "SECRET_KEY" in capsys.readouterr().err


async def test_killed_in_the_middle_it_goes_on_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty thousand lines in many batches: those written before the fault are not read again, none is missing, and
    a bad one at the end is named by its place in the whole file.
    """
    file = made_up(folder / "many.csv", 20_000)
    with file.open("a", encoding="utf-8") as more:
        more.write("bad\n")
    monkeypatch.setattr(command, "A_BLOCK", 100_000)
    monkeypatch.setattr(command, "A_PAUSE", 0)
    database = await Database.open(url(folder), SECRET)
    taking, taken, take = Taking(database=database, clock=CLOCK, secret=SECRET.encode()), [0], CrossingFiles.take

    async def fails_at_the_fourth(self: CrossingFiles, digest: bytes, come: FileProgress, batch: Batch) -> FileProgress:
        taken[0] += batch.lines
        if len(taken) == 1 and taken[0] > 7_000:
            taken.append(batch.lines)
            raise KeyError
        return await take(self, digest, come, batch)

    monkeypatch.setattr(CrossingFiles, "take", fails_at_the_fourth)
    with pytest.raises(KeyError):
        await taking(file, look_at(file))
    assert 0 < rows_in(folder) < 20_000
    assert await taking(file, look_at(file)) == 1
    assert "line 20002: " in capsys.readouterr().out
    assert await taking(file, look_at(file)) == 1
    await database.close()

    assert rows_in(folder) == 20_000
    assert taken[0] == 20_001 + taken[1]


def test_who_stayed_on_is_listed_without_a_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Number, last lawful day, days over, in a file; and which days count. The list stands in the record."""
    asyncio.run(registered(folder))
    assert main(["overstays"]) == 0
    assert "No file of crossings was taken in" in capsys.readouterr().err

    assert run(written(folder, f"FA7654321,UZB,in,{ENTERED},K", f"A1234567,UZB,in,{TODAY},K")) == 0
    assert "1 entries" not in capsys.readouterr().out  # the registration has run out: nothing hangs on it
    assert main(["overstays", "--csv", "list.csv"]) == 0

    told = capsys.readouterr().err
    assert f"Only days of the border's record count: {ENTERED} to {TODAY}." in told
    [heading, line] = (folder / "list.csv").read_text(encoding="utf-8").splitlines()
    number, lawful, over = line.split(",")
    assert heading == "application_number,last_lawful_day,days_over"
    assert (number, date.fromisoformat(lawful) + timedelta(days=int(over))) == ("00000001", TODAY)
    assert (folder / "list.csv").stat().st_mode & 0o077 == 0
    assert main(["overstays", "--csv", "list.csv"]) == 2
    assert "list.csv is there already" in capsys.readouterr().err
    assert main(["breach", "--since", str(TODAY), "--until", "2999-01-01", "--json"]) == 0
    assert [each["application_number"] for each in json.loads(capsys.readouterr().out)["touched"]] == ["00000001"]
    assert main(["overstays", "--on", str(ENTERED + timedelta(days=3))]) == 0
    assert "0 people stayed on" in capsys.readouterr().err


def test_a_list_is_recorded_before_it_goes_out(folder: Path) -> None:
    """Where it cannot be written, the record tells of it already."""
    asyncio.run(registered(folder))
    assert run(written(folder, f"FA7654321,UZB,in,{ENTERED},K", f"A1234567,UZB,in,{TODAY},K")) == 0
    before = rows_in(folder, "audit")

    assert main(["overstays", "--csv", "nowhere/list.csv"]) == 2
    assert rows_in(folder, "audit") == before + 2


def test_days_that_were_let_go_accuse_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number crossed under another citizenship only, for the other crossings are past their term."""
    asyncio.run(registered(folder, days=300))
    file = written(folder, f"FA7654321,TJK,in,{TODAY},K", f"A1234567,UZB,in,{ENTERED},K")
    monkeypatch.setenv("KEEP_DAYS_CROSSINGS", "100")

    assert run(file) == 0
    assert rows_in(folder, "matters") == 0


@pytest.mark.nightly
@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_million_in_a_minute(folder: Path, request: pytest.FixtureRequest, where: str) -> None:
    """A million lines in under sixty seconds, in a quarter of a gigabyte, 64 MB of which are SQLite's own cache."""
    address = url(folder) if where == "sqlite" else str(request.getfixturevalue("postgres_url"))
    file = made_up(folder / "million.csv", 1_000_000)
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(file)],
        cwd=folder,
        env={**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    took, peak = time.monotonic() - began, int(ended.stdout.splitlines()[-1])

    assert took < 60
    assert peak < 256 * 1024  # kB


_MEASURED = """
import sys
from pathlib import Path
from bot.__main__ import main
if __name__ == "__main__":
    assert main(["import", "crossings", sys.argv[1]]) == 0
    # not `ru_maxrss`: a new process inherits its parent's there
    [peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    print(peak.split()[1])
"""
