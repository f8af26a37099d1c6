"""A host saves a place once and gets a link and a card; guests who scan it are registered with few taps."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
import zxingcpp
from aiogram.types import InlineKeyboardMarkup
from PIL import Image

from bot.certificate.drawing.pdf import picture_in
from bot.domain.address import Address, Premises
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.matter import MatterKind
from bot.domain.organisation import Bin
from bot.domain.people import Chat, ChatId, Host
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId, PlaceState
from bot.telegram import family_keyboards, request_keyboards
from bot.telegram.callbacks import PlaceAct, PlaceTap
from bot.texts.words import words_of
from tests.people import Person
from tests.readers import photo, reading
from tests.town import (
    ALL_ANSWERED,
    HOST_IIN,
    OTHER_IIN,
    STRANGER_ID,
    Town,
    answered,
    known_host,
    known_to_the_bot,
    request_number,
    sent,
)

ADDRESS = "Almaty, Abay avenue 10, flat 25"
TOKEN = "D" * 22
UNKNOWN = "This host's link does not work any more. Ask the host for a new one."
LINK = f"https://t.me/tirkeu_town_bot?start=d{TOKEN}"
MOVED_AWAY = Address.parse("Almaty, Abay avenue 12, flat 3")


async def opened(town: Town, host: Person, **changes: object) -> Place:
    """A host with one place, saved on an earlier day."""
    await known_host(town, host)
    event = PlaceEvent(kind=PlaceDeed.OPENED, at=town.clock.now(), chat=ChatId(host.id), token=TOKEN)
    particulars: dict[str, object] = {
        "id": PlaceId(0),
        "owner": ChatId(host.id),
        "address": Address.parse(ADDRESS),
        "premises": Premises.FLAT,
        "most": 4,
        "language": "ru",
        "events": (event,),
    }
    async with town.running.database.begin() as work:
        place = await work.places.add(Place(**(particulars | changes)))  # type: ignore[arg-type]
        await work.commit()
    return place


async def places_of(town: Town, host: Person) -> Sequence[Place]:
    """A host's places as they are recorded."""
    async with town.running.database.look() as work:
        return await work.places.of_owner(ChatId(host.id))


async def happened(town: Town, place: Place, deed: PlaceDeed, token: str | None = None) -> None:
    """Something happened to a place that no story is about."""
    async with town.running.database.begin() as work:
        await work.places.save(place.happened(deed, town.clock.now(), place.owner, token))
        await work.commit()


async def living(town: Town, host: Person, number: int, **changes: object) -> list[Case]:
    """People registered at the place on an earlier day."""
    now = town.clock.now()
    made = []
    async with town.running.database.begin() as work:
        for one in range(number):
            told = {"document_number": DocumentNumber.parse(f"80{one:07d}", DocumentKind.PASSPORT)} | changes
            events = (Event(kind=EventKind.ASKED, at=now), Event(kind=EventKind.GRANTED, at=now))
            case = await work.cases.add(
                Case(
                    number=0,
                    guest=ChatId(9000 + one),
                    answers=ALL_ANSWERED.with_(**told),
                    token=f"{'L' * 16}{one:06d}",
                    events=events,
                    host=ChatId(host.id),
                )
            )
            await work.certificates.add(
                IssuedCertificate(
                    number=case.number,
                    cti=(case.number + 500).to_bytes(12, "big"),
                    status_index=700 + case.number,
                    issued_at=now,
                    valid_until=now + timedelta(days=60),
                    host_name="Serikova Aigul",
                    key_id=b"k",
                )
            )
            made.append(case)
        await work.commit()
    return made


async def to_new_place(host: Person) -> None:
    """From the menu to the first question."""
    await host.tap("Someone will live at my place")
    await host.tap("QR card for guests")
    await host.tap("Add a place")


async def at_send(town: Town, guest: Person, link: str = LINK) -> None:
    """A guest whose passport is known, before the review of a request for the place."""
    await answered(town, guest, host=None, address=None, premises=None)
    await guest.open_link(link)
    assert "Send to my host" in guest.buttons()


def files(person: Person, kind: str) -> list[dict[str, object]]:
    """The messages with pictures, or with files, on somebody's phone."""
    return [message for message in person.messages if (message["file"] or {}).get("kind") == kind]


