"""Hotels and dormitories: the organisation as host, its staff, a day's requests answered together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.address import Address, Premises
from bot.domain.case import EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.organisation import Bin, StaffDeed, StaffEvent
from bot.domain.people import ChatId, Host
from bot.domain.person import Iin
from bot.telegram.organisations import name_in_telegram
from storage.tables import cases
from tests.people import Person
from tests.stories.test_my_address import lives
from tests.stories.test_places import opened
from tests.town import (
    HOST_IIN,
    HOST_NAME,
    OTHER_IIN,
    Town,
    at_review,
    known_host,
    known_to_the_bot,
    sent,
)

BIN = "240440012343"
OTHER_BIN = "990140000126"
HOTEL = "ТОО «Отель Алматы»"
OWNER_ID, CLERK_ID, PORTER_ID = 4001, 4002, 4003


@pytest.fixture
async def owner(town: Town) -> Person:
    """Who keeps a hotel and is known to the bot."""
    owner = await town.host(OWNER_ID, "Dana")
    await is_hotel(town, owner)
    return owner


@pytest.fixture
async def clerk(town: Town, owner: Person) -> Person:
    """Who works for the hotel."""
    clerk = await town.host(CLERK_ID, "Erlan")
    await works_for(town, clerk, owner)
    return clerk


async def is_hotel(town: Town, owner: Person, number: str = BIN, name: str = HOTEL) -> None:
    """An organisation for which an earlier guest's link has vouched."""
    await known_to_the_bot(town, owner)
    record = Host(
        chat=ChatId(owner.id),
        phone="+77011234567",
        consented_at=town.clock.now(),
        consent_version="1",
        number=Bin.parse(number),
        name=name,
        vouched=True,
    )
    async with town.running.database.begin() as work:
        await work.hosts.save(record)
        await work.commit()
    await owner.start()


async def works_for(town: Town, member: Person, owner: Person, name: str = "Erlan") -> None:
    """Somebody who has joined on an earlier day."""
    await known_to_the_bot(town, member)
    joined = StaffEvent(
        owner=ChatId(owner.id),
        kind=StaffDeed.JOINED,
        at=town.clock.now(),
        by=ChatId(member.id),
        member=ChatId(member.id),
        name=name,
    )
    async with town.running.database.begin() as work:
        await work.staff.add(joined)
        await work.commit()
    await member.start()


async def asks_hotel(town: Town, user_id: int, given: str, **changes: object) -> Person:
    """A guest who has asked the hotel."""
    guest = await town.guest(user_id, given)
    number = DocumentNumber.parse(f"75{user_id:07d}", DocumentKind.PASSPORT)
    said = {
        "host": Bin.parse(BIN),
        "given_names": given,
        "document_number": number,
        "address": Address.parse("Almaty, Abay avenue 44"),
        "premises": Premises.HOTEL,
    }
    await sent(town, guest, **(said | changes))
    return guest


async def staff_link(owner: Person) -> str:
    """The owner's newest link for a member of staff, from the host's page."""
    await owner.send("/menu")
    await owner.tap("Someone will live at my place")
    await owner.tap("Staff")
    await owner.tap("Invite a member of staff")
    return next(link for link in owner.links() if "?start=s" in link)


async def test_an_organisation_answers_its_first_guest(town: Town, guest: Person) -> None:
    """A BIN on the link, BIN and name in one message, and a certificate: five actions, three messages of the host."""
    link = await sent(town, guest, host=Bin.parse(BIN), premises=Premises.HOTEL)
    host = await town.host(OWNER_ID, "Dana")

    await host.open_link(link)
    await host.share_contact()
    assert "Are you an organisation" in host.last()
    await host.send(f"{BIN} {HOTEL}")
    assert f"Ivanov Pyotr asks {HOTEL} for registration" in host.last()
    assert "BIN: 240440 012343" in host.last()
    assert "IIN" not in host.last()
    await host.tap("Agree")

    assert "You agreed that Ivanov Pyotr lives with you" in host.last()
    assert await host.actions() <= 5
    assert await host.bot_messages() <= 4
    await guest.wait_for("Your registration certificate", timeout=8)
    kept = await town.host_kept(host)
    assert kept is not None
    assert (kept.number, kept.name, kept.vouched) == (Bin.parse(BIN), HOTEL, True)


