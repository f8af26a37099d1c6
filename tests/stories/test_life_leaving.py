"""Still here, leaving the country, and coming back."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.answers import Purpose
from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from bot.domain.travel import Stay
from bot.registration.consent import CONSENT_VERSION
from tests.people import Person
from tests.stories.test_life_moving import asks_to_move, newest_buttons, on_the_page, owed, second_host, status_of
from tests.stories.test_my_address import lives
from tests.town import (
    ALMATY,
    HOST_IIN,
    Town,
    agreed,
    certificate_text,
    host_proves,
    known_host,
    link_in,
    sent,
)

STALE = "This button is from an old message."
STILL = "Do you still live there?"
ENTERED = date(2026, 11, 12)
ASKED = datetime(2026, 12, 6, 18, 0, tzinfo=ALMATY)  # day 25


async def registered(town: Town, guest: Person, host: Person, **changes: object) -> None:
    """A guest with a certificate who has agreed to the text about personal data as it is now."""
    await agreed(town, guest, host, **changes)
    async with town.running.database.begin() as work:
        talk = await work.chats.get(ChatId(guest.id))
        assert talk is not None
        assert talk.consent_version == CONSENT_VERSION
        await work.commit()


async def left(guest: Person, day: str = "21 November 2026") -> None:
    """From the page to the end of the registration."""
    await on_the_page(guest)
    await guest.tap("I left", message=guest.messages[-1]["id"])
    await guest.tap(day, message=guest.messages[-1]["id"])
    await guest.tap("Yes, I left", message=guest.messages[-1]["id"])


async def earlier_stays(town: Town, guest: Person) -> tuple[Stay, ...]:
    """What the counter of days knows of earlier stays."""
    async with town.running.database.look() as work:
        travels = await work.travels.get(ChatId(guest.id))
    return travels.earlier if travels else ()


async def living_there(town: Town, guest: Person) -> int:
    """How many people live at the guest's address."""
    address = (await town.requests_of(guest))[0].answers.address
    assert address is not None
    async with town.running.database.look() as work:
        return len(await work.cases.living_at(address, town.clock.now()))


def asked(guest: Person) -> int:
    """How often the guest was asked whether they are still there."""
    return sum(STILL in message["text"] for message in guest.messages)


async def test_on_day_25_the_guest_is_asked_and_answers_with_one_tap(town: Town, guest: Person, host: Person) -> None:
    """At 18:00 of day 25: still here is noted once, however often it is tapped, and nothing changes."""
    await registered(town, guest, host)

    await town.time_comes(ASKED - timedelta(minutes=1))
    await guest.quiet()
    assert asked(guest) == 0
    await town.time_comes(ASKED)
    await guest.wait_for(STILL)
    assert newest_buttons(guest) == ["Still here", "I moved", "I left"]
    await guest.tap("Still here", message=guest.messages[-1]["id"])
    await guest.tap_again()

    assert "Noted: you still live there." in guest.alerts()[-1]
    assert (await town.recorded(guest)).count("still_here") == 1
    [case] = await town.requests_of(guest)
    assert await status_of(town, case.number) is CertificateStatus.VALID


async def test_silence_changes_nothing(town: Town, guest: Person, host: Person) -> None:
    """Nobody answers: the certificate counts as before."""
    await registered(town, guest, host)
    await town.time_comes(ASKED)
    await guest.wait_for(STILL)

    await town.time_comes(ASKED + timedelta(days=20))

    [case] = await town.requests_of(guest)
    assert await status_of(town, case.number) is CertificateStatus.VALID
    assert "still_here" not in await town.recorded(guest)


async def test_before_the_last_day_it_is_asked_again(town: Town, guest: Person, host: Person) -> None:
    """Three days before the last day and on it, with the way to a longer stay, where no reminder speaks then."""
    await registered(town, guest, host, until=date(2026, 12, 20))

    for day in (17, 20):
        await town.time_comes(datetime(2026, 12, day, 18, 0, tzinfo=ALMATY))
        await guest.wait_for(STILL)
        assert "Stay longer" in newest_buttons(guest)

    # day 25 (6 December) was skipped over by the clock and is not told late
    await guest.wait_for(lambda one: asked(one) == 2)


