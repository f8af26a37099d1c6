"""The host is silent: the guest gets a signed page that says what was done and when, and that it is no registration."""

import io
from datetime import timedelta

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from bot.certificate.drawing.pdf import picture_in
from tests.people import Person
from tests.town import HOST_NAME, NOON, STRANGER_ID, Town, host_proves, known_host, known_to_the_bot, sent

NOTHING = "There is no silent or refused request"


async def silent(town: Town, guest: Person) -> str:
    """A request that nobody has answered for a day; the link for the host."""
    link = await sent(town, guest)
    await town.time_passes(days=1, minutes=1)
    await guest.wait_for("Your host has not answered yet")
    return link


async def proof_taken(guest: Person) -> tuple[bytes, bytes]:
    """The proof's picture and its file, as they came last."""
    await guest.tap("Proof that I asked")
    await guest.wait_for("The same proof for printing")
    files = [message for message in guest.messages if (message["file"] or {}).get("kind") in {"photo", "document"}]
    return await guest.file(files[-2]), await guest.file(files[-1])


def code_in(png: bytes) -> str:
    """What a phone's camera reads, and OpenCV the same."""
    with Image.open(io.BytesIO(png)) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert cv2.QRCodeDetectorAruco().detectAndDecode(seen)[0] == code.text
    return code.text


async def officer_in(town: Town) -> Person:
    """One who knows nothing of the guest."""
    officer = await town.person(STRANGER_ID, "Officer")
    return await officer.start()


async def test_a_silent_host_who_never_opened_the_link(town: Town, guest: Person) -> None:
    """One tap under the notice: a picture and a file; checked by link, text and photo they say what they are."""
    await silent(town, guest)
    before, said = await guest.actions(), await guest.bot_messages()
    picture, pdf = await proof_taken(guest)

    assert (await guest.actions() - before, await guest.bot_messages() - said) == (1, 2)
    assert "It is not a registration" in guest.sees()
    text = code_in(picture)
    printed = picture_in(pdf)
    assert printed is not None
    assert code_in(printed) == text

    officer = await officer_in(town)
    for deed in (
        officer.open_link(text.partition("&c#")[0]),
        officer.send(text),
        officer.send_document(picture, "proof.png", "image/png"),
    ):
        await deed
        await officer.wait_for("PROOF THAT A REQUEST WAS SENT. NOT A REGISTRATION")
        said_to_officer = officer.last()
        assert "Request 00000001 was sent on 21 November 2026, 12:00. Link opened: no." in said_to_officer
        assert "The host had not answered by 22 November 2026, 12:01." in said_to_officer
        for secret in ("Ivanov", "4567", "0006", "Abay", HOST_NAME):
            assert secret not in said_to_officer
        await officer.tap("Menu")


async def test_a_silent_host_who_opened_the_link(town: Town, guest: Person, host: Person) -> None:
    """The moment at which the link was opened stands in the proof."""
    link = await sent(town, guest)
    await town.time_passes(hours=2)
    await host_proves(host, link)
    await town.time_passes(days=1)
    await guest.wait_for("Your host has not answered yet")
    picture, _ = await proof_taken(guest)

    officer = await officer_in(town)
    await officer.send(code_in(picture))
    assert "Link opened: 21 November 2026, 14:00." in officer.last()


async def test_before_a_day_has_passed_there_is_no_proof(town: Town, guest: Person) -> None:
    """The card has no button for it yet, and a forged one is told from when on."""
    await sent(town, guest)
    assert "Proof that I asked (PDF)" not in guest.buttons()

    await guest.forge_tap("r:diligence:1")

    assert "Give your host time until 22 November 2026, 12:00" in guest.hears() + "".join(guest.alerts())
    assert await town.recorded(guest) == ["asked"]


async def test_the_card_has_the_button_once_the_host_is_silent(town: Town, guest: Person) -> None:
    """Whoever looks at the request again finds it there."""
    await silent(town, guest)
    await guest.start()
    await guest.tap("My certificates")

    assert "Proof that I asked (PDF)" in guest.buttons()