async def code_in(picture: bytes) -> str:
    """What the QR code in a picture says."""
    with Image.open(io.BytesIO(picture)) as opened_picture:
        [code] = zxingcpp.read_barcodes(opened_picture)
    return code.text


async def test_a_guest_registers_by_the_card_at_the_door_in_seven_actions(
    town: Town, guest: Person, host: Person
) -> None:
    """From the QR to the sent request: at most seven actions and seven messages, address and host filled in."""
    await opened(town, host)
    town.reader.answers = [reading()]
    await guest.open_link(LINK)
    assert "your consent to the use of personal data is needed" in guest.last()
    assert "Your host's link: register at" in guest.last()
    await guest.tap("I agree")
    await guest.send_photo(photo())
    await guest.tap("All correct")
    await guest.tap("Yesterday")
    assert "from the host's link" in guest.last()
    assert "Until when will you live there?" in guest.last()
    assert HOST_IIN not in guest.sees().replace(" ", "")
    await guest.tap("Send to my host: until")

    assert await guest.actions() <= 7  # opening the link and Start are two of them
    assert await guest.bot_messages() <= 7
    await host.wait_for("asks to be registered at your home")
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")
    [case] = await town.requests_of(guest)
    assert case.answers.place is not None
    assert case.answers.address == Address.parse(ADDRESS)


async def test_the_language_is_changed_under_the_consent(town: Town, host: Person) -> None:
    """Another language shows the same screen in it, and the place is remembered through the consent."""
    await opened(town, host)
    guest = await town.guest(language="uz")
    await guest.open_link(LINK)
    assert guest.buttons()[1:] == ["Қазақша", "English"]
    await guest.tap("English")
    assert guest.buttons()[1:] == ["Қазақша", "Русский"]
    assert "Your host's link: register at" in guest.last()
    await guest.tap("I agree")

    assert "Photograph your passport" in guest.last()
    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.address == Address.parse(ADDRESS)
    assert kept.host_by_link


async def test_the_language_command_does_not_lose_the_place(town: Town, guest: Person, host: Person) -> None:
    """Who types /language before the consent still comes to the place."""
    await opened(town, host)
    await guest.open_link(LINK)
    await guest.send("/language")
    await guest.tap("English")
    await guest.tap("I agree")

    assert "Photograph your passport" in guest.last()


async def test_without_the_consent_nothing_is_taken(town: Town, guest: Person, host: Person) -> None:
    """A photo sent before the consent is not read."""
    await opened(town, host)
    await guest.open_link(LINK)
    await guest.send_photo(photo())

    assert town.reader.pictures == []
    assert await town.requests_of(guest) == []


async def test_a_host_saves_a_place_and_gets_its_card(town: Town, host: Person) -> None:
    """Address with a gap, kind, number, dates, language: then the link, the picture and the file with the same code."""
    await known_host(town, host)
    await to_new_place(host)
    await host.send("Abay avenue 10, flat 25")
    assert "Which region or city is it in?" in host.last()
    await host.send("Almaty")
    await host.tap("A place not for living")
    assert "One can register only where people live" in host.sees()
    await host.tap("Flat")
    await host.send("11")
    assert "Type a number from 1 to 10." in host.last()
    await host.tap("4")
    await host.tap("From today")
    await host.send("01.02.2026")
    assert "The last day must be today or later." in host.last()
    await host.send("31.05.2027")
    await host.tap("Русский + English")

    [place] = await places_of(town, host)
    assert (place.premises, place.most, place.language) == (Premises.FLAT, 4, "ru")
    assert (place.since, place.until) == (town.clock.today(), date(2027, 5, 31))
    [picture], [document] = files(host, "photo"), files(host, "document")
    link = f"https://t.me/tirkeu_town_bot?start=d{place.token}"
    assert await code_in(await host.file(picture)) == link
    inside = picture_in(await host.file(document))
    assert inside is not None
    assert await code_in(inside) == link
    assert link in host.sees()


