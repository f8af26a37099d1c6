"""A host sends photos of guests' passports in one ZIP and gets a spreadsheet back."""

import asyncio
import io
import logging
import zipfile
from collections.abc import Awaitable, Callable
from datetime import date

import openpyxl
import pytest

from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.passport.archive import Packed
from bot.passport.reading import Field, Unread
from bot.registration.guest_lists import ReadGuestPhotos
from tests.people import Person
from tests.readers import photo, reading
from tests.stories.test_killed import stuck_at
from tests.town import STRANGER_ID, Town, begin, known_host, known_to_the_bot

ASKED = "Send your guests' passport photos in one ZIP"
READ = "Photos read:"
GONE = "Your message with the photos is deleted from this chat"
ZIP = "application/zip"
NAMES = {0: "FIRST", 50: "SECOND", 100: "THIRD"}  # by the shade of the photo
Deed = Callable[[Person], Awaitable[object]]


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of these."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The same with the flag that asks for a password."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:at] + b"\x01" + archive[at + 1 :]


@pytest.fixture
async def asked(town: Town, host: Person) -> Person:
    """A host who is asked for the photos."""
    await known_host(town, host)
    await host.tap("Someone will live at my place")
    await host.tap("List of guests from photos")
    assert ASKED in host.last()
    return host


