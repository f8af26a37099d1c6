"""Staying longer: the same host is asked again, within the law."""

from datetime import date

import pytest

from bot.domain.answers import Purpose
from bot.domain.certificate import CertificateStatus
from bot.domain.notice import NoticeKind
from tests.people import Person
from tests.stories.test_life_moving import newest_buttons, on_the_page, owed, status_of
from tests.town import Town, agreed

UNTIL = date(2026, 12, 20)
STALE = "This button is from an old message."


async def asks_for_longer(guest: Person) -> None:
    """From the page to the question."""
    await on_the_page(guest)
    await guest.tap("Stay longer", message=guest.messages[-1]["id"])


async def has_asked(town: Town, guest: Person, host: Person, **changes: object) -> None:
    """A guest who is registered until UNTIL and has asked for a later day."""
    await agreed(town, guest, host, until=UNTIL, **changes)
    await asks_for_longer(guest)
    await guest.send("15.01.2027")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])


async def test_the_same_host_is_asked_and_sees_what_changes(town: Town, guest: Person, host: Person) -> None:
    """Three actions; the host's card names both days; the yes replaces the certificate; nobody hears of a move."""
    await agreed(town, guest, host, until=UNTIL)
    await on_the_page(guest)
    actions = await guest.actions()
    await guest.tap("Stay longer", message=guest.messages[-1]["id"])
    assert "You are registered until 20 December 2026." in guest.last()
    await guest.send("15.01.2027")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    assert await guest.actions() - actions <= 5
    new, old = await town.requests_of(guest)
    assert (new.answers.purpose, new.answers.follows) == (Purpose.LONGER, old.number)
    await host.wait_for("A longer stay: until 15 January 2027 instead of 20 December 2026.")
    await host.tap("Agree", message=host.messages[-1]["id"])
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    assert await status_of(town, old.number) is CertificateStatus.SUPERSEDED
    assert await status_of(town, new.number) is CertificateStatus.VALID
    await host.quiet()
    assert "another address" not in host.sees()


async def test_a_no_leaves_the_old_day(town: Town, guest: Person, host: Person) -> None:
    """The host refuses: the old certificate counts until its own last day."""
    await has_asked(town, guest, host)
    await host.wait_for("A longer stay")

    await host.tap("Refuse", message=host.messages[-1]["id"])
    await host.tap("Another reason")
    await guest.wait_for("Your host refused")

    _, old = await town.requests_of(guest)
    assert await status_of(town, old.number) is CertificateStatus.VALID
    await on_the_page(guest)
    assert "Until: 20 December 2026" in guest.last()


async def test_silence_leaves_the_old_day(town: Town, guest: Person, host: Person) -> None:
    """While the host is silent the page names the old day and the request that waits."""
    await has_asked(town, guest, host)

    await town.time_passes(days=5)
    await on_the_page(guest)

    assert "Until: 20 December 2026" in guest.last()
    assert "waits for a host" in guest.last()


async def test_beyond_the_law_it_says_what_is_needed(town: Town, guest: Person, host: Person) -> None:
    """The last lawful day, the permit by its clause, a visa, and whom to ask; nothing is sent."""
    await agreed(town, guest, host, until=UNTIL)
    await asks_for_longer(guest)

    await guest.send("15.03.2027")

    assert "Your last lawful day is 9 February 2027" in guest.last()
    assert "1414" in guest.last()
    assert len(await town.requests_of(guest)) == 1
    assert await town.answers_kept(guest) is None


async def test_after_a_day_beyond_the_law_a_lawful_one_is_taken(town: Town, guest: Person, host: Person) -> None:
    """The question stays open: the next day typed, or the last lawful day tapped, leads to the review."""
    await agreed(town, guest, host, until=UNTIL)
    await asks_for_longer(guest)
    await guest.send("15.03.2027")
    assert "Last lawful day: 9 February 2027" in guest.buttons()

    await guest.send("15.01.2027")

    assert "Check your answers" in guest.last()
    assert "Staying until: 15 January 2027" in guest.last()


async def test_where_no_later_day_is_lawful_it_is_said_at_once(town: Town, guest: Person, host: Person) -> None:
    """Who is registered to the last lawful day is asked for none."""
    await agreed(town, guest, host)

    await asks_for_longer(guest)

    assert "Your last lawful day is 9 February 2027" in guest.last()
    assert "Until when do you want to stay?" not in guest.last()


