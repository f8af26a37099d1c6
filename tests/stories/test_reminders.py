"""What the bot owes with time: reminders of the deadline, of the host, and the end of a request."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.domain.people import ChatId
from bot.law.engine import assess
from bot.registration import prospects
from bot.registration.reassessing import Reassess
from bot.registration.travels import SayMoved
from tests.people import Person
from tests.town import ALMATY, Town, agreed, begin, host_proves, known_host, sent

ENTERED = datetime(2026, 11, 21, tzinfo=ALMATY)
DAYS = (3, 10, 20, 25, 28, 29, 30)
CONSEQUENCE = "After that day you are late with registration"


def evening(day_of_stay: int) -> datetime:
    """18:00 of this day of a stay that began on ENTERED."""
    return ENTERED + timedelta(days=day_of_stay - 1, hours=18)


async def asks_for_the_deadline(guest: Person, country: str = "Россия") -> None:
    """Two questions on the day of entry, and no more."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send(country)
    await guest.send("Today")
    await guest.tap("Back")


def reminders(guest: Person) -> int:
    """How many reminders of the deadline are on the screen."""
    return sum(CONSEQUENCE in message["text"] for message in guest.messages)


async def test_the_deadline_is_told_on_its_days_at_six_in_the_evening(town: Town, guest: Person) -> None:
    """Who only asked for the deadline is reminded on days 3, 10, 20, 25, 28, 29 and 30 at 18:00, once each."""
    await asks_for_the_deadline(guest)

    told = []
    for day in range(1, 35):
        await town.time_comes(evening(day) - timedelta(minutes=1))
        await guest.look()
        before = reminders(guest)
        await town.time_comes(evening(day))
        await guest.look()
        if day in DAYS:
            await guest.wait_for(lambda one, before=before: reminders(one) > before)
        told += [day] * (reminders(guest) - before)

    assert told == list(DAYS)


async def test_a_reminder_has_date_consequence_and_next_step(town: Town, guest: Person) -> None:
    """A reminder says by when, what happens otherwise, and has the next step as a button."""
    await asks_for_the_deadline(guest)

    await town.time_comes(evening(10))
    await guest.wait_for(CONSEQUENCE)

    assert "Register by 20 December 2026: 20 days left." in guest.last()
    await guest.tap("Register me at an address", message=guest.messages[-1]["id"])
    assert "Photograph your passport" in guest.last()


async def test_a_reminder_is_no_stronger_than_the_law(town: Town, guest: Person) -> None:
    """A citizen of Uzbekistan, of whom the law is unclear, is reminded of the day and not called late."""
    await asks_for_the_deadline(guest, "Узбекистан")

    await town.time_comes(evening(10))
    await guest.wait_for("It is unclear whether you must register. Registering is safe.")

    assert "Register by 20 December 2026: 20 days left." in guest.last()
    assert CONSEQUENCE not in guest.last()


async def test_the_last_reminder_says_today(town: Town, guest: Person) -> None:
    """On day 30 the reminder says that it is the last day."""
    await asks_for_the_deadline(guest)

    await town.time_comes(evening(30))
    await guest.wait_for("Register today: 20 December 2026 is the last day.")


async def test_nobody_is_reminded_who_has_a_certificate(town: Town, guest: Person, host: Person) -> None:
    """The moment the host agrees the reminders stop."""
    await asks_for_the_deadline(guest)
    await agreed(town, guest, host, entered=ENTERED.date())

    for day in DAYS:
        await town.time_comes(evening(day))
    await guest.quiet()

    assert reminders(guest) == 0


async def test_who_registers_anew_is_not_hurried_by_the_old_deadline(town: Town, guest: Person, host: Person) -> None:
    """A registered guest who begins a registration at a new address is not told to register by day 30."""
    await agreed(town, guest, host, entered=ENTERED.date())
    await guest.send("/menu")
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("Today")

    await town.time_comes(evening(20))
    await guest.quiet()

    assert reminders(guest) == 0


async def test_who_waits_for_the_host_can_remind_in_one_tap(town: Town, guest: Person, host: Person) -> None:
    """While a request waits the reminder's next step is to remind the host."""
    await asks_for_the_deadline(guest)
    await known_host(town, host)
    await sent(town, guest, entered=ENTERED.date())
    await town.time_comes(evening(3))
    await guest.wait_for(CONSEQUENCE)

    reminder = next(m for m in reversed(guest.messages) if CONSEQUENCE in m["text"])
    await guest.tap("Remind my host", message=reminder["id"])

    await host.wait_for("A guest is still waiting for your answer")


