"""My registration, and a change of address: Order 923, paragraphs 5 and 6."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answers import Purpose
from bot.domain.certificate import CertificateStatus
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.life import is_registered
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from tests.people import Person
from tests.town import (
    ALMATY,
    HOST_ID,
    HOST_NAME,
    OTHER_IIN,
    Town,
    agreed,
    answered,
    certificate_text,
    known_host,
    link_in,
    sent,
)

STALE = "This button is from an old message."
NEW_ADDRESS = "Almaty, Dostyk avenue 7, flat 3"


async def status_of(town: Town, number: int) -> CertificateStatus:
    """What a certificate is worth now."""
    async with town.running.database.look() as work:
        issued = await work.certificates.get(number)
    assert issued is not None
    return issued.status


async def second_host(town: Town) -> Person:
    """Another host, known to the bot."""
    other = await town.person(HOST_ID + 1, "Dana", phone="+77017654321")
    await known_host(town, other, OTHER_IIN)
    return other


def newest_buttons(person: Person) -> list[str]:
    """What can be tapped under the newest message."""
    return [button["text"] for row in person.messages[-1]["buttons"] for button in row]


async def on_the_page(guest: Person) -> None:
    """The guest looks at what holds."""
    await guest.send("/menu")
    await guest.tap("My registration", message=guest.messages[-1]["id"])


async def asks_to_move(guest: Person, day: str = "21 November 2026", address: str = NEW_ADDRESS) -> None:
    """From the page to the sent request for the new address."""
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap(day, message=guest.messages[-1]["id"])
    await guest.send(OTHER_IIN)
    await guest.send(address)
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])


async def test_the_page_says_what_holds(town: Town, guest: Person, host: Person) -> None:
    """Number, address, last day and the host's name as on the certificate, and what can be done about it."""
    await agreed(town, guest, host)

    await on_the_page(guest)

    [case] = await town.requests_of(guest)
    for said in (case.application_number, "Abay avenue 10, flat 25", "Until: 9 February 2027", f"Host: {HOST_NAME}"):
        assert said in guest.last()
    assert {"I moved", "I left", "Stay longer", "My certificates"} <= set(guest.buttons())


async def test_who_is_not_registered_is_shown_the_way(town: Town, guest: Person) -> None:
    """Without a registration the page says so, names the request that waits, and leads to registering."""
    await sent(town, guest)

    await on_the_page(guest)

    assert "You are not registered now" in guest.last()
    assert "waits for a host" in guest.last()
    assert "Register me at an address" in guest.buttons()


@pytest.mark.both_databases
async def test_a_move_takes_five_actions_and_ends_the_old_registration(town: Town, guest: Person, host: Person) -> None:
    """I moved, day, host, address, send: the new yes replaces the old certificate, and its QR code says so."""
    await agreed(town, guest, host)
    old_text = await certificate_text(guest)
    other = await second_host(town)
    await on_the_page(guest)
    actions, messages = await guest.actions(), await guest.bot_messages()

    await asks_to_move(guest)

    assert await guest.actions() - actions <= 5
    assert await guest.bot_messages() - messages <= 4
    new, old = await town.requests_of(guest)
    assert (new.answers.purpose, new.answers.follows, new.answers.until) == (
        Purpose.MOVE,
        old.number,
        old.answers.until,
    )
    assert await status_of(town, old.number) is CertificateStatus.VALID
    await other.wait_for("asks to be registered at your home")
    assert "Abay" not in other.sees()
    await other.tap("Agree")
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    assert await status_of(town, old.number) is CertificateStatus.SUPERSEDED
    assert await status_of(town, new.number) is CertificateStatus.VALID
    await host.wait_for("is registered at another address now")
    assert "Dostyk" not in host.sees()
    assert "Serikova" not in host.last()
    await guest.send(old_text)
    assert "REPLACED" in guest.last().upper()


