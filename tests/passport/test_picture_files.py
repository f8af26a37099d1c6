"""Files are judged by their header; what cannot be a photo is refused with its reason and never unpacked."""

import resource
import struct
import time
import zlib

import cv2
import numpy as np
import pytest

from bot.passport.headers import Format, header
from bot.passport.picture import LONGEST_SIDE, UnreadableError, open_picture
from bot.passport.reader import read_passport
from bot.passport.reading import LARGEST_PICTURE, Unread
from tests.passport.sample_photos import TODAY, photo


def reason(data: bytes) -> Unread:
    with pytest.raises(UnreadableError) as refused:
        open_picture(data)
    return refused.value.reason


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"PK\x03\x04" * 9]
)
def test_not_a_picture(data: bytes) -> None:
    """A PDF, a ZIP, an empty or a broken file is told apart from a photo."""
    assert reason(data) is Unread.NOT_A_PICTURE


def test_too_large() -> None:
    """More than 20 MB are not even looked at."""
    assert reason(photo("upright.jpg").ljust(LARGEST_PICTURE + 1, b"\x00")) is Unread.FILE_TOO_LARGE


@pytest.mark.parametrize("bomb", ["png", "jpeg", "progressive", "heic"])
def test_bomb_is_refused_by_its_header(bomb: str) -> None:
    """A small file that would unpack to gigabytes costs neither time nor memory."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert reason(_bomb(bomb)) is Unread.TOO_MANY_PIXELS
    assert time.process_time() - begun < 0.2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_many_scans() -> None:
    """A progressive JPEG with hundreds of scans, each a walk over the whole picture, is refused."""
    jpeg = _jpeg_header(0xC2, 3000, 3000) + b"\xff\xda\x00\x03\x01" * 500
    assert reason(jpeg) is Unread.TOO_MANY_PIXELS


@pytest.mark.parametrize("shape", [(300, 400), (300, 400, 3), (300, 400, 4)])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_kinds_of_png(shape: tuple[int, ...], depth: type) -> None:
    """Grey, colour and transparent pictures of eight and sixteen bits all become grey ones."""
    picture = open_picture(cv2.imencode(".png", np.full(shape, np.iinfo(depth).max // 2, depth))[1].tobytes())
    assert picture.shape == (300, 400)
    assert picture.dtype == np.uint8
    assert abs(int(picture[150, 200]) - 127) <= 2


def test_large_picture_is_brought_to_size() -> None:
    """The reader gets no more than it can use."""
    picture = open_picture(cv2.imencode(".jpg", np.full((3000, 4400), 99, np.uint8))[1].tobytes())
    assert max(picture.shape) == LONGEST_SIDE


def test_too_small() -> None:
    """A thumbnail holds no legible zone."""
    assert reason(cv2.imencode(".png", np.zeros((100, 160), np.uint8))[1].tobytes()) is Unread.TOO_SMALL


def test_truncated() -> None:
    """A photo whose end is missing gives an answer, whatever it is."""
    data = photo("upright.jpg")
    for share in (0.02, 0.3, 0.6, 0.9):
        read_passport(data[: int(len(data) * share)], today=TODAY, budget=0.3)


def test_progressive_counts_apart() -> None:
    """A JPEG that has to be held whole while it is unpacked is known by its header."""
    grey = np.zeros((300, 400), np.uint8)
    plain, progressive = (cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_PROGRESSIVE, on])[1].tobytes() for on in (0, 1))
    kinds = [seen.kind for seen in (header(plain), header(progressive)) if seen]
    assert kinds == [Format.JPEG, Format.JPEG_WHOLE]


def _bomb(kind: str) -> bytes:
    if kind == "png":
        return _png_header(60_000, 60_000)
    if kind == "heic":
        sizes = photo("upright.heic")
        at = sizes.index(b"ispe") + 8
        bombed = sizes
        while at > 8:
            bombed = bombed[:at] + struct.pack(">II", 30_000, 30_000) + bombed[at + 8 :]
            at = sizes.find(b"ispe", at) + 8 if sizes.find(b"ispe", at) >= 0 else 0
        return bombed
    return _jpeg_header(0xC0 if kind == "jpeg" else 0xC2, 60_000, 9_000)


def _png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def _jpeg_header(marker: int, width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    parts = ((marker, frame), (0xDA, scan))
    return b"\xff\xd8" + b"".join(bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body for mark, body in parts)


def test_a_header_without_end_is_refused() -> None:
    """A few fill bytes before a marker are lawful (JPEG, B.1.1.2); megabytes of them are an attack on time."""
    whole = photo("upright.jpg")
    assert header(whole[:2] + b"\xff" * 100 + whole[2:]) is not None
    assert header(whole[:2] + b"\xff" * 100_000 + whole[2:]) is None
