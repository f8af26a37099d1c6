"""Telegram fails: nothing that is owed is lost, and nothing is sent twice where the fault is plain."""

import asyncio
from datetime import datetime

import pytest

from storage.outbox import Outbox
from tests.people import Person
from tests.town import Town, agreed, at_review, host_proves, known_host, sent


def photos(person: Person) -> int:
    """How many pictures are on the screen."""
    return sum((message["file"] or {}).get("kind") == "photo" for message in person.messages)


def times_said(person: Person, words: str) -> int:
    """In how many messages the bot says this."""
    return sum(words in message["text"] for message in person.messages if message["from_bot"])


async def host_looks(town: Town, guest: Person, host: Person) -> None:
    """A request whose host has only to tap."""
    await host_proves(host, await sent(town, guest))


@pytest.mark.parametrize("kind", ["429", "500", "drop"])
async def test_a_short_fault_loses_and_doubles_nothing(town: Town, guest: Person, host: Person, kind: str) -> None:
    """A certificate that meets a short fault comes all the same, and once."""
    await host_looks(town, guest, host)
    town.simulator.faults.add("sendPhoto", kind, chat_id=guest.id)  # type: ignore[arg-type]

    await host.tap("Agree")
    await guest.wait_for("Your registration certificate", timeout=8)
    await guest.wait_for("The same certificate for printing", timeout=8)

    assert photos(guest) == 1


async def test_a_long_429_is_obeyed(town: Town, guest: Person, host: Person) -> None:
    """Nothing is sent to the chat before `retry_after` is over, and everything after it."""
    await host_looks(town, guest, host)
    town.simulator.faults.add("sendPhoto", "429", chat_id=guest.id, retry_after=40)
    await host.tap("Agree")
    await guest.wait_for("your host agreed, the certificate is issued")
    await town.time_passes(seconds=30)
    await guest.quiet(0.2)
    assert photos(guest) == 0

    await town.time_passes(seconds=11)
    await guest.wait_for("Your registration certificate")

    assert photos(guest) == 1


async def test_a_long_outage_loses_nothing(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While every sending fails the notice waits, and comes once when the server is back."""
    monkeypatch.setattr("bot.telegram.retrying.PAUSES", (0.01, 0.01, 0.01))
    await known_host(town, host)
    town.simulator.faults.add("sendMessage", "500", chat_id=host.id, times=12)
    await sent(town, guest)

    for _ in range(30):
        await host.quiet(0.2)
        await town.time_passes(minutes=1)
        if times_said(host, "asks to be registered at your home"):
            break
    await host.wait_for("asks to be registered at your home")

    assert times_said(host, "asks to be registered at your home") == 1


async def test_an_answer_is_repeated_after_a_fault(town: Town, guest: Person) -> None:
    """A person who tapped need not tap again because a call failed."""
    await at_review(town, guest)
    town.simulator.faults.add("editMessageText", "drop", chat_id=guest.id)

    await guest.tap("Send to my host")
    await guest.wait_for("the host has not opened it yet")

    assert len(await town.requests_of(guest)) == 1


async def test_a_line_cut_after_the_deed_changes_nothing_twice(town: Town, guest: Person, host: Person) -> None:
    """Where nobody can know whether a call was carried out, at worst a picture comes again; one certificate stands."""
    await host_looks(town, guest, host)
    town.simulator.faults.add("sendPhoto", "drop_after", chat_id=guest.id)

    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing", timeout=8)

    assert photos(guest) in {1, 2}
    assert await town.recorded(guest) == ["asked", "opened", "granted"]


async def test_a_guest_who_blocked_the_bot_finds_the_certificate_later(town: Town, guest: Person, host: Person) -> None:
    """To a blocked chat nothing is sent; when the guest comes back the certificate is there."""
    await host_looks(town, guest, host)
    await guest.block()
    await host.tap("Agree")
    await town.finds_blocked(guest)

    await guest.unblock()
    await guest.start()
    await guest.tap("My certificates")
    await guest.tap("Certificate 0")
    await guest.wait_for("Your registration certificate")

    assert photos(guest) == 1


async def test_a_host_who_blocked_the_bot_comes_back_by_the_link(town: Town, guest: Person, host: Person) -> None:
    """A known host who blocked the bot is not pinged, but the guest's link opens the request."""
    await known_host(town, host)
    await host.block()
    link = await sent(town, guest)
    await town.finds_blocked(host)
    await host.look()
    assert "asks to be registered" not in host.sees()

    await host.unblock()
    await host.open_link(link)
    await host.tap("Agree")

    await guest.wait_for("Your registration certificate")


async def test_one_blocked_chat_holds_nobody_up(town: Town, guest: Person, host: Person) -> None:
    """Another chat gets what it is owed."""
    second = await town.guest(1002, "Anna")
    await host_looks(town, guest, host)
    await guest.block()
    await host.tap("Agree")
    await town.finds_blocked(guest)

    await sent(town, second, family_name="Petrova", given_names="Anna")

    await host.wait_for("Petrova Anna asks to be registered at your home")


async def test_a_restart_sends_what_is_owed_once(town: Town, guest: Person, host: Person) -> None:
    """What was owed when the bot stopped is sent when it starts, and what was sent is not sent again."""
    await agreed(town, guest, host)
    await guest.wait_for("The same certificate for printing", timeout=8)

    await town.restart_bot()
    await town.time_passes(minutes=5)
    await guest.quiet(0.3)

    assert photos(guest) == 1
    assert times_said(guest, "The same certificate for printing") == 1


@pytest.mark.both_databases
async def test_what_has_arrived_is_noted_before_the_bot_stops(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that has arrived when the bot is stopped, and is not noted as sent yet, is not sent again."""
    note = Outbox.sent

    async def note_late(outbox: Outbox, notice: int, now: datetime) -> None:
        await asyncio.sleep(0.3)
        await note(outbox, notice, now)

    monkeypatch.setattr(Outbox, "sent", note_late)
    await agreed(town, guest, host)

    await town.restart_bot()
    await guest.wait_for("The same certificate for printing", timeout=8)
    await guest.quiet(0.5)

    assert photos(guest) == 1


async def test_polling_survives_a_fault(town: Town, guest: Person) -> None:
    """A failed getUpdates is waited out, and what was typed meanwhile is answered."""
    await guest.start()
    town.simulator.faults.add("getUpdates", "500", times=1)
    town.simulator.faults.add("getUpdates", "drop", times=1)

    await guest.tap("English")
    await guest.tap("I agree")
    await guest.wait_for("What would you like to do?", timeout=8)