@pytest.mark.parametrize("other", [{"born": date(1991, 4, 5)}, {"citizenship": "KGZ"}])
async def test_a_move_sent_of_another_person_ends_nobodys_registration(
    town: Town, guest: Person, host: Person, other: dict[str, object]
) -> None:
    """Of one born on another day, or of another citizenship, it is an ordinary request of that person."""
    await agreed(town, guest, host)
    new_host = await second_host(town)
    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap("21 November 2026", message=guest.messages[-1]["id"])
    await guest.send(OTHER_IIN)
    await guest.send(NEW_ADDRESS)
    document = DocumentNumber.parse("99 7654321", DocumentKind.PASSPORT)
    async with town.running.database.begin() as work:
        draft = await work.drafts.get(ChatId(guest.id))
        assert draft is not None
        answers = draft.answers.with_(given_names="Olga", document_number=document, **other)
        await work.drafts.save(replace(draft, answers=answers))
        await work.commit()
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    new, old = await town.requests_of(guest)
    assert (new.answers.purpose, new.answers.follows) == (None, None)
    await new_host.wait_for("asks to be registered at your home")
    await new_host.tap("Agree")
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    assert await status_of(town, old.number) is CertificateStatus.VALID
    assert await status_of(town, new.number) is CertificateStatus.VALID
    assert "another address" not in host.sees()


async def test_the_question_says_by_when_and_by_which_clause(town: Town, guest: Person, host: Person) -> None:
    """After the day the five working days are named with their end, and the first question stands below."""
    await agreed(town, guest, host)
    await on_the_page(guest)

    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap("21 November 2026", message=guest.messages[-1]["id"])

    assert "Register at the new address by 27 November 2026" in guest.last().replace("your new", "the new")
    assert "(Order 923, paragraph 5)" in guest.last()
    assert "Who gives you the place to live?" in guest.last()


async def test_reminders_of_a_move_run_and_stop_with_the_yes(town: Town, guest: Person, host: Person) -> None:
    """That evening the new address is brought to mind; after the new host's yes no more."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    assert await owed(town, guest, NoticeKind.DEADLINE, "reregister") > 0

    await other.wait_for("asks to be registered at your home")
    await other.tap("Agree")

    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    assert await owed(town, guest, NoticeKind.DEADLINE, "reregister") == 0


async def test_the_new_host_reads_the_day_of_the_move(town: Town, guest: Person, host: Person) -> None:
    """Review, card and notice to the police count from the day that the guest has told, not from entry or request."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.send("20.11.2026")
    assert "We take it that the certificate names" not in guest.last()
    await guest.send(OTHER_IIN)
    await guest.send(NEW_ADDRESS)
    assert "A move to a new address: 20 November 2026" in guest.last()
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    await other.wait_for("Dates: 20 November 2026 to 9 February 2027")
    await other.tap("Agree")
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    [new, _] = await town.requests_of(guest)
    await other.forge_tap(f"mb:notice:{new.number}")
    assert "Дата прибытия: 20.11.2026" in other.last()
    assert "by 24 November 2026" in other.last()
    assert "We know only when your guest asked you" not in other.last()
    await other.forge_tap("m:host_duties")
    assert "We count from the day your guest asked you" not in other.last()


async def test_both_cards_say_which_certificate_counts(town: Town, guest: Person, host: Person) -> None:
    """The old card names the number that replaced it, and the new one says that it replaces the earlier certificate."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    await other.wait_for("asks to be registered at your home")

    await other.tap("Agree")

    await guest.wait_for("It replaces your earlier certificate.")
    new, old = await town.requests_of(guest)
    said = f"Request {old.application_number}: replaced by number {new.application_number}"
    await guest.wait_for(lambda one: any(message["text"] == said for message in one.messages))


async def owed(town: Town, person: Person, kind: NoticeKind, about: str = "") -> int:
    """How many messages of this kind wait, that speak of this."""
    async with town.running.database.look() as work:
        waiting = await work.notices.waiting([ChatId(person.id)], kind)
    return sum(not about or about in notice.data for notice in waiting)


async def test_a_refusal_leaves_the_old_one_as_it_was(town: Town, guest: Person, host: Person) -> None:
    """The new host refuses: the old certificate still counts, and the old host hears nothing."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    await other.wait_for("asks to be registered at your home")

    await other.tap("Refuse")
    await other.tap("Another reason")
    await guest.wait_for("Your host refused")

    new, old = await town.requests_of(guest)
    assert await status_of(town, old.number) is CertificateStatus.VALID
    assert is_registered(old, town.clock.now().astimezone(ALMATY))
    assert not is_registered(new, town.clock.now())
    assert "another address" not in host.sees()