async def test_a_place_typed_whole_at_the_house_number_stands_once(town: Town, host: Person) -> None:
    """Asked for the rest, the host types everything again: it is not doubled, and nothing empty is quoted."""
    await known_host(town, host)
    await to_new_place(host)
    await host.send("Almaty")
    assert "What is the house number?" in host.last()
    assert "You wrote" not in host.last()
    await host.send("Almaty, Abay avenue 10")
    await host.tap("Flat")
    await host.tap("4")
    await host.tap("No dates")
    await host.tap("Русский + English")

    [place] = await places_of(town, host)
    assert place.address == Address.parse("Almaty, Abay avenue 10")


async def test_an_organisation_names_its_place_and_may_have_many_guests(town: Town, host: Person) -> None:
    """A hotel of an organisation takes up to five thousand people, a flat of it no more than the operator allows."""
    await known_to_the_bot(town, host)
    async with town.running.database.begin() as work:
        await work.hosts.save(
            Host(
                chat=ChatId(host.id),
                phone="+77011234567",
                consented_at=town.clock.now(),
                consent_version="1",
                number=Bin("240440012345"),
                name="Dostyk LLP",
                vouched=True,
            )
        )
        await work.commit()
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("QR card for guests")
    await host.tap("Add a place")
    await host.send("x" * 61)
    assert "The name must have 1 to 60" in host.last()
    await host.send("Dostyk hostel, block 2")
    await host.send(ADDRESS)
    await host.tap("Hotel")
    await host.send("5001")
    assert "Type a number from 1 to 5000." in host.last()
    await host.send("5000")
    await host.tap("No dates")
    await host.tap("Қазақша + English")

    [place] = await places_of(town, host)
    assert (place.name, place.most, place.since, place.until) == ("Dostyk hostel, block 2", 5000, None, None)


async def test_a_restart_in_the_middle_loses_nothing(town: Town, host: Person) -> None:
    """What was told of a place is there after a restart, and the question can be gone back from."""
    await known_host(town, host)
    await to_new_place(host)
    await host.send(ADDRESS)
    await host.tap("Flat")
    await town.restart_bot()
    await host.send_sticker()
    assert "How many people may live there at once?" in host.last()
    await host.tap("Back")
    assert "What kind of place is it?" in host.last()
    await host.tap("House")
    await host.send("3")
    await host.tap("No dates")
    await host.tap("Русский + English")

    [place] = await places_of(town, host)
    assert (place.premises, place.most) == (Premises.HOUSE, 3)


async def test_the_last_answer_tapped_twice_saves_one_place(town: Town, host: Person) -> None:
    """A double tap on the last answer leaves one place."""
    await known_host(town, host)
    await to_new_place(host)
    await host.send(ADDRESS)
    await host.tap("Flat")
    await host.send("3")
    await host.tap("No dates")
    await host.tap("Русский + English")
    await host.tap_again()

    assert len(await places_of(town, host)) == 1


@pytest.mark.parametrize("label", ["New link", "End"])
async def test_a_second_tap_changes_nothing_more(town: Town, host: Person, label: str) -> None:
    """What cannot be taken back is asked once, and a double tap does it once."""
    await opened(town, host)
    await host.tap("Someone will live at my place")
    await host.tap("QR card for guests")
    await host.tap("Abay avenue 10")
    await host.tap(label)
    assert len((await places_of(town, host))[0].events) == 1
    await host.tap("Make a new link" if label == "New link" else "End the invitation")
    await host.tap_again()

    [place] = await places_of(town, host)
    assert len(place.events) == 2
    assert place.state is (PlaceState.OPEN if label == "New link" else PlaceState.ENDED)


async def test_an_old_button_after_a_change_is_told_so(town: Town, host: Person) -> None:
    """A button that was drawn for another state of the place changes nothing."""
    place = await opened(town, host)
    await happened(town, place, PlaceDeed.PAUSED)
    await host.forge_tap(PlaceTap(act=PlaceAct.SURE_END, place=place.id, seen=1).pack())

    assert "This button is from an old message" in host.sees()
    assert (await places_of(town, host))[0].state is PlaceState.PAUSED