async def rows_of(host: Person) -> list[list[object]]:
    """The rows of the newest spreadsheet on the host's phone, under its headings."""
    book = openpyxl.load_workbook(io.BytesIO(await host.file()))
    return [list(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def lists_on(host: Person) -> list[str]:
    """The names of all spreadsheets on the host's phone."""
    return [message["file"]["name"] for message in host.messages if message["file"] and message["from_bot"]]


async def test_a_host_gets_a_list_of_guests(town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five photos, read side by side, come back as rows in their order, in the message that told of the reading."""
    monkeypatch.setattr("bot.telegram.guest_lists.EVERY", 0)
    photos = {
        f"{name}.jpg": photo(shade) for shade, name in zip(range(0, 250, 50), ("b", "=a", "c", "d", "e"), strict=True)
    }
    answers = (reading(), reading(Field.NUMBER), Unread.BLURRED, reading(expiry_date=date(2026, 11, 20)))
    town.reader.known = dict(zip(photos.values(), answers, strict=False))
    waits = iter((0.05, 0, 0, 0, 0))
    town.reader.meanwhile = lambda: asyncio.sleep(next(waits))
    before = await asked.bot_messages()

    await asked.send_document(packed(*photos.items()), "guests.zip", ZIP)
    await asked.wait_for(READ)

    for said in ("Photos read: 3 of 5", "4 rows are marked", "Nobody is registered by this list.", GONE):
        assert said in asked.last()
    assert asked.own_files() == []
    assert await asked.bot_messages() == before + 1
    assert any("of 5 read" in line for line in await asked.transcript())
    rows = await rows_of(asked)
    assert [row[0] for row in rows] == list(photos)
    assert [row[1] for row in rows] == ["IVANOV", "IVANOV", None, "IVANOV", None]
    assert rows[0][-1] is None
    assert rows[1][-1] == "Compare: Document number."
    assert "blurred" in str(rows[2][-1])
    assert "ended on 20 November 2026" in str(rows[3][-1])
    assert "Not a photo" in str(rows[4][-1])
    assert lists_on(asked) == ["guests-2026-11-21.xlsx"]


async def test_another_archive_while_one_is_read(town: Town, asked: Person) -> None:
    """It is read after the first one; a third one needs no tap either, and so does a single photo."""
    town.reader.known = {photo(shade): reading(surname=NAMES[shade]) for shade in NAMES}

    async def send_another() -> None:
        town.reader.meanwhile = None
        town.simulator.phones[asked.id].send_document(packed(("2.jpg", photo(50))), "2.zip", ZIP)

    town.reader.meanwhile = send_another
    await asked.send_document(packed(("1.jpg", photo(0))), "1.zip")
    await asked.wait_for(lambda host: len(lists_on(host)) == 2)
    assert [row[:2] for row in await rows_of(asked)] == [["2.jpg", "SECOND"]]

    await asked.send_document(photo(100), "img_3.HEIC")
    await asked.wait_for(lambda host: len(lists_on(host)) == 3)
    assert [row[:2] for row in await rows_of(asked)] == [["img_3.HEIC", "THIRD"]]
    assert asked.own_files() == []

    town.reader.answers = [Unread.GLARE]
    await asked.send_photo(photo(200))
    assert "Light shines back from the page" in asked.last()
    assert "ZIP with several" in asked.last()
    assert len(lists_on(asked)) == 3


async def test_what_is_no_archive_of_photos(town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets its own plain answer with what to do; nothing is read, and what may show a passport is deleted."""
    monkeypatch.setattr("bot.passport.archive.LARGEST_UNPACKED", 3000)
    monkeypatch.setattr("bot.telegram.guest_lists.MOST_BYTES", 50_000)
    one = packed(("1.jpg", b"1"))
    files = {
        "This ZIP cannot be opened": (one[:-10], "a.zip"),
        "This ZIP asks for a password": (encrypted(one), "a.zip"),
        "packed in a way I cannot open": (packed(("1.jpg", b"1"), method=zipfile.ZIP_LZMA), "a.zip"),
        "There is no file in this ZIP": (packed(), "a.zip"),
        "more than 100 files": (packed(*((f"{n}.jpg", b"1") for n in range(101))), "a.zip"),
        "Unpacked, this ZIP is too large": (packed(("1.jpg", bytes(4000)), method=zipfile.ZIP_DEFLATED), "a.zip"),
        "There is no photo in this ZIP": (packed(("1.txt", b"1"), ("2.txt", b"2")), "a.zip"),
        "larger than 20 MB": (bytes(50_001), "a.zip"),
        "I open only ZIP archives": (b"Rar!\x1a\x07\x01\x00", "a.zip"),
        "RAR, 7z and others": (b"7z", "a.7z"),
        "This file is not a ZIP": (b"%PDF-1.7", "passport.pdf"),
    }
    deeds: dict[str, Deed] = {
        said: lambda host, file=file: host.send_document(*file) for said, file in files.items()
    } | {
        "several photos, not a ZIP": lambda host: host.send_album([photo(), photo(1), photo(2)]),
        "This file is not": lambda host: host.send_video(),
        "I wait for a ZIP": lambda host: host.send("here they are"),
        "or go back": lambda host: host.send_voice(),
    }
    for said, deed in deeds.items():
        before = await asked.bot_messages()
        await deed(asked)
        assert said.casefold() in asked.last().casefold(), said
        assert await asked.bot_messages() == before + 1, said
        assert {message["file"]["kind"] for message in asked.own_files()} <= {"voice"}, said
    assert lists_on(asked) == []
    assert len(town.reader.pictures) == 2  # the two texts in a ZIP

    await asked.tap("Back")
    assert "Your link for guests" in asked.last()


async def test_a_list_that_was_being_read_begins_anew(town: Town, asked: Person) -> None:
    """Stopped in the middle, the bot reads the archive when it is up again: one list, in the message that it began."""
    is_reading = asyncio.Event()

    async def never_ends() -> None:
        is_reading.set()
        await asyncio.Event().wait()

    town.reader.known = {photo(): reading()}
    town.reader.meanwhile = never_ends
    before = await asked.bot_messages()
    town.simulator.phones[asked.id].send_document(packed(("1.jpg", photo()), ("2.jpg", photo(1))), "1.zip", ZIP)
    await is_reading.wait()
    town.reader.meanwhile = None
    town.clock.move(hours=49)  # after two days Telegram lets no bot delete a message
    await town.restart_bot()

    await asked.wait_for(READ)
    await asked.quiet()
    assert "I could not delete your message with the photos. Delete it yourself." in asked.last()
    assert await asked.bot_messages() == before + 1
    assert len(lists_on(asked)) == 1

    town.simulator.faults.repeat_next_update()
    await asked.send_document(packed(("1.jpg", photo()), ("2.jpg", photo(1))), "1.zip", ZIP)
    await asked.quiet(0.2)
    assert len(lists_on(asked)) == 2
    await asked.send("/language")
    await asked.tap("English")
    assert ASKED in asked.last()


async def test_a_list_that_was_sent_is_not_made_again(
    town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the ZIP is deleted or before that is told: it goes, is not fetched again, and one list stands."""
    town.reader.known = {photo(): reading()}
    for lists, place in enumerate(("bot.telegram.screen.Screen.remove", "aiogram.Bot.edit_message_caption"), start=1):
        said = await asked.bot_messages()
        with stuck_at(place, monkeypatch) as is_stuck:
            town.simulator.phones[asked.id].send_document(packed(("1.jpg", photo())), "1.zip", ZIP)
            await is_stuck.wait()
            await town.stop_bot()
        assert READ in (await asked.look()).last(), place
        town.simulator.faults.add("getfile", "429", retry_after=60)
        await town.start_bot()
        await asked.quiet()
        town.simulator.faults.clear()
        assert len(lists_on(asked)) == lists
        assert READ in asked.last()
        assert asked.own_files() == []
        assert await asked.bot_messages() == said + 1


async def test_what_goes_wrong_while_a_list_is_made_is_told(town: Town, asked: Person) -> None:
    """A reader that breaks leaves neither the photos in the chat nor a host who waits."""

    async def breaks() -> None:
        raise RuntimeError

    town.reader.meanwhile = breaks
    before = await asked.bot_messages()

    await asked.send_document(packed(("1.jpg", photo())), "1.zip", ZIP)

    assert "problem with the service" in asked.last()
    assert "Reading the photos" not in asked.sees()
    assert asked.own_files() == []
    assert await asked.bot_messages() == before + 1


async def test_only_a_linked_host_gets_a_list(town: Town, asked: Person) -> None:
    """Who has not given phone and IIN is refused before anything is fetched, and by the reading itself, too."""
    stranger = await town.person(STRANGER_ID, "Bolat")
    await begin(stranger)
    await stranger.forge_tap("m:guest_photos")
    assert "This is for hosts." in stranger.sees()
    await known_to_the_bot(town, stranger)
    await stranger.send_document(packed(("1.jpg", photo())), "1.zip", ZIP)
    assert lists_on(stranger) == []

    await asked.send("/withdraw")
    await asked.tap("Delete my data")
    await asked.send_document(packed(("1.jpg", photo())), "1.zip", ZIP)
    await asked.forge_tap("m:guest_photos")
    assert "This is for hosts." in asked.sees()

    read = ReadGuestPhotos(look=town.running.database.look, clock=town.clock, reader=town.reader, at_once=2)
    with pytest.raises(Refusal) as refused:
        await read(ChatId(STRANGER_ID), [Packed("1.jpg", photo())], lambda *_: asyncio.sleep(0))
    assert refused.value.code is RefusalCode.NOT_A_HOST
    assert town.reader.pictures == []


async def test_a_list_is_nowhere_but_with_its_host(town: Town, asked: Person, caplog: pytest.LogCaptureFixture) -> None:
    """No log and no file of ours bears a guest's name or number, the photo's name, or the photo."""
    town.reader.known = {photo(): reading(surname="ZAMORSKIJ", number="QX7654321")}
    with caplog.at_level(logging.DEBUG):
        await asked.send_document(packed(("Svetozar.jpg", photo())), "Kolokolchik.zip", ZIP)
        await asked.wait_for(READ)
        assert (await rows_of(asked))[0][:4] == ["Svetozar.jpg", "ZAMORSKIJ", "PYOTR", "QX7654321"]
        await town.stop_bot()

    said = "\n".join(f"{record.name} {record.getMessage()} {record.__dict__}" for record in caplog.records)
    kept = town.everything_kept()
    for canary in ("ZAMORSKIJ", "QX7654321", "Svetozar", "Kolokolchik"):
        assert canary not in said
        assert canary.encode() not in kept
    assert photo()[200:260] not in kept
