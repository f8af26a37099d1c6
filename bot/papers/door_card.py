"""The card at the door: a QR code that leads a guest to the request, and what to do, in two languages.

It names the address and, of an organisation, its name; nothing on it tells of a person.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import Image, ImageDraw

from bot.certificate.drawing import ink
from bot.certificate.drawing.code import draw_code
from bot.certificate.drawing.layout import Box
from bot.certificate.drawing.pdf import one_page_pdf
from bot.fonts.lettering import Face, fit, width, write, write_fitted

BITS_A_PIXEL: Final = 4
PACKING: Final = 3
SECOND_GREY: Final = 84
PAGE_WIDTH: Final = 874  # units; A5 is as wide at 150 dpi
PAGE_HEIGHT: Final = 1240
SCREEN_DPI: Final = 150
PRINT_DPI: Final = 300
MARGIN: Final = 56
GUTTER: Final = 34
WHERE_TOP: Final = 152
WHERE_HEIGHT: Final = 102
CODE_TOP: Final = 262
CODE_SIDE: Final = 494
STEPS_TOP: Final = 796
STEP_HEIGHT: Final = 91
FOOT_TOP: Final = 1074


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What the card says in one language."""

    heading: str
    steps: tuple[str, str, str]
    agrees: str
    free: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCard:
    """A card. `words`: the host's language, then English. `owner`: an organisation's name, "" for a person's home."""

    link: str
    address: str
    owner: str
    words: tuple[CardWords, CardWords]


def draw_door_picture(card: DoorCard) -> bytes:
    """The card as a PNG of 874 by 1240 pixels."""
    return _png(_page(card, SCREEN_DPI))


def draw_door_pdf(card: DoorCard, made_at: datetime) -> bytes:
    """The card as a PDF of one A5 page at 300 dpi, its modules exact."""
    return one_page_pdf(_png(_page(card, PRINT_DPI)), PRINT_DPI, title=card.words[0].heading, made_at=made_at)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """A grey layer on which measures in units become pixels."""

    layer: Image.Image
    scale: float

    def px(self, units: float) -> int:
        return max(1, round(units * self.scale))

    def text(self, box: Box, said: str, face: Face, size: float, grey: int = 0) -> int:
        """Wrapped into a box measured in units; the lower end of the text, in units."""
        fitted = fit(said, face, self.px(size), (self.px(box.width), self.px(box.height)))
        write_fitted(self.layer, (self.px(box.left), self.px(box.top)), fitted, grey)
        return box.top + round(fitted.height / self.scale)

    def height(self, box: Box, said: str, face: Face, size: float) -> int:
        """How much of the box the text would fill, in units."""
        fitted = fit(said, face, self.px(size), (self.px(box.width), self.px(box.height)))
        return round(fitted.height / self.scale)

    def centred(self, baseline: float, said: str, face: Face, size: float, grey: int = 0) -> None:
        """One line in the middle, smaller where the page is too narrow for it."""
        widest = self.px(PAGE_WIDTH - 2 * MARGIN)
        pixels = self.px(size)
        while width(said, face, pixels) > widest and pixels > self.px(12):
            pixels -= 1
        left = (self.layer.width - width(said, face, pixels)) / 2
        write(self.layer, (round(left), self.px(baseline)), said, face, pixels, grey)


def _page(card: DoorCard, dpi: int) -> Image.Image:
    scale = dpi / SCREEN_DPI
    size = round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale)
    canvas = _Canvas(Image.new("L", size, ink.PAPER_GREY), scale)
    _heading(canvas, card)
    _steps(canvas, card.words)
    _foot(canvas, card.words)
    page = ink.over(_coloured(canvas), ink.as_ink(canvas.layer))
    code = draw_code(card.link, canvas.px(CODE_SIDE))
    page.paste(code, ((page.width - code.width) // 2, canvas.px(CODE_TOP) + (canvas.px(CODE_SIDE) - code.height) // 2))
    return page


def _coloured(canvas: _Canvas) -> Image.Image:
    page = Image.new("L", canvas.layer.size, ink.WHITE)
    draw = ImageDraw.Draw(page)
    left, right = canvas.px(MARGIN), canvas.px(PAGE_WIDTH - MARGIN)
    draw.rectangle((0, 0, page.width, canvas.px(18)), fill=ink.ACCENT)
    draw.rectangle((left, canvas.px(148), right, canvas.px(258)), fill=ink.TINT)
    draw.rectangle((left, canvas.px(FOOT_TOP), right, canvas.px(FOOT_TOP + 2)), fill=ink.ACCENT)
    return page


def _heading(canvas: _Canvas, card: DoorCard) -> None:
    host, english = card.words
    canvas.centred(82, host.heading, Face.BOLD, 42)
    canvas.centred(126, english.heading, Face.SERIF, 29, SECOND_GREY)
    _where(canvas, card)
    canvas.centred(CODE_TOP + CODE_SIDE + 20, card.link.removeprefix("https://"), Face.SANS, 19, SECOND_GREY)


def _where(canvas: _Canvas, card: DoorCard) -> None:
    """The address in the middle of its tinted box, under the organisation's name if there is one."""
    inner = PAGE_WIDTH - 2 * MARGIN - 36
    owner_height = 34 if card.owner else 0
    room = Box(MARGIN + 18, WHERE_TOP + owner_height, inner, WHERE_HEIGHT - owner_height)
    height = canvas.height(room, card.address, Face.SERIF, 25)
    top = WHERE_TOP + max(0, WHERE_HEIGHT - owner_height - height) // 2
    if card.owner:
        canvas.text(Box(room.left, top, inner, owner_height), card.owner, Face.BOLD, 23)
    canvas.text(Box(room.left, top + owner_height, inner, room.height), card.address, Face.SERIF, 25)


def _columns() -> tuple[int, int, int]:
    """Where the two columns begin, and how wide each is."""
    wide = (PAGE_WIDTH - 2 * MARGIN - GUTTER) // 2
    return MARGIN, MARGIN + wide + GUTTER, wide


def _steps(canvas: _Canvas, words: tuple[CardWords, CardWords]) -> None:
    left, right, wide = _columns()
    for start, said, grey in ((left, words[0], 0), (right, words[1], SECOND_GREY)):
        for number, step in enumerate(said.steps):
            top = STEPS_TOP + number * STEP_HEIGHT
            canvas.text(Box(start, top, 40, STEP_HEIGHT), str(number + 1), Face.BOLD, 34, grey)
            canvas.text(Box(start + 40, top + 4, wide - 40, STEP_HEIGHT - 6), step, Face.SANS, 21, grey)


def _foot(canvas: _Canvas, words: tuple[CardWords, CardWords]) -> None:
    left, right, wide = _columns()
    for start, said, grey in ((left, words[0], 0), (right, words[1], SECOND_GREY)):
        end = canvas.text(Box(start, FOOT_TOP + 12, wide, 84), said.agrees, Face.SANS, 19, grey)
        canvas.text(Box(start, end + 4, wide, PAGE_HEIGHT - end - 12), said.free, Face.BOLD, 20, grey)


def _png(page: Image.Image) -> bytes:
    page.putpalette(ink.PALETTE)
    file = io.BytesIO()
    page.save(file, "PNG", bits=BITS_A_PIXEL, compress_level=PACKING)
    return file.getvalue()