@pytest.mark.parametrize("act", PlaceAct)
async def test_nobody_manages_the_place_of_another(town: Town, host: Person, act: PlaceAct) -> None:
    """A forged number of another host's place is answered as one that does not exist, and changes nothing."""
    place = await opened(town, host)
    other = await town.host(STRANGER_ID, "Bolat")
    await known_host(town, other, iin=OTHER_IIN)
    await other.forge_tap(PlaceTap(act=act, place=place.id, seen=1).pack())
    await other.forge_tap(PlaceTap(act=act, place=place.id + 99, seen=1).pack())

    assert other.sees().count("This place is not on your list.") == 2
    assert len((await places_of(town, host))[0].events) == 1
    assert files(other, "photo") == []


async def test_who_is_no_host_saves_no_place(town: Town, guest: Person) -> None:
    """A forged tap of one who is no host is refused."""
    await known_to_the_bot(town, guest)
    await guest.start()
    for forged in ("pn:list:", "pn:new:", "pl:card:1:0"):
        await guest.forge_tap(forged)

    assert guest.sees().count("This is for hosts.") == 3


async def test_dead_links_are_all_told_alike(town: Town, guest: Person, host: Person) -> None:
    """A forged, a renewed and an ended link say the same, and nothing is filled in."""
    place = await opened(town, host)
    await known_to_the_bot(town, guest)
    await happened(town, place, PlaceDeed.RENEWED, "E" * 22)
    await guest.open_link(LINK)
    await guest.open_link(LINK.replace("D", "F"))
    [renewed] = await places_of(town, host)
    await happened(town, renewed, PlaceDeed.ENDED)
    await guest.open_link(LINK.replace("D", "E"))

    assert guest.sees().count(UNKNOWN) == 3
    assert await town.answers_kept(guest) is None


async def test_a_paused_link_says_so_and_works_again(town: Town, guest: Person, host: Person) -> None:
    """While the host has paused it nobody comes in by it; after that the same link works."""
    await opened(town, host)
    await known_to_the_bot(town, guest)
    await host.tap("Someone will live at my place")
    await host.tap("QR card for guests")
    await host.tap("Abay avenue 10")
    await host.tap("Pause")
    await guest.open_link(LINK)
    assert "takes no new guests by the link for now" in guest.last()
    assert "answers are kept" not in guest.last()
    assert guest.buttons() == ["Menu"]
    await host.tap("Open again")
    await guest.open_link(LINK)

    assert "Photograph your passport" in guest.last()


async def test_the_host_cannot_be_a_guest_of_the_own_place(town: Town, host: Person) -> None:
    """Who opens the own link is told that nobody is the own host."""
    await opened(town, host)
    await host.open_link(LINK)

    assert "You cannot be your own host" in host.last()


async def test_an_open_request_is_named_before_another_is_begun(town: Town, guest: Person, host: Person) -> None:
    """A guest with a live request is told of it at the door, and cannot send a second one for the same document."""
    await opened(town, host)
    await sent(town, guest, address=MOVED_AWAY)
    number = request_number(guest)
    await guest.open_link(LINK)
    assert f"Your request {number:08d} still waits for a host" in guest.sees()
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")

    assert f"Your request {number:08d} is still waiting" in guest.sees()
    assert len(await town.requests_of(guest)) == 1


@pytest.mark.parametrize(
    ("deed", "token", "said"),
    [
        (PlaceDeed.PAUSED, None, "takes no new guests by the link for now"),
        (PlaceDeed.ENDED, None, UNKNOWN),
        (PlaceDeed.RENEWED, "E" * 22, UNKNOWN),
    ],
)
async def test_the_link_is_checked_again_at_the_sending(
    town: Town, guest: Person, host: Person, deed: PlaceDeed, token: str | None, said: str
) -> None:
    """A link that died after the guest had opened it sends nothing; the answers are kept."""
    place = await opened(town, host)
    await at_send(town, guest)
    await happened(town, place, deed, token)
    await guest.tap("Send to my host")

    assert said in guest.sees()
    assert await town.requests_of(guest) == []
    assert await town.answers_kept(guest) is not None


