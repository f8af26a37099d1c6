"""A hotel files for its guests from a spreadsheet: one file, one confirm."""

import io
import logging
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from bot.domain.address import Address, Premises
from bot.domain.case import Case, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.ids import NOBODY
from bot.domain.organisation import Bin, StaffDeed, StaffEvent
from bot.domain.people import ChatId, Host
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from bot.registration.granting import FILED_BY_HOST
from bot.texts.import_rows import COLUMNS
from tests.people import Person
from tests.stories.test_my_address import lives
from tests.town import STRANGER_ID, Town, known_host, known_to_the_bot

HOTEL_BIN = "240440012343"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED = "Send the spreadsheet of your guests"
ADDRESS = "Almaty, Abay avenue 10"


def guest_row(number: int, **changes: object) -> dict[str, object]:
    """One guest; each number is another person."""
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    return {
        "family_name": f"Guest{letters}",
        "given_names": "Pyotr",
        "patronymic": "",
        "born": date(1990, 3, 27),
        "sex": "M",
        "citizenship": "RUS",
        "document_kind": "",
        "document_number": f"75{number:07d}",
        "document_expires": date(2031, 3, 27),
        "entered": date(2026, 11, 12),
        "until": date(2026, 12, 1),
    } | changes


def sheet_of(*guests: dict[str, object]) -> bytes:
    """An XLSX with these guests."""
    book = openpyxl.Workbook()
    book.active.append([column.value for column in COLUMNS])
    for guest in guests:
        book.active.append([guest[column.value] for column in COLUMNS])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