async def test_within_an_hour_it_is_the_same_proof(town: Town, guest: Person) -> None:
    """A double tap signs nothing new; an hour later the page is signed anew, and both stay good."""
    await silent(town, guest)
    first, _ = await proof_taken(guest)
    second, _ = await proof_taken(guest)
    assert code_in(first) == code_in(second)
    await town.time_passes(hours=1)
    third, _ = await proof_taken(guest)
    assert code_in(third) != code_in(first)
    assert await town.recorded(guest) == ["asked", "proof_issued", "proof_issued"]

    officer = await officer_in(town)
    for proof, until in ((first, "12:01"), (third, "13:01")):
        await officer.send(code_in(proof))
        assert f"The host had not answered by 22 November 2026, {until}." in officer.last()


async def test_after_a_restart_the_proof_is_the_same(town: Town, guest: Person) -> None:
    """What was issued is in the books, so that a bot started again repeats it byte for byte."""
    await silent(town, guest)
    first, _ = await proof_taken(guest)
    await town.restart_bot()
    second, _ = await proof_taken(guest)

    assert first == second


async def test_a_refused_request_can_be_proven(town: Town, guest: Person, host: Person) -> None:
    """The proof says that the host refused, and when."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Refuse")
    await host.tap("Another reason")
    await guest.wait_for("Your host refused")
    picture, _ = await proof_taken(guest)

    officer = await officer_in(town)
    await officer.send(code_in(picture))
    assert "The host refused on 21 November 2026, 12:00." in officer.last()


async def test_a_request_that_ran_out_can_be_proven(town: Town, guest: Person) -> None:
    """After thirty days the proof says so, months later too."""
    await sent(town, guest)
    await town.time_comes(NOON + timedelta(days=30))
    await guest.wait_for("did not answer in 30 days")
    picture, _ = await proof_taken(guest)

    officer = await officer_in(town)
    await officer.send(code_in(picture))
    assert "The host did not answer in 30 days, until 21 December 2026, 12:00." in officer.last()


async def test_an_old_button_after_the_yes_proves_nothing(town: Town, guest: Person, host: Person) -> None:
    """The host agreed after all: there is a certificate, and no proof beside it; an earlier proof stays what it was."""
    link = await silent(town, guest)
    picture, _ = await proof_taken(guest)
    await host_proves(host, link)
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")
    before = await guest.bot_messages()
    await guest.forge_tap("r:diligence:1")

    assert NOTHING in guest.hears() + "".join(guest.alerts())
    assert await guest.bot_messages() == before
    officer = await officer_in(town)
    await officer.send(code_in(picture))
    assert "The host had not answered by 22 November 2026, 12:01." in officer.last()


async def test_a_request_that_was_taken_back_proves_nothing(town: Town, guest: Person) -> None:
    """Who took it back did not wait for the host."""
    await silent(town, guest)
    await guest.tap("Take it back")
    assert "Proof that I asked (PDF)" not in guest.buttons()
    await guest.forge_tap("r:diligence:1")

    assert NOTHING in guest.hears() + "".join(guest.alerts())


@pytest.mark.parametrize("number", [1, 2, 999999])
async def test_nobody_else_gets_it(town: Town, guest: Person, host: Person, number: int) -> None:
    """The host and a stranger who forge the button are told the same, whether or not there is such a request."""
    await known_host(town, host)
    await silent(town, guest)
    stranger = await officer_in(town)
    await known_to_the_bot(town, stranger)
    for other in (host, stranger):
        await other.forge_tap(f"r:diligence:{number}")
        assert NOTHING in other.hears() + "".join(other.alerts())
        assert not any((message["file"] or {}).get("kind") for message in other.messages)
    assert "proof_issued" not in await town.recorded(guest)


async def test_a_forged_proof_is_not_genuine(town: Town, guest: Person) -> None:
    """A changed digit, another's number in the link and a name that was never given out are all not confirmed."""
    await silent(town, guest)
    text = code_in((await proof_taken(guest))[0])
    start, _, digits = text.partition("#")
    officer = await officer_in(town)
    forged = (
        f"{start}#{digits[:-1]}{(int(digits[-1]) + 1) % 10}",
        text.replace("start=x1-", "start=x2-"),
        text.replace("start=x1-", "start=r1-"),
    )
    for other in forged:
        await officer.send(other)
        assert "NOT CONFIRMED AS GENUINE" in officer.last()
    await officer.open_link(f"{start.partition('?')[0]}?start=x1-{'A' * 22}")
    assert "NOT CONFIRMED AS GENUINE" in officer.last()
    await officer.open_link(f"{start.partition('?')[0]}?start=x")
    assert "NOT CONFIRMED AS GENUINE" in officer.last()
