"""The host refuses, the guest is told why and mends it, the host agrees."""

import pytest

from tests.people import Person
from tests.town import HOST_IIN, OTHER_IIN, Town, at_review, host_proves, link_in, sent

HOST_QUESTION = "Who gives you the place to live?"
ADDRESS_QUESTION = "What is the address where you live?"
PREMISES_QUESTION = "What kind of place is it?"
UNTIL_QUESTION = "Until when will you live there?"

REASONS = [
    ("I don't know this person", "Choose another host", [(HOST_QUESTION, OTHER_IIN)]),
    ("The address is wrong", "Mend the address", [(ADDRESS_QUESTION, "Astana, Kenesary 5")]),
    ("The dates are wrong", "Mend the dates", [(UNTIL_QUESTION, "31.12.2026")]),
    ("They have not arrived", "Mend and send again", []),
    (
        "They have left",
        "Mend and send again",
        [(HOST_QUESTION, OTHER_IIN), (ADDRESS_QUESTION, "Astana, Kenesary 5"), (PREMISES_QUESTION, "House")],
    ),
    ("Another reason", "Mend and send again", []),
]


@pytest.mark.parametrize(("reason", "mend", "asked"), REASONS, ids=[reason for reason, _, _ in REASONS])
async def test_a_refusal_is_mended_with_one_tap(
    town: Town, guest: Person, host: Person, reason: str, mend: str, asked: list[tuple[str, str]]
) -> None:
    """The guest gets the host's reason, is asked again only what it speaks of, and sends; the host agrees."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Refuse")
    await host.tap(reason)
    assert "You refused Ivanov Pyotr" in host.sees()
    await guest.wait_for(f"The host's reason: {reason}")
    assert not await town.has_certificate(guest)

    await guest.tap(mend)
    for question, answer in asked:
        assert question in guest.last()
        await guest.send(answer)
    assert "Check your answers" in guest.last()
    await guest.tap("Send to my host")

    second = host if all(answer != OTHER_IIN for _, answer in asked) else await town.host(2002, "Bolat")
    iin = HOST_IIN if second is host else OTHER_IIN
    await (host.open_link(link_in(guest)) if second is host else host_proves(second, link_in(guest), iin))
    await second.tap("Agree")
    await guest.wait_for("The same certificate for printing")
    assert await town.recorded(guest) == ["asked", "opened", "granted"]


async def test_the_guests_card_says_that_the_host_refused(town: Town, guest: Person, host: Person) -> None:
    """After a refusal the card says that the guest is not registered, and by when it has to be done."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Refuse")
    await host.tap("The dates are wrong")

    await guest.wait_for("your host refused. You are not registered")

    assert "Register by 11 December 2026: 20 days left." in guest.hears()
    assert await town.recorded(guest) == ["asked", "opened", "refused"]


async def test_a_host_who_taps_refuse_can_go_back(town: Town, guest: Person, host: Person) -> None:
    """Nothing is refused until a reason is chosen; Back shows the request again with both buttons."""
    await host_proves(host, await sent(town, guest))

    await host.tap("Refuse")
    await host.tap("Back")
    await host.tap("Agree")

    assert await town.recorded(guest) == ["asked", "opened", "granted"]


async def test_a_host_may_think_it_over(town: Town, guest: Person, host: Person) -> None:
    """Ask me later says when the host is reminded, and both buttons stay."""
    await host_proves(host, await sent(town, guest))

    await host.tap("Ask me later")

    assert "You will be reminded once a day, three times at most" in host.sees()
    assert {"Agree", "Refuse"} <= set(host.buttons())


async def test_the_two_buttons_are_equal(town: Town, guest: Person, host: Person) -> None:
    """Agree and Refuse stand side by side in one row of their own."""
    await host_proves(host, await sent(town, guest))

    rows = [[button["text"] for button in row] for row in host.messages[-1]["buttons"]]

    assert ["Agree", "Refuse"] in rows


async def test_a_mended_request_has_a_new_link(town: Town, guest: Person, host: Person) -> None:
    """The refused request's link stays dead; the new one is answered."""
    old = await sent(town, guest)
    await host_proves(host, old)
    await host.tap("Refuse")
    await host.tap("The dates are wrong")
    await guest.tap("Mend the dates")
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")

    await host.open_link(old)

    assert "This request was already answered" in host.last()
    assert link_in(guest) != old


async def test_an_old_mend_button_leaves_the_new_request_alone(town: Town, guest: Person, host: Person) -> None:
    """The mend button of a refused request, tapped after the mended one was sent, cannot send a second one."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Refuse")
    await host.tap("Another reason")
    await guest.tap("Mend and send again")
    await guest.tap("Send to my host")

    await guest.forge_tap("r:mend:1")
    await guest.forge_tap("g:send")

    assert await town.recorded(guest) == ["asked"]
    assert len(await town.requests_of(guest)) == 2


async def test_taking_back_keeps_the_answers(town: Town, guest: Person) -> None:
    """A request taken back can be mended and sent again."""
    await at_review(town, guest)
    await guest.tap("Send to my host")
    await guest.tap("Take it back")
    assert "you took it back. You are not registered" in guest.sees()

    await guest.tap("Mend and send again")

    assert "Check your answers" in guest.last()