@pytest.mark.parametrize(
    "days", [{"until": date(2026, 11, 20), "since": date(2026, 11, 1)}, {"since": date(2026, 12, 1)}]
)
async def test_a_place_whose_days_are_not_now_lets_nobody_in(
    town: Town, guest: Person, host: Person, days: dict[str, date]
) -> None:
    """Before the first and after the last day of a place its link says for which days it is."""
    await opened(town, host, **days)
    await known_to_the_bot(town, guest)
    await guest.open_link(LINK)

    assert "The host takes guests by this link from" in guest.last()
    assert await town.answers_kept(guest) is None


async def test_nobody_stays_longer_than_the_place_is_for(town: Town, guest: Person, host: Person) -> None:
    """A last day beyond the place's is refused as soon as it is told; what is offered is possible."""
    await opened(town, host, since=date(2026, 11, 1), until=date(2026, 12, 31))
    await answered(town, guest, host=None, address=None, premises=None)
    await guest.open_link(LINK)
    assert "Last lawful day" not in str(guest.buttons())
    await guest.send("01.01.2027")
    assert "from 1 November 2026 to 31 December 2026" in guest.sees()
    await guest.tap("Last day at this place: 31 December 2026")

    assert "Send to my host" in guest.buttons()


async def test_a_place_that_ends_before_the_stay_takes_no_action_more(town: Town, guest: Person, host: Person) -> None:
    """The day on both buttons is the place's last one: from the QR to the sent request it stays at seven actions."""
    await opened(town, host, since=date(2026, 11, 1), until=date(2026, 12, 31))
    town.reader.answers = [reading()]
    await guest.open_link(LINK)
    await guest.tap("I agree")
    await guest.send_photo(photo())
    await guest.tap("All correct")
    await guest.tap("Yesterday")
    await guest.tap("Send to my host: until 31 December 2026")

    assert await guest.actions() <= 7
    [case] = await town.requests_of(guest)
    assert case.answers.until == date(2026, 12, 31)


async def test_who_goes_elsewhere_leaves_the_link_behind(town: Town, guest: Person, host: Person) -> None:
    """Another address is not what the link was for: its host is asked for anew."""
    await opened(town, host)
    await at_send(town, guest)
    await guest.tap("Address")
    await guest.send("Almaty, Abay avenue 12, flat 3")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert (kept.place, kept.host, kept.host_by_link) == (None, None, False)
    assert "Who gives you the place to live?" in guest.last()


async def test_a_full_place_takes_no_request(town: Town, guest: Person, host: Person) -> None:
    """Who sends to a place that is full now is told so, and not that others live there."""
    await opened(town, host, most=2)
    await living(town, host, 2)
    await at_send(town, guest)
    await guest.tap("Send to my host")
    assert "There is not enough room at this address. Ask your host." in guest.sees()
    assert await town.requests_of(guest) == []


async def test_one_who_renews_takes_no_second_bed(town: Town, guest: Person, host: Person) -> None:
    """A new request for a document that is registered there already is let through at a full place."""
    await opened(town, host, most=1)
    await living(town, host, 1, document_number=ALL_ANSWERED.document_number)
    await at_send(town, guest)
    await guest.tap("Send to my host")
    await host.wait_for("asks to be registered at your home")
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_the_last_bed_goes_to_one_and_rings_once(town: Town, guest: Person, host: Person) -> None:
    """Two ask for the last bed: one is registered, the other's request lives on, host and officers learn it is full."""
    await opened(town, host, most=2)
    await living(town, host, 1)
    other = await town.guest(1002, "Anna")
    await at_send(town, guest)
    await guest.tap("Send to my host")
    await answered(
        town,
        other,
        host=None,
        address=None,
        premises=None,
        document_number=DocumentNumber.parse("761234567", DocumentKind.PASSPORT),
    )
    await other.open_link(LINK)
    await other.tap("Send to my host")
    await host.wait_for(lambda person: person.buttons().count("Agree") == 2)
    [first], [second] = await town.requests_of(guest), await town.requests_of(other)
    await asyncio.gather(host.forge_tap(f"r:agree:{first.number}"), host.forge_tap(f"r:agree:{second.number}"))
    await host.wait_for("Your place is full")

    assert "Only 2 people may be registered at this address at once." in host.sees()
    outcomes = sorted([await town.recorded(guest), await town.recorded(other)], key=len)
    assert ["granted" in outcome for outcome in outcomes] == [False, True]
    assert host.hears().count("Your place is full") == 1
    async with town.running.database.look() as work:
        [matter] = [one for one in await work.matters.of_chat(ChatId(host.id)) if one.kind is MatterKind.CROWDED]
    assert matter.text == ""


