"""A PDF of one page that is one picture (ISO 32000-1). Pillow's own writer would make a JPEG of it and blur the code.

A PNG's pixel stream is exactly what PDF calls Flate with PNG predictors, so it goes in as it is.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

POINTS_AN_INCH: Final = 72
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED_COLOUR: Final = 3
_IMAGE: Final = re.compile(
    rb"/Subtype /Image /Width (?P<width>\d{1,5}) /Height (?P<height>\d{1,5}) /BitsPerComponent (?P<bits>[1248]) "
    rb"/ColorSpace \[/Indexed /DeviceRGB \d{1,3} <(?P<palette>(?:[0-9a-f]{6})+)>\] /Filter /FlateDecode "
    rb"/DecodeParms << [^>]* >> /Length (?P<length>\d{1,8}) >>\nstream\n"
)


def one_page_pdf(png: bytes, dpi: int, *, title: str, made_at: datetime) -> bytes:
    """The document whose only page shows `png`, a palette picture without interlacing, at `dpi`."""
    chunks = list(_chunks(png))
    width, height, bits = struct.unpack(">IIB", dict(chunks)[b"IHDR"][:9])
    palette = dict(chunks)[b"PLTE"]
    pixels = b"".join(content for kind, content in chunks if kind == b"IDAT")
    size = f"{width * POINTS_AN_INCH / dpi:.3f} {height * POINTS_AN_INCH / dpi:.3f}"
    content = f"q {size.split()[0]} 0 0 {size.split()[1]} 0 0 cm /Page Do Q".encode()
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {bits} "
        f"/ColorSpace [/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>] /Filter /FlateDecode "
        f"/DecodeParms << /Predictor 15 /Colors 1 /BitsPerComponent {bits} /Columns {width} >> /Length {len(pixels)} >>"
    )
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R "
            f"/Resources << /XObject << /Page 5 0 R >> >> >>".encode(),
            _stream(f"<< /Length {len(content)} >>", content),
            _stream(image, pixels),
            f"<< /Title <{_text(title)}> /CreationDate (D:{made_at.astimezone(UTC):%Y%m%d%H%M%S}Z) >>".encode(),
        ]
    )


def picture_in(pdf: bytes) -> bytes | None:
    """The PNG inside a document that `one_page_pdf` wrote, or None for any other."""
    found = _IMAGE.search(pdf)
    if found is None:
        return None
    width, height, bits, length = (int(found[name]) for name in ("width", "height", "bits", "length"))
    header = struct.pack(">IIBBBBB", width, height, bits, _INDEXED_COLOUR, 0, 0, 0)
    palette = bytes.fromhex(found["palette"].decode("ascii"))
    pixels = pdf[found.end() : found.end() + length]
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _document(objects: list[bytes]) -> bytes:
    """The objects, numbered from one, with the cross-reference table readers find them by; the last one is the Info."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table_at, count = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, count - 1, table_at)
    return bytes(out)


def _stream(dictionary: str, content: bytes) -> bytes:
    return dictionary.encode() + b"\nstream\n" + content + b"\nendstream"


def _text(title: str) -> str:
    """A PDF text string: UTF-16 with its mark, in hex."""
    return (b"\xfe\xff" + title.encode("utf-16-be")).hex()
