"""The cuts in which the training lines are printed, found in Debian's usual folders.

OCR-B is what ICAO Doc 9303-3, 4.5 asks for. Cards engraved by a laser are often set in another upright face of even
width: two stand in for them. Of `fonts-ocr-b` three cuts are left out: OCRBE and OCRBX are white on black, OCRBF is an
outline.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bot.passport.alphabet import ALPHABET

Glyph = NDArray[np.uint8]

PITCH = 20  # pixels of a drawn page from one character to the next: 2.54 mm (9303-3, 4.5)
CAPITAL = PITCH * 2.45 / 2.54  # height of a capital, pixels: 2.45 mm
CELL_WIDTH, CELL_HEIGHT = PITCH + 10, 50  # a glyph's picture: wider than the pitch, as high as the lines stand apart
BASELINE = 35  # row of the foot of a capital within the cell

_FONTS = Path("/usr/share/fonts")


class FontsMissingError(Exception):
    """The fonts to train with are not installed; the text names the Debian packages."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file and how often it is taken: `share` is relative to the others."""

    path: Path
    share: float


CUTS = (
    Cut(_FONTS / "opentype/ocr-b/OCRB.otf", 0.62),  # the cut of nearly every passport
    Cut(_FONTS / "opentype/ocr-b/OCRBS.otf", 0.20),  # sharp ends and heavier joints
    Cut(_FONTS / "opentype/ocr-b/OCRBL.otf", 0.05),  # slanted
    Cut(_FONTS / "truetype/liberation/LiberationMono-Bold.ttf", 0.06),
    Cut(_FONTS / "truetype/dejavu/DejaVuSansMono-Bold.ttf", 0.04),
    Cut(_FONTS / "truetype/liberation/LiberationMono-Regular.ttf", 0.03),
)
OTHER_PRINT = (  # what stands on a page besides the zone: to be read as nothing
    _FONTS / "truetype/dejavu/DejaVuSans.ttf",
    _FONTS / "truetype/liberation/LiberationSans-Regular.ttf",
)


def require_fonts() -> None:
    """Raise FontsMissingError unless every file is there: with fewer, the same seed would draw other lines."""
    missing = [str(path) for path in (*(cut.path for cut in CUTS), *OTHER_PRINT) if not path.is_file()]
    if missing:
        raise FontsMissingError(
            f"missing: {', '.join(missing)}; install the Debian packages fonts-ocr-b, fonts-dejavu and fonts-liberation"
        )


def pick_cut(random: np.random.Generator) -> Cut:
    """One of the cuts, by their shares."""
    shares = np.array([cut.share for cut in CUTS])
    return CUTS[int(random.choice(len(CUTS), p=shares / shares.sum()))]


@cache
def glyphs(path: Path) -> dict[str, Glyph]:
    """Each character of the zone as ink 0-255, CELL_HEIGHT x CELL_WIDTH, capitals CAPITAL high."""
    face = _face_with_capitals(path, CAPITAL)
    return {character: _glyph(face, character) for character in ALPHABET}


def _face_with_capitals(path: Path, height: float) -> ImageFont.FreeTypeFont:
    box = ImageFont.truetype(str(path), 200).getbbox("H")
    return ImageFont.truetype(str(path), round(200 * height / (box[3] - box[1])))


def _glyph(face: ImageFont.FreeTypeFont, character: str) -> Glyph:
    picture = Image.new("L", (CELL_WIDTH, CELL_HEIGHT), 0)
    ImageDraw.Draw(picture).text((CELL_WIDTH / 2, BASELINE), character, font=face, fill=255, anchor="ms")
    return np.asarray(picture).copy()


@cache
def other_face(path: Path, height: int) -> ImageFont.FreeTypeFont:
    """A face for other print, with capitals `height` pixels high."""
    return _face_with_capitals(path, height)