async def claims(town: Town, owner: Person) -> None:
    """A hotel's chat with no guest's link so far."""
    await is_hotel(town, owner)
    async with town.running.database.begin() as work:
        host = await work.hosts.get(ChatId(owner.id))
        assert host is not None
        await work.hosts.save(replace(host, vouched=False))
        await work.commit()


async def proves_to_be_the_hotel(town: Town, guest: Person) -> Person:
    """Another chat gives the BIN on a guest's link; anybody can send such a link to oneself."""
    link = await sent(town, guest, host=Bin.parse(BIN), premises=Premises.HOTEL)
    other = await town.host(PORTER_ID, "Other")
    await other.open_link(link)
    await other.share_contact()
    return await other.send(f"{BIN} Hotel Other")


async def test_a_mere_claim_gives_way_and_is_told(town: Town, guest: Person) -> None:
    """Nothing stands behind the number but a word: the chat that a guest's link reached has it, the other hears so."""
    owner = await town.host(OWNER_ID, "Dana")
    await claims(town, owner)

    other = await proves_to_be_the_hotel(town, guest)

    assert "Ivanov Pyotr asks Hotel Other for registration" in other.last()
    await owner.wait_for("This chat is not linked to your IIN or BIN any more")
    kept = await town.host_kept(owner)
    assert kept is not None
    assert not kept.is_linked


@pytest.mark.parametrize("has", ["place", "staff", "guest"])
async def test_nobody_is_thrown_off_a_number_that_is_at_work(town: Town, guest: Person, has: str) -> None:
    """One who has a place, staff or a registered guest keeps the number, even before any guest's link came."""
    owner = await town.host(OWNER_ID, "Dana")
    await claims(town, owner)
    match has:
        case "place":
            await opened(town, owner)
            await claims(town, owner)
        case "staff":
            await works_for(town, await town.host(CLERK_ID, "Erlan"), owner)
        case _:
            await lives(town, 7000, owner)

    other = await proves_to_be_the_hotel(town, guest)

    assert "This IIN or BIN is already linked to another chat" in other.last()
    kept = await town.host_kept(owner)
    assert kept is not None
    assert kept.number == Bin.parse(BIN)


async def test_the_number_alone_is_followed_by_the_name(town: Town) -> None:
    """A BIN without a name is not scolded: the name is asked for, and numbers in it are no BIN."""
    host = await town.host(OWNER_ID, "Dana")
    await known_to_the_bot(town, host)
    await host.send("/menu")
    await host.tap("Someone will live at my place")
    await host.share_contact()

    await host.send(BIN)
    assert "Now type the organisation's name" in host.last()
    await host.send("Hotel 555")

    assert "Hotel 555: link for guests" in host.last()
    assert "Staff" in host.buttons()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"240440012345 {HOTEL}", "Check the BIN: its last number does not match the others."),
        (f"{HOST_IIN} {HOTEL}", "This is the IIN of a person. Type the BIN of the organisation."),
        (f"{BIN} 🏨", "The organisation's name is written with letters"),
        (f"24044001234 {HOTEL}", "An IIN has 12 numbers"),
    ],
)
async def test_a_wrong_bin_or_name_says_how_to_mend_it(town: Town, typed: str, said: str) -> None:
    """Control digit, a person's number and a name that is none: nothing is kept, and the question stays open."""
    host = await town.host(OWNER_ID, "Dana")
    await known_to_the_bot(town, host)
    await host.send("/menu")
    await host.tap("Someone will live at my place")
    await host.share_contact()

    await host.send(typed)
    assert said in host.last()
    await town.restart_bot()
    await host.send(f"{HOTEL}, {BIN}")

    assert f"{HOTEL}: link for guests" in host.last()


