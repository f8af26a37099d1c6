"""Several people in one request: an album of passports, a list, one tap of the host, a certificate each."""

import asyncio
from collections.abc import Sequence
from datetime import date

import pytest

from bot.domain.answers import Answers, Purpose
from bot.domain.case import Case, Event, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship, Proof
from bot.domain.people import ChatId, Companion, Draft
from bot.passport.reading import Field, Unread
from bot.registration.companions import joined
from bot.telegram.callbacks import PersonDeed, PersonTap
from tests.people import Person
from tests.readers import photo, reading
from tests.town import (
    ALL_ANSWERED,
    HOST_IIN,
    STRANGER_ID,
    USERNAME,
    Town,
    begin,
    host_proves,
    known_host,
    known_to_the_bot,
    link_in,
)

LIST = "Compare this with the passports"
PYOTR = reading()
MARIA = reading(given_names="MARIA", number="761234567", birth_date=date(1992, 5, 4))
IVAN = reading(given_names="IVAN", number="771234567", birth_date=date(2015, 1, 2))
OLGA = reading(given_names="OLGA", number="781234567", birth_date=date(2019, 8, 9))
FOUR = (PYOTR, MARIA, IVAN, OLGA)
SHADES = (10, 50, 90, 130, 170, 210, 230, 240, 245, 250, 255)


@pytest.fixture
async def asked(town: Town, guest: Person) -> Person:
    """A guest who is asked for a photo, and waits for the answer however busy the machine is."""
    guest.patience = 15
    await known_to_the_bot(town, guest)
    await guest.send("/menu")
    await guest.tap("Register me at an address")
    return guest


async def send_album(town: Town, guest: Person, read: Sequence[object]) -> None:
    """An album whose photos are read so, in this order."""
    town.reader.answers = list(read)
    await guest.send_album([photo(shade) for shade in SHADES[: len(read)]])


async def to_the_review(guest: Person) -> None:
    """From the entry date to the review."""
    await guest.send("12.11.2026")
    await guest.send(HOST_IIN)
    await guest.send("Almaty, Abay avenue 10, flat 25")
    await guest.tap("Flat")
    await guest.tap("Last lawful day")


def companion(name: str, number: str, born: date, kinship: Kinship, proof: Proof | None = None) -> Companion:
    """One who is told of and looked at."""
    answers = ALL_ANSWERED.with_(
        given_names=name,
        document_number=DocumentNumber.parse(number, DocumentKind.PASSPORT),
        born=born,
        kinship=kinship,
        proof=proof,
        host=None,
        address=None,
        premises=None,
        until=None,
    )
    return Companion(answers=answers)


WIFE = companion("Maria", "761234567", date(1992, 5, 4), Kinship.SPOUSE)
SON = companion("Ivan", "771234567", date(2015, 1, 2), Kinship.CHILD, Proof.BIRTH_CERTIFICATE)


async def at_review(town: Town, guest: Person, *companions: Companion) -> None:
    """A guest with these companions who looks at the review."""
    await known_to_the_bot(town, guest)
    draft = Draft(chat=ChatId(guest.id), answers=ALL_ANSWERED, saved_at=town.clock.now(), companions=companions)
    async with town.running.database.begin() as work:
        await work.drafts.save(draft)
        await work.commit()
    await guest.start()
    await guest.tap("Continue")


async def sent(town: Town, guest: Person, *companions: Companion) -> str:
    """A family that has asked; the link for the host."""
    await at_review(town, guest, *companions)
    await guest.tap("Send to my host")
    return link_in(guest)


async def kept(town: Town, guest: Person) -> Draft:
    async with town.running.database.look() as work:
        draft = await work.drafts.get(ChatId(guest.id))
    assert draft is not None
    return draft


async def ends(town: Town, guest: Person) -> list[str]:
    """How each of a guest's requests ended, the lowest number first."""
    cases = reversed(await town.requests_of(guest))
    return [case.ending.kind.value if case.ending else "waits" for case in cases]


