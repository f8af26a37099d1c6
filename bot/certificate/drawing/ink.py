"""Sixteen colours, ordered so that the darker index of two layers is the one that should be seen.

A page of sixteen colours encodes four times faster than a grey one, and laying one layer over another is a minimum.
"""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops

PAPER_GREY: Final = 255  # layers are drawn in grey, 0 is full ink

BLACK: Final = 0
ACCENT: Final = 10
TINT: Final = 14
WHITE: Final = 15

_INK: Final = tuple(range(1, 10))
_WATERMARK: Final = (11, 12, 13)
_INK_RGB: Final = (16, 24, 40)
_ACCENT_RGB: Final = (0, 110, 122)
_WATERMARK_RGB: Final = (240, 182, 172)
_TINT_RGB: Final = (240, 246, 247)
_WHITE_RGB: Final = (255, 255, 255)


def _mixed(colour: tuple[int, int, int], steps: int) -> list[tuple[int, ...]]:
    """From the full colour towards white, the white itself left out."""
    return [tuple(round(part + (255 - part) * step / steps) for part in colour) for step in range(steps)]


_BLACK_RGB: Final = (0, 0, 0)
_COLOURS: Final = [_BLACK_RGB, *_mixed(_INK_RGB, 9), _ACCENT_RGB, *_mixed(_WATERMARK_RGB, 3), _TINT_RGB, _WHITE_RGB]
PALETTE: Final = bytes(part for colour in _COLOURS for part in colour)


def _table(indices: Sequence[int]) -> list[int]:
    """Grey level to colour index: as many equal steps as there are indices, paper becomes white."""
    steps = [*indices, WHITE]
    return [steps[round(grey * len(indices) / PAPER_GREY)] for grey in range(256)]


_INK_TABLE: Final = _table(_INK)
_WATERMARK_TABLE: Final = _table(_WATERMARK)


def as_ink(layer: Image.Image) -> Image.Image:
    """A grey layer in ink indices."""
    return layer.point(_INK_TABLE)


def as_watermark(layer: Image.Image) -> Image.Image:
    """A grey layer in watermark indices."""
    return layer.point(_WATERMARK_TABLE)


def over(lower: Image.Image, upper: Image.Image) -> Image.Image:
    """Both layers in one, ink before accent before watermark before tint before paper."""
    return ImageChops.darker(lower, upper)
