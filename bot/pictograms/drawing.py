"""The scenes: on most, what goes wrong stands left with a cross and what goes right stands right with a tick."""

from collections.abc import Callable
from functools import cache
from typing import Final

from PIL import Image, ImageEnhance, ImageFilter

from bot.pictograms.pages import PAGE_HEIGHT, PAGE_WIDTH, RIM, cover, face, spread
from bot.pictograms.pen import AMBER, BLACK, BLUE, FINER, GREY, WHITE, Pen, Point, laid
from bot.pictograms.pictogram import Pictogram
from bot.pictograms.signs import FAINT_RED, LEFT, RIGHT, corners, halves, tick, whole
from bot.pictograms.things import (
    PHONE_HEIGHT,
    PHONE_WIDTH,
    ROUND,
    SCREEN_HEIGHT,
    SCREEN_WIDTH,
    finger,
    ghost,
    lamp,
    lone_phone,
    moon,
    phone,
    scaled,
    screen,
    sun,
    thumb,
    view,
)

WIDTH: Final = 640
HEIGHT: Final = 400
WRONG_X, RIGHT_X = (LEFT[0] + LEFT[2]) / 2, (RIGHT[0] + RIGHT[2]) / 2
HIGH, LOW = 72.0, 122.0  # tops of phones: alone in their half, or with something above them
BOOK, BOOK_AT = 0.82, (30.0, 238.0)
ABOVE, ABOVE_AT = 0.72, (48.0, 70.0)
BLUR: Final = 3.5
DARKNESS: Final = 0.26
PRINT_RIM: Final = 8


@cache
def draw(pictogram: Pictogram) -> bytes:
    """The drawing as a PNG of 640 by 400 pixels, made to be read on a phone that shows it 390 wide.

    The first call for each takes about a tenth of a second of computing: not for the event loop.
    """
    pen = Pen(WIDTH, HEIGHT)
    _SCENES[pictogram](pen)
    return pen.png()


def _at(middle: float, top: float) -> Point:
    return middle - PHONE_WIDTH / 2, top


def _hold(pen: Pen) -> None:
    """The phone level above the open book, corner above corner; beside it what its screen shows."""
    whole(pen)
    pen.lay(scaled(spread(), BOOK), BOOK_AT, 6)
    for corner in ((0, 1), (1, 0), (1, 1)):
        pen.dashes(_plumb(corner), GREY, 3)
    pen.lay(Pen(PHONE_WIDTH * ABOVE, PHONE_HEIGHT * ABOVE, GREY).sheet, (ABOVE_AT[0], ABOVE_AT[1] + 7), ROUND * ABOVE)
    pen.lay(scaled(lone_phone(), ABOVE), ABOVE_AT, ROUND * ABOVE)
    thumb(pen, (72, 112), (40, 148))
    thumb(pen, (270, 112), (306, 148))
    phone(pen, _at(RIGHT_X, HIGH), view())
    corners(pen, screen(_at(RIGHT_X, HIGH)), AMBER)
    tick(pen, (RIGHT_X, 318))


def _plumb(corner: tuple[int, int]) -> tuple[Point, Point]:
    """From a corner of the page up to the same corner of the phone; corners are counted from the far left one."""
    across, down = corner
    page_corner = (RIM + PAGE_WIDTH * across) * BOOK, (RIM + PAGE_HEIGHT * (1 + down)) * BOOK
    phone_corner = (8 + (PHONE_WIDTH - 16) * across) * ABOVE, (8 + (PHONE_HEIGHT - 16) * down) * ABOVE
    height = 2 * (PAGE_HEIGHT + RIM) * BOOK
    return laid(BOOK_AT, height, page_corner), laid(ABOVE_AT, PHONE_HEIGHT * ABOVE, phone_corner)


def _light(pen: Pen) -> None:
    """Night and a dark page; sun and a bright one."""
    halves(pen)
    moon(pen, (WRONG_X, 66), 32, FAINT_RED)
    phone(pen, _at(WRONG_X, LOW), ImageEnhance.Brightness(view()).enhance(DARKNESS))
    sun(pen, (RIGHT_X, 66), 25)
    phone(pen, _at(RIGHT_X, LOW), view())