async def test_a_guest_names_a_bin_and_is_told_once_that_the_law_is_unclear(town: Town, guest: Person) -> None:
    """The review says both readings and whom to ask; the card that follows does not repeat them."""
    await at_review(town, guest, host=None)
    await guest.send(BIN)

    assert "Host's BIN: 240440 012343" in guest.last()
    assert "The order knows only a host with an IIN" in guest.last()
    assert "The organisation's head answers, with an IIN of one's own." in guest.last()
    assert "Organisations cannot answer, and the order leaves them out." in guest.last()
    assert "Migration Committee" in guest.last()
    await guest.tap("Send to my host")
    assert "Somebody of the organisation opens it, types its BIN" in guest.last()
    assert "The order knows only" not in guest.last()


async def test_another_number_does_not_open_a_request_to_an_organisation(town: Town, guest: Person) -> None:
    """Neither a person's IIN nor another BIN is let in, and each counts as a try."""
    link = await sent(town, guest, host=Bin.parse(BIN))
    stranger = await town.host(OWNER_ID, "Dana")
    await stranger.open_link(link)
    await stranger.share_contact()

    await stranger.send(f"{HOST_IIN} {HOST_NAME}")
    await stranger.send(f"{OTHER_BIN} {HOTEL}")

    assert "3 tries are left" in stranger.last()
    assert "Ivanov" not in stranger.hears()


async def test_a_member_of_staff_joins_by_link(town: Town, owner: Person) -> None:
    """Open, Join: the member sees for whom and what is seen, the owner is told, and the member sees who waits."""
    await asks_hotel(town, 1002, "Anna")
    link = await staff_link(owner)
    clerk = await town.person(CLERK_ID, "Er\u202elan", last_name="K.")

    await clerk.open_link(link)
    assert f"Answer for {HOTEL}?" in clerk.last()
    assert "see your name, as it is in Telegram: Er lan K." in clerk.last()
    await clerk.tap("Join")
    assert f"You answer for {HOTEL} now" in clerk.last()
    assert await clerk.actions() == 3  # open, Start, Join
    assert await clerk.bot_messages() == 1
    await owner.wait_for("Er lan K. answers for your organisation now")

    await clerk.tap("To the requests")
    await clerk.tap("Ivanov Anna")
    await clerk.tap("Agree")
    assert "You agreed that Ivanov Anna lives with you" in clerk.last()
    assert "Staff" not in clerk.buttons()


async def test_a_staff_link_has_one_wording_for_all_that_ends_it(town: Town, owner: Person) -> None:
    """Used, renewed, a week old and made up are not told apart; the owner's own and a second employer are."""
    dead = "This link does not work any more: it is for one person and seven days."
    first = await staff_link(owner)
    clerk, porter = await town.person(CLERK_ID, "Erlan"), await town.person(PORTER_ID, "Marat")
    await owner.open_link(first)
    assert "This link is for your staff" in owner.last()

    second = await staff_link(owner)
    await clerk.open_link(first)
    assert dead in clerk.last()
    await clerk.open_link(second)
    await porter.open_link(second)
    await clerk.tap("Join")
    await porter.tap("Join")
    assert dead in porter.hears()
    await porter.open_link(second)
    assert dead in porter.last()
    await porter.open_link(f"{second[:-5]}AAAAA")
    assert dead in porter.last()

    third = await staff_link(owner)
    await clerk.open_link(third)
    assert "You answer for another organisation already" in clerk.last()
    await porter.open_link(third)
    await town.time_passes(days=7)
    await porter.tap("Join")
    assert dead in porter.alerts()[-1]
    await porter.forge_tap("os:join:x" * 3)
    assert [member.chat for member in await staff_of(town, owner)] == [CLERK_ID]


async def staff_of(town: Town, owner: Person) -> list[object]:
    """Who answers for the hotel, as it is recorded."""
    async with town.running.database.look() as work:
        return list(await work.staff.of_owner(ChatId(owner.id)))


