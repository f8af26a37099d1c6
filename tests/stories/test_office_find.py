"""An officer finds somebody: the purpose first, each way, the list, the card, and the record of it."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.domain.answers import Answers
from bot.domain.audit import AuditAction, AuditEntry
from bot.domain.case import Case, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.ids import ChatId
from bot.domain.officer import Purpose
from bot.domain.sought import Way
from bot.office.look_ups import MOST_AN_HOUR, Look
from storage.audit import SqlAudit
from tests.people import Person
from tests.town import (
    ALL_ANSWERED,
    GUEST_ID,
    HOST_ID,
    HOST_IIN,
    HOST_NAME,
    STRANGER_ID,
    Town,
    agreed,
    certificate_picture,
    certificate_text,
    hurry,
    known_to_the_bot,
    open_town,
)

READER_ID, OFFICER_ID, HEAD_ID = 5001, 5002, 5003
CHECK = "Check of stay and registration"
CANARIES = ("Ivanov", "751234567", HOST_IIN, "1990-03-27", "Abay")
_tokens = count(1)


@pytest.fixture
async def office(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town with an officer of each role."""
    hurry(monkeypatch)
    officers = f"{READER_ID}:reader, {OFFICER_ID}:officer, {HEAD_ID}:head"
    async with open_town(tmp_path, ground, officers=officers) as town:
        yield town


@pytest.fixture
async def guest(office: Town) -> Person:
    """One who is registered in the chat."""
    return await office.guest()


@pytest.fixture
async def host(office: Town) -> Person:
    """Who gives that person a place to live."""
    return await office.host()


async def staff(town: Town, chat: int = OFFICER_ID) -> Person:
    """One of the office's people."""
    person = await town.person(chat, "Daniyar")
    await known_to_the_bot(town, person)
    return person


async def registered(town: Town, number: int = 1, **changes: object) -> list[int]:
    """So many registrations of one person, granted just now; their numbers."""
    now, numbers = town.clock.now(), []
    async with town.running.database.begin() as work:
        for _ in range(number):
            case = await work.cases.add(_asked(town, ALL_ANSWERED.with_(**changes)))
            await work.cases.save(case.happened(EventKind.GRANTED, now, ChatId(HOST_ID)).with_host(ChatId(HOST_ID)))
            await work.certificates.add(_issued(town, case.number))
            numbers.append(case.number)
        await work.commit()
    return numbers


def _asked(town: Town, answers: Answers) -> Case:
    asked = Case(number=0, guest=ChatId(GUEST_ID), answers=answers, token=f"found-{next(_tokens)}", events=())
    return asked.happened(EventKind.ASKED, town.clock.now(), ChatId(GUEST_ID))


def _issued(town: Town, number: int) -> IssuedCertificate:
    now = town.clock.now()
    return IssuedCertificate(
        number=number,
        cti=number.to_bytes(12, "big"),
        status_index=number,
        issued_at=now,
        valid_until=now + timedelta(days=80),
        host_name=HOST_NAME,
        key_id=b"12345678",
    )


async def looking(officer: Person, what: str, purpose: str = CHECK) -> None:
    """A search from the command to the answer."""
    await officer.send("/find")
    await officer.tap(purpose)
    await officer.send(what)


async def recorded(town: Town) -> list[tuple[str, str, int | None, dict[str, str]]]:
    """What the record says of searches and looks, oldest first."""
    with town.books() as books:
        rows = books.execute(
            "SELECT actor, action, \"case\", detail FROM audit WHERE action IN ('searched', 'looked_up') ORDER BY seq"
        ).fetchall()
    return [(actor, action, case, json.loads(detail)) for actor, action, case, detail in rows]


WAYS = {
    "1": "number",
    "75 1234567": "document",
    HOST_IIN: "host",
    "27 марта 1990 Иванов": "person",
    "flat 25, Abay avenue 10, Almaty": "address",
}
HALVES = (
    "7512345",
    "51234567",
    "Ivano 27.03.1990",
    "Ivanov 28.03.1990",
    "#2",
    "Almaty, Abay avenue 11",
)


