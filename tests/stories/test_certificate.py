"""The certificate in other hands: its code opens, its copy is told from a forgery, and nobody learns whose it is."""

import io

import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from tests.people import Person
from tests.town import STRANGER_ID, Town, agreed, certificate_picture, certificate_text

PRIVATE = ("Ivanov", "Pyotr", "751234567", "4567", "850412300006", "Serikova", "Abay", "77011234567")


@pytest.fixture
async def stranger(town: Town) -> Person:
    """Somebody who was shown a certificate."""
    return await town.person(STRANGER_ID, "Bolat")


def codes_by_zxing(picture: bytes) -> list[str]:
    with Image.open(io.BytesIO(picture)) as opened:
        # of one kind: in the dots of a QR code it may take some row for a bar code, too
        return [code.text for code in zxingcpp.read_barcodes(opened, formats=zxingcpp.BarcodeFormat.QRCode)]


def codes_by_zbar(picture: bytes) -> list[str]:
    with Image.open(io.BytesIO(picture)) as opened:
        return [code.data.decode() for code in pyzbar.decode(opened, [pyzbar.ZBarSymbol.QRCODE])]


def shows_nobody(text: str) -> bool:
    return not any(datum in text for datum in PRIVATE)


async def test_two_readers_read_the_same_code_from_the_guests_own_picture(
    town: Town, guest: Person, host: Person
) -> None:
    """The picture the guest got bears exactly one code, and independent readers agree on its text."""
    await agreed(town, guest, host)

    picture = await certificate_picture(guest)

    [text] = codes_by_zxing(picture)
    assert codes_by_zbar(picture) == [text]
    assert text.startswith("https://t.me/tirkeu_town_bot?start=r")


async def test_the_picture_fits_telegram_and_a_phones_camera(town: Town, guest: Person, host: Person) -> None:
    """The longest side is at most 1280, so that Telegram does not shrink the code."""
    await agreed(town, guest, host)

    with Image.open(io.BytesIO(await certificate_picture(guest))) as picture:
        assert max(picture.size) <= 1280


async def test_a_strangers_camera_says_valid_and_tells_nobodys_data(
    town: Town, guest: Person, host: Person, stranger: Person
) -> None:
    """Whoever opens the code's link is told VALID with its dates, and no name, no address, no number."""
    await agreed(town, guest, host)

    await stranger.open_link(await certificate_text(guest))

    assert "VALID" in stranger.last()
    assert "valid until 9 February 2027" in stranger.last()
    assert shows_nobody(stranger.sees())