async def test_owner_and_staff_are_asked_and_one_answer_is_enough(town: Town, owner: Person, clerk: Person) -> None:
    """Both have the card; after one has agreed, the other's button says who and when, and nothing happens twice."""
    actions, messages = await clerk.actions(), await clerk.bot_messages()
    guest = await asks_hotel(town, 1002, "Anna")
    for person in (owner, clerk):
        await person.wait_for(f"Ivanov Anna asks {HOTEL} for registration")
    await clerk.tap("Agree")
    await guest.wait_for("Your registration certificate", timeout=8)

    await owner.forge_tap(f"r:agree:{(await town.requests_of(guest))[0].number}")
    assert "Answered by Erlan on 21 November 2026, 12:00: agreed." in owner.alerts()
    await town.time_passes(seconds=6)
    await owner.wait_for("Erlan agreed that Ivanov Anna lives with you")

    [case] = await town.requests_of(guest)
    assert [event.kind for event in case.events] == [EventKind.ASKED, EventKind.GRANTED]
    assert case.ending is not None
    assert case.ending.chat == CLERK_ID
    assert "Erlan" not in guest.sees()
    assert await clerk.actions() - actions == 1
    assert await clerk.bot_messages() - messages == 1


async def test_the_owners_refusal_is_told_to_staff(town: Town, owner: Person, clerk: Person) -> None:
    """A member who taps after the owner has answered learns that, and that it was refused."""
    guest = await asks_hotel(town, 1002, "Anna")
    await clerk.wait_for("Ivanov Anna asks")
    await owner.wait_for("Ivanov Anna asks")
    await owner.tap("Refuse")
    await owner.tap("They have not arrived")

    await clerk.tap("Agree")

    assert "The owner of the organisation has refused on 21 November 2026, 12:00." in clerk.alerts()
    assert (await town.recorded(guest))[-1] == "refused"


async def test_everybody_is_reminded_in_their_own_chat(town: Town, owner: Person, clerk: Person) -> None:
    """A day later each gets one reminder, and after the answer nobody does."""
    await asks_hotel(town, 1002, "Anna")
    await clerk.wait_for("Ivanov Anna asks")
    await town.time_passes(days=1, minutes=1)
    for person in (owner, clerk):
        await person.wait_for("A guest is still waiting for your answer")
        assert person.hears().count("A guest is still waiting") == 1
    await clerk.tap("Agree")

    await town.time_passes(days=2)
    await owner.look()
    assert owner.hears().count("A guest is still waiting") <= 1


async def test_a_removed_member_can_do_nothing_from_the_next_tap_on(town: Town, owner: Person, clerk: Person) -> None:
    """Removed with a request open: told of it, refused on the card that still stands there, and reminded no more."""
    guest = await asks_hotel(town, 1002, "Anna")
    await clerk.wait_for("Ivanov Anna asks")
    await owner.send("/menu")
    await owner.tap("Someone will live at my place")
    await owner.tap("Staff")
    await owner.tap("Remove Erlan")
    await owner.tap("Remove")
    assert "Nobody yet: you answer alone." in owner.last()
    await clerk.wait_for(f"{HOTEL} removed you from its staff")

    await clerk.tap("Agree")
    assert "This request is for another host" in clerk.alerts()[-1]
    await clerk.forge_tap("oa:agree:work:0:99:00000000:0")
    await clerk.forge_tap("or:work")
    await clerk.forge_tap(f"r:show:{(await town.requests_of(guest))[0].number}")
    await town.time_passes(days=1, minutes=1)
    await clerk.look()

    assert "A guest is still waiting" not in clerk.hears()
    assert await town.recorded(guest) == ["asked"]
    await owner.forge_tap(f"os:remove:{CLERK_ID}")
    await clerk.look()
    assert clerk.hears().count("removed you from its staff") == 1


async def test_a_member_leaves_and_the_owner_is_told(town: Town, owner: Person, clerk: Person) -> None:
    """Leave is asked once; afterwards the page is that of anybody who begins as a host."""
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    await clerk.tap("Leave")
    await clerk.tap("Leave")

    assert f"You do not answer for {HOTEL} any more" in clerk.last()
    await owner.wait_for("Erlan has left your staff")
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    assert "Share your phone" in clerk.last()