async def rows_of(person: Person) -> list[list[object]]:
    """The rows of the newest spreadsheet on a phone, under its headings."""
    book = openpyxl.load_workbook(io.BytesIO(await person.file()))
    return [list(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


async def hotel_at(town: Town, person: Person, most: int = 600, **place: object) -> PlaceId:
    """A hotel of this chat with one place."""
    await known_to_the_bot(town, person)
    now = town.clock.now()
    hotel = Host(
        chat=ChatId(person.id),
        phone="+77011234567",
        consented_at=now,
        consent_version="1",
        number=Bin.parse(HOTEL_BIN),
        name="Hotel Kanareika",
        vouched=True,
    )
    saved = Place(
        id=PlaceId(0),
        owner=ChatId(person.id),
        address=Address.parse(ADDRESS),
        premises=Premises.HOTEL,
        most=most,
        language="ru",
        events=(PlaceEvent(kind=PlaceDeed.OPENED, at=now, chat=ChatId(person.id), token=f"door-{person.id}"),),
    )
    async with town.running.database.begin() as work:
        await work.hosts.save(hotel)
        kept = await work.places.add(replace(saved, **place))  # type: ignore[arg-type]
        await work.commit()
    return kept.id


@pytest.fixture
async def asked(town: Town, host: Person) -> Person:
    """A hotel that is asked for its spreadsheet."""
    await hotel_at(town, host)
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")
    assert ASKED in host.last()
    return host


async def filed(town: Town) -> list[Case]:
    """All registrations that were filed by a hotel, oldest first."""
    async with town.running.database.look() as work:
        return list(reversed(await work.cases.of_guest(NOBODY)))


async def test_fifty_guests_are_one_file_and_one_confirm(town: Town, asked: Person) -> None:
    """Fifty good rows are filed by one tap, with two messages, a certificate each, and the tap on the record."""
    before = await asked.bot_messages()

    await asked.send_document(sheet_of(*map(guest_row, range(50))), "guests.xlsx", XLSX)
    assert "50 guests can be filed" in asked.last()
    assert await filed(town) == []
    await asked.tap("Agree and file 50 guests")

    assert "50 guests are registered" in asked.last()
    assert await asked.bot_messages() - before == 2
    cases = await filed(town)
    assert len(cases) == 50
    granted = cases[0].ending
    assert granted is not None
    assert (granted.kind, granted.chat, granted.reason) == (EventKind.GRANTED, asked.id, FILED_BY_HOST)
    async with town.running.database.look() as work:
        issued = [await work.certificates.get(case.number) for case in cases]
    assert all(each is not None and each.status is CertificateStatus.VALID for each in issued)
    assert {each.host_name for each in issued if each} == {"Hotel Kanareika"}


async def test_the_answer_has_number_name_and_own_link_of_each(asked: Person) -> None:
    """Each guest gets a link to take the own registration over; of the document only its end is shown."""
    await asked.send_document(sheet_of(guest_row(1)), "guests.xlsx", XLSX)
    await asked.tap("Agree and file 1 guest")

    [[number, name, document, until, link]] = await rows_of(asked)
    assert str(number).isdecimal()
    assert (name, document) == ("Guestb Pyotr", "•••0001")
    assert str(until) == "2026-12-01 00:00:00"
    assert "?start=f" in str(link)


async def test_faulty_rows_come_back_and_the_others_are_filed(town: Town, asked: Person) -> None:
    """Nothing is half done: faults are told by row and column, their rows come back marked, the good ones are filed."""
    bad = (
        guest_row(2, born="31.02.1990"),
        guest_row(3, family_name="=1+1"),
        guest_row(1),
        guest_row(4, citizenship="DEU"),
        guest_row(5, until=date(2027, 6, 1)),
    )

    await asked.send_document(sheet_of(guest_row(1), *bad), "guests.xlsx", XLSX)

    assert "1 guest can be filed" in asked.last()
    assert "5 rows have to be mended" in asked.last()
    assert "Row 6: This guest need not register under Order 923. Take this row out." in asked.last()
    assert "Row 3, column D (Date of birth): " in asked.last()
    rows = await rows_of(asked)
    told = [str(row[-1]).splitlines() for row in rows]
    assert [was for was, _ in told] == [f"This was row {number}." for number in range(3, 8)]
    assert [fault.split(":")[0] for _, fault in told][:3] == ["Date of birth", "Family name", "Document number"]
    assert told[4][1].startswith("Staying until: ")
    await asked.tap("Agree and file 1 guest")
    assert [case.answers.family_name for case in await filed(town)] == ["Guestb"]


async def test_the_file_of_the_hotel_is_deleted_from_the_chat(town: Town, asked: Person) -> None:
    """The message with the spreadsheet goes, and nothing of it stands in the clear anywhere."""
    await asked.send_document(sheet_of(guest_row(7)), "guests.xlsx", XLSX)

    assert not [message for message in asked.messages if message["file"] and not message["from_bot"]]
    assert "Your message with the spreadsheet is deleted" in asked.last()
    written = town.everything_kept()
    assert b"Guesth" not in written
    assert b"750000007" not in written


async def test_nobody_is_filed_when_the_hotel_says_so(town: Town, asked: Person) -> None:
    """The rows are given up, and the button of before files nobody."""
    await asked.send_document(sheet_of(guest_row(1)), "guests.xlsx", XLSX)
    await asked.tap("File nobody")
    await asked.tap_again()

    assert await filed(town) == []
    async with town.running.database.look() as work:
        waiting = await work.imports.get(1)
    assert waiting is not None
    assert waiting.entries == ()


async def test_two_taps_file_once(town: Town, asked: Person) -> None:
    """The second tap finds that it was done."""
    await asked.send_document(sheet_of(guest_row(1), guest_row(2)), "guests.xlsx", XLSX)
    await asked.tap("Agree and file 2 guests")
    await asked.tap_again()

    assert len(await filed(town)) == 2


async def test_the_same_file_again_files_nobody_twice(town: Town, asked: Person) -> None:
    """Who is registered there already is told so."""
    content = sheet_of(guest_row(1))
    await asked.send_document(content, "guests.xlsx", XLSX)
    await asked.tap("Agree and file 1 guest")
    await asked.tap("Back")
    await asked.tap("Guests from a spreadsheet")
    await asked.send_document(content, "guests.xlsx", XLSX)

    assert "No row can be filed" in asked.last()
    assert "registered at this place already" in asked.last()
    assert len(await filed(town)) == 1


async def test_rows_beyond_the_beds_come_back(town: Town, host: Person) -> None:
    """A place for two takes the first two rows."""
    await hotel_at(town, host, most=2)
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")

    await host.send_document(sheet_of(*map(guest_row, range(3))), "guests.xlsx", XLSX)
    assert "Row 4: Only 2 people may be registered" in host.last()
    await host.tap("Agree and file 2 guests")

    assert len(await filed(town)) == 2


async def test_a_sheet_tells_nobody_who_is_registered_with_another(town: Town, guest: Person, host: Person) -> None:
    """Rows are checked against the organisation's own guests; others take beds only from those who are filed."""
    beds = 2
    other = await town.host(2002, "Berik")
    taken = [await lives(town, guest.id + one, other, address=Address.parse(ADDRESS)) for one in range(beds)]
    async with town.running.database.look() as work:
        known = await work.cases.get(taken[0])
    assert known is not None
    assert known.answers.document_number is not None
    document = known.answers.document_number.reveal()
    await hotel_at(town, host, most=beds)
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")

    await host.send_document(sheet_of(guest_row(1, document_number=document), guest_row(2)), "guests.xlsx", XLSX)

    assert "2 guests can be filed" in host.last()
    assert "registered at this place already" not in host.hears()
    await host.tap("Agree and file 2 guests")
    assert len(await filed(town)) < beds


async def test_a_stop_in_the_middle_doubles_nobody(town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that were filed before a fault are found when the tap comes again, and the rest follows."""
    monkeypatch.setattr("bot.registration.imports.AT_ONCE", 2)
    await asked.send_document(sheet_of(*map(guest_row, range(5))), "guests.xlsx", XLSX)
    grants = 0

    async def break_once(done: int, total: int) -> None:
        nonlocal grants
        grants += 1
        if grants == 1:
            raise OSError("the machine stops")

    monkeypatch.setattr("bot.telegram.imports._Progress.__call__", lambda _self, done, total: break_once(done, total))
    await asked.tap("Agree and file 5 guests")
    assert len(await filed(town)) == 2
    await asked.tap_again()

    assert "5 guests are registered" in asked.last()
    assert len({case.answers.document_number for case in await filed(town)}) == 5
    assert len(await filed(town)) == 5


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 nothing", "guests.xlsx", "This file cannot be opened"),
        (b"%PDF-1.7", "guests.pdf", "This file is not a spreadsheet"),
        (b"Family name,Born\n" + b"Ivanov,1\n" * 600, "guests.csv", "There are more than 500 rows"),
        (b"Who,When\nIvanov,1\n", "guests.csv", "These columns are missing"),
    ],
)
async def test_what_is_no_list_of_guests_is_told(
    town: Town, asked: Person, content: bytes, name: str, said: str
) -> None:
    """Each wrong file has its own answer, and nothing is filed."""
    await asked.send_document(content, name)

    assert said in asked.last()
    assert await filed(town) == []


async def test_a_spreadsheet_that_was_not_asked_for_goes(town: Town, host: Person) -> None:
    """Sent at the menu, it is not read and does not stay in the chat; the way to hand it in is a button."""
    await hotel_at(town, host)
    await host.start()

    await host.send_document(sheet_of(guest_row(7)), "guests.xlsx", XLSX)

    assert "Nothing was read from your spreadsheet" in host.last()
    assert not [message for message in host.messages if message["file"] and not message["from_bot"]]
    await host.tap("Guests from a spreadsheet")
    assert ASKED in host.last()


async def test_without_a_place_the_way_to_save_one_is_a_button(town: Town, host: Person) -> None:
    """The button that is named is given."""
    place = await hotel_at(town, host)
    async with town.running.database.begin() as work:
        saved = await work.places.get(place)
        assert saved is not None
        await work.places.save(saved.happened(PlaceDeed.ENDED, town.clock.now(), ChatId(host.id)))
        await work.commit()
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")
    assert "First save the place where your guests live" in host.last()

    await host.tap("QR card for guests")

    assert "Save a place once" in host.last()


async def test_the_spreadsheet_of_one_who_is_no_organisation_is_answered_as_before(town: Town, guest: Person) -> None:
    """Nobody else is told of spreadsheets."""
    await known_to_the_bot(town, guest)
    await guest.start()

    await guest.send_document(sheet_of(guest_row(7)), "guests.xlsx", XLSX)

    assert "Nothing was read" not in guest.hears()


async def test_the_operators_limit_for_dwellings_holds_for_a_sheet_too(town: Town, host: Person) -> None:
    """A flat that was saved for fifty before the operator's limit came takes ten."""
    await hotel_at(town, host, most=50, premises=Premises.FLAT)
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")

    await host.send_document(sheet_of(*map(guest_row, range(12))), "guests.xlsx", XLSX)

    assert "10 guests can be filed" in host.last()
    assert "Only 10 people may be registered" in host.last()


async def test_words_in_place_of_a_file(asked: Person) -> None:
    """What is awaited is said."""
    await asked.send("here are my guests")

    assert "I wait for a spreadsheet" in asked.last()


async def test_the_template_comes_on_a_tap(asked: Person) -> None:
    """An empty spreadsheet with the headings."""
    await asked.tap("Get the template")

    sheet = openpyxl.load_workbook(io.BytesIO(await asked.file())).worksheets[0]
    assert sheet["A1"].value == "Family name"
    assert sheet.max_row == 1


async def test_a_person_who_hosts_files_for_nobody(town: Town, host: Person) -> None:
    """Only an organisation files; a person's guests each ask by themselves. A forged tap is answered so."""
    await known_host(town, host)
    await host.start()
    await host.tap("Someone will live at my place")

    assert "Guests from a spreadsheet" not in host.buttons()


async def test_another_hotel_cannot_file_it(town: Town, asked: Person) -> None:
    """The number of another hotel's spreadsheet opens nothing."""
    await asked.send_document(sheet_of(guest_row(1)), "guests.xlsx", XLSX)
    other = await town.person(STRANGER_ID, "Berik")
    await known_host(town, other, iin="900101300007")
    await other.start()
    await other.forge_tap("im:file:1")

    assert await filed(town) == []


async def test_removed_staff_file_no_further_row(town: Town, asked: Person) -> None:
    """A member of staff prepares; removed before the tap, the tap files nobody."""
    member = await town.person(STRANGER_ID, "Berik")
    await known_to_the_bot(town, member)
    now, owner, staff = town.clock.now(), ChatId(asked.id), ChatId(member.id)
    joined = StaffEvent(owner=owner, kind=StaffDeed.JOINED, at=now, by=staff, member=staff, name="Berik")
    async with town.running.database.begin() as work:
        await work.staff.add(joined)
        await work.commit()
    await member.start()
    await member.tap("Someone will live at my place")
    await member.tap("Guests from a spreadsheet")
    await member.send_document(sheet_of(guest_row(1)), "guests.xlsx", XLSX)
    async with town.running.database.begin() as work:
        await work.staff.add(replace(joined, kind=StaffDeed.REMOVED, by=owner))
        await work.commit()

    await member.tap("Agree and file 1 guest")

    assert await filed(town) == []
    assert "Only a hotel" in member.alerts()[-1]


async def test_logs_name_no_guest(asked: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Neither names nor numbers of a spreadsheet reach a log."""
    caplog.set_level(logging.DEBUG)
    await asked.send_document(sheet_of(guest_row(7)), "guests.xlsx", XLSX)
    await asked.tap("Agree and file 1 guest")

    assert "Guesth" not in caplog.text
    assert "750000007" not in caplog.text