async def test_a_strangers_photo_of_it_says_valid(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """A photo of the certificate, sent at any moment, is read and answered, and shows nobody's data."""
    await agreed(town, guest, host)

    await stranger.send_photo(await certificate_picture(guest))

    await stranger.wait_for("VALID")
    assert shows_nobody(stranger.hears())


async def test_it_can_be_sent_as_a_file_as_well(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """A picture sent as a file is read just so."""
    await agreed(town, guest, host)

    await stranger.send_document(await certificate_picture(guest), "scan.png", "image/png")

    await stranger.wait_for("VALID")


async def test_its_whole_text_can_be_pasted(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """The text of the code is checked in the menu's own place and anywhere else."""
    await agreed(town, guest, host)

    await stranger.send(await certificate_text(guest))

    assert "VALID" in stranger.last()
    assert "NOT" not in stranger.last()


async def test_an_altered_text_is_not_genuine(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """One digit of the seal changed, and the text is not genuine."""
    await agreed(town, guest, host)
    text = await certificate_text(guest)
    digit = text[-40]

    await stranger.send(f"{text[:-40]}{(int(digit) + 1) % 10}{text[-39:]}")

    assert "NOT CONFIRMED AS GENUINE" in stranger.last()


@pytest.mark.parametrize(
    "forged",
    [
        "https://t.me/tirkeu_town_bot?start=rAAAAAAAAAAAAAAAA",
        "https://t.me/tirkeu_town_bot?start=rtooshort",
        "https://t.me/tirkeu_town_bot?start=r" + "A" * 60,
    ],
)
async def test_an_invented_link_is_not_genuine(town: Town, stranger: Person, forged: str) -> None:
    """A link of which the register knows nothing is not genuine."""
    await stranger.open_link(forged)

    assert "NOT CONFIRMED AS GENUINE" in stranger.last()


async def test_a_forged_text_in_the_check_of_the_menu(town: Town, stranger: Person) -> None:
    """Whatever text is typed where a certificate is awaited gets a verdict."""
    await stranger.start()
    await stranger.tap("English")
    await stranger.tap("I agree")
    await stranger.tap("Check a certificate")

    await stranger.send("VALID, believe me")

    assert "NOT CONFIRMED AS GENUINE" in stranger.last()


async def test_a_picture_without_a_code_says_how_to_take_a_better_one(town: Town, stranger: Person) -> None:
    """Where no code can be read the bot says what to do."""
    blank = io.BytesIO()
    Image.new("RGB", (400, 400), "white").save(blank, "JPEG")

    await stranger.send_photo(blank.getvalue())

    await stranger.wait_for("No QR code could be read")


async def test_after_its_last_day_it_has_expired(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """On the day after the last one the verdict is EXPIRED."""
    await agreed(town, guest, host)
    text = await certificate_text(guest)

    await town.time_passes(days=81)
    await stranger.open_link(text)

    assert "EXPIRED" in stranger.last()


async def test_the_day_of_issue_is_the_day_in_almaty(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """What is issued after midnight in Almaty bears the new day, though in London it is still the old one."""
    await town.time_passes(hours=13)
    await agreed(town, guest, host)

    await stranger.open_link(await certificate_text(guest))

    assert "Issued on 22 November 2026" in stranger.last()


async def test_the_twenty_first_check_in_a_minute_waits(
    town: Town, guest: Person, host: Person, stranger: Person
) -> None:
    """One account checks at most twenty times a minute; the next is asked to wait and told nothing."""
    await agreed(town, guest, host)
    text = await certificate_text(guest)
    for _ in range(20):
        await stranger.open_link(text)
    assert "That was many checks" not in stranger.sees()

    await stranger.open_link(text)

    assert "That was many checks in a minute" in stranger.last()


async def test_it_comes_as_a_file_for_printing(town: Town, guest: Person, host: Person) -> None:
    """The PDF follows the picture."""
    await agreed(town, guest, host)
    await guest.wait_for("The same certificate for printing", timeout=8)

    printed = next(m for m in reversed(guest.messages) if (m["file"] or {}).get("kind") == "document")

    assert printed["file"]["name"].endswith(".pdf")
    assert (await guest.file(printed)).startswith(b"%PDF-")


async def test_it_can_be_had_again_and_is_the_same(town: Town, guest: Person, host: Person) -> None:
    """My certificates gives the very same certificate again."""
    await agreed(town, guest, host)
    first = await certificate_picture(guest)

    await guest.send("/menu")
    await guest.tap("My certificates")
    await guest.tap("Certificate 0")
    await guest.wait_for(lambda one: sum((m["file"] or {}).get("kind") == "photo" for m in one.messages) == 2)

    assert await certificate_picture(guest) == first


async def test_a_host_who_withdraws_leaves_the_certificate_as_it_was(town: Town, guest: Person, host: Person) -> None:
    """What is printed on an issued certificate is kept until its last day, the host's name too."""
    await agreed(town, guest, host)
    first = await certificate_picture(guest)
    await host.send("/withdraw")
    await host.tap("Delete my data")

    await guest.send("/menu")
    await guest.tap("My certificates")
    await guest.tap("Certificate 0")
    await guest.wait_for(lambda one: sum((m["file"] or {}).get("kind") == "photo" for m in one.messages) == 2)

    assert await certificate_picture(guest) == first


async def test_a_sample_says_that_it_is_one(town: Town, guest: Person, host: Person) -> None:
    """Unless the operator is the official issuer, the guest is told that the ministry did not issue it."""
    await agreed(town, guest, host)

    assert "A sample: the ministry did not issue it" in guest.sees()


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("王", "小明"),
        ("العبدالله", "محمد"),
        ("Ұлықбек", "Әсем-Гүл"),
        ("O'Brien", "Seán"),
        ("Nguyễn", "-".join(["Thị"] * 12)),
    ],
)
async def test_names_in_any_script_reach_the_certificate(
    town: Town, guest: Person, host: Person, family: str, given: str
) -> None:
    """A name in any script is registered as it was typed."""
    await agreed(town, guest, host, family_name=family, given_names=given)

    assert len(codes_by_zxing(await certificate_picture(guest))) == 1
    assert f"{family} {given}" in host.sees()