async def test_a_private_host_who_is_staff_elsewhere_has_both_roles(town: Town, owner: Person) -> None:
    """Own guests and the hotel's are asked of one chat, kept apart, and each answer stands for the right host."""
    both = await town.host(CLERK_ID, "Aigul")
    await known_host(town, both)
    await works_for(town, both, owner, name="Aigul")
    hotel_guest = await asks_hotel(town, 1002, "Anna")
    own_guest = await town.guest(1003, "Boris")
    await sent(town, own_guest, host=Iin.parse(HOST_IIN), given_names="Boris")
    await both.wait_for("Ivanov Boris asks to be registered at your home")

    await both.send("/menu")
    await both.tap("Someone will live at my place")
    assert {"Ivanov Boris", f"{HOTEL}: 1 waiting"} <= set(both.buttons())
    await both.tap(f"{HOTEL}: 1 waiting")
    await both.tap("Ivanov Anna")
    await both.forge_tap(f"r:agree:{(await town.requests_of(hotel_guest))[0].number}")
    await both.forge_tap(f"r:agree:{(await town.requests_of(own_guest))[0].number}")

    for guest, host_chat in ((hotel_guest, OWNER_ID), (own_guest, CLERK_ID)):
        [case] = await town.requests_of(guest)
        assert case.ending is not None
        assert (case.ending.kind, case.host, case.ending.chat) == (EventKind.GRANTED, host_chat, CLERK_ID)


async def test_staff_open_a_guests_link_for_the_organisation(town: Town, owner: Person, clerk: Person) -> None:
    """The link of a request to the BIN is answered by whoever works there; one to another host is not."""
    guest, other = await town.guest(1002, "Anna"), await town.guest(1003, "Boris")
    async with town.running.database.begin() as work:
        host = await work.hosts.get(ChatId(owner.id))
        assert host is not None
        await work.hosts.save(replace(host, vouched=False))
        await work.commit()
    link = await sent(town, guest, host=Bin.parse(BIN), given_names="Anna")
    elsewhere = await sent(town, other, host=Iin.parse(OTHER_IIN), given_names="Boris")

    await clerk.open_link(link)
    assert f"Ivanov Anna asks {HOTEL} for registration" in clerk.last()
    [case] = await town.requests_of(guest)
    assert case.host == OWNER_ID

    await clerk.open_link(elsewhere)
    assert "share your phone" in clerk.hears().casefold()
    assert "Boris" not in clerk.hears()


async def test_a_member_who_lives_there_does_not_answer_for_oneself(town: Town, owner: Person) -> None:
    """A dormitory's porter who asks the dormitory is not asked, and cannot agree: the owner can."""
    porter = await asks_hotel(town, PORTER_ID, "Marat")
    await works_for(town, porter, owner, name="Marat")
    [case] = await town.requests_of(porter)

    await porter.forge_tap(f"r:agree:{case.number}")
    assert "You cannot be your own host" in porter.alerts()[-1]
    await owner.wait_for("Ivanov Marat asks")
    await owner.tap("Agree")

    assert (await town.recorded(porter))[-1] == "granted"


async def test_all_of_a_day_are_answered_with_one_tap(town: Town, owner: Person, clerk: Person) -> None:
    """Three wait: the page, the list, Agree to all; each gets a certificate, and a second tap does nothing twice."""
    guests = [await asks_hotel(town, 1010 + turn, name) for turn, name in enumerate(("Anna", "Boris", "Clara"))]
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    actions = await clerk.actions()
    await clerk.tap("Answer all 3 of today together")
    assert "2. Ivanov Boris, Russia, until 9 February 2027" in clerk.last()
    assert clerk.last().count("Abay avenue 44") == 1
    await clerk.tap("Agree to all 3")
    assert await clerk.actions() - actions == 2
    assert "You agreed to 3 requests" in clerk.last()

    await clerk.tap_again()
    assert "already answered" in clerk.last()
    for guest in guests:
        assert (await town.recorded(guest)).count("granted") == 1
        [case] = await town.requests_of(guest)
        assert case.ending is not None
        assert case.ending.chat == CLERK_ID