async def test_a_family_of_four_registers_with_an_album(town: Town, guest: Person, host: Person) -> None:
    """Four passports at once, one "All correct", one tap of the host, four certificates: at most sixteen actions."""
    guest.patience = 15
    await begin(guest)
    await guest.tap("Register me at an address")
    await send_album(town, guest, FOUR)

    assert guest.last().startswith(LIST)
    assert guest.own_files() == []
    assert "you, who files" in guest.last()
    assert "my wife or husband" in guest.last()
    assert guest.last().count("my child, I have the birth certificate") == 2
    assert "frees no children" in guest.last()
    assert sum(message["text"].startswith(LIST) for message in guest.messages) == 1

    await guest.tap("All correct")
    await to_the_review(guest)
    assert "Registered together with you" in guest.last()
    await guest.tap("Send to my host")
    assert await guest.actions() <= 16
    cases = list(reversed(await town.requests_of(guest)))
    assert [case.party for case in cases] == [None, *[cases[0].number] * 3]
    assert "4. IVANOV OLGA" in guest.last()

    await host_proves(host, link_in(guest))
    assert "4 people ask to be registered at your home" in host.last()
    assert "761234567" not in host.sees()
    await host.tap("Agree")
    await guest.wait_for("Registration certificate of IVANOV OLGA", timeout=15)
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 4, timeout=20)
    assert await ends(town, guest) == ["granted"] * 4
    assert host.last().count("registered") >= 4
    assert await host.bot_messages() <= 4


async def test_a_photo_of_an_album_that_cannot_be_read_is_named(town: Town, asked: Person) -> None:
    """One of four is blurred and one is there twice: the advice names each by its place, the others stay."""
    await send_album(town, asked, (PYOTR, MARIA, Unread.BLURRED, PYOTR))

    assert asked.last().startswith(LIST)
    assert "Photo 3: The photo is blurred" in asked.last()
    assert "Photo 4: this document is on the list already." in asked.last()
    assert asked.own_files() == []
    assert len((await kept(town, asked)).companions) == 1

    town.reader.answers = [IVAN]
    await asked.send_photo(photo(66))
    assert "Person 3: IVANOV IVAN" in asked.last()
    await asked.tap("my child, I have the birth certificate")
    await asked.tap("All correct")
    assert [one.answers.given_names for one in (await kept(town, asked)).companions] == ["MARIA", "IVAN"]


async def test_an_album_of_which_nothing_can_be_read(town: Town, asked: Person) -> None:
    """Nobody is taken, each photo has its advice, and the way on stands below."""
    await send_album(town, asked, (Unread.DARK, Unread.GLARE))

    assert "Photo 1: The photo is too dark" in asked.last()
    assert "Photo 2: Light shines back" in asked.last()
    assert "Type it instead" in asked.buttons()
    assert asked.own_files() == []


async def test_the_first_grown_up_is_the_guest(town: Town, asked: Person) -> None:
    """A child's passport that comes first makes nobody's parent a companion."""
    await send_album(town, asked, (IVAN, MARIA, OLGA))

    draft = await kept(town, asked)
    assert draft.passport is not None
    assert draft.passport.answers.given_names == "MARIA"
    assert {one.answers.kinship for one in draft.companions} == {Kinship.CHILD}

    await asked.tap("2. IVANOV IVAN")
    await asked.tap("This is me")
    draft = await kept(town, asked)
    assert draft.passport is not None
    assert draft.passport.answers.given_names == "IVAN"


async def test_another_who_files_continues_no_registration(town: Town, guest: Person) -> None:
    """ "This is me" leaves a move or a longer stay behind: neither of the two is asked for as who was registered."""
    await known_to_the_bot(town, guest)
    moving = ALL_ANSWERED.with_(purpose=Purpose.MOVE, follows=7)
    async with town.running.database.begin() as work:
        draft = Draft(chat=ChatId(guest.id), answers=moving, saved_at=town.clock.now(), companions=(WIFE,))
        await work.drafts.save(draft)
        await work.commit()
    await guest.start()
    await guest.forge_tap(PersonTap(deed=PersonDeed.ME, of=0, n=1).pack())

    draft = await kept(town, guest)
    assert draft.answers.given_names == "Maria"
    for answers in (draft.answers, draft.companions[0].answers):
        assert (answers.purpose, answers.follows) == (None, None)


