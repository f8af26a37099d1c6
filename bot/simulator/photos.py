"""Photos as Telegram keeps them: checked, turned upright, shrunk to 1280 and compressed again as JPEG.

Source: https://core.telegram.org/bots/api#sendphoto; the sizes are those seen in Telegram's answers.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.simulator.errors import bad_request

LONGEST = 1280
SIZES = (90, 320, 800, LONGEST)
QUALITY = 87
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS_ROUND = 10_000  # width plus height
MOST_RATIO = 20
ORIENTATION, FIRST_SIDEWAYS = 0x0112, 5
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Size:
    """One rendition: width and height in pixels, and how to draw its JPEG."""

    width: int
    height: int
    draw: Callable[[], bytes] = field(repr=False)


def renditions(content: bytes) -> list[Size]:
    """The sizes of a photo, smallest first.

    Raises:
        ApiError: 400 where Telegram would refuse the file as a photo.
    """
    width, height = _measured(content)
    longest = max(width, height)
    scales = [size / longest for size in SIZES if size < longest] + ([1.0] if longest <= LONGEST else [])
    return [_size(content, max(round(width * scale), 1), max(round(height * scale), 1)) for scale in scales]


def _size(content: bytes, width: int, height: int) -> Size:
    return Size(width, height, lambda: _jpeg(content, width, height))


def _measured(content: bytes) -> tuple[int, int]:
    if len(content) > MOST_BYTES:
        size = len(content)
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {MOST_BYTES} bytes")
    width, height = _dimensions(content)
    if width + height > MOST_PIXELS_ROUND or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _dimensions(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            sideways = _may_lie(image) and image.getexif().get(ORIENTATION, 1) >= FIRST_SIDEWAYS
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise bad_request("IMAGE_PROCESS_FAILED") from fault
    return (height, width) if sideways else (width, height)


def _may_lie(image: Image.Image) -> bool:
    """Cameras write JPEG with a turn noted beside it; asking a PNG for one would decode it whole."""
    return image.format != "PNG"


def _jpeg(content: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(content)) as source:
        image = _flat(ImageOps.exif_transpose(source) if _may_lie(source) else source)
    if image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """JPEG has no transparency: what shines through is white."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, (*WHITE, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")
