"""What must I do? Why? I have moved: a guest's duties, and a host's."""

from datetime import date

import pytest

from bot.domain.answers import Basis
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from bot.law.assessment import Assessment
from bot.law.engine import assess
from bot.law.facts import Facts
from tests.people import Person
from tests.town import HOST_ID, OTHER_IIN, Town, agreed, answered, begin, known_host, request_number, sent

HOSTS_NOTICE = "Your host tells the migration police of your arrival."
BY_DAY_30 = "Entered 12 November 2026 = day 1; day 30 = 11 December 2026. (Order 923, paragraph 3)"
LAST_DAY = "Leave Kazakhstan. By 9 February 2027: 80 days left."
NOT_YOURS = "This request is for another host. Only that host can open and answer it."
STALE = "This button is from an old message."


async def asks_for_duties(town: Town, guest: Person, **changes: object) -> None:
    """A guest who has answered on an earlier day looks at the page."""
    await answered(town, guest, **changes)
    await guest.forge_tap("m:duties")


def in_this_order(text: str, *pieces: str) -> bool:
    """Whether all pieces stand in the text, one after another."""
    places = [text.find(piece) for piece in pieces]
    return -1 not in places and places == sorted(places)


def without_the_notice(facts: Facts) -> Assessment:
    """The law as if the host's notice beside Order 923 had ended."""
    return assess(facts, without=frozenset({"P148-9-beside-O923"}))


def owed(town: Town, kind: NoticeKind) -> int:
    """How many notices of this kind wait to be sent."""
    query = "SELECT count(*) FROM notices WHERE kind = ? AND sent_at IS NULL AND dropped_at IS NULL"
    with town.books() as books:
        [(number,)] = books.execute(query, (kind.value,))
    return int(number)


async def test_two_questions_and_then_the_duties(town: Town, guest: Person) -> None:
    """Citizenship and day of entry are asked, then the duties come in order of date; nothing more is asked."""
    await begin(guest)

    await guest.tap("What must I do?")
    assert "What is your citizenship?" in guest.last()
    await guest.send("Россия")
    assert "When did you enter Kazakhstan?" in guest.last()
    await guest.tap("Back")
    await guest.send("Россия")
    await guest.send("12.11.2026")

    assert in_this_order(guest.last(), "You must register.", HOSTS_NOTICE, BY_DAY_30, LAST_DAY)
    assert "10 of 90 days used" in guest.last()
    assert "What is your family name?" not in guest.sees()
    await guest.send("12.11.2026")
    assert "I did not ask anything just now." in guest.sees()


async def test_what_is_done_is_marked_done(town: Town, guest: Person, host: Person) -> None:
    """After the host has agreed, registration is marked done, and leaving stays open."""
    await agreed(town, guest, host)
    await guest.send("/menu")

    await guest.tap("What must I do?")

    assert "Your host has agreed and you have the certificate." in guest.last()
    assert "Register at your address. Done." in guest.last()
    assert LAST_DAY in guest.last()
    assert "I have moved" in guest.buttons()


PEOPLE: list[tuple[dict[str, object], str, str]] = [
    ({"citizenship": "UZB"}, "The law is unclear for you.", "Register at your address. By 11 December 2026"),
    ({"citizenship": "UKR"}, "You need not register under Order 923.", "Leave Kazakhstan. By 9 February 2027"),
    ({"citizenship": "IND", "basis": Basis.VISA}, "You need not register", "Your visa or permit says until when"),
    ({"citizenship": "RUS", "basis": Basis.VISA}, "The law is unclear for you.", BY_DAY_30),
    ({"citizenship": "KAZ"}, "You need not register", "No duty with a date was found for you."),
    ({"entered": date(2026, 6, 1)}, "Your lawful stay ended on 29 August 2026.", "migration police at once"),
]


async def test_each_person_is_told_the_duties_of_such_a_person(town: Town) -> None:
    """Unclear, exempt by treaty, on a visa, a citizen of Kazakhstan, too late: each is told what holds for them."""
    for user_id, (who, answer, also) in enumerate(PEOPLE, start=1001):
        guest = await town.guest(user_id)

        await asks_for_duties(town, guest, **who)

        assert answer in guest.last()
        assert also in guest.last()
        await guest.tap("Why?")
        assert "Whether to register" in guest.last()


