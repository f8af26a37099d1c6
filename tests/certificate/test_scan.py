"""Reading the code in a photo somebody sends: small, sideways, huge, broken, or no picture."""

import io
import random
import struct
import zlib

import pytest
import zxingcpp
from PIL import Image
from specimens import certificate, form_of, quickly_sealed

from bot.certificate.drawing import draw_picture
from bot.certificate.scan import LARGEST_FILE, ScanCode, ScanError, read_codes

CLAIMS = certificate(51)
TEXT = quickly_sealed(CLAIMS)
PAGE = draw_picture(form_of(CLAIMS), TEXT, sample=True)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def page() -> Image.Image:
    return Image.open(io.BytesIO(PAGE)).convert("RGB")


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a picture and holds a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


def refusal(image: bytes) -> ScanCode:
    with pytest.raises(ScanError) as refused:
        read_codes(image)
    return refused.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_certificate_is_read_from_each_kind_of_picture(kind: str) -> None:
    """What Telegram sends as photo or file is read."""
    assert read_codes(encoded(page(), kind)) == [TEXT]


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 12])
def test_a_photo_may_lie_on_its_side(angle: int) -> None:
    """Whichever way the phone was held."""
    assert read_codes(encoded(page().rotate(angle, expand=True, fillcolor="white"))) == [TEXT]


def test_a_small_picture_is_enlarged_until_it_is_read() -> None:
    """The largest thumbnail that the decoder alone does not read is read enlarged."""
    thumbnails = (
        encoded(page().resize((width, width * 1280 // 905), Image.Resampling.LANCZOS), quality=80)
        for width in range(400, 150, -10)
    )
    unread = next(each for each in thumbnails if not zxingcpp.read_barcodes(Image.open(io.BytesIO(each)).convert("L")))

    assert read_codes(unread) == [TEXT]


def test_a_picture_without_a_code_has_none() -> None:
    """An ordinary photo is no error."""
    assert read_codes(encoded(Image.effect_noise((640, 480), 60))) == []


def test_other_peoples_codes_are_read_too() -> None:
    """Two codes in one photo come back both, whichever is ours."""
    wide = Image.new("RGB", (1810, 1280), "white")
    wide.paste(page(), (0, 0))
    other = quickly_sealed(certificate(52))
    wide.paste(Image.open(io.BytesIO(draw_picture(form_of(CLAIMS), other, sample=False))).convert("RGB"), (905, 0))

    assert sorted(read_codes(encoded(wide))) == sorted([TEXT, other])


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"", ScanCode.NOT_A_PICTURE),
        (b"not a picture", ScanCode.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n", ScanCode.NOT_A_PICTURE),
        (PAGE[: len(PAGE) // 2], ScanCode.NOT_A_PICTURE),
        (encoded(Image.new("L", (9, 9)), "BMP"), ScanCode.NOT_A_PICTURE),
        (encoded(Image.new("L", (9, 9)), "TIFF"), ScanCode.NOT_A_PICTURE),
        (png_header(8_000, 8_000), ScanCode.TOO_MANY_PIXELS),
        (png_header(10_000, 10_000), ScanCode.TOO_MANY_PIXELS),
        (png_header(100_000, 100_000), ScanCode.TOO_MANY_PIXELS),
        (bytes(LARGEST_FILE + 1), ScanCode.FILE_TOO_LARGE),
    ],
    ids=["empty", "text", "only a signature", "half", "BMP", "TIFF", "64 Mpx", "100 Mpx", "10 Gpx", "20 MB"],
)
def test_what_cannot_be_looked_at_is_refused_by_name(image: bytes, code: ScanCode) -> None:
    """Broken, foreign and monstrous files are typed refusals, told from the header before anything unfolds."""
    assert refusal(image) is code


def test_damaged_files_never_raise_anything_else() -> None:
    """Three hundred damaged pictures are either read or refused with our own error."""
    chance = random.Random(5)
    samples = [encoded(page().resize((226, 320)), kind) for kind in ("PNG", "JPEG", "WEBP")]
    read = refused = 0
    for _ in range(300):
        damaged = bytearray(chance.choice(samples))
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(min(len(damaged), 2_000))] = chance.randrange(256)
        try:
            read_codes(bytes(damaged))
            read += 1
        except ScanError:
            refused += 1

    assert read + refused == 300
    assert min(read, refused) > 10