async def test_doubted_lines_of_each_are_looked_at(town: Town, asked: Person) -> None:
    """While a line of anybody is doubted, "All correct" is not there; a forged one is refused."""
    await send_album(town, asked, (PYOTR, reading(Field.BIRTH_DATE, given_names="MARIA", number="761234567")))

    assert "All correct" not in asked.buttons()
    of = (await kept(town, asked)).sources[-1]
    await asked.forge_tap(PersonTap(deed=PersonDeed.ACCEPT, of=of).pack())
    assert "About person 2 on your list" in asked.hears()
    await asked.tap("2. IVANOV MARIA")
    await asked.tap("27 March 1990 is right")
    await asked.tap("Back")
    await asked.tap("All correct")
    assert (await kept(town, asked)).passport is None


async def test_a_birth_date_that_is_changed_changes_the_kinship(town: Town, asked: Person) -> None:
    """The likeliest kinship follows the birth date, and can be said otherwise."""
    await send_album(town, asked, (PYOTR, MARIA))
    await asked.tap("2. IVANOV MARIA")
    await asked.tap("Date of birth")
    await asked.send("nonsense")
    assert "Type the date as day, month, year" in asked.last()
    await asked.send("04.05.2012")
    assert "my child, I have the birth certificate" in asked.last()
    await asked.tap("I am the guardian")
    assert (await kept(town, asked)).companions[0].answers.proof is Proof.GUARDIANSHIP


async def test_an_old_button_removes_nobody_else(town: Town, asked: Person) -> None:
    """A second tap on Remove does not take the next one off the list."""
    await send_album(town, asked, FOUR)
    await asked.tap("2. IVANOV MARIA")
    await asked.tap("Remove")
    await asked.tap_again()

    assert [told.card.answers.given_names for told in (await kept(town, asked)).companions if told.card] == [
        "IVAN",
        "OLGA",
    ]


async def test_an_album_survives_a_restart(town: Town, asked: Person) -> None:
    """Killed between two photos: the rest is read when the bot is back, none twice, on one list."""
    slow = asyncio.Event()

    async def hold() -> None:
        if len(town.reader.pictures) == 2:
            slow.set()
            await asyncio.sleep(60)

    town.reader.meanwhile = hold
    asked.patience = 0.2
    await send_album(town, asked, FOUR)
    await asyncio.wait_for(slow.wait(), 10)
    await town.stop_bot()
    town.reader.meanwhile = None
    asked.patience = 15
    await town.start_bot()
    await asked.wait_for(lambda one: "4. IVANOV OLGA" in one.last(), timeout=15)

    assert [one.card.answers.given_names for one in (await kept(town, asked)).companions if one.card] == [
        "MARIA", "IVAN", "OLGA",
    ]  # fmt: skip
    assert asked.own_files() == []
    assert sum(message["text"].startswith(LIST) for message in asked.messages) == 1


async def test_more_than_ten_people_are_told_so(town: Town, asked: Person) -> None:
    """One request is for ten people at most."""
    names = "ABCDEFGHIJ"
    ten = [reading(given_names=f"{name}NNA", number=f"7{place}1234567") for place, name in enumerate(names)]
    await send_album(town, asked, ten)
    assert "10. " in asked.last()
    await asked.tap("Add a family member")
    assert "10 people at most" in asked.hears()


async def test_a_family_member_is_added_at_the_review_by_photo(town: Town, guest: Person) -> None:
    """At the review: add, photo, who it is (which also says correct); then it can be sent."""
    await at_review(town, guest)
    before = await guest.actions()
    await guest.tap("Add a family member")
    town.reader.answers = [OLGA]
    await guest.send_photo(photo(1))
    assert "Person 2: IVANOV OLGA" in guest.last()
    await guest.tap("my child, I have the birth certificate")
    assert await guest.actions() - before == 3
    assert "Registered together with you" in guest.last()
    await guest.tap("Send to my host")
    assert await ends(town, guest) == ["waits", "waits"]