async def test_who_need_not_register_is_not_reminded(town: Town, guest: Person) -> None:
    """Somebody whom the order does not cover hears nothing of a deadline."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("China")
    await guest.send("Today")

    for day in DAYS:
        await town.time_comes(evening(day))
    await guest.quiet()

    assert reminders(guest) == 0


async def test_another_date_moves_the_reminders(town: Town, guest: Person) -> None:
    """After the date of entry was changed the reminders follow the new date, and only that."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("Today")
    await guest.tap("Back")
    await guest.send("20.11.2026")

    await town.time_comes(evening(2))
    await guest.wait_for(CONSEQUENCE)
    assert "Register by 19 December 2026" in guest.last()
    await town.time_comes(evening(3))
    await guest.quiet()

    assert reminders(guest) == 1


async def test_a_night_without_the_bot_skips_stale_reminders(town: Town, guest: Person) -> None:
    """A reminder whose day is over when the bot comes back is not sent late."""
    await asks_for_the_deadline(guest)
    await town.stop_bot()
    town.clock.move(days=10)
    await town.start_bot()
    await town.time_passes(seconds=1)
    await guest.quiet()

    assert reminders(guest) == 0


async def test_the_host_is_reminded_three_times_at_most(town: Town, guest: Person, host: Person) -> None:
    """An unanswered request reminds the host once a day, three times, and then no more."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered at your home")

    def reminders(person: Person) -> int:
        return sum("A guest is still waiting for your answer" in message["text"] for message in person.messages)

    for day in (1, 2, 3):
        await town.time_passes(days=1)
        await host.wait_for(lambda person, day=day: reminders(person) >= day)
    for _ in range(3):
        await town.time_passes(days=1)
        await host.quiet(0.15)

    assert reminders(host) == 3


async def test_after_an_outage_only_the_newest_reminder_is_sent(town: Town, guest: Person, host: Person) -> None:
    """Five days without the bot: the host gets one card, the guest hears once of the silence, and both go on after."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered at your home")
    await town.stop_bot()
    town.clock.move(days=5)
    await town.start_bot()

    await guest.wait_for("Your host has not answered yet. You are not registered")
    await host.wait_for("A guest is still waiting for your answer")
    await host.quiet(0.3)  # that it arrived is noted a moment later, and the lease must not run out before
    await town.time_passes(days=1)
    await host.quiet(0.15)

    assert sum("A guest is still waiting for your answer" in m["text"] for m in host.messages) == 1
    assert sum("Your host has not answered yet" in m["text"] for m in guest.messages) == 1
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")


async def test_a_guest_of_the_hosts_own_link_is_told_that_the_host_was_asked(
    town: Town, guest: Person, host: Person
) -> None:
    """The card says that the host was asked in the own chat, with the link as a second way; a reminder reaches them."""
    await known_host(town, host)
    await sent(town, guest, host_by_link=True)

    assert "Your host was asked in their own chat. The answer comes here." in guest.last()
    assert "You can also send this link: " in guest.last()
    assert "types their IIN" not in guest.last()
    await guest.tap("Remind my host")
    assert "Your host is reminded now." in guest.hears()
    await host.wait_for("A guest is still waiting for your answer")


async def test_who_opened_the_link_and_told_nothing_is_not_reminded(town: Town, guest: Person, host: Person) -> None:
    """Nobody can be reminded who has not said who they are; only the link reaches them, and the guest is told so."""
    await host.open_link(await sent(town, guest))

    await guest.tap("Remind my host")

    assert "has not answered. Send it again: that reaches them for sure." in guest.hears()


async def test_a_host_by_link_is_reminded_too(town: Town, guest: Person, host: Person) -> None:
    """A host who looked at the request and did not answer is reminded with both buttons, and answers there."""
    await host_proves(host, await sent(town, guest))

    await town.time_passes(days=1)
    await host.wait_for("A guest is still waiting for your answer")
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_who_has_answered_is_not_reminded(town: Town, guest: Person, host: Person) -> None:
    """An answer ends the host's reminders and the guest's news of silence."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered at your home")
    await host.tap("Refuse")
    await host.tap("Another reason")
    await guest.wait_for("The host's reason")

    for _ in range(4):
        await town.time_passes(days=1)
    await host.quiet(0.15)

    assert "still waiting" not in host.sees()
    assert "Your host has not answered yet" not in guest.sees()


async def test_the_guest_is_told_of_the_hosts_silence(town: Town, guest: Person) -> None:
    """After a day without an answer the guest hears what to do."""
    await sent(town, guest)

    await town.time_passes(days=1)

    await guest.wait_for("Your host has not answered yet. You are not registered")
    assert "Send the link again, call your host, or choose another host." in guest.last()
    assert {"Send the link to my host", "Remind my host", "Take it back"} <= set(guest.buttons())


async def test_a_guest_reminds_at_most_once_a_day(town: Town, guest: Person, host: Person) -> None:
    """A second reminder within a day is refused with the time of the first."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered at your home")

    await guest.tap("Remind my host")
    await host.wait_for("A guest is still waiting for your answer")
    await guest.tap("Remind my host")

    assert "The host was already reminded on 21 November 2026, 12:00." in guest.sees()
    assert sum("still waiting" in message["text"] for message in host.messages) == 1