async def test_each_way_opens_the_card_and_is_recorded(office: Town) -> None:
    """A single hit opens the person's card; search and look are recorded with purpose and way, and no person."""
    [number] = await registered(office)
    officer = await staff(office)
    for typed, way in WAYS.items():
        await looking(officer, typed)

        assert "Ivanov Pyotr" in officer.last(), typed
        assert "Request 00000001: registered until" in officer.last()
        found = {"purpose": "check", "way": way}
        *_, searched, looked = await recorded(office)
        assert searched == (f"officer:{OFFICER_ID}", "searched", None, found | {"found": "1"})
        assert looked == (f"officer:{OFFICER_ID}", "looked_up", number, found)


async def test_nothing_is_found_by_a_half_number(office: Town) -> None:
    """A part of a number, another day or house finds nobody; that is recorded, and may be typed again."""
    await registered(office)
    officer = await staff(office)
    await looking(officer, HALVES[0])
    for half in HALVES[1:]:
        await officer.send(half)

    assert officer.hears().count("Nobody was found") == len(HALVES)
    assert "Pyotr" not in officer.hears()
    assert {(action, detail["found"]) for _, action, _, detail in await recorded(office)} == {("searched", "0")}
    await officer.send("#1")
    assert "Ivanov Pyotr" in officer.last()


async def test_what_cannot_be_looked_for_is_told(office: Town) -> None:
    """A family name without a date of birth is no search, and is not recorded."""
    officer = await staff(office)
    await looking(officer, "Ivanov")
    assert "This cannot be looked for" in officer.hears()
    assert await recorded(office) == []


@pytest.mark.nightly  # use cases: test_every_role; forged buttons: test_fuzz_office
async def test_for_all_others_there_is_no_search(office: Town) -> None:
    """A stranger who knows the command and the buttons is told what any unknown word is, and nothing is recorded."""
    [number] = await registered(office)
    stranger = await office.person(STRANGER_ID, "Mallory")
    await known_to_the_bot(office, stranger)

    await stranger.send("/find")
    await stranger.forge_tap("fd:ask:check:number:0:0")
    await stranger.send("#1")
    await stranger.forge_tap(f"fd:card:check:number:{number}:0")
    await stranger.forge_tap(f"fd:list:check:document:{number}:0")
    await stranger.forge_tap(f"fd:open:check:number:{number}:0")

    assert "Why do you look?" not in stranger.hears()
    assert "Pyotr" not in stranger.hears()
    assert await recorded(office) == []


@pytest.mark.nightly  # use cases: test_every_role
async def test_a_removed_officer_is_a_stranger_at_the_next_tap(office: Town) -> None:
    """Who was an officer when the list was drawn opens nothing from it afterwards."""
    await registered(office, 2)
    officer = await staff(office)
    await looking(officer, "Ivanov 27.03.1990")
    before = await recorded(office)
    await office.stop_bot()
    office.settings["officers"] = f"{HEAD_ID}:head"
    await office.start_bot()

    await officer.tap("00000002")

    assert "registered until" not in officer.messages[-1]["text"]
    assert await recorded(office) == before


async def test_a_text_with_two_meanings_is_asked_about(office: Town) -> None:
    """Where a number is one's application and another's document, nobody is shown until the officer has said which."""
    [first] = await registered(office)
    document = DocumentNumber.parse(f"{first:08d}", DocumentKind.PASSPORT)
    await registered(office, document_number=document, family_name="Petrova")
    officer = await staff(office)

    await looking(officer, f"{first:08d}")

    assert "more than one way" in officer.last()
    assert not {"Ivanov", "Petrova"} & set(officer.last().split())
    assert {action for _, action, _, _ in await recorded(office)} == {"searched"}
    await officer.tap("Document number: 1 found")
    assert "Petrova" in officer.last()


