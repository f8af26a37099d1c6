"""A4 paper on which papers are written: paragraphs from the top down, a code, a foot; as PNG and as PDF.

Pages are drawn in the certificate's palette, so that a code stays sharp and a file small.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PIL import Image, ImageDraw

from bot.certificate.drawing import ink
from bot.certificate.drawing.pdf import one_page_pdf
from bot.fonts.lettering import Face, Fitted, fit, width, write_fitted

POINTS_WIDE: Final = 595.3  # A4
MARGIN: Final = 50.0  # points
PRINT_DPI: Final = 300
_BITS_A_PIXEL: Final = 4
_PACKING: Final = 3
_ENDLESS: Final = 10**6
_WHITE: Final = 255


@dataclass(frozen=True, slots=True)
class Paper:
    """A4 in so many pixels; lengths are given in points."""

    width: int
    height: int

    def px(self, points: float) -> int:
        """Points in pixels, at least one."""
        return max(1, round(points * self.width / POINTS_WIDE))

    @property
    def inner(self) -> int:
        """Width between the margins."""
        return self.width - 2 * self.px(MARGIN)

    def blank(self) -> Image.Image:
        """An empty layer, in grey."""
        return Image.new("L", (self.width, self.height), ink.PAPER_GREY)


SCREEN: Final = Paper(905, 1280)
PRINT: Final = Paper(2480, 3508)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Some text and how it stands.

    Args:
        start: where its lines begin, as a share of the width between the margins.
        gap: points left free under it.
        is_banner: white on dark, over the whole width.
    """

    text: str
    size: float = 10.5
    face: Face = Face.SERIF
    start: float = 0.0
    gap: float = 5.0
    is_centred: bool = False
    is_banner: bool = False

    def scaled(self, factor: float) -> "Paragraph":
        """The same, smaller."""
        return replace(self, size=self.size * factor, gap=self.gap * factor)


def write_paragraphs(layer: Image.Image, paper: Paper, paragraphs: Sequence[Paragraph], top: int) -> int:
    """Write them one under another from `top` on; where the next would begin."""
    for paragraph in paragraphs:
        top = _write(layer, paper, paragraph, top)
    return top


def height_of(paper: Paper, paragraphs: Sequence[Paragraph]) -> int:
    """How many pixels they take."""
    pads = sum(2 * _pad(paper, paragraph) for paragraph in paragraphs)
    return pads + sum(_fitted(paper, each).height + paper.px(each.gap) for each in paragraphs)


def as_page(layer: Image.Image) -> Image.Image:
    """A grey layer as a page of the palette, on which a code can be pasted."""
    return ink.as_ink(layer)


def as_png(page: Image.Image) -> bytes:
    """The page as a picture."""
    page.putpalette(ink.PALETTE)
    file = io.BytesIO()
    page.save(file, "PNG", bits=_BITS_A_PIXEL, compress_level=_PACKING)
    return file.getvalue()


def as_pdf(page: Image.Image, *, title: str, made_at: datetime) -> bytes:
    """The page, drawn on PRINT, as a file for the printer."""
    return one_page_pdf(as_png(page), PRINT_DPI, title=title, made_at=made_at)


def _write(layer: Image.Image, paper: Paper, paragraph: Paragraph, top: int) -> int:
    fitted, pad = _fitted(paper, paragraph), _pad(paper, paragraph)
    left = paper.px(MARGIN) + round(paper.inner * paragraph.start)
    bottom = top + fitted.height + 2 * pad
    if paragraph.is_banner:
        ImageDraw.Draw(layer).rectangle((paper.px(MARGIN), top, paper.px(MARGIN) + paper.inner, bottom), fill=0)
    colour = _WHITE if paragraph.is_banner else 0
    if paragraph.is_centred:
        _write_centred(layer, paper, fitted, top + pad, colour)
    else:
        write_fitted(layer, (left, top + pad), fitted, colour)
    return bottom + paper.px(paragraph.gap)


def _write_centred(layer: Image.Image, paper: Paper, fitted: Fitted, top: int, colour: int) -> None:
    for number, line in enumerate(fitted.lines):
        alone = Fitted(fitted.face, fitted.size, (line,))
        left = (paper.width - round(width(line, fitted.face, fitted.size))) // 2
        write_fitted(layer, (left, top + number * alone.height), alone, colour)


def _fitted(paper: Paper, paragraph: Paragraph) -> Fitted:
    pad = _pad(paper, paragraph)
    room = round(paper.inner * (1 - paragraph.start)) - 2 * pad
    return fit(paragraph.text, paragraph.face, paper.px(paragraph.size), (room, _ENDLESS))


def _pad(paper: Paper, paragraph: Paragraph) -> int:
    return paper.px(7) if paragraph.is_banner else 0