async def test_only_those_shown_are_agreed_to(town: Town, owner: Person, clerk: Person) -> None:
    """A request that comes after the list was drawn waits on; one that ended meanwhile is named with its reason."""
    first, second = await asks_hotel(town, 1010, "Anna"), await asks_hotel(town, 1011, "Boris")
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    await clerk.tap("Answer all 2 of today together")
    late = await asks_hotel(town, 1012, "Clara")
    await first.tap("Take it back")

    await clerk.tap("Agree to all 2")

    assert "You agreed to 1 request" in clerk.sees()
    assert "Not agreed now: Ivanov Anna. The guest took this request back" in clerk.sees()
    assert (await town.recorded(second))[-1] == "granted"
    assert await town.recorded(late) == ["asked"]


async def test_an_earlier_request_that_was_not_shown_has_the_list_drawn_again(
    town: Town, owner: Person, clerk: Person
) -> None:
    """A link opened after the list was drawn binds a lower number: nobody is agreed to unseen."""
    await asks_hotel(town, 1010, "Anna")
    hidden = (await town.requests_of(await asks_hotel(town, 1011, "Boris")))[0]
    await asks_hotel(town, 1012, "Clara")
    await rebind(town, hidden.number, None)
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    await clerk.tap("Answer all 2 of today together")
    await rebind(town, hidden.number, OWNER_ID)

    await clerk.tap("Agree to all 2")
    assert "Nobody was agreed to yet: the list has changed." in clerk.last()
    await clerk.tap("Agree to all 3")

    assert "You agreed to 3 requests" in clerk.last()


async def test_the_list_has_pages_and_names_each_address(town: Town, owner: Person, clerk: Person) -> None:
    """Twelve wait at two addresses: ten a page, each with its own address, and one tap is for all twelve."""
    first = await asks_hotel(town, 1010, "Anna", address=Address.parse("Almaty, Satpaev street 5"))
    [model] = await town.requests_of(first)
    async with town.running.database.begin() as work:
        for turn in range(11):
            number = DocumentNumber.parse(f"76000{turn:04d}", DocumentKind.PASSPORT)
            place = Address.parse("Almaty, Abay avenue 44")
            answers = model.answers.with_(given_names="Boris", document_number=number, address=place)
            await work.cases.add(replace(model, answers=answers, token=f"token-of-request-{turn:05d}"))
        await work.commit()
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    await clerk.tap("Answer all 12 of today together")
    assert "Satpaev street 5" in clerk.last()
    assert clerk.last().count("Abay avenue 44") == 9
    await clerk.tap("Next page")
    assert "12. Ivanov Boris" in clerk.last()
    assert "10. Ivanov Boris" not in clerk.last()

    await clerk.tap("Agree to all 12")

    assert "You agreed to 12 requests" in clerk.sees()


async def rebind(town: Town, number: int, host: int | None) -> None:
    """A request whose host becomes known, or is unknown yet."""
    async with town.running.database.writing() as connection:
        await connection.execute(update(cases).where(cases.c.number == number).values(host=host))
        await connection.commit()


async def test_one_who_cannot_be_registered_does_not_hold_up_the_others(
    town: Town, owner: Person, clerk: Person
) -> None:
    """A last day that has passed by the tap is told by name; the other one has the certificate."""
    late = await asks_hotel(town, 1010, "Anna", until=town.clock.today() + timedelta(days=1))
    well = await asks_hotel(town, 1011, "Boris")
    await town.time_passes(days=3)
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")
    await clerk.tap("Answer all 2 of today together")
    await clerk.tap("Agree to all 2")

    assert "You agreed to 1 request" in clerk.sees()
    assert "Not registered: Ivanov Anna. The law does not allow it" in clerk.sees()
    assert (await town.recorded(late))[-1] == "denied"
    assert (await town.recorded(well))[-1] == "granted"