async def test_a_list_has_ten_on_a_page_newest_first(office: Town) -> None:
    """Older ones come by a button; each that was shown is in the record, once for each page that showed it."""
    numbers = await registered(office, 12)
    officer = await staff(office)

    await looking(officer, HOST_IIN)
    assert "Host's IIN or BIN: 12 found" in officer.last()
    assert officer.last().index("00000012") < officer.last().index("00000003")
    assert "00000002:" not in officer.last()
    await officer.tap("Older ones")
    assert "00000002: Ivanov Pyotr (Russia), born 27 March 1990." in officer.last()
    assert "00000003:" not in officer.last()
    assert [case for _, action, case, _ in await recorded(office) if action == "looked_up"] == numbers[::-1]

    await officer.tap("00000001")
    assert "Request 00000001: registered until" in officer.last()
    await officer.tap("Back to the list")
    assert "00000012:" in officer.last()


async def test_the_list_says_whose_number_it_is(office: Town) -> None:
    """Two states may give the same number: without a state all who bear it stand there with theirs."""
    await registered(office)
    await registered(office, 11, citizenship="UZB", family_name="Karimov")
    officer = await staff(office)
    await looking(officer, "751234567")
    assert "Document number: 12 found" in officer.last()
    assert "00000012: Karimov Pyotr (Uzbekistan)" in officer.last()
    await officer.tap("Older ones")
    assert "00000001: Ivanov Pyotr (Russia)" in officer.last()


async def test_with_a_state_only_who_is_of_it_is_shown(office: Town) -> None:
    """On every page; nobody else is looked up on the way, and of a single one the card opens."""
    await registered(office)
    uzbek = await registered(office, 11, citizenship="UZB", family_name="Karimov")
    officer = await staff(office)
    await looking(officer, "Uzbekistan 751234567")
    assert "Document number: 11 found" in officer.last()
    await officer.tap("Older ones")
    assert "00000002: Karimov Pyotr (Uzbekistan)" in officer.last()
    assert "Ivanov Pyotr" not in officer.hears()
    assert [case for _, action, case, _ in await recorded(office) if action == "looked_up"] == uzbek[::-1]
    await looking(officer, "RUS 751234567")
    assert "Request 00000001: registered until" in officer.last()
    await looking(officer, "KGZ 751234567")
    assert "Nobody was found" in officer.hears()


async def test_an_act_is_seen_for_the_reason_of_the_search(office: Town) -> None:
    """Who is led from the card to an act is on record there with the purpose that was said before the search."""
    [number] = await registered(office)
    officer = await staff(office)
    await looking(officer, f"#{number}", "A written request of an authority")
    for label in ("Acts on the registration", "Revoke", "Data untrue"):
        await officer.tap(label)
    assert "Ivanov Pyotr" in officer.last()
    assert (await recorded(office))[-1][3] == {"purpose": "authority", "way": "acts", "deed": "revoke"}


async def test_a_long_history_is_turned_page_by_page(office: Town) -> None:
    """A card longer than a message has pages, and all that has happened stands on one of them."""
    numbers = await registered(office, 40)
    officer = await staff(office)
    await looking(officer, f"#{numbers[-1]}")

    read = officer.last()
    while "Next page" in officer.buttons():
        await officer.tap("Next page")
        assert len(officer.last()) <= 4096
        read += officer.last()

    assert all(f"Request {number:08d}: " in read for number in numbers)


async def test_a_reader_sees_the_end_of_numbers_only(office: Town) -> None:
    """Whole numbers, and the way to the acts, are for those who may act."""
    await registered(office)
    reader, officer = await staff(office, READER_ID), await staff(office)
    for person, number in ((reader, "•••4567"), (officer, "751234567")):
        await looking(person, "#1")
        assert f"Passport: {number}, until 27 March 2031" in person.last()
        assert ("Acts on the registration" in person.buttons()) == (person is officer)
    assert HOST_IIN[:6] not in reader.hears()


