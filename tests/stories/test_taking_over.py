"""A grown family member takes their own registration over by a link."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.address import Address
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.family import Kinship, Proof
from bot.domain.ids import NOBODY
from bot.domain.life import is_registered, is_taken_over
from bot.domain.organisation import StaffDeed
from bot.domain.people import ChatId
from bot.registration.companions import may_be_taken_over
from tests.people import Person
from tests.stories.test_family import SON, WIFE, companion, sent
from tests.stories.test_imports import hotel_at
from tests.stories.test_life_moving import status_of
from tests.stories.test_my_address import hired, lives
from tests.town import (
    ALL_ANSWERED,
    ALMATY,
    NOON,
    OTHER_IIN,
    STRANGER_ID,
    Town,
    host_proves,
    known_host,
    known_to_the_bot,
)

STALE = "This button is from an old message."
UNKNOWN = "This link does not work. Ask the person who sent it to open My family"
NUMBER = "761234567"
MARIA_ID = 1002
HOME = Address.parse("Almaty, Satpaev street 5, flat 1")


@pytest.fixture
async def maria(town: Town) -> Person:
    """The wife, who has never talked with the bot."""
    return await town.person(MARIA_ID, "Maria")


async def registered(town: Town, guest: Person, host: Person) -> None:
    """A family of three with certificates."""
    await host_proves(host, await sent(town, guest, WIFE, SON))
    await host.tap("Agree")
    await guest.wait_for("Registration certificate of Ivanov Ivan", timeout=15)


async def link_for(guest: Person, name: str) -> str:
    """The link that the filer hands out."""
    await guest.send("/menu")
    await guest.tap("My certificates")
    await guest.tap("My family")
    await guest.tap(name)
    await guest.tap("Hand over by a link")
    return next(link for link in guest.links() if "?start=f" in link)


async def case_of(town: Town, name: str) -> Case:
    """The newest request of the person with this given name."""
    async with town.running.database.look() as work:
        for number in range(20, 0, -1):
            case = await work.cases.get(number)
            if case is not None and case.answers.given_names == name:
                return case
    raise LookupError(name)


async def test_the_right_person_takes_over(town: Town, guest: Person, host: Person, maria: Person) -> None:
    """Consent, then the document's number; the certificate comes to her, and who filed sees her no more."""
    await registered(town, guest, host)
    await maria.open_link(await link_for(guest, "Ivanov Maria"))
    assert "Ivanov" not in maria.sees()
    await maria.tap("I agree")
    assert "Type the number of the passport" in maria.last()
    await maria.send("76 1234567")
    await maria.wait_for("Your registration certificate", timeout=10)
    await guest.wait_for("Ivanov Maria took over their own registration", timeout=8)

    case = await case_of(town, "Maria")
    assert case.guest == maria.id
    assert case.events[-1].kind is EventKind.TAKEN_OVER
    await guest.forge_tap(f"r:certificate:{case.number}")
    await guest.forge_tap(f"r:relative:{case.number}")
    await guest.send("/menu")
    await guest.tap("My certificates")
    await guest.tap("My family")
    shown = [button["text"] for row in guest.messages[-1]["buttons"] for button in row]
    assert shown[0] == "Ivanov Ivan"
    assert "Ivanov Maria" not in shown


async def test_the_link_works_once(town: Town, guest: Person, host: Person, maria: Person) -> None:
    """Used, it tells the next one what an unknown link tells, and the same is told of an unknown one."""
    await registered(town, guest, host)
    link = await link_for(guest, "Ivanov Maria")
    await known_to_the_bot(town, maria)
    await maria.open_link(link)
    await maria.send(NUMBER)
    stranger = await town.person(STRANGER_ID, "Timur")
    for start in (link.partition("?start=")[2], "fAAAAAAAAAAAAAAAAAAAAAA", "f"):
        await stranger.start(start)
        assert UNKNOWN in stranger.last(), start
    await maria.open_link(link)
    assert UNKNOWN in maria.hears()