@pytest.mark.parametrize("premises", [Premises.FLAT, Premises.HOTEL])
async def test_a_dwelling_without_a_place_has_the_operators_limit(
    town: Town, guest: Person, host: Person, premises: Premises
) -> None:
    """Eleven people in one flat are too many, whoever their hosts are and whatever they call it; the request lives."""
    await known_host(town, host)
    stranger_host = await town.host(STRANGER_ID, "Bolat")
    await living(town, stranger_host, 10)
    await sent(town, guest, premises=premises)
    await host.wait_for("asks to be registered at your home")
    await host.tap("Agree")

    assert "Only 10 people may be registered at this address at once." in host.sees()
    assert "granted" not in await town.recorded(guest)
    assert "Agree" in host.buttons()


async def test_a_link_of_a_host_who_is_gone_is_dead(town: Town, guest: Person, host: Person) -> None:
    """When the host has withdrawn the consent, the card at the door leads nowhere."""
    await opened(town, host)
    await known_to_the_bot(town, guest)
    async with town.running.database.begin() as work:
        await work.hosts.forget(ChatId(host.id))
        await work.commit()
    await guest.open_link(LINK)

    assert UNKNOWN in guest.last()


async def test_a_pasted_link_works_like_a_scanned_one(town: Town, guest: Person, host: Person) -> None:
    """Who is asked for the host may paste the link of a place."""
    await opened(town, host)
    await answered(town, guest, host=None, address=None, premises=None)
    await guest.tap("Continue")
    await guest.send(LINK)

    assert "Send to my host" in guest.buttons()


async def test_the_answers_of_an_earlier_stay_are_used_again(town: Town, guest: Person, host: Person) -> None:
    """Who is registered elsewhere and scans the card is asked for the last day only."""
    await opened(town, host)
    talk = Chat(id=ChatId(guest.id), language="en", consent_version="1", consented_at=town.clock.now())
    [case] = await living(town, host, 1, address=MOVED_AWAY)
    async with town.running.database.begin() as work:
        await work.chats.save(talk)
        await work.cases.save(replace(case, guest=ChatId(guest.id)))
        await work.commit()
    await guest.open_link(LINK)

    assert "Until when will you live there?" in guest.last()


async def test_the_last_day_may_be_looked_at_before_sending(town: Town, guest: Person, host: Person) -> None:
    """Who would rather look once more answers only; a forged day and a second tap send nothing."""
    await opened(town, host)
    await answered(town, guest, host=None, address=None, premises=None, until=None)
    await guest.open_link(LINK)
    await guest.forge_tap("pn:send:2026-13-45")
    assert "This button is from an old message" in guest.sees()
    await guest.tap("Last lawful day")
    assert "Staying until" in guest.last()
    assert await town.requests_of(guest) == []
    await guest.tap("Send to my host")
    await guest.forge_tap("pn:send:2026-12-01")

    assert len(await town.requests_of(guest)) == 1


def test_certificates_of_several_people_bear_their_names() -> None:
    """Of one person a certificate is told by its number; of several, as on the family list, by name and number."""
    own = [
        Case(number=number, guest=ChatId(1), answers=ALL_ANSWERED.with_(given_names=name), token="", events=())
        for number, name in ((1, "Pyotr"), (2, "Anna"))
    ]

    def labels(keyboard: InlineKeyboardMarkup) -> list[str]:
        return [row[0].text for row in keyboard.inline_keyboard]

    assert labels(request_keyboards.certificates(words_of("en"), own[:1]))[0] == "Certificate 00000001"
    assert labels(request_keyboards.certificates(words_of("en"), own))[:2] == [
        "Ivanov Pyotr, 00000001",
        "Ivanov Anna, 00000002",
    ]
    assert labels(family_keyboards.my_family(words_of("en"), own))[1] == "Ivanov Anna, 00000002"
    assert labels(family_keyboards.my_family(words_of("en"), own[1:]))[0] == "Ivanov Anna"
