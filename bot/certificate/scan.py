"""Codes in a photo somebody sent: small, blurred, huge or no picture at all."""

import io
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import zxingcpp
from PIL import Image

LARGEST_FILE: Final = 20 * 10**6
LONGEST_SIDE: Final = 20_000  # a code on such a strip is no photo of a certificate
MOST_PIXELS: Final = 50 * 10**6
MOST_ENLARGED: Final = 16 * 10**6
SCALES: Final = (1, 2, 3)
FORMATS: Final = ("PNG", "JPEG", "WEBP")


class ScanCode(StrEnum):
    """Why a file was not looked at."""

    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"


class ScanError(Exception):
    """The file was not looked at; `code` says why."""

    def __init__(self, code: ScanCode) -> None:
        super().__init__(code.value)
        self.code = code


def read_codes(image: bytes) -> list[str]:
    """The texts of the QR codes in a PNG, JPEG or WebP, enlarged twice and thrice if nothing is seen at first.

    Raises:
        ScanError: more than 20 MB, more than 50 million pixels (told from the header, before anything is unpacked), or
            not a readable picture.
    """
    if len(image) > LARGEST_FILE:
        raise ScanError(ScanCode.FILE_TOO_LARGE)
    qr_only = zxingcpp.barcode_formats_from_str("QRCode")
    for picture in _enlarged(_grey(image)):
        found = zxingcpp.read_barcodes(picture, qr_only, text_mode=zxingcpp.TextMode.Plain)
        if found:
            return [code.text for code in found]
    return []


def _grey(image: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(image), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS or max(opened.size) > LONGEST_SIDE:
                raise ScanError(ScanCode.TOO_MANY_PIXELS)
            return opened.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ScanError(ScanCode.TOO_MANY_PIXELS) from bomb
    # Pillow's decoders raise these, and only these, on broken files
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError, MemoryError) as broken:
        raise ScanError(ScanCode.NOT_A_PICTURE) from broken


def _enlarged(picture: Image.Image) -> Iterator[Image.Image]:
    for scale in SCALES:
        size = (picture.width * scale, picture.height * scale)
        if scale == 1:
            yield picture
        elif size[0] * size[1] <= MOST_ENLARGED:
            yield picture.resize(size, Image.Resampling.BICUBIC)