async def test_the_wrong_person_sees_nothing(town: Town, guest: Person, host: Person, maria: Person) -> None:
    """Five wrong numbers are counted and close the link, for the right person too; whoever filed is told once."""
    await registered(town, guest, host)
    link = await link_for(guest, "Ivanov Maria")
    stranger = await town.person(STRANGER_ID, "Timur")
    await known_to_the_bot(town, stranger)
    await stranger.open_link(link)
    await stranger.send("no number")
    for left in (4, 3, 2, 1):
        await stranger.send(f"75123456{left}")
        assert f"{left} " in stranger.last()
    await stranger.send("999999999")
    assert UNKNOWN in stranger.last()
    assert "Ivanov" not in stranger.sees()
    await guest.wait_for("Five wrong numbers closed the link for Ivanov Maria", timeout=8)
    assert "999999999" not in guest.sees()

    await known_to_the_bot(town, maria)
    await maria.open_link(link)
    assert UNKNOWN in maria.last()
    case = await case_of(town, "Maria")
    assert sum(event.kind is EventKind.WRONG_DOCUMENT for event in case.events) == 5
    assert not is_taken_over(case)


async def test_a_child_takes_nothing_over(town: Town, guest: Person, host: Person, maria: Person) -> None:
    """No link is offered for a child; its own token, guessed, is told what an unknown one is told."""
    await registered(town, guest, host)
    child = await case_of(town, "Ivan")
    await guest.forge_tap(f"r:hand_over:{child.number}")
    assert not any("?start=f" in link for link in guest.links())
    await maria.start(f"f{child.token}")
    assert UNKNOWN in maria.last()


async def test_neither_filer_nor_host_takes_over(town: Town, guest: Person, host: Person) -> None:
    """Whoever filed and whoever gives the place are not the person."""
    await registered(town, guest, host)
    link = await link_for(guest, "Ivanov Maria")
    for one in (guest, host):
        await one.open_link(link)
        await one.wait_for(UNKNOWN)


async def test_a_guest_of_an_organisation_takes_over(town: Town, maria: Person) -> None:
    """Whom an organisation filed for, and who is in no chat yet, gets the registration by the same link."""
    answers = ALL_ANSWERED.with_(given_names="Maria", kinship=Kinship.GUEST)
    events = (Event(kind=EventKind.ASKED, at=NOON), Event(kind=EventKind.GRANTED, at=NOON, reason="filed_by_host"))
    await known_to_the_bot(town, maria)
    async with town.running.database.begin() as work:
        case = await work.cases.add(Case(number=0, guest=NOBODY, answers=answers, token="T" * 22, events=events))
        await work.commit()
    await maria.start(f"f{case.token}")
    await maria.send("751234567")

    assert "The registration is yours now" in maria.sees()
    assert (await case_of(town, "Maria")).guest == maria.id


async def test_a_host_hands_over_nobody_whom_another_filed_for(town: Town, guest: Person, host: Person) -> None:
    """Who gives the place to a family is told what a stranger is told, and gets no link."""
    await known_host(town, host)
    number = await lives(town, guest.id, host, kinship=Kinship.SPOUSE, given_names="Maria")
    for deed in ("relative", "hand_over"):
        await host.forge_tap(f"r:{deed}:{number}")
        assert STALE in host.alerts()[-1]
    assert not any("?start=f" in link for link in host.links())
    assert "Ivanov" not in host.sees()


async def test_an_organisation_hands_over_whom_it_filed_for(town: Town, host: Person) -> None:
    """Its owner and its staff have the link for its own guest; staff who were removed have it no more."""
    await hotel_at(town, host)
    number = await lives(town, NOBODY, host, kinship=Kinship.GUEST)
    clerk = await town.person(2003, "Clerk")
    await known_to_the_bot(town, clerk)
    await hired(town, host, clerk, StaffDeed.JOINED)
    for one in (host, clerk):
        await one.start()
        await one.forge_tap(f"r:hand_over:{number}")
        assert any("?start=f" in link for link in one.links())
    await hired(town, host, clerk, StaffDeed.REMOVED)
    await clerk.forge_tap(f"r:relative:{number}")
    assert STALE in clerk.alerts()[-1]