async def test_a_persons_home_answers_several_together_too(town: Town, host: Person) -> None:
    """A private host with two who wait has the same button; with one there is none."""
    await known_host(town, host)
    for turn, name in enumerate(("Anna", "Boris")):
        number = DocumentNumber.parse(f"75000000{turn}", DocumentKind.PASSPORT)
        await sent(town, await town.guest(1010 + turn, name), given_names=name, document_number=number)
        await host.send("/menu")
        await host.tap("Someone will live at my place")
        assert any("together" in label for label in host.buttons()) is bool(turn)

    await host.tap("Answer all 2 of today together")
    await host.tap("Agree to all 2")

    assert "You agreed to 2 requests" in host.last()


async def test_two_members_agree_to_all_at_once(town: Town, owner: Person, clerk: Person) -> None:
    """Whoever comes second is told of each that it was answered, and nobody is registered twice."""
    guests = [await asks_hotel(town, 1010 + turn, name) for turn, name in enumerate(("Anna", "Boris"))]
    for person in (owner, clerk):
        await person.send("/menu")
        await person.tap("Someone will live at my place")
        await person.tap("Answer all 2 of today together")
    await clerk.tap("Agree to all 2")
    await town.restart_bot()
    await owner.tap("Agree to all 2")

    assert "Nobody was agreed to" in owner.last()
    assert owner.last().count("already answered") == 2
    for guest in guests:
        assert (await town.recorded(guest)).count("granted") == 1


async def test_when_the_organisation_is_gone_its_staff_answer_nobody(town: Town, owner: Person, clerk: Person) -> None:
    """The owner takes the consent back: the staff's cards and pages lead nowhere, and the request waits for a link."""
    guest = await asks_hotel(town, 1002, "Anna")
    await clerk.wait_for("Ivanov Anna asks")
    await owner.send("/withdraw")
    await owner.tap("Delete my data")

    await clerk.tap("Agree")
    assert "This request is for another host" in clerk.alerts()[-1]
    await clerk.send("/menu")
    await clerk.tap("Someone will live at my place")

    assert "Share your phone" in clerk.last()
    assert await town.recorded(guest) == ["asked"]


async def test_forged_buttons_of_strangers_lead_nowhere(town: Town, owner: Person, clerk: Person) -> None:
    """Neither a stranger nor a member of staff can see, invite or remove staff, nor answer for the hotel."""
    stranger = await town.person(PORTER_ID, "Marat")
    await known_to_the_bot(town, stranger)
    await stranger.start()
    guest = await asks_hotel(town, 1002, "Anna")
    await clerk.wait_for("Ivanov Anna asks")
    for data in (
        "or:staff",
        "or:invite",
        "or:left",
        "or:leave",
        "or:work",
        f"os:ask:{CLERK_ID}",
        f"os:remove:{CLERK_ID}",
        "os:remove:not-a-number",
        "oa:show:work:0:0::0",
        "oa:agree:own:0:99:00000000:0",
        "oa:agree:work:9999:9007199254740992:zzzzzzzz:8589934592",
    ):
        await stranger.forge_tap(data)
        if data not in {"or:left", "or:leave", "or:work"} and "work" not in data:
            await clerk.forge_tap(data)

    assert HOTEL not in stranger.hears()
    assert "Erlan" not in stranger.hears()
    assert "?start=s" not in " ".join(clerk.links() + stranger.links())
    assert [member.chat for member in await staff_of(town, owner)] == [CLERK_ID]
    assert await town.recorded(guest) == ["asked"]


def test_a_profiles_name_is_made_plain() -> None:
    """Signs that cannot be seen go, a long name is cut, and one of such signs alone becomes the chat's number."""
    assert name_in_telegram("  Er\u202elan\n K. ", ChatId(1)) == "Er lan K."
    assert name_in_telegram("\u202e\u200b", ChatId(7)) == "№ 7"
    assert len(name_in_telegram("x" * 200, ChatId(1))) == 60