def _glare(pen: Pen) -> None:
    """A lamp above shines back from the page; a lamp at the side does not."""
    halves(pen)
    lamp(pen, (WRONG_X, 46), (WRONG_X, 200), 34)
    phone(pen, _at(WRONG_X, LOW), _shining(view()))
    lamp(pen, (RIGHT_X + 108, 44), (RIGHT_X, 130), 40)
    phone(pen, _at(RIGHT_X, LOW), view())


def _shining(seen: Image.Image) -> Image.Image:
    """A patch of light over the photo's side and the lines."""
    pen = Pen(SCREEN_WIDTH, SCREEN_HEIGHT, BLACK)
    pen.disc((SCREEN_WIDTH * 0.52, SCREEN_HEIGHT * 0.66), 44, WHITE)
    patch = pen.sheet.convert("L").filter(ImageFilter.GaussianBlur(9 * FINER))
    shining = seen.copy()
    shining.paste(WHITE, (0, 0), patch.point(lambda light: min(255, round(light * 1.35))))
    return shining


def _still(pen: Pen) -> None:
    """A phone that shakes and a blurred page; a finger on the lines and a sharp one."""
    halves(pen)
    for shift in (-13, 13):
        ghost(pen, (_at(WRONG_X, HIGH)[0] + shift * 0.7, HIGH + shift), GREY)
    phone(pen, _at(WRONG_X, HIGH), view().filter(ImageFilter.GaussianBlur(BLUR * FINER)))
    phone(pen, _at(RIGHT_X, HIGH), view())
    finger(pen, (RIGHT_X + 40, HIGH + 124))


def _whole(pen: Pen) -> None:
    """A page that runs out of the frame; a page with room around it."""
    halves(pen)
    phone(pen, _at(WRONG_X, HIGH), view((-46, 46)))
    phone(pen, _at(RIGHT_X, HIGH), view())
    corners(pen, screen(_at(RIGHT_X, HIGH)), AMBER)


def _photo_page(pen: Pen) -> None:
    """Not the cover, not the face: the page with the photo and the two lines."""
    halves(pen)
    cover(pen, (30, 78))
    face(pen, (176, 78))
    book = scaled(spread(), 0.92)
    pen.put(book, (RIGHT_X - book.width / FINER / 2, 24), 10)


def _one(pen: Pen) -> None:
    """Three photos; one."""
    halves(pen)
    for step in range(3):
        pen.put(_print(0.68), (24 + 47 * step, 30 + 70 * step), 6)
    pen.put(_print(1.0), (RIGHT_X - SCREEN_WIDTH / 2 - PRINT_RIM, HIGH), 6)


def _print(scale: float) -> Image.Image:
    """A photo of the page with a white rim."""
    seen = scaled(view(), scale)
    pen = Pen(seen.width / FINER + 2 * PRINT_RIM, seen.height / FINER + 2 * PRINT_RIM, WHITE)
    pen.box((0, 0, pen.width - 1, pen.height - 1), 6, WHITE, BLACK, 3)
    pen.put(seen, (PRINT_RIM, PRINT_RIM))
    return pen.sheet


def _nearer(pen: Pen) -> None:
    """A page lost in the frame; a page that fills it."""
    halves(pen)
    phone(pen, _at(WRONG_X, HIGH), view(scale=0.32))
    left, top, right, bottom = screen(_at(WRONG_X, HIGH))
    middle = ((left + right) / 2, (top + bottom) / 2)
    for across in (-1, 1):
        for down in (-1, 1):
            start = (middle[0] + 46 * across, middle[1] + 34 * down)
            pen.arrow(start, (start[0] + 42 * across, start[1] + 29 * down), BLUE, 7)
    phone(pen, _at(RIGHT_X, HIGH), view())


_SCENES: Final[dict[Pictogram, Callable[[Pen], None]]] = {
    Pictogram.HOLD: _hold,
    Pictogram.LIGHT: _light,
    Pictogram.GLARE: _glare,
    Pictogram.STILL: _still,
    Pictogram.WHOLE: _whole,
    Pictogram.PHOTO_PAGE: _photo_page,
    Pictogram.ONE: _one,
    Pictogram.NEARER: _nearer,
}
