"""The main job: a guest registers, the host taps, the certificate comes back."""

import pytest

from bot.domain.person import Iin
from tests.people import Person
from tests.town import (
    HOST_IIN,
    OTHER_IIN,
    Town,
    agreed,
    at_review,
    certificate_text,
    host_proves,
    known_host,
    link_in,
    request_sent,
    sent,
)


@pytest.mark.both_databases
async def test_a_guest_registers_and_the_host_agrees(town: Town, guest: Person, host: Person) -> None:
    """From nothing to the certificate with no more effort than the table allows, every answer typed."""
    link = await request_sent(guest)
    assert await guest.actions() <= 18
    assert "You are not registered until your host agrees" in guest.sees()
    assert "11 December 2026" in guest.sees()

    await host_proves(host, link)
    assert "Ivanov Pyotr" in host.sees()
    assert "•••4567" in host.sees()
    await host.tap("Agree")
    assert await host.actions() <= 5
    assert await host.bot_messages() <= 4
    assert "You agreed that Ivanov Pyotr lives at your home" in host.sees()

    await guest.wait_for("The same certificate for printing", timeout=8)
    assert "your host agreed, the certificate is issued" in guest.sees()
    assert await guest.bot_messages() <= 18
    assert await town.recorded(guest) == ["asked", "opened", "granted"]


async def test_the_guests_card_follows_the_request(town: Town, guest: Person, host: Person) -> None:
    """One status card is edited in place: sent, opened, agreed; until then it says that the guest is not registered."""
    link = await sent(town, guest)
    card = guest.messages[-1]["id"]
    assert "the host has not opened it yet" in guest.last()

    await host.open_link(link)
    await guest.wait_for("opened by the host")
    assert "You are not registered until your host agrees" in guest.last()

    await host.share_contact()
    await host.send("850412300006 Serikova Aigul Maratovna")
    await host.tap("Agree")
    await guest.wait_for("your host agreed, the certificate is issued")
    changed = next(message for message in guest.messages if message["id"] == card)
    assert "your host agreed" in changed["text"]
    assert "You are not registered" not in guest.sees()


async def test_the_hosts_card_shows_the_answer_in_the_place_of_the_buttons(
    town: Town, guest: Person, host: Person
) -> None:
    """Once the host has agreed, the same message says so and has neither Agree nor Refuse."""
    await host_proves(host, await sent(town, guest))
    card = host.messages[-1]["id"]

    await host.tap("Agree")

    changed = next(message for message in host.messages if message["id"] == card)
    assert "You agreed that Ivanov Pyotr" in changed["text"]
    assert {"Agree", "Refuse"}.isdisjoint(host.buttons())


async def test_a_known_host_is_pinged_and_answers_with_one_tap(town: Town, guest: Person, host: Person) -> None:
    """A host whose IIN is linked to a chat gets the card there: at most two actions, one message."""
    await known_host(town, host)
    actions, messages = await host.actions(), await host.bot_messages()

    await sent(town, guest)
    await host.wait_for("Ivanov Pyotr asks to be registered at your home")
    await host.tap("Agree")

    assert await host.actions() - actions <= 2
    assert await host.bot_messages() - messages == 1
    await guest.wait_for("The same certificate for printing")


async def test_the_second_guest_of_a_host_needs_no_link(town: Town, guest: Person, host: Person) -> None:
    """A host who proved the IIN by one guest's link is pinged for the next guest."""
    second = await town.guest(1002, "Anna")
    await agreed(town, guest, host)

    await sent(town, second, family_name="Petrova", given_names="Anna")

    await host.wait_for("Petrova Anna asks to be registered at your home")


async def test_the_guest_cannot_tell_whether_the_host_is_known(town: Town, guest: Person, host: Person) -> None:
    """What the guest sees is the same whether or not the bot knows the IIN."""
    other = await town.guest(1002, "Pyotr")
    await sent(town, guest, host=Iin.parse(OTHER_IIN))
    await known_host(town, host)

    await sent(town, other)
    await host.wait_for("asks to be registered at your home")

    assert _without_numbers(other) == _without_numbers(guest)