async def test_a_second_move_the_same_day_replaces_the_request_that_waits(
    town: Town, guest: Person, host: Person
) -> None:
    """While the first request waits, sending the second takes it back; its host is told."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    await other.wait_for("asks to be registered at your home")

    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap("21 November 2026", message=guest.messages[-1]["id"])
    await guest.wait_for("Sending takes back your request")
    await guest.send(OTHER_IIN)
    await guest.send("Almaty, Satpaev street 1, flat 9")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    second, first, _ = await town.requests_of(guest)
    assert first.ending is not None
    assert first.ending.kind.value == "cancelled"
    assert second.ending is None
    await other.wait_for("The guest took the request back")


async def test_moving_on_after_the_yes_the_same_day(town: Town, guest: Person, host: Person) -> None:
    """Moved again on the day of the new yes: it follows the new registration, and reminders run anew."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    await other.wait_for("asks to be registered at your home")
    await other.tap("Agree")
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)

    await on_the_page(guest)
    await asks_to_move(guest, address="Almaty, Satpaev street 1, flat 9")

    third, second, _ = await town.requests_of(guest)
    assert third.answers.follows == second.number
    assert await owed(town, guest, NoticeKind.DEADLINE, "reregister") > 0


@pytest.mark.parametrize(("address", "asked"), [("Almaty, Dostyk avenue 7", True), ("Almaty, hotel Dostyk, 7", False)])
async def test_premises_are_asked_only_where_the_address_does_not_say(
    town: Town, guest: Person, host: Person, address: str, *, asked: bool
) -> None:
    """A flat or a hotel in the words of the address is not asked again."""
    await agreed(town, guest, host)
    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap("21 November 2026", message=guest.messages[-1]["id"])
    await guest.send(OTHER_IIN)

    await guest.send(address)

    assert ("Check your answers" not in guest.last()) is asked


async def test_a_days_typed_wrong_change_nothing(town: Town, guest: Person, host: Person) -> None:
    """Tomorrow, before the entry, and no day at all: each says why, and the question stays open over a restart."""
    await agreed(town, guest, host)
    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])

    await guest.send("22.11.2026")
    assert "The day you moved must be today or in the past." in guest.sees()
    await guest.send("11.11.2026")
    assert "must be the same as or after 12 November 2026" in guest.sees()
    await guest.send("soon")
    assert "Type the date as day, month, year." in guest.sees()
    await town.restart_bot()
    await guest.send_sticker()
    assert guest.last().startswith("When did you move to the new address?")
    await guest.send("20.11.2026")

    assert "Who gives you the place to live?" in guest.last()


async def test_forged_and_double_taps_are_harmless(town: Town, guest: Person, host: Person) -> None:
    """Another person's number, a day that is none, a second tap: nobody's data, nothing done twice."""
    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    stranger = await town.guest(4004, "Stranger")
    await answered(town, stranger)
    await stranger.forge_tap("lf:show:9999")  # a number that nobody has
    told = stranger.last()
    for data in ("show", "moved", "left", "longer", "still_here", "undo_left"):
        await stranger.forge_tap(f"lf:{data}:{case.number}")
        assert (STALE in stranger.alerts()[-1], stranger.last()) == (True, told)
    await stranger.forge_tap(f"lg:surely_left:{case.number}:2026-11-21")
    assert (STALE in stranger.alerts()[-1], stranger.last()) == (True, told)

    await guest.forge_tap(f"lg:moved:{case.number}:2026-99-99")
    assert STALE in guest.alerts()[-1]
    await on_the_page(guest)
    await asks_to_move(guest)
    await guest.tap_again()

    assert len(await town.requests_of(guest)) == 2


async def test_a_move_of_one_who_is_not_registered_asks_no_more_than_the_day(town: Town, guest: Person) -> None:
    """Told from the duties without a registration, the move changes the days and nothing else."""
    await answered(town, guest)
    await guest.forge_tap("m:moved")
    await guest.tap("21 November 2026")

    assert "What you must do" in guest.last()
    assert link_missing(guest)


def link_missing(guest: Person) -> bool:
    """Whether no request was sent."""
    try:
        link_in(guest)
    except StopIteration:
        return True
    return False


async def test_a_new_hosts_link_pasted_at_the_question_leads_on(town: Town, guest: Person, host: Person) -> None:
    """I moved, day, link, address, send: the host's link stands for the IIN, and no page comes in between to tap."""
    await agreed(town, guest, host)
    other = await second_host(town)
    await other.tap("Someone will live at my place", message=other.messages[-1]["id"])
    link = next(link for link in other.links() if "?start=h" in link)
    await on_the_page(guest)
    actions, messages = await guest.actions(), await guest.bot_messages()

    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.tap("21 November 2026", message=guest.messages[-1]["id"])
    await guest.send(link)
    await guest.send(NEW_ADDRESS)
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    assert await guest.actions() - actions <= 5
    assert await guest.bot_messages() - messages <= 4
    await other.wait_for("asks to be registered at your home")
