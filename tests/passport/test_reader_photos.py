"""Photos of documents are read right, whichever way they lie and in whatever file they come."""

import subprocess
import sys
import time

import cv2
import pytest

from bot.passport.reader import read_passport
from bot.passport.reading import Layout, Reading, Unread
from tests.passport.sample_photos import FOLDER, TODAY, grey_photo, photo, truths, wrong_fields

TRUTHS = {truth["file"]: truth for truth in truths()}


def read(data: bytes) -> Reading:
    reading = read_passport(data, today=TODAY)
    assert isinstance(reading, Reading), reading
    return reading


@pytest.mark.parametrize("name", TRUTHS)
def test_photo(name: str) -> None:
    """All seven fields are read as printed, in the layout they are printed in."""
    reading = read(photo(name))
    assert wrong_fields(reading, TRUTHS[name]) == []
    assert reading.layout is Layout(TRUTHS[name]["kind"])


def test_vouched() -> None:
    """The reader stands by all of a clear photo, so that nobody has to look at single fields."""
    assert read(photo("upright.jpg")).valid


@pytest.mark.parametrize("kind", ["png", "heic", "exif"])
def test_same_photo_in_another_file(kind: str) -> None:
    """A PNG, a HEIC and a photo that only its EXIF turns are read like the JPEG."""
    assert wrong_fields(read(_as(kind)), TRUTHS["upright.jpg"]) == []


def test_document_uncompressed() -> None:
    """A photo of twelve million pixels, sent as a document, is read too."""
    grey = grey_photo("upright.jpg")
    large = cv2.resize(grey, None, fx=3.2, fy=3.2, interpolation=cv2.INTER_CUBIC)
    data = cv2.imencode(".jpg", large)[1].tobytes()
    assert wrong_fields(read(data), TRUTHS["upright.jpg"]) == []


def test_budget_is_kept() -> None:
    """With hardly any time the answer comes at once, and says that time was short."""
    begun = time.process_time()
    assert read_passport(photo("turned.jpg"), today=TODAY, budget=0.05) is Unread.TOO_LONG
    assert time.process_time() - begun < 0.5


def test_no_personal_data_in_what_is_shown() -> None:
    """A reading's repr holds nothing of the document."""
    reading = read(photo("upright.jpg"))
    assert not any(value in repr(reading) for value in (reading.surname, reading.number, reading.lines[0]))


def test_nothing_else_is_loaded() -> None:
    """Reading a JPEG loads neither the HEIC library nor Pillow."""
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from bot.passport.reader import read_passport;"
        "read_passport(Path(sys.argv[1]).read_bytes(), today=date(2026, 11, 22));"
        "assert not {'PIL', 'pi_heif', 'aiogram', 'sqlalchemy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(FOLDER / "upright.jpg")], check=True)


def _as(kind: str) -> bytes:
    if kind == "heic":
        return photo("upright.heic")
    grey = grey_photo("upright.jpg")
    if kind == "png":
        return bytes(cv2.imencode(".png", grey)[1].tobytes())
    lying = cv2.imencode(".jpg", cv2.rotate(grey, cv2.ROTATE_90_COUNTERCLOCKWISE))[1].tobytes()
    return bytes(lying[:2] + _EXIF_TURNED + lying[2:])


_EXIF_TURNED = (
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08"  # an APP1 with one directory
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"  # orientation 6: turn it to the right
)