async def test_a_host_whom_the_bot_cannot_reach(town: Town, guest: Person) -> None:
    """While the host has not opened the link the guest is told that only the link can reach them."""
    await sent(town, guest)

    await guest.tap("Remind my host")

    assert "that reaches them for sure" in guest.sees()


async def test_a_request_ends_after_thirty_days(town: Town, guest: Person, host: Person) -> None:
    """After thirty days the guest is told, both cards say so, and one tap sends anew."""
    await host_proves(host, await sent(town, guest))
    card = next(m["id"] for m in reversed(guest.messages) if m["text"].startswith("Request 0"))

    for _ in range(30):
        await town.time_passes(days=1)
    # a chat gets a message a second, and thirty days' worth of them is on the way
    await guest.wait_for("The link has ended. Send a new request.", timeout=20)
    await guest.wait_for("your host did not answer in 30 days. You are not registered", timeout=20)
    await host.wait_for("This request has ended unanswered", timeout=20)

    assert "did not answer" in next(m["text"] for m in guest.messages if m["id"] == card)
    await guest.tap("Mend and send again")
    assert "Check your answers" in guest.last() or "Your lawful stay" in guest.last()


@pytest.mark.parametrize("wait", [{"days": 29, "hours": 23}])
async def test_on_the_thirtieth_day_the_link_still_opens(
    town: Town, guest: Person, host: Person, wait: dict[str, float]
) -> None:
    """A link lives thirty days and not an hour less."""
    link = await sent(town, guest)
    await town.time_passes(**wait)

    await host_proves(host, link)
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_the_end_of_the_stay_is_told_to_the_registered_too(town: Town, guest: Person, host: Person) -> None:
    """Ten days before the last lawful day a registered guest hears of it, and one tap shows all that is to be done."""
    await agreed(town, guest, host, entered=ENTERED.date())

    await town.time_comes(evening(80))
    await guest.wait_for("Your lawful stay ends on 18 February 2027: 10 days left.")

    told = guest.messages[-1]
    assert "Leave by then: after it you stay without a right to" in told["text"]
    assert len(told["text"]) <= 300
    await guest.tap("What must I do?", message=told["id"])
    assert "18 February 2027" in guest.last()


async def test_a_move_is_told_of_that_evening(town: Town, guest: Person, host: Person) -> None:
    """Who says on Saturday at noon that the address changed hears at 18:00 of the five working days."""
    await agreed(town, guest, host, entered=ENTERED.date())
    await SayMoved(begin=town.running.database.begin, clock=town.clock)(ChatId(guest.id), ENTERED.date())
    await town.time_passes(days=1)
    await SayMoved(begin=town.running.database.begin, clock=town.clock)(ChatId(guest.id), town.clock.today())

    await town.time_comes(evening(2))

    await guest.wait_for("Register at your new address by 27 November 2026: 5 days left.")
    assert "Register me at an address" in guest.buttons()


async def test_the_host_is_told_of_the_police_until_it_is_done(town: Town, guest: Person, host: Person) -> None:
    """That evening and while days are left; told that it is done, the bot keeps silent on the last one."""
    await agreed(town, guest, host, entered=ENTERED.date())
    heading = "Tell the migration police: Ivanov Pyotr lives with you."

    await town.time_comes(evening(1))
    await host.wait_for(heading)
    assert "By 25 November 2026 (Decree 148, paragraph 9)." in host.last()
    await town.time_comes(evening(4))
    await host.wait_for(lambda one: sum(heading in message["text"] for message in one.messages) == 2)
    await host.tap("I have told the police", message=host.messages[-1]["id"])
    told = len(host.messages)
    await town.time_comes(evening(5))
    await host.quiet()

    assert len(host.messages) == told


async def test_a_change_of_law_is_told_with_what_was_and_what_is(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `tirkeu reassess` whose day by which to register is gone hears it once, and is not reminded of it."""
    await asks_for_the_deadline(guest)
    monkeypatch.setattr(prospects, "assess", partial(assess, without=frozenset({"O923-3"})))
    database, now = town.running.database, town.clock.now()
    reassess = Reassess(look=database.look, begin=database.begin, now=now, on=now.date())
    await reassess(ChatId(0), ChatId(guest.id))
    await reassess(ChatId(0), ChatId(guest.id))

    await town.time_passes(seconds=1)
    await guest.wait_for("Register: was by 20 December 2026, now nothing is due.")
    await town.time_comes(evening(3))
    await guest.quiet()

    assert sum("What you must do has changed" in message["text"] for message in guest.messages) == 1
    assert reminders(guest) == 0