async def both_registered(town: Town, guest: Person, maria: Person, host: Person, *, filed_first: bool) -> list[int]:
    """Maria is registered at her own home, and at her husband's, who filed for her: that one's number comes first."""
    await known_to_the_bot(town, maria)
    await known_to_the_bot(town, guest)
    await known_host(town, host)
    other = await town.person(2004, "Dana")
    await known_host(town, other, OTHER_IIN)
    passport = {"document_number": companion("Maria", NUMBER, date(1992, 5, 4), Kinship.SPOUSE).answers.document_number}
    numbers: dict[str, int] = {}
    for who in ("filed", "own") if filed_first else ("own", "filed"):
        numbers[who] = (
            await lives(town, guest.id, host, kinship=Kinship.SPOUSE, given_names="Maria", **passport)
            if who == "filed"
            else await lives(town, maria.id, other, given_names="Maria", address=HOME, **passport)
        )
        town.clock.move(minutes=1)
    async with town.running.database.look() as work:
        case = await work.cases.get(numbers["filed"])
    assert case is not None
    await maria.start(f"f{case.token}")
    await maria.send(NUMBER)
    return [numbers["filed"], numbers["own"]]


async def current_of(town: Town, person: Person) -> list[int]:
    """The numbers of the registrations in this chat that hold."""
    now = town.clock.now().astimezone(ALMATY)
    return [case.number for case in await town.requests_of(person) if is_registered(case, now)]


async def test_what_is_taken_over_replaces_an_earlier_one(
    town: Town, guest: Person, host: Person, maria: Person
) -> None:
    """Nobody has two registrations in one chat: the later replaces the earlier, as a host's yes does."""
    filed, own = await both_registered(town, guest, maria, host, filed_first=False)
    assert "The registration is yours now" in maria.sees()
    assert await current_of(town, maria) == [filed]
    assert await status_of(town, own) is CertificateStatus.SUPERSEDED
    assert await status_of(town, filed) is CertificateStatus.VALID


async def test_an_older_one_does_not_replace_a_newer(town: Town, guest: Person, host: Person, maria: Person) -> None:
    """Who has registered since is told so, and nothing changes: a link from somebody else ends no registration."""
    filed, own = await both_registered(town, guest, maria, host, filed_first=True)
    assert "You have a newer registration" in maria.last()
    assert await current_of(town, maria) == [own]
    assert await current_of(town, guest) == [filed]
    assert await status_of(town, own) is CertificateStatus.VALID


@pytest.mark.parametrize(
    ("born", "kinship", "may"),
    [
        (date(2008, 11, 21), Kinship.CHILD, True),
        (date(2008, 11, 22), Kinship.CHILD, False),
        (date(2009, 5, 1), Kinship.SPOUSE, True),
        (date(1980, 5, 1), Kinship.WARD, False),
        (date(2008, 11, 22), Kinship.GUEST, False),
        (date(1980, 5, 1), None, False),
    ],
)
def test_who_may_take_over(born: date, kinship: Kinship | None, may: bool) -> None:
    """From the eighteenth birthday on, a spouse before it; never one who cannot act, nor what is one's own already."""
    proof = Proof.BIRTH_CERTIFICATE if kinship is Kinship.CHILD else None
    answers = replace(companion("Ivan", NUMBER, born, Kinship.CHILD).answers, kinship=kinship, proof=proof)
    granted = (Event(kind=EventKind.ASKED, at=NOON), Event(kind=EventKind.GRANTED, at=NOON))
    case = Case(number=2, guest=ChatId(1), answers=answers, token="", events=granted, party=1)

    assert may_be_taken_over(case, NOON.date()) is may