async def test_never_two_messages_of_one_evening(town: Town, guest: Person, host: Person) -> None:
    """Where the end of the lawful stay is brought to mind, its reminder bears the three answers; no second comes."""
    await registered(town, guest, host)

    await town.time_comes(datetime(2027, 2, 6, 18, 0, tzinfo=ALMATY))
    await guest.wait_for("Your lawful stay ends on 9 February 2027")
    await guest.quiet(0.15)

    assert asked(guest) == 0
    assert {"Still here", "I moved", "I left"} <= set(guest.buttons())


async def test_leaving_ends_all_at_once(town: Town, guest: Person, host: Person) -> None:
    """The day, one question, and then: certificate ended, place free, days counted, reminders gone, host told."""
    await registered(town, guest, host)
    text = await certificate_text(guest)
    assert await living_there(town, guest) == 1

    await left(guest)

    [case] = await town.requests_of(guest)
    assert case.events[-1].kind is EventKind.LEFT
    assert case.events[-1].reason == "2026-11-21"
    assert await status_of(town, case.number) is CertificateStatus.ENDED
    assert await living_there(town, guest) == 0
    assert await earlier_stays(town, guest) == (Stay(ENTERED, date(2026, 11, 21)),)
    for kind in (NoticeKind.DEADLINE, NoticeKind.STILL_HERE):
        assert await owed(town, guest, kind) == 0
    assert await owed(town, host, NoticeKind.HOST_DUTY) == 0
    assert "has left" not in host.sees()
    await town.time_passes(minutes=11)
    await host.wait_for("Ivanov Pyotr has left")
    assert "left Kazakhstan on 21 November 2026" in host.last()
    await guest.send(text)
    assert "ENDED" in guest.last()


async def test_a_wrong_tap_is_taken_back_within_ten_minutes(town: Town, guest: Person, host: Person) -> None:
    """All is as it was, and the host never hears of it; the button works once."""
    await registered(town, guest, host)
    before = [await owed(town, guest, NoticeKind.STILL_HERE), await owed(town, host, NoticeKind.HOST_DUTY)]
    await left(guest)

    await town.time_passes(minutes=9)
    await guest.tap("Take it back", message=guest.messages[-1]["id"])
    await guest.tap_again()

    [case] = await town.requests_of(guest)
    assert (await town.recorded(guest)).count("restored") == 1
    assert await status_of(town, case.number) is CertificateStatus.VALID
    assert await earlier_stays(town, guest) == ()
    assert [await owed(town, guest, NoticeKind.STILL_HERE), await owed(town, host, NoticeKind.HOST_DUTY)] == before
    await town.time_passes(minutes=30)
    await host.quiet()
    assert "has left" not in host.sees()


async def test_who_is_registered_anew_takes_no_leaving_back(town: Town, guest: Person, host: Person) -> None:
    """Back with a new passport and registered at another host's: the old registration stays ended."""
    await registered(town, guest, host)
    await left(guest)
    await lives(town, guest.id, await second_host(town))

    await guest.tap("Take it back", message=guest.messages[-1]["id"])

    assert STALE in guest.alerts()[-1]
    [_, old] = await town.requests_of(guest)
    assert await status_of(town, old.number) is CertificateStatus.ENDED


async def test_after_ten_minutes_it_stands(town: Town, guest: Person, host: Person) -> None:
    """Too late: the button says that it is old, and the end stands."""
    await registered(town, guest, host)
    await left(guest)

    await town.time_passes(minutes=10)
    await guest.tap("Take it back")

    assert STALE in guest.alerts()[-1]
    [case] = await town.requests_of(guest)
    assert await status_of(town, case.number) is CertificateStatus.ENDED


