"""Fonts and patterns of the page. One millimetre is `PX` pixels before the photo is taken."""

import math
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

PX = 12
CAPITAL_MM = 2.45  # height of the zone's capitals
OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
SANS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
)
DEBIAN_PACKAGES = "fonts-ocr-b fonts-dejavu-core fonts-liberation"
Colour = tuple[int, ...]


def missing_fonts() -> list[Path]:
    """The font files that this machine lacks."""
    return [path for path in (OCR_B, *SANS) if not path.exists()]


def open_font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    """`size` in pixels."""
    return ImageFont.truetype(str(path), max(6, int(size)))


def open_zone_font() -> ImageFont.FreeTypeFont:
    """OCR-B of such a size that its capitals are as high as ICAO 9303-3 wants them."""
    sample = 200
    _, top, _, bottom = open_font(OCR_B, sample).getbbox("H")
    return open_font(OCR_B, round(sample * CAPITAL_MM * PX / (bottom - top)))


def draw_colour(chance: Random, darkest: int, lightest: int) -> Colour:
    """Red, green and blue, each for itself."""
    return tuple(chance.randint(darkest, lightest) for _ in range(3))


def draw_guilloche(chance: Random, size: tuple[int, int], strength: int, count: int) -> Image.Image:
    """The fine waves of a paper against forgery, as a mask."""
    width, height = size
    waves = Image.new("L", size, 0)
    pen = ImageDraw.Draw(waves)
    step = max(6, width // 150)
    for _ in range(count):
        reach, period = chance.uniform(0.03, 0.25) * height, chance.uniform(0.15, 0.9) * width
        phase, start, slope = chance.uniform(0, 6.3), chance.uniform(0, height), chance.uniform(-0.3, 0.3)
        points = [
            (x, start + slope * x + reach * math.sin(phase + x * 6.283 / period)) for x in range(0, width + step, step)
        ]
        pen.line(points, fill=strength, width=chance.choice((1, 2, 2, 3)))
    return waves