async def test_an_earlier_day_is_no_longer_stay(town: Town, guest: Person, host: Person) -> None:
    """The same day and an earlier one are refused; after a restart the question is still open."""
    await agreed(town, guest, host, until=UNTIL)
    await asks_for_longer(guest)

    await guest.send("20.12.2026")
    assert "You are registered until 20 December 2026 already." in guest.sees()
    await town.restart_bot()
    await guest.send("1.12.2026")
    await guest.tap("Last lawful day", message=next(m["id"] for m in reversed(guest.messages) if m["buttons"]))

    assert "Check your answers" in guest.sees()
    assert "Staying until: 9 February 2027" in guest.sees()


async def test_sent_twice_it_is_sent_once(town: Town, guest: Person, host: Person) -> None:
    """A double tap on Send makes one request; a second wish replaces the first one in one tap."""
    await has_asked(town, guest, host)
    await guest.tap_again()
    assert len(await town.requests_of(guest)) == 2

    await asks_for_longer(guest)
    await guest.send("20.01.2027")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    newest, first, _ = await town.requests_of(guest)
    assert newest.ending is None
    assert first.ending is not None
    assert first.ending.kind.value == "cancelled"


async def test_the_hosts_word_to_the_police_is_kept(town: Town, guest: Person, host: Person) -> None:
    """Who has told the police of the arrival is not asked to tell it again for a longer stay."""
    await agreed(town, guest, host, until=UNTIL)
    await host.tap("What must I do?")
    await host.tap("I have told the police: Ivanov Pyotr")
    await asks_for_longer(guest)
    await guest.send("15.01.2027")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])
    await host.wait_for("A longer stay")

    await host.tap("Agree", message=host.messages[-1]["id"])

    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)
    assert "host_notified" in await town.recorded(guest)
    assert await owed(town, host, NoticeKind.HOST_DUTY) == 0


async def test_only_the_last_day_can_be_changed(town: Town, guest: Person, host: Person) -> None:
    """The host reads that all else stays: the review offers no other answer to change, and leads back to the page."""
    await agreed(town, guest, host, until=UNTIL)
    await asks_for_longer(guest)

    await guest.send("15.01.2027")

    assert newest_buttons(guest) == ["Send to my host", "Staying until", "Back"]
    await guest.tap("Back")
    assert "is registered" in guest.last()


@pytest.mark.parametrize(
    ("question", "told"),
    [("given_names", "Boris"), ("address", "Almaty, Dostyk avenue 7, flat 3"), ("until", "1.12.2026")],
)
async def test_who_changes_more_makes_a_request_like_any_other(
    town: Town, guest: Person, host: Person, question: str, told: str
) -> None:
    """By an old button another answer is changed: the host is not told that all else stays."""
    await agreed(town, guest, host, until=UNTIL)
    await asks_for_longer(guest)
    await guest.send("15.01.2027")

    await guest.forge_tap(f"c:{question}")
    await guest.send(told)
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    new, _ = await town.requests_of(guest)
    assert (new.answers.purpose, new.answers.follows, new.answers.since) == (None, None, None)
    await host.wait_for("asks to be registered at your home")
    assert "All else stays" not in host.sees()


async def test_the_day_of_arrival_stays_that_of_the_first_request(town: Town, guest: Person, host: Person) -> None:
    """A longer stay asked for days later brings no new day of arrival, and what the host has done stays done."""
    await agreed(town, guest, host, until=UNTIL)
    await host.tap("What must I do?")
    await host.tap("I have told the police: Ivanov Pyotr")
    await town.time_passes(days=10)
    await asks_for_longer(guest)
    await guest.send("15.01.2027")
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])
    await host.wait_for("A longer stay")

    await host.tap("Agree", message=host.messages[-1]["id"])
    await guest.wait_for(lambda one: one.sees().count("The same certificate for printing") == 2)

    [new, _] = await town.requests_of(guest)
    assert await owed(town, host, NoticeKind.HOST_DUTY) == 0
    await host.forge_tap(f"mb:notice:{new.number}")
    assert "Дата прибытия: 21.11.2026" in host.last()
    assert "I have told the police" not in newest_buttons(host)


async def test_a_registration_that_has_ended_is_not_made_longer(town: Town, guest: Person, host: Person) -> None:
    """An old button after the last day says that it is old."""
    await agreed(town, guest, host, until=UNTIL)
    [case] = await town.requests_of(guest)
    await town.time_passes(days=60)

    await guest.forge_tap(f"lf:longer:{case.number}")
    await guest.forge_tap(f"lg:longer:{case.number}:2027-02-01")

    assert STALE in guest.alerts()[-1]
    assert await town.answers_kept(guest) is None