async def test_impossible_days_of_exit(town: Town, guest: Person, host: Person) -> None:
    """Tomorrow, before the entry, before this request: each is refused with the reason; a restart loses nothing."""
    await registered(town, guest, host)
    await on_the_page(guest)
    await guest.tap("I left", message=guest.messages[-1]["id"])

    await guest.send("22.11.2026")
    assert "The day must be today or in the past." in guest.sees()
    await town.restart_bot()
    await guest.send("11.11.2026")
    assert "The day must be the same as or after 12 November 2026" in guest.sees()
    await guest.send("18.11.2026")
    assert "You registered or moved on 21 November 2026, so you were in Kazakhstan then." in guest.sees()
    await guest.send("21.11.2026")
    assert "You left Kazakhstan on 21 November 2026?" in guest.last()
    await guest.tap("Back", message=guest.messages[-1]["id"])

    assert "is registered" in guest.last()
    assert "left" not in await town.recorded(guest)


async def test_nobody_left_before_the_move_they_told(town: Town, guest: Person, host: Person) -> None:
    """A day before the move is refused with the reason, by a forged last tap too."""
    await registered(town, guest, host)
    await town.time_passes(days=5)
    await on_the_page(guest)
    await guest.tap("I moved", message=guest.messages[-1]["id"])
    await guest.send("25.11.2026")
    [case] = await town.requests_of(guest)

    await guest.forge_tap(f"lg:surely_left:{case.number}:2026-11-24")

    assert "You registered or moved on 25 November 2026" in guest.hears()
    assert "left" not in await town.recorded(guest)


async def test_a_double_tap_leaves_once(town: Town, guest: Person, host: Person) -> None:
    """The second tap shows the same end, and writes nothing."""
    await registered(town, guest, host)
    await left(guest)

    await guest.tap_again()

    assert (await town.recorded(guest)).count("left") == 1
    assert "The registration of Ivanov Pyotr has ended" in guest.last()


async def test_an_old_button_after_months(town: Town, guest: Person, host: Person) -> None:
    """I left from a question of long ago, when the registration is over by itself and Telegram keeps no message."""
    await registered(town, guest, host, until=date(2026, 12, 20))
    [case] = await town.requests_of(guest)
    await town.time_passes(days=150)

    await guest.forge_tap(f"lf:still_here:{case.number}")
    await guest.forge_tap(f"lf:moved:{case.number}")
    await guest.forge_tap(f"lg:moved:{case.number}:2026-12-06")

    assert STALE in guest.alerts()[-1]
    assert "still_here" not in await town.recorded(guest)


async def test_leaving_takes_back_what_waits(town: Town, guest: Person, host: Person) -> None:
    """A move that still waits for its host ends with the stay, and that host is told."""
    await registered(town, guest, host)
    other = await second_host(town)
    await on_the_page(guest)
    await asks_to_move(guest)
    await other.wait_for("asks to be registered at your home")

    await left(guest)

    move, _ = await town.requests_of(guest)
    assert move.ending is not None
    assert move.ending.kind is EventKind.CANCELLED
    await other.wait_for("The guest took the request back")


async def test_coming_back_takes_five_actions(town: Town, guest: Person, host: Person) -> None:
    """/start, I am back, day of entry, last day, send: person, host and address are those of last time."""
    await registered(town, guest, host)
    await left(guest)
    await town.time_passes(days=40)
    await guest.quiet()
    actions, messages = await guest.actions(), await guest.bot_messages()

    await guest.start()
    await guest.tap("I am back in Kazakhstan", message=guest.messages[-1]["id"])
    await guest.tap("Today", message=guest.messages[-1]["id"])
    await guest.tap("Last lawful day", message=guest.messages[-1]["id"])
    assert "Abay avenue 10, flat 25" in guest.last()
    await guest.tap("Send to my host", message=guest.messages[-1]["id"])

    assert await guest.actions() - actions <= 5
    assert await guest.bot_messages() - messages <= 4
    new, old = await town.requests_of(guest)
    assert (new.answers.purpose, new.answers.entered) == (Purpose.RETURN, date(2026, 12, 31))
    assert new.answers.host == old.answers.host
    await host.wait_for("asks to be registered at your home")