async def test_a_family_member_is_typed(town: Town, guest: Person) -> None:
    """Who has no photo types what is the person's own, and nothing that is shared."""
    await at_review(town, guest)
    await guest.tap("Add a family member")
    await guest.tap("Type it instead")
    for said in ("Россия", "Ivanova", "Maria", "-", "04.05.1992", "Passport", "76 1234567", "04.05.2030"):
        await guest.send(said)
    assert "Person 2: Ivanova Maria" in guest.last()
    await guest.tap("my wife or husband")
    assert "Registered together with you" in guest.last()
    await guest.tap("Send to my host")
    wife, _ = await town.requests_of(guest)
    assert (wife.answers.kinship, wife.answers.entered) == (Kinship.SPOUSE, ALL_ANSWERED.entered)


@pytest.mark.parametrize(("born", "goes"), [(date(2008, 11, 22), True), (date(2008, 11, 21), False)])
async def test_a_parent_files_for_a_child_until_the_eighteenth_birthday(
    town: Town, guest: Person, born: date, goes: bool
) -> None:
    """The day before the birthday it is sent; on the birthday another kinship has to be said."""
    await at_review(town, guest, companion("Ivan", "771234567", born, Kinship.CHILD, Proof.BIRTH_CERTIFICATE))
    await guest.tap("Send to my host")

    assert (await ends(town, guest) == ["waits", "waits"]) is goes
    assert ("About person 2 on your list: This person is 18 or older" in guest.hears()) is not goes


@pytest.mark.parametrize("born", [date(2010, 11, 22), date(2010, 11, 21)])
async def test_at_fifteen_as_at_sixteen(town: Town, guest: Person, host: Person, born: date) -> None:
    """Order 923 frees no children: the day before sixteen and on that birthday the person is registered alike."""
    link = await sent(town, guest, companion("Ivan", "771234567", born, Kinship.CHILD, Proof.BIRTH_CERTIFICATE))
    await host_proves(host, link)
    await host.tap("Agree")

    assert await ends(town, guest) == ["granted", "granted"]


async def test_one_is_barred_by_law(town: Town, guest: Person, host: Person) -> None:
    """Whoever broke the term of stay is denied alone, said plainly to both; the others are registered."""
    await known_to_the_bot(town, guest)
    await guest.start()
    broken = joined(
        WIFE.answers.with_(entered=date(2026, 1, 2)), ALL_ANSWERED
    )  # as the law has it by the time of the yes
    token = "T" * 22
    await asked_for(town, guest, token, ALL_ANSWERED, broken, joined(SON.answers, ALL_ANSWERED))
    await host_proves(host, f"https://t.me/{USERNAME}?start=q{token}")
    await host.tap("Agree")
    await guest.wait_for("Registration of Ivanov Maria is refused by law", timeout=8)

    assert await ends(town, guest) == ["granted", "denied", "granted"]
    assert "Ivanov Maria: refused by law, not registered" in host.last()


async def asked_for(town: Town, guest: Person, token: str, *people: Answers) -> None:
    """A party's requests, written without the checks of sending."""
    asked = (Event(kind=EventKind.ASKED, at=town.clock.now(), chat=ChatId(guest.id)),)
    async with town.running.database.begin() as work:
        first = None
        for place, answers in enumerate(people):
            name = token if first is None else token[:-1] + str(place)
            case = Case(number=0, guest=ChatId(guest.id), answers=answers, token=name, events=asked, party=first)
            added = await work.cases.add(case)
            first = first or added.number
        await work.commit()


async def test_what_bars_one_is_said_before_sending(town: Town, guest: Person) -> None:
    """An own request that waits, or a stay that is broken: the refusal names the person, and nothing is sent."""
    await at_review(town, guest, Companion(answers=WIFE.answers.with_(entered=date(2026, 1, 2))), SON)
    await guest.tap("Send to my host")

    assert "About person 2 on your list" in guest.hears()
    assert await town.requests_of(guest) == []


async def test_a_refusal_is_for_all(town: Town, guest: Person, host: Person) -> None:
    """One no ends all requests, is told once, and one tap takes all up again."""
    await host_proves(host, await sent(town, guest, WIFE, SON))
    await host.tap("Refuse")
    await host.tap("The address is wrong")
    await guest.wait_for("Your host refused. You are not registered", timeout=8)

    assert await ends(town, guest) == ["refused"] * 3
    assert "Nobody is registered" in host.last()
    assert guest.hears().count("The host's reason") == 1
    await guest.tap("Mend the address")
    assert len((await kept(town, guest)).companions) == 2


