"""From the bytes of a file to a grey picture of the size that the reader wants.

A file is judged by its header first: what would not fit into the worker's memory is refused and never unpacked.
"""

from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from bot.passport.headers import Format, Header, header
from bot.passport.reading import LARGEST_PICTURE, Unread
from bot.passport.strips import Picture

MOST_PIXELS: Final = MappingProxyType(
    {
        Format.JPEG: 120_000_000,  # phones of 108 million pixels: unpacked at an eighth of the size, row by row
        Format.JPEG_WHOLE: 12_500_000,  # up to 6 bytes a pixel are held
        Format.PNG: 40_000_000,  # one byte a pixel is held
        Format.HEIC: 24_600_000,  # 4.5 bytes a pixel are held; phones take 12 or 24 million
    }
)
MOST_SCANS = 40  # a progressive JPEG has about ten; each one more is a walk over the whole picture
FEWEST_PIXELS = 240  # longest side: 30 characters of five pixels, and a margin
LONG_STRIP = 20  # times longer than wide: not even the zone alone, cut out, is that narrow
LONGEST_SIDE = 2000  # the reader gains nothing from more: the smallest legible zone then has 11 pixels a character

_REDUCED: Final = MappingProxyType(
    {
        1: cv2.IMREAD_GRAYSCALE,
        2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
        4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
        8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
    }
)


class UnreadableError(Exception):
    """The file is no picture that can be read; `reason` says why."""

    def __init__(self, reason: Unread) -> None:
        super().__init__(reason.value)
        self.reason = reason


def open_picture(data: bytes) -> Picture:
    """Grey, turned as its EXIF says, the longest side at most `LONGEST_SIDE`.

    Raises:
        UnreadableError: with NOT_A_PICTURE, FILE_TOO_LARGE, TOO_MANY_PIXELS or TOO_SMALL.
    """
    if len(data) > LARGEST_PICTURE:
        raise UnreadableError(Unread.FILE_TOO_LARGE)
    seen = header(data)
    if seen is None:
        raise UnreadableError(Unread.NOT_A_PICTURE)
    picture = _heic(data) if seen.kind is Format.HEIC else _decoded(data, seen)
    if max(picture.shape) < FEWEST_PIXELS or min(picture.shape) < max(picture.shape) / LONG_STRIP:
        raise UnreadableError(Unread.TOO_SMALL)
    return _fitted(picture)


def _check_size(kind: Format, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise UnreadableError(Unread.NOT_A_PICTURE)
    if width * height > MOST_PIXELS[kind]:
        raise UnreadableError(Unread.TOO_MANY_PIXELS)


def _decoded(data: bytes, seen: Header) -> Picture:
    """JPEG and PNG by OpenCV; a JPEG at a half, a quarter or an eighth when that is still large enough."""
    _check_size(seen.kind, seen.width, seen.height)
    if seen.scans > MOST_SCANS:
        raise UnreadableError(Unread.TOO_MANY_PIXELS)
    longest = max(seen.width, seen.height)
    parts = [1] if seen.kind is Format.PNG else [part for part in _REDUCED if longest / part >= LONGEST_SIDE]
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[max(parts, default=1)])
    except cv2.error:
        picture = None
    if picture is None:
        raise UnreadableError(Unread.NOT_A_PICTURE)
    return np.asarray(picture, np.uint8)


def _heic(data: bytes) -> Picture:
    """HEIC by libheif, which also turns it. Loaded only when one comes."""
    import pi_heif  # type: ignore[import-untyped]  # it ships no types

    try:
        file = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        _check_size(Format.HEIC, *file.size)
        pixels = np.asarray(file)
    except (ValueError, RuntimeError, OSError, EOFError, SyntaxError, IndexError) as error:
        raise UnreadableError(Unread.NOT_A_PICTURE) from error
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels[..., :3], cv2.COLOR_RGB2GRAY)
    return np.asarray(grey, np.uint8)


def _fitted(picture: Picture) -> Picture:
    """Not larger than the reader wants."""
    scale = LONGEST_SIDE / max(picture.shape)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