async def test_the_days_of_the_stay_before_are_counted(town: Town, guest: Person, host: Person) -> None:
    """Ninety days in each 180: ten were used, so the last lawful day comes ten days sooner; a later is refused."""
    await registered(town, guest, host)
    await left(guest)
    await town.time_passes(days=40)

    await guest.start()
    await guest.tap("I am back in Kazakhstan", message=guest.messages[-1]["id"])
    await guest.tap("Today", message=guest.messages[-1]["id"])

    label = next(label for label in guest.buttons() if label.startswith("Last lawful day"))
    assert label == "Last lawful day: 20 March 2027"
    await guest.send("30.03.2027")
    assert "Your lawful stay ends on 20 March 2027." in guest.sees()


async def test_an_entry_before_the_exit_is_no_entry(town: Town, guest: Person, host: Person) -> None:
    """Who was here then already is shown the stay that says so."""
    await registered(town, guest, host)
    await left(guest)
    await guest.start()
    await guest.tap("I am back in Kazakhstan", message=guest.messages[-1]["id"])

    await guest.send("15.11.2026")

    assert "You were in Kazakhstan then already: 12 November 2026 to 21 November 2026" in guest.sees()


async def test_an_expired_passport_is_said_before_anything_is_asked(town: Town, guest: Person, host: Person) -> None:
    """The old document has ended: said first; with a new one only its number and last day are asked besides."""
    await registered(town, guest, host, document_expires=date(2027, 3, 1))
    await left(guest)
    await town.time_passes(days=110)

    await guest.start()
    await guest.tap("I am back in Kazakhstan", message=guest.messages[-1]["id"])
    assert "Your document ended on 1 March 2027" in guest.last()
    await guest.tap("I have a new document", message=guest.messages[-1]["id"])
    assert "When did you enter Kazakhstan?" in guest.last()
    await guest.tap("Today", message=guest.messages[-1]["id"])

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert (kept.family_name, kept.document_number, kept.document_expires) == ("Ivanov", None, None)


async def test_who_is_registered_or_unknown_is_not_offered_to_come_back(
    town: Town, guest: Person, host: Person
) -> None:
    """The button is for one who left; forged, it is an old one, and tells nobody whether anyone is known."""
    stranger = await town.guest(4004, "Stranger")
    await known_host(town, stranger, "900101300007")
    await registered(town, guest, host)

    for person in (guest, stranger):
        await person.send("/menu")
        assert "I am back in Kazakhstan" not in person.buttons()
        await person.forge_tap("lh:back")
        assert STALE in person.alerts()[-1]


async def test_only_who_has_left_is_offered_to_come_back(town: Town, guest: Person, host: Person) -> None:
    """Not after a host's no: nobody has left the country by that."""
    await sent(town, guest)
    await known_host(town, host)
    await host_proves(host, link_in(guest))
    await host.tap("Refuse")
    await host.tap("Another reason")
    await guest.wait_for("Your host refused")

    await guest.send("/menu")

    assert "I am back in Kazakhstan" not in newest_buttons(guest)
    assert "Register me at an address" in newest_buttons(guest)


@pytest.mark.parametrize("entered", [ENTERED])
async def test_after_leaving_the_duties_ask_for_the_new_entry(
    town: Town, guest: Person, host: Person, entered: date
) -> None:
    """What one must do is not told of a stay that is over."""
    await registered(town, guest, host, entered=entered)
    await left(guest)

    await guest.forge_tap("m:duties")

    assert "When did you enter Kazakhstan?" in guest.last()
    assert HOST_IIN not in guest.last()
