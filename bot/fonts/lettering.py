"""Fonts, and fitting a text into a box: wrap first, shrink only if it must, never cut."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FONTS: Final = Path(__file__).parent
LINE_HEIGHT: Final = 1.3
SMALLEST: Final = 9.0
SHRINK: Final = 0.94
_PROBE_SIZE: Final = 24
_NOT_A_CHARACTER: Final = "\uffff"

Ink = int | tuple[int, int, int]
"""A colour as the layer's mode has it: a grey level, or red, green and blue."""


class Face(Enum):
    """A typeface, with those that stand in for the letters it lacks."""

    SANS = ("NotoSans-Regular.ttf",)
    SERIF = ("NotoSerif-Regular.ttf",)
    BOLD = ("NotoSerif-Bold.ttf",)


_STAND_INS: Final = ("NotoSerifGeorgian-Regular.ttf", "NotoSerifArmenian-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one text at one size, ready to draw."""

    face: Face
    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LINE_HEIGHT)


@lru_cache(maxsize=256)
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font opened once; the basic layout is the same on every machine, whichever libraries it has."""
    return ImageFont.truetype(str(FONTS / file), size, layout_engine=ImageFont.Layout.BASIC)


def can_draw(text: str) -> bool:
    """Whether every letter has a glyph in one of our fonts."""
    return all(any(_has(file, sign) for file in (Face.SERIF.value[0], *_STAND_INS)) for sign in text)


def width(text: str, face: Face, size: int) -> float:
    """Length of one line in pixels."""
    return sum(_advance(sign, face, size) for sign in text)


def fit(text: str, face: Face, size: float, box: tuple[int, int]) -> Fitted:
    """The text in the largest size, at most `size` pixels, at which its wrapped lines fill no more than `box`."""
    while True:
        fitted = Fitted(face, round(size), _wrapped(text, face, round(size), box[0]))
        if fitted.height <= box[1] or size <= SMALLEST:
            return fitted
        size *= SHRINK


def write(layer: Image.Image, at: tuple[int, int], text: str, face: Face, size: int, ink: Ink = 0) -> None:
    """One line with its left end and baseline at `at`, letter by letter: each is rendered once and then only pasted."""
    x: float = at[0]
    for sign in text:
        stencil, left, top = _stencil(sign, face, size)
        layer.paste(ink, (round(x) + left, at[1] + top), stencil)
        x += _advance(sign, face, size)


def write_fitted(layer: Image.Image, at: tuple[int, int], fitted: Fitted, ink: Ink = 0) -> None:
    """Fitted lines with the top left corner of their block at `at`."""
    step = fitted.size * LINE_HEIGHT
    for number, line in enumerate(fitted.lines):
        baseline = at[1] + number * step + fitted.size * 1.02
        write(layer, (at[0], round(baseline)), line, fitted.face, fitted.size, ink)


def _wrapped(text: str, face: Face, size: int, widest: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrapped_paragraph(paragraph, face, size, widest))
    return tuple(lines)


def _wrapped_paragraph(text: str, face: Face, size: int, widest: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, face, size) <= widest:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, face, size, widest)
        lines.extend(whole)
    return [*lines, line] if line else lines


def _broken(word: str, face: Face, size: int, widest: int) -> list[str]:
    """The word, in pieces only if it is longer than a line."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and width(pieces[-1] + sign, face, size) > widest:
            pieces.append("")
        pieces[-1] += sign
    return pieces


@lru_cache(maxsize=4096)
def _stencil(sign: str, face: Face, size: int) -> tuple[Image.Image, int, int]:
    """A letter's shape, and where its top left corner lies from the pen on the baseline."""
    letters = font(_file_for(sign, face), size)
    left, top, right, bottom = (round(edge) for edge in letters.getbbox(sign, anchor="ls"))
    stencil = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(stencil).text((-left, -top), sign, font=letters, fill=255, anchor="ls")
    return stencil, left, top


@lru_cache(maxsize=16384)
def _advance(sign: str, face: Face, size: int) -> float:
    """A letter's width; asking the font each time would cost as much as drawing."""
    return font(_file_for(sign, face), size).getlength(sign)


@lru_cache(maxsize=4096)
def _file_for(sign: str, face: Face) -> str:
    """The face's own font unless only a stand-in has the letter; a letter nobody has shows as the face's empty box."""
    own = face.value[0]
    return next((file for file in (own, *_STAND_INS) if _has(file, sign)), own)


@lru_cache(maxsize=4096)
def _has(file: str, sign: str) -> bool:
    probe = font(file, _PROBE_SIZE)
    return sign.isspace() or _drawn(probe, sign) != _drawn(probe, _NOT_A_CHARACTER)


def _drawn(probe: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = probe.getmask(sign)
    return mask.size, bytes(mask)