async def test_what_was_wiped_says_so(office: Town) -> None:
    """Of a wiped request number and chain are left; it is found by its number alone."""
    [number] = await registered(office)
    async with office.running.database.begin() as work:
        await work.wiping.wipe([number])
        await work.commit()
    officer = await staff(office)

    await looking(officer, "Ivanov 27.03.1990")
    assert "Nobody was found" in officer.hears()
    await officer.send(f"#{number}")

    assert "Its answers are wiped." in officer.last()
    assert "Pyotr" not in officer.hears()


async def test_a_certificate_leads_to_its_person(office: Town, guest: Person, host: Person) -> None:
    """By its picture within the search; by its picture outside it the check comes first, and for officers a button."""
    await agreed(office, guest, host)
    picture = await certificate_picture(guest)
    officer = await staff(office)
    await officer.send("/find")
    await officer.tap(CHECK)
    await officer.send_photo(picture)
    await officer.wait_for("Ivanov Pyotr")
    await looking(officer, await certificate_text(guest))
    assert "Ivanov Pyotr" in officer.last()

    stranger = await office.person(STRANGER_ID, "Mallory")
    await known_to_the_bot(office, stranger)
    for person in (stranger, officer):
        await person.send_photo(picture)
        await person.wait_for("VALID")
        assert ("Open" in person.buttons()) == (person is officer)
        assert "Ivanov" not in person.last()
    await officer.tap("Open")
    await officer.tap("A written request of an authority")
    assert "Ivanov Pyotr" in officer.last()
    assert (await recorded(office))[-1][3] == {"purpose": "authority", "way": "certificate"}


async def test_what_cannot_be_recorded_is_not_shown(office: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the line in the record fails, the officer sees a fault and nobody's data."""
    await registered(office)
    officer = await staff(office)

    async def fails(_audit: SqlAudit) -> None:
        raise OSError

    monkeypatch.setattr(SqlAudit, "append", fails)
    await looking(officer, "#1")
    assert "problem with the service" in officer.hears()
    assert "Pyotr" not in officer.hears()


async def test_sixty_looks_an_hour_are_the_measure(office: Town) -> None:
    """The next one is refused and the heads hear of it once; an hour later it goes on."""
    [number] = await registered(office)
    officer, head = await staff(office), await staff(office, HEAD_ID)
    await head.start()
    async with office.running.database.begin() as work:
        shown = _looks(office, MOST_AN_HOUR, number)
        work.audit.record(*shown)
        await work.commit()

    await looking(officer, f"#{number}")
    await officer.send(f"#{number}")
    assert "You have looked up 60 people in an hour" in officer.hears()
    assert "Pyotr" not in officer.hears()
    await office.time_passes(seconds=1)
    await head.wait_for("Many look-ups")
    assert head.hears().count("Many look-ups") == 1
    assert str(OFFICER_ID) in head.hears()

    await office.time_passes(hours=1)
    await looking(officer, f"#{number}")
    assert "Ivanov Pyotr" in officer.last()


def _looks(town: Town, many: int, number: int) -> list[AuditEntry]:
    look = Look(ChatId(OFFICER_ID), Purpose.CHECK, Way.NUMBER, town.clock.now())
    moments = [look._replace(at=look.at - timedelta(seconds=n)) for n in range(many)]
    return [one.entry(AuditAction.LOOKED_UP, case=number) for one in moments]


async def test_no_person_is_in_the_record_or_the_log(office: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Names, documents, IINs and addresses that were typed and shown stand in no row of the record and in no line."""
    caplog.set_level(logging.DEBUG)
    await registered(office, 2)
    officer = await staff(office)
    for typed in ("Ivanov 27.03.1990", "751234567", HOST_IIN, "Almaty, Abay avenue 10, flat 25", "Ivanov ?"):
        await looking(officer, typed)
    await looking(officer, "#1")
    with office.books() as books:
        rows = repr(books.execute("SELECT * FROM audit").fetchall())
    said = "\n".join(record.getMessage() + repr(record.__dict__) for record in caplog.records)
    assert not [canary for canary in CANARIES if canary in rows or canary in said]
    assert await recorded(office)
