"""From a scene to a PNG. Each kind of day has a pattern or a shape of its own: colour is never the only sign."""

import io
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

from bot.fonts.lettering import Face, fit, write_fitted
from bot.timeline.layout import (
    BOTTOM,
    COLUMNS,
    HEADING_SIZE,
    HEIGHT,
    LABELS,
    LEADER,
    LINE_SIZE,
    MARGIN,
    STAY,
    WIDTH,
    WINDOW,
    Axis,
    Label,
    axis_of,
    labels_of,
    months_named,
)
from bot.timeline.scene import Kind, Mark, Scene, Sign, Stretch

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
WHITE: Final = (255, 255, 255)
BLACK: Final = (20, 24, 32)
PALE: Final = (226, 229, 234)
BLUE: Final = (23, 78, 137)
GREEN: Final = (20, 110, 66)
BROWN: Final = (150, 75, 8)
RED: Final = (176, 0, 32)
COLOURS_KEPT = 64  # the edges of letters need a few shades each
HATCH, DOTS, PLUSES = 14, 16, 26  # pixels between two strokes of a pattern
SIGN_COLOURS: Final = {Sign.TODAY: BLACK, Sign.DEADLINE: RED, Sign.LAST: RED}
COLOURS: Final = {
    Kind.EARLIER: BLUE,
    Kind.PRESENT: BLUE,
    Kind.ALLOWED: GREEN,
    Kind.FREE: BROWN,
    Kind.WINDOW: BLACK,
}


def draw_timeline(scene: Scene) -> bytes:
    """The scene as a PNG of 900 by 1280 pixels, made to be read on a phone that shows it 390 wide."""
    page = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    draw = ImageDraw.Draw(page)
    axis = axis_of(scene, _heading(page, scene))
    _months(page, draw, axis, scene.months)
    labels = labels_of(scene, axis)
    for label in labels:
        _leader(draw, label)
    for stretch in scene.stretches:
        _PATTERNS[stretch.kind](draw, _box(axis, stretch), COLOURS[stretch.kind])
    for mark in scene.marks:
        if axis.first <= mark.day <= axis.last:  # what lies outside is only told
            _sign(draw, axis, mark)
    for label in labels:
        write_fitted(page, (LABELS[0], label.top), label.text, BLACK)
    return _png(page)


def _heading(page: Image.Image, scene: Scene) -> int:
    """The heading and its line; the height at which the rest begins."""
    top = MARGIN // 2
    for text, size, colour in ((scene.heading, HEADING_SIZE, BLUE), (scene.line, LINE_SIZE, BLACK)):
        fitted = fit(text, Face.SANS, size, (WIDTH - 2 * MARGIN, round(size * 2.7)))
        write_fitted(page, (MARGIN, top), fitted, colour)
        top += fitted.height + 6
    return top + 18


def _months(page: Image.Image, draw: ImageDraw.ImageDraw, axis: Axis, names: tuple[str, ...]) -> None:
    """A line where each month begins, and under the line its name where there is room."""
    for month in axis.months():
        top = axis.at(month)
        draw.line((MARGIN, top, WINDOW[1], top), PALE, 2)
    for top, said in months_named(axis, names):
        write_fitted(page, (MARGIN, top), said, BLACK)
    draw.rectangle((STAY[0], axis.top, STAY[1], BOTTOM), outline=PALE, width=2)


def _box(axis: Axis, stretch: Stretch) -> Box:
    left, right = COLUMNS[stretch.kind]
    top, bottom = axis.span(stretch.first, stretch.last)
    return left, top, right, bottom


def _leader(draw: ImageDraw.ImageDraw, label: Label) -> None:
    """A thin line from the words to the column of what they speak of."""
    owner = label.owner
    edge = STAY[1] if isinstance(owner, Mark) else COLUMNS[owner.kind][1]
    colour = SIGN_COLOURS[owner.sign] if isinstance(owner, Mark) else COLOURS[owner.kind]
    draw.line((edge, label.anchor, WINDOW[1] + 8, label.anchor), colour, 2)
    draw.line((WINDOW[1] + 8, label.anchor, LEADER, label.middle), colour, 2)


def _solid(draw: ImageDraw.ImageDraw, box: Box, colour: Colour) -> None:
    draw.rectangle(box, fill=colour)


def _hatched(draw: ImageDraw.ImageDraw, box: Box, colour: Colour) -> None:
    """Slanting strokes, cut at the box's edges."""
    left, top, right, bottom = box
    width = right - left
    draw.rectangle(box, fill=WHITE)
    for start in range(top - width, bottom, HATCH):
        upper, lower = max(start, top), min(start + width, bottom)
        draw.line((left + lower - start, lower, left + upper - start, upper), colour, 4)
    draw.rectangle(box, outline=colour, width=3)


def _dotted(draw: ImageDraw.ImageDraw, box: Box, colour: Colour) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=WHITE, outline=colour, width=3)
    for y in range(top + DOTS // 2 + 2, bottom - 4, DOTS):
        for x in range(left + DOTS // 2 + 2, right - 4, DOTS):
            draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colour)


def _plussed(draw: ImageDraw.ImageDraw, box: Box, colour: Colour) -> None:
    """A column of plus signs: days are added."""
    left, top, right, bottom = box
    middle, arm = (left + right) // 2, 8
    draw.rectangle(box, fill=WHITE, outline=colour, width=3)
    for y in range(top + PLUSES // 2, bottom - arm, PLUSES):
        draw.line((middle - arm, y, middle + arm, y), colour, 4)
        draw.line((middle, y - arm, middle, y + arm), colour, 4)


def _bracket(draw: ImageDraw.ImageDraw, box: Box, colour: Colour) -> None:
    left, top, right, bottom = box
    draw.line((left, top, right, top), colour, 5)
    draw.line((right, top, right, bottom), colour, 5)
    draw.line((left, bottom, right, bottom), colour, 5)


_PATTERNS: Final[dict[Kind, Callable[[ImageDraw.ImageDraw, Box, Colour], None]]] = {
    Kind.EARLIER: _hatched,
    Kind.PRESENT: _solid,
    Kind.ALLOWED: _dotted,
    Kind.FREE: _plussed,
    Kind.WINDOW: _bracket,
}


def _sign(draw: ImageDraw.ImageDraw, axis: Axis, mark: Mark) -> None:
    """Today is an arrow, a deadline a diamond, the last day a bar across."""
    colour, y = SIGN_COLOURS[mark.sign], sum(axis.span(mark.day, mark.day)) // 2
    left, right = STAY
    middle, arm = (left + right) // 2, 13
    if mark.sign is Sign.TODAY:
        draw.polygon(((left - 24, y - arm), (left, y), (left - 24, y + arm)), fill=colour)
        draw.line((left, y, right, y), WHITE, 5)
    elif mark.sign is Sign.DEADLINE:
        draw.polygon(((middle, y - arm), (middle + arm, y), (middle, y + arm), (middle - arm, y)), fill=colour)
        draw.polygon(((middle, y - 4), (middle + 4, y), (middle, y + 4), (middle - 4, y)), fill=WHITE)
    else:
        draw.line((left - 10, y, right + 10, y), colour, 7)


def _png(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.quantize(COLOURS_KEPT, dither=Image.Dither.NONE).save(file, "PNG", compress_level=6)
    return file.getvalue()