def _without_numbers(guest: Person) -> tuple[str, list[str]]:
    card = guest.last().replace(link_in(guest), "<link>")
    heading, _, rest = card.partition(":")
    return heading.rstrip("0123456789") + rest, guest.buttons()


async def test_a_known_host_can_use_the_link_as_well(town: Town, guest: Person, host: Person) -> None:
    """A host who is known opens the link and sees the request at once: open, Start, Agree."""
    await known_host(town, host)
    link = await sent(town, guest)
    before = await host.actions()

    await host.open_link(link)
    await host.tap("Agree")

    assert await host.actions() - before <= 3
    assert await town.recorded(guest) == ["asked", "opened", "granted"]


async def test_a_host_who_gives_only_the_iin_is_asked_for_the_name(town: Town, guest: Person, host: Person) -> None:
    """The IIN is shown back for the eye, and the name is asked for."""
    await host.open_link(await sent(town, guest))
    await host.share_contact()

    await host.send("850412-300006")
    assert "Your IIN: 850412 300006" in host.last()
    await host.send("Serikova Aigul Maratovna")

    assert "Ivanov Pyotr asks to be registered" in host.last()


async def test_a_host_who_begins_hands_out_a_link(town: Town, guest: Person, host: Person) -> None:
    """Someone will live at my place: phone, IIN and name, then a link by which the host's IIN stays unseen."""
    await host.start()
    await host.tap("English")
    await host.tap("I agree")
    await host.tap("Someone will live at my place")
    await host.share_contact()
    await host.send("850412300006 Serikova Aigul Maratovna")
    invitation = next(link for link in host.links() if "?start=h" in link)

    await guest.open_link(invitation)
    await guest.tap("English")
    await guest.tap("I agree")
    await guest.tap("Register me at an address")
    for answer in ("Россия", "12.11.2026", "Ivanov", "Pyotr", "-", "27.03.1990", "Passport", "75 1234567", "27.03.2031",
                   "Almaty, Abay avenue 10, flat 25", "Flat"):  # fmt: skip
        await guest.send(answer)
    await guest.tap("Last lawful day")
    assert "from the host's link" in guest.sees()
    assert "850412" not in guest.hears()

    await guest.tap("Send to my host")
    await host.wait_for("Ivanov Pyotr asks to be registered at your home")
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")


async def test_a_guest_pastes_the_hosts_link_at_the_question(town: Town, guest: Person, host: Person) -> None:
    """ "I have the host's link": pasted instead of opened, it answers the question for the host."""
    await known_host(town, host)
    await host.tap("Someone will live at my place")
    invitation = next(link for link in host.links() if "?start=h" in link)
    await at_review(town, guest, host=None)

    await guest.tap("I have the host's link")
    await guest.send(invitation)

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.host_by_link
    assert "850412" not in guest.hears()


@pytest.mark.both_databases
async def test_a_new_registration_replaces_the_earlier_certificate(town: Town, guest: Person, host: Person) -> None:
    """A registration at a new address ends the one at the old address by itself, and its QR says so."""
    await agreed(town, guest, host)
    old = await certificate_text(guest)

    await sent(town, guest)
    await host.wait_for("asks to be registered at your home")
    await host.tap("Agree")
    await guest.wait_for("your host agreed, the certificate is issued")

    stranger = await town.person(3001, "Bolat")
    await stranger.open_link(old)
    assert "REPLACED" in stranger.last()


async def test_one_request_for_a_document_at_a_time(town: Town, guest: Person) -> None:
    """A guest whose request still waits takes it back before another is sent."""
    await sent(town, guest)

    await at_review(town, guest)
    await guest.tap("Send to my host")

    assert "is still waiting for the host. Take it back first" in guest.sees()
    assert len(await town.requests_of(guest)) == 1


async def test_a_host_may_write_the_name_before_the_iin(town: Town) -> None:
    """IIN and name are understood in either order."""
    guest, host = await town.guest(), await town.host()
    link = await sent(town, guest)

    await host.open_link(link)
    await host.share_contact()
    await host.send(f"Serikova Aigul Maratovna, {HOST_IIN}")

    assert "asks to be registered at your home" in host.last()
