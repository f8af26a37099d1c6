"""What a picture file says of itself before anything is unpacked: its kind, its size, what unpacking would take.

Sources: JPEG, ITU-T T.81, B.1 and B.2; PNG, W3C Recommendation, 5.2 and 11.2.1; HEIF, ISO/IEC 23008-12, B.4.1.
"""

import struct
from dataclasses import dataclass
from enum import Enum

PNG_MARK = b"\x89PNG\r\n\x1a\n"
JPEG_MARK = b"\xff\xd8\xff"
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without a length: TEM, RST0 to RST7, SOI
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of a frame; the three are tables
_SEQUENTIAL = frozenset({0xC0, 0xC1})  # baseline and extended: may be unpacked row by row
_SCAN = 0xDA


class Format(Enum):
    """Formats of pictures; a JPEG that has to be held whole while it is unpacked counts apart."""

    JPEG = "jpeg"
    JPEG_WHOLE = "jpeg_whole"  # progressive, or one colour after the other
    PNG = "png"
    HEIC = "heic"


MOST_STEPS = 10_000  # markers and fill bytes before the first scan; twenty megabytes of fill take seconds to walk


@dataclass(frozen=True, slots=True)
class Header:
    """Format and size in pixels; the size of a HEIC is only known to its library (0 by 0 here)."""

    kind: Format
    width: int = 0
    height: int = 0
    scans: int = 1


def header(data: bytes) -> Header | None:
    """None when this is no picture of a known kind, or its beginning is broken."""
    if data.startswith(JPEG_MARK):
        return _jpeg(data)
    if data.startswith(PNG_MARK) and data[12:16] == b"IHDR" and len(data) >= 24:
        return Header(Format.PNG, *struct.unpack(">II", data[16:24]))
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return Header(Format.HEIC)
    return None


def _jpeg(data: bytes) -> Header | None:
    """Walk from marker to marker up to the first scan."""
    frame: tuple[int, int, int, int] | None = None  # marker, height, width, components
    at, steps = 2, 0
    while at + 4 <= len(data) and steps < MOST_STEPS:
        steps += 1
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        if marker in _FRAMES and len(body) >= 6:
            frame = (marker, *struct.unpack(">xHHB", body[:6]))
        if marker == _SCAN:
            return _jpeg_header(data, frame, body)
        at += 2 + length
    return None


def _jpeg_header(data: bytes, frame: tuple[int, int, int, int] | None, scan: bytes) -> Header | None:
    if frame is None or not scan:
        return None
    marker, height, width, components = frame
    by_rows = marker in _SEQUENTIAL and scan[0] == components
    return Header(Format.JPEG if by_rows else Format.JPEG_WHOLE, width, height, data.count(b"\xff\xda"))