async def test_all_is_taken_back(town: Town, guest: Person, host: Person) -> None:
    """Taking back ends every request of the party; none hangs."""
    await known_host(town, host)
    await sent(town, guest, WIFE, SON)
    await guest.tap("Take it back")

    assert await ends(town, guest) == ["cancelled"] * 3
    await guest.tap("Mend and send again")
    assert "Registered together with you" in guest.last()


async def test_all_expire_and_all_are_closed(town: Town, guest: Person, host: Person) -> None:
    """After thirty days without an answer all end; so do they at the fifth wrong IIN."""
    await sent(town, guest, WIFE)
    await town.time_passes(days=31)
    await guest.wait_for("did not answer in 30 days", timeout=8)
    assert await ends(town, guest) == ["expired"] * 2

    await guest.tap("Mend and send again")
    async with town.running.database.begin() as work:
        draft = await work.drafts.get(ChatId(guest.id))
        assert draft is not None
        assert len(draft.companions) == 1


async def test_the_fifth_wrong_iin_closes_all(town: Town, guest: Person, host: Person) -> None:
    """No companion's request stays open behind a link that is closed."""
    link = await sent(town, guest, WIFE)
    await host.open_link(link)
    await host.share_contact()
    for _ in range(5):
        await host.send("900101300007 Serikova Aigul")

    assert await ends(town, guest) == ["closed", "closed"]


async def test_two_taps_on_send_are_one_request(town: Town, guest: Person) -> None:
    """The second tap is told that the button is old."""
    await at_review(town, guest, WIFE, SON)
    await asyncio.gather(guest.tap("Send to my host"), guest.tap("Send to my host"))
    await guest.tap_again()

    assert len(await town.requests_of(guest)) == 3


async def test_a_companions_token_is_no_link_for_the_host(town: Town, guest: Person, host: Person) -> None:
    """One link is for all: another one's token opens nothing, and asks nobody for a phone."""
    await sent(town, guest, WIFE)
    wife, _ = await town.requests_of(guest)
    await host.start(f"q{wife.token}")

    assert "This link does not work" in host.last()


async def test_withdrawing_leaves_none_behind(town: Town, guest: Person) -> None:
    """Whoever takes the consent back takes back what was asked for all."""
    await sent(town, guest, WIFE, SON)
    await guest.send("/withdraw")
    await guest.tap("Delete my data")
    with town.books() as books:
        [open_ones] = books.execute(
            'select count(*) from cases where number not in (select "case" from events where kind = ?)',
            [EventKind.CANCELLED.value],
        ).fetchone()
    assert open_ones == 0


async def test_a_stranger_sees_nobody_of_a_family(town: Town, guest: Person, host: Person) -> None:
    """Numbers of other people's requests say nothing on any of the family's buttons."""
    await host_proves(host, await sent(town, guest, SON))
    await host.tap("Agree")
    stranger = await town.person(STRANGER_ID, "Timur")
    await known_to_the_bot(town, stranger)
    await stranger.send("/menu")
    son, _ = await town.requests_of(guest)
    for deed in ("relative", "hand_over", "certificate", "mend"):
        await stranger.forge_tap(f"r:{deed}:{son.number}")
        assert "Ivanov" not in stranger.sees()


async def test_the_certificate_is_only_for_the_filer(town: Town, guest: Person, host: Person) -> None:
    """My family lists those for whom one has filed, each with its standing and certificate."""
    await host_proves(host, await sent(town, guest, WIFE, SON))
    await host.tap("Agree")
    await guest.wait_for("Registration certificate of Ivanov Ivan", timeout=15)
    await guest.send("/menu")
    await guest.tap("My certificates")
    await guest.tap("My family")
    assert "These people are registered by you" in guest.last()
    await guest.tap("Ivanov Ivan")
    assert "Registered until 9 February 2027." in guest.last()
    assert "Hand over by a link" not in guest.buttons()[:4]
    await guest.tap("Certificate again")
    await guest.wait_for(lambda one: one.sees().count("Registration certificate of Ivanov Ivan") == 2, timeout=10)
