"""Time set back, updates said twice, out of their order or in bunches, Telegram away: whatever comes of it is whole."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.case import EventKind
from bot.domain.people import ChatId
from bot.simulator.chats import Json
from bot.simulator.updates import UpdateQueue
from tests.invariants import hold_and_told
from tests.people import Person
from tests.town import Town, agreed, at_review, host_proves, known_host, link_in, sent

HOUR = timedelta(hours=1)


@pytest.fixture
async def guest(town: Town) -> Person:
    """One who needs to be registered."""
    return await town.guest()


@pytest.fixture
async def host(town: Town) -> Person:
    """One who gives a place to live."""
    return await town.host()


async def test_a_clock_that_is_set_back_before_the_yes(town: Town, guest: Person, host: Person) -> None:
    """Half an hour back between the request and the yes: one certificate, and nothing that contradicts it."""
    town.clock.move(hours=1)  # the key that signs was made at noon
    link = await sent(town, guest)
    town.clock.move(minutes=-30)
    await host_proves(host, link)
    await host.tap("Agree")
    await guest.wait_for("Your registration certificate")

    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    await hold_and_told(town.running.database, town.simulator, clock_steps=HOUR)


async def test_a_clock_that_is_set_back_over_a_stay(town: Town, guest: Person, host: Person) -> None:
    """Registered, the clock set back, one more word of the guest: the chain stands as it was said."""
    await agreed(town, guest, host)
    town.clock.move(minutes=-30)
    async with town.running.database.begin() as work:
        [case] = await work.cases.of_guest(ChatId(guest.id))
        await work.cases.save(case.happened(EventKind.STILL_HERE, town.clock.now(), case.guest))
        await work.commit()

    assert await town.recorded(guest) == ["asked", "opened", "granted", "still_here"]
    await hold_and_told(town.running.database, town.simulator, clock_steps=HOUR)


async def test_a_clock_that_is_set_back_before_the_keys(
    town: Town, guest: Person, host: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """No key signs yet: the yes is not taken, the log says why, and nothing is lost when the clock is right again."""
    town.clock.move(hours=1)  # the key that signs was made at noon
    await host_proves(host, await sent(town, guest))
    town.clock.move(hours=-2)
    await host.tap("Agree")

    assert "there is a problem with the service" in host.sees()
    assert "KeysError before_first_key" in [getattr(record, "error", "") for record in caplog.records]
    assert await town.recorded(guest) == ["asked", "opened"]
    town.running.workshop.warn_of_keys()  # as once a day
    assert "is this machine's clock right?" in caplog.messages[-1]

    town.clock.move(hours=2)
    await host.tap("Agree")
    await guest.wait_for("Your registration certificate")
    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    await hold_and_told(town.running.database, town.simulator, clock_steps=2 * HOUR)


async def test_every_update_said_twice(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram repeats each update of a whole registration: there is one request, one yes and one certificate."""
    add = UpdateQueue.add

    def add_twice(queue: UpdateQueue, kind: str, body: Json) -> int | None:
        queue.repeat_next = True
        return add(queue, kind, body)

    monkeypatch.setattr(UpdateQueue, "add", add_twice)
    await agreed(town, guest, host)
    await guest.quiet()

    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    assert len(await town.requests_of(guest)) == 1
    await hold_and_told(town.running.database, town.simulator)


async def test_taps_out_of_their_order(town: Town, guest: Person, host: Person) -> None:
    """Yes, no and yes again, tapped while the bot is down and brought in the wrong order: one of them counts, once."""
    await host_proves(host, await sent(town, guest))
    await town.stop_bot()
    host.patience = guest.patience = 0.1
    for label in ("Refuse", "Agree", "Agree"):
        await host.tap(label)
    pending = town.simulator.world.updates.pending
    town.simulator.world.updates.pending = dict(reversed(pending.items()))
    await town.start_bot()
    host.patience = guest.patience = 3
    await guest.wait_for("Your registration certificate")

    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    await hold_and_told(town.running.database, town.simulator)


async def test_the_host_agrees_while_the_guest_takes_it_back(town: Town, guest: Person, host: Person) -> None:
    """At the same moment from two chats: exactly one of the two endings, and both are told that one."""
    await known_host(town, host)
    await at_review(town, guest)
    await guest.tap("Send to my host")
    await host.open_link(link_in(guest))
    await asyncio.gather(host.tap("Agree"), guest.tap("Take it back"), return_exceptions=True)
    await asyncio.gather(host.quiet(), guest.quiet())
    await town.time_passes(seconds=10)
    await guest.quiet()

    assert (await town.recorded(guest))[-1] in {"granted", "cancelled"}
    if await town.has_certificate(guest):
        await guest.wait_for("Your registration certificate")
    await hold_and_told(town.running.database, town.simulator)


async def test_telegram_is_away_when_the_bot_starts(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot waits for Telegram instead of dying, and answers what has waited for both."""
    monkeypatch.setattr("bot.telegram.retrying.PAUSES", ())
    monkeypatch.setattr("bot.bootstrap.app.BEFORE_AGAIN", 0.01)
    await town.stop_bot()
    town.simulator.faults.add("getMe", "500", times=3)
    town.simulator.faults.add("getMe", "drop", times=2)
    await town.start_bot()

    assert not town.simulator.faults.waiting
    await guest.start()
    await guest.wait_for("Choose your language")