async def test_why_in_an_unclear_case_names_both_readings_and_whom_to_ask(town: Town, guest: Person) -> None:
    """Why? says the rule with its clause, both readings, and the body that can settle it; each duty has its own."""
    await asks_for_duties(town, guest, citizenship="UZB")

    await guest.tap("Why?")

    assert "(Order 923, paragraph 3)" in guest.last()
    assert "The press counts" in guest.last()
    assert "your stay is 30 days" in guest.last()
    assert "Ask: the Migration Committee" in guest.last()
    await guest.tap("The host's notice")
    assert "within three working days" in guest.last()
    assert "(Decree 148, paragraph 9)" in guest.last()
    await guest.tap("What must I do?")
    assert "What you must do" in guest.last()


async def test_a_visa_is_told_by_a_tap_and_changes_the_duties(town: Town, guest: Person) -> None:
    """Who need not register without a visa can say that there is one, and sees the duties on that ground."""
    await asks_for_duties(town, guest, citizenship="IND")
    assert "Leave Kazakhstan. By 25 November 2026" in guest.last()

    await guest.tap("I have a visa or a permit")
    await guest.tap("With a visa")

    assert "Leave Kazakhstan." not in guest.last()
    assert "Your visa or permit says until when you may stay." in guest.last()


async def test_a_move_starts_five_working_days_and_leads_to_the_new_address(
    town: Town, guest: Person, host: Person
) -> None:
    """I have moved: the day, then at once the two questions that the move has opened, under the day that it has set."""
    await agreed(town, guest, host)
    await town.time_passes(days=20)
    await guest.send("/menu")
    await guest.tap("What must I do?")

    await guest.tap("I have moved")
    await guest.send_sticker()
    assert guest.last().startswith("When did you move to the new address?")
    await guest.send("11.12.2026")

    assert "Register at your new address by 18 December 2026: 7 days left." in guest.last()
    assert "Who gives you the place to live?" in guest.last()
    kept = await town.answers_kept(guest)
    assert kept is not None
    assert (kept.family_name, kept.address) == ("Ivanov", None)
    await guest.forge_tap("m:duties")
    assert "You must register." in guest.last()
    assert "Register at your new address. By 18 December 2026: 7 days left." in guest.last()
    assert "Moved 11 December 2026; working day 5 = 18 December 2026. (Order 923, paragraph 5)" in guest.last()
    await guest.tap("Register at the new address", message=guest.messages[-1]["id"])
    assert "Who gives you the place to live?" in guest.last()


async def test_a_move_before_the_first_registration_is_one_act_with_two_days(town: Town, guest: Person) -> None:
    """Whether the move ends the thirty days is unclear: said so, with both days and the clause of each."""
    await asks_for_duties(town, guest)
    await guest.forge_tap("m:moved")

    await guest.send("19.11.2026")

    page = guest.last()
    assert in_this_order(page, "You must register.", "By which day is unclear", "Register at your new address.")
    assert in_this_order(page, "By 25 November 2026", "(Order 923, paragraph 5)", "By 11 December 2026", BY_DAY_30)
    assert "Register at your address." not in page


async def test_a_citizen_and_whoever_is_too_late_are_offered_what_fits(town: Town) -> None:
    """No days are counted of a citizen and no visa is asked for; after the stay only the day of entry can be mended."""
    citizen, late = await town.guest(1001), await town.guest(1002)

    await asks_for_duties(town, citizen, citizenship="KAZ")
    await asks_for_duties(town, late, entered=date(2026, 6, 1))

    assert not {"I have a visa or a permit", "Count my days", "I have moved"} & set(citizen.buttons())
    assert "Register me at an address" not in late.buttons()
    await late.tap("Change the date")
    assert "When did you enter Kazakhstan?" in late.last()


async def test_a_move_told_of_a_day_before_the_certificate_is_registered_anew(
    town: Town, guest: Person, host: Person
) -> None:
    """Who moved before the certificate came, and says so only now, is led to register at the new address."""
    await agreed(town, guest, host)
    await guest.forge_tap("m:moved")

    await guest.tap("20 November 2026")

    assert "You moved on 20 November 2026. Register at the new address" in guest.last()


async def test_no_day_is_taken_for_a_move_that_cannot_be_one(town: Town, guest: Person) -> None:
    """A day to come, a day before the entry, no day at all and a forged day change nothing, and say why."""
    await asks_for_duties(town, guest)
    await guest.forge_tap("v:2026-11-20")
    assert STALE in guest.sees()
    await guest.forge_tap("m:moved")

    for typed, said in (
        ("22.11.2026", "The day you moved must be today or in the past."),
        ("11.11.2026", "The day you moved must be the same as or after 12 November 2026"),
        ("x" * 4000, "Type the date as day, month, year."),
    ):
        await guest.send(typed)
        assert said in guest.sees()
    await guest.forge_tap("v:2026-99-99")

    async with town.running.database.look() as work:
        assert await work.travels.get(ChatId(guest.id)) is None


