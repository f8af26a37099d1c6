"""The card at the door: a code that every reader opens, two languages, and nobody's name."""

import io
import re
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from bot.certificate.drawing.pdf import picture_in
from bot.papers.door_card import DoorCard, draw_door_pdf, draw_door_picture
from bot.texts.places import on_card
from bot.texts.words import words_of

LINK = "https://t.me/a_bot_with_the_longest_name_ok?start=d" + "x" * 22
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHORT = "Алматы қаласы / город Алматы, Abay avenue 10, flat 25"
LONG = ("Алматы облысы / Алматинская область, Талгар, " + "улица Абылай хана, дом 125/3, " * 5)[:160]


def card(language: str = "kk", address: str = SHORT, owner: str = "") -> DoorCard:
    """A card in this language and English."""
    return DoorCard(
        link=LINK, address=address, owner=owner, words=(on_card(words_of(language)), on_card(words_of("en")))
    )


def readings(png: bytes) -> set[str]:
    """What two readers make of the code in a picture."""
    with Image.open(io.BytesIO(png)) as picture:
        [code] = zxingcpp.read_barcodes(picture)
    grey = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    return {code.text, cv2.QRCodeDetector().detectAndDecode(grey)[0]}


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("address", "owner"), [(SHORT, ""), (LONG, "Dostyk hostel, block 2 · ТОО «Достык Плаза»" * 2)])
def test_two_readers_open_the_code(language: str, address: str, owner: str) -> None:
    """The code leads to the place's link on the screen and in print, however long the address is."""
    made = card(language, address, owner)
    printed = picture_in(draw_door_pdf(made, AT))

    assert readings(draw_door_picture(made)) == {LINK}
    assert printed is not None
    assert readings(printed) == {LINK}


def test_the_code_survives_a_poor_camera() -> None:
    """Made a third as large and compressed as a chat compresses it, the code is still read."""
    with Image.open(io.BytesIO(draw_door_picture(card()))) as picture:
        small = picture.convert("L").resize((picture.width // 3, picture.height // 3), Image.Resampling.BILINEAR)
    poor = io.BytesIO()
    small.save(poor, "JPEG", quality=40)
    with Image.open(poor) as seen:
        [code] = zxingcpp.read_barcodes(seen)

    assert code.text == LINK
    assert code.ec_level == "M"


def test_the_file_is_one_a5_page() -> None:
    """The page is 148 by 210 millimetres, as a printer understands it."""
    page = draw_door_pdf(card(), AT)
    found = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", page)

    assert found is not None
    millimetres = [float(points) / 72 * 25.4 for points in found.groups()]
    assert millimetres == pytest.approx([148, 210], abs=0.5)
    assert page.count(b"/Type /Page ") == 1


def test_nothing_runs_over_the_edge() -> None:
    """The margins stay white (but for the band on top), with the longest address and owner."""
    with Image.open(io.BytesIO(draw_door_picture(card("ru", LONG, "Ы" * 120)))) as picture:
        grey = np.asarray(picture.convert("L"))

    assert grey[30:, :40].min() == 255
    assert grey[30:, -40:].min() == 255
    assert grey[-8:, :].min() == 255
