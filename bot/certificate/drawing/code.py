"""The QR code as a picture: drawn once at its final size, whole pixels a module (SEAL 4.1, 4.6)."""

from functools import lru_cache
from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.util import BIT_LIMIT_TABLE, QRData, length_in_bits

from bot.certificate.drawing.ink import BLACK, WHITE

QUIET_ZONE: Final = 4
FEWEST_PIXELS: Final = 4
LARGEST_AT_M: Final = 17
LARGEST_VERSION: Final = 40
# Trying all eight masks takes seven times as long, and decoders read each of them as well.
MASK: Final = 3
_NUMERIC: Final = 1  # the library's mode numbers are ISO 18004's mode indicators
_BYTE: Final = 4
_MODE_BITS: Final = 4


class CodeTooLargeError(ValueError):
    """The text needs more modules than the box holds at four pixels each."""


@lru_cache(maxsize=32)  # the picture for the chat and the file for the printer bear the same code
def code_modules(text: str) -> list[list[bool]]:
    """The dark modules of `text`, row by row; level L beyond version 17 (SEAL F1).

    Raises:
        CodeTooLargeError: no code holds this text.
    """
    segments = _segments(text)
    version, level = _version(segments, ERROR_CORRECT_M), ERROR_CORRECT_M
    if version > LARGEST_AT_M:
        version, level = _version(segments, ERROR_CORRECT_L), ERROR_CORRECT_L
    if version > LARGEST_VERSION:
        raise CodeTooLargeError
    code = qrcode.QRCode(version=version, error_correction=level, border=0, mask_pattern=MASK)
    for segment in segments:
        code.add_data(segment)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def draw_code(text: str, box: int) -> Image.Image:
    """The code in page indices, quiet zone included, as large as whole pixels a module allow in `box` pixels.

    Raises:
        CodeTooLargeError: less than four pixels a module.
    """
    modules = code_modules(text)
    side = len(modules) + 2 * QUIET_ZONE
    pixels = box // side
    if pixels < FEWEST_PIXELS:
        raise CodeTooLargeError
    rows = (bytes(BLACK if dark else WHITE for dark in row) for row in modules)
    core = Image.frombytes("L", (len(modules), len(modules)), b"".join(rows))
    small = Image.new("L", (side, side), WHITE)
    small.paste(core, (QUIET_ZONE, QUIET_ZONE))
    return small.resize((side * pixels, side * pixels), Image.Resampling.NEAREST)


def _segments(text: str) -> list[QRData]:
    link, hash_sign, digits = text.partition("#")
    segments = [QRData((link + hash_sign).encode("ascii"), mode=_BYTE)]
    return [*segments, QRData(digits.encode("ascii"), mode=_NUMERIC)] if digits else segments


def _version(segments: list[QRData], level: int) -> int:
    """The smallest version that holds the segments, 41 if none does; the library's own search encodes them thrice."""
    for version in range(1, LARGEST_VERSION + 1):
        heads = sum(_MODE_BITS + length_in_bits(segment.mode, version) for segment in segments)
        if heads + sum(_bits(segment) for segment in segments) <= BIT_LIMIT_TABLE[level][version]:
            return version
    return LARGEST_VERSION + 1


def _bits(segment: QRData) -> int:
    """Length of the content: eight bits a byte, ten for three digits (ISO/IEC 18004, 7.4)."""
    if segment.mode == _BYTE:
        return 8 * len(segment)
    return 10 * (len(segment) // 3) + (0, 4, 7)[len(segment) % 3]
