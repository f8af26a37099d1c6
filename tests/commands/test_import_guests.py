"""`tirkeu import guests`: the operator checks a hotel's spreadsheet; the hotel files it."""

import asyncio
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.__main__ import main
from bot.domain.address import Address, Premises
from bot.domain.notice import NoticeKind
from bot.domain.organisation import Bin
from bot.domain.people import Chat, ChatId, Host
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from bot.machine.clock import RealClock
from bot.texts.import_rows import COLUMNS
from storage.database import Database

ALMATY = ZoneInfo("Asia/Almaty")
SECRET = "a secret of this test only"
HOTEL, HOTEL_BIN = ChatId(2001), "240440012343"


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}"


def settle(folder: Path, *, places: int = 1) -> None:
    """A hotel with its places."""
    asyncio.run(_settle(folder, places))


async def _empty(folder: Path) -> None:
    await (await Database.open(url(folder), SECRET)).close()


async def _settle(folder: Path, places: int) -> None:
    now = RealClock(ALMATY).now()
    hotel = Host(
        chat=HOTEL, phone="+77", consented_at=now, consent_version="1", number=Bin.parse(HOTEL_BIN), name="Kanareika"
    )
    opened = PlaceEvent(kind=PlaceDeed.OPENED, at=now, chat=HOTEL, token="door")
    place = Place(
        id=PlaceId(0),
        owner=HOTEL,
        address=Address.parse("Almaty, Abay avenue 10"),
        premises=Premises.HOTEL,
        most=50,
        language="ru",
        events=(opened,),
    )
    database = await Database.open(url(folder), SECRET)
    async with database.begin() as work:
        await work.chats.save(Chat(id=HOTEL, language="ru", consented_at=now, consent_version="1"))
        await work.hosts.save(hotel)
        for number in range(places):
            events = (replace(opened, token=f"door-{number}"),)
            await work.places.add(replace(place, name=f"House {number}", events=events))
        await work.commit()
    await database.close()


def spreadsheet(folder: Path, **changes: object) -> Path:
    """A file with one good guest and one with these cells."""
    today = RealClock(ALMATY).today()
    good = {
        "family_name": "Ivanov",
        "given_names": "Pyotr",
        "born": date(1990, 3, 27),
        "citizenship": "RUS",
        "document_number": "751234567",
        "document_expires": today + timedelta(days=900),
        "entered": today - timedelta(days=3),
        "until": today + timedelta(days=10),
    }
    book = openpyxl.Workbook()
    names = [column.value for column in COLUMNS]
    book.active.append(names)
    for guest in (good, good | {"document_number": "751234568"} | changes):
        book.active.append([guest.get(name, "") for name in names])
    file = folder / "guests.xlsx"
    book.save(file)
    return file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator runs the command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    return tmp_path


async def _waiting(folder: Path) -> tuple[int, int]:
    """How many rows wait, and how many notices are owed to the hotel."""
    database = await Database.open(url(folder), SECRET)
    async with database.look() as work:
        waiting = await work.imports.get(1)
        owed = await work.notices.waiting([HOTEL], NoticeKind.IMPORT_READY)
    await database.close()
    return len(waiting.entries) if waiting else 0, len(owed)


def run(file: Path, *more: str) -> int:
    return main(["import", "guests", str(file), "--bin", HOTEL_BIN, "--language", "en", *more])


def test_good_rows_wait_for_the_hotels_own_tap(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is filed by the operator: the hotel is asked in its own chat."""
    settle(folder)

    assert run(spreadsheet(folder)) == 0
    assert "2 rows: 2 wait for the organisation's tap" in capsys.readouterr().out
    assert asyncio.run(_waiting(folder)) == (2, 1)


def test_faulty_rows_are_told_and_written_beside_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault is a line with row and column, and the faulty rows stand in a file to mend; no name is printed."""
    settle(folder)

    assert run(spreadsheet(folder, born="31.02.1990")) == 1
    said = capsys.readouterr().out
    assert "Row 3, column D (Date of birth): " in said
    assert "Ivanov" not in said
    sheet = openpyxl.load_workbook(io.BytesIO((folder / "guests-to-mend.xlsx").read_bytes())).worksheets[0]
    assert sheet.max_row == 2
    assert sheet["A2"].value == "Ivanov"
    assert str(sheet.cell(2, len(COLUMNS) + 1).value).startswith("This was row 3.\nDate of birth: ")
    assert asyncio.run(_waiting(folder)) == (1, 1)


def test_of_several_places_one_is_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a choice the places are listed and nothing is done."""
    settle(folder, places=2)
    file = spreadsheet(folder)

    assert run(file) == 2
    assert "--place 2  House 1: " in capsys.readouterr().err
    assert run(file, "--place", "2") == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "guests.xlsx"), (b"%PDF", "This file is not a spreadsheet"), (b"a,b\n1,2\n", "These columns are missing")],
)
def test_a_file_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    """It is said in a sentence, not in a traceback."""
    settle(folder)
    if content is not None:
        (folder / "guests.xlsx").write_bytes(content)

    assert run(folder / "guests.xlsx") == 2
    assert said in capsys.readouterr().err


def test_an_organisation_that_is_not_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A BIN that nobody has linked, and one that is mistyped; where there is no database, none is made."""
    file = spreadsheet(folder)
    assert run(file) == 2
    assert "no database" in capsys.readouterr().err
    assert not (folder / "tirkeu.db").exists()
    asyncio.run(_empty(folder))

    assert run(file) == 2
    assert "No organisation with the BIN" in capsys.readouterr().err
    assert main(["import", "guests", str(file), "--bin", "240440012344", "--language", "en"]) == 2
    assert "Check the BIN" in capsys.readouterr().err