async def test_forged_taps_of_one_who_told_nothing_are_harmless(town: Town, guest: Person) -> None:
    """Buttons that were never shown lead nowhere: each is told so, and nothing is kept of them."""
    await guest.start()

    for count, data in enumerate(("y:nonsense", "y:register", "m:new_address", "m:moved", "b:nonsense"), start=1):
        await guest.forge_tap(data)
        assert len(guest.alerts()) == count
        assert guest.alerts()[-1].startswith((STALE, "First agree"))

    assert await town.answers_kept(guest) is None


async def test_whoever_withdrew_the_consent_is_shown_nothing_of_what_is_kept(
    town: Town, guest: Person, host: Person
) -> None:
    """The request behind a certificate is kept; old buttons ask for the consent and tell nothing of it."""
    await agreed(town, guest, host)
    await guest.send("/withdraw")
    await guest.tap("Delete my data")

    old = ("y:registration", "y:register", "y:stay", "i:left", "i:again", "m:duties", "m:counter", "n:picture:0",
           "n:trips:0", "m:calendar", "m:moved", "m:new_address")  # fmt: skip
    for count, data in enumerate(old, start=1):
        await guest.forge_tap(data)
        assert len(guest.alerts()) == count
        assert guest.alerts()[-1].startswith("First agree")
    await guest.forge_tap("i:funds")

    assert guest.last().startswith("If you come again without proof of money")
    assert not any(kept in guest.last() for kept in ("Russia", "2026", "2027", "days"))


async def test_a_host_is_told_of_the_notice_and_says_that_it_is_done(town: Town, guest: Person, host: Person) -> None:
    """The notice with its day, its clause and the price of being late; once it is done, no reminder of it is left."""
    await agreed(town, guest, host)
    assert owed(town, NoticeKind.HOST_DUTY) > 0

    await host.tap("What must I do?")
    told = ("Ivanov Pyotr", "By 25 November 2026: 4 days left.", "(Decree 148, paragraph 9)", "guest arrive earlier?",
            "We found no repeal", "a person gets a warning", "The bot does not tell the police for you.")  # fmt: skip
    assert in_this_order(host.last(), *told)
    await host.tap("Why?")
    assert "(Decree 148, paragraph 9)" in host.last()
    await host.tap("What must I do?")
    await host.tap("I have told the police: Ivanov Pyotr")
    await host.tap_again()

    assert "Tell the migration police of your guest's arrival. Done." in host.last()
    assert (await town.recorded(guest)).count("host_notified") == 1
    assert owed(town, NoticeKind.HOST_DUTY) == 0
    await guest.forge_tap("m:duties")
    assert f"{HOSTS_NOTICE} Done." in guest.last()


async def test_where_no_notice_is_owed_a_host_is_asked_for_none(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the rule has ended the page says so: no day, no price of being late, no reason, and an old button agrees."""
    await agreed(town, guest, host)
    monkeypatch.setattr("bot.registration.host_duties.assess", without_the_notice)

    await host.tap("What must I do?")

    assert host.last().endswith("No notice is needed for this guest.")
    assert "Why?" not in host.buttons()
    await host.forge_tap(f"r:why_notice:{request_number(guest)}")
    assert host.last().endswith("No notice is needed for this guest.")


async def test_only_the_requests_own_host_says_that_the_police_were_told(
    town: Town, guest: Person, host: Person
) -> None:
    """Another host, the guest and a stranger are refused, see nobody's name, and change nothing."""
    await agreed(town, guest, host)
    other = await town.person(HOST_ID + 1, "Dana")
    await known_host(town, other, OTHER_IIN)
    number = request_number(guest)

    stranger = await town.person(4004, "Stranger")
    await stranger.start()

    for person in (other, guest, stranger):
        for deed in ("notified", "why_notice"):
            await person.forge_tap(f"r:{deed}:{number}")
            assert person.alerts()[-1] == NOT_YOURS
    assert "Ivanov" not in other.sees()
    assert "host_notified" not in await town.recorded(guest)


async def test_nothing_is_owed_for_a_guest_who_is_not_registered(town: Town, guest: Person, host: Person) -> None:
    """A request that still waits is no guest yet: the host's page is empty and a forged tap is stale."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered")

    await host.forge_tap("m:host_duties")
    assert "No guest with a certificate lives at your place now" in host.last()
    await host.forge_tap(f"r:notified:{request_number(guest)}")

    assert STALE in host.sees()
    assert "host_notified" not in await town.recorded(guest)
