"""Drawing at three times the size and shrinking at the end, so that every edge is smooth. Lengths are final pixels."""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

from bot.fonts.lettering import Face, width, write

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]

WHITE: Final = (255, 255, 255)
BLACK: Final = (20, 24, 32)
PALE: Final = (226, 229, 234)
GREY: Final = (128, 136, 148)
BLUE: Final = (23, 78, 137)
SKY: Final = (205, 222, 240)
GREEN: Final = (20, 110, 66)
RED: Final = (176, 0, 32)
YELLOW: Final = (255, 236, 158)
AMBER: Final = (226, 150, 12)
SKIN: Final = (236, 190, 152)

FINER: Final = 3
DASH, GAP = 11, 9
FLAT, SLANT = 0.5, 0.36
COLOURS_KEPT: Final = 256  # with fewer, the rare colours of a drawing turn into the common ones


@dataclass(slots=True)
class Pen:
    """A sheet `width` by `height` pixels large and what can be done on it."""

    width: float
    height: float
    ground: Colour = WHITE
    sheet: Image.Image = field(init=False, repr=False)
    draw: ImageDraw.ImageDraw = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.sheet = Image.new("RGB", (_fine(self.width), _fine(self.height)), self.ground)
        self.draw = ImageDraw.Draw(self.sheet)

    def box(self, box: Box, radius: float, fill: Colour | None, edge: Colour | None = None, thick: float = 0) -> None:
        """A rectangle with rounded corners."""
        corners = tuple(map(_fine, box))
        self.draw.rounded_rectangle(corners, _fine(radius), fill, edge, _fine(thick))

    def disc(
        self, centre: Point, radius: float, fill: Colour | None, edge: Colour | None = None, thick: float = 0
    ) -> None:
        """A circle."""
        (x, y), r = centre, radius
        self.draw.ellipse(tuple(map(_fine, (x - r, y - r, x + r, y + r))), fill, edge, _fine(thick))

    def oval(self, centre: Point, radii: Point, edge: Colour, thick: float) -> None:
        """The outline of an ellipse, its radii across and down."""
        (x, y), (across, down) = centre, radii
        corners = (x - across, y - down, x + across, y + down)
        self.draw.ellipse(tuple(map(_fine, corners)), None, edge, _fine(thick))

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self.draw.polygon([(_fine(x), _fine(y)) for x, y in points], fill=fill)

    def stroke(self, points: Sequence[Point], colour: Colour, thick: float) -> None:
        """A line through the points with round ends and corners."""
        self.draw.line([(_fine(x), _fine(y)) for x, y in points], colour, _fine(thick), joint="curve")
        for point in (points[0], points[-1]):
            self.disc(point, thick / 2 - 0.2, colour)

    def dashes(self, points: Sequence[Point], colour: Colour, thick: float) -> None:
        """A broken line through the points."""
        for start, end in pairwise(points):
            for first, last in _broken(start, end):
                self.stroke((first, last), colour, thick)

    def arc(self, centre: Point, radius: float, span: tuple[float, float], colour: Colour, thick: float) -> None:
        """A part of a circle, from one angle to another in degrees, clockwise from three o'clock."""
        (x, y), r = centre, radius
        self.draw.arc(tuple(map(_fine, (x - r, y - r, x + r, y + r))), *span, colour, _fine(thick))

    def arrow(self, start: Point, end: Point, colour: Colour, thick: float) -> None:
        """A line that ends in a filled head."""
        turn = math.atan2(end[1] - start[1], end[0] - start[0])
        head = thick * 2.4
        neck = along(end, turn, -head)
        self.stroke((start, neck), colour, thick)
        across = turn + math.pi / 2
        self.shape((end, along(neck, across, head * 0.8), along(neck, across, -head * 0.8)), colour)

    def sign(self, letter: str, middle: Point, size: float, colour: Colour) -> None:
        """One letter of the house's sans serif, its middle on the line's middle."""
        fine = _fine(size)
        left = _fine(middle[0]) - width(letter, Face.SANS, fine) / 2
        write(self.sheet, (round(left), _fine(middle[1] + size * 0.36)), letter, Face.SANS, fine, colour)

    def put(self, picture: Image.Image, at: Point, radius: float = 0) -> None:
        """Another sheet's picture with its top left corner at `at`, its corners rounded."""
        self.sheet.paste(picture, (_fine(at[0]), _fine(at[1])), _stencil(picture, radius))

    def lay(self, picture: Image.Image, at: Point, radius: float = 0) -> None:
        """Another sheet's picture lying flat and seen aslant: half as high, its far edge shifted to the right."""
        height = round(picture.height * FLAT)
        size = (picture.width + round(picture.height * SLANT), height)
        slanting = (1, SLANT / FLAT, -picture.height * SLANT, 0, 1 / FLAT, 0)
        laid, stencil = (
            part.transform(size, Image.Transform.AFFINE, slanting, Image.Resampling.BICUBIC)
            for part in (picture, _stencil(picture, radius))
        )
        self.sheet.paste(laid, (_fine(at[0]), _fine(at[1])), stencil)

    def png(self) -> bytes:
        """The sheet at its final size."""
        small = self.sheet.reduce(FINER)
        file = io.BytesIO()
        small.quantize(COLOURS_KEPT, dither=Image.Dither.NONE).save(file, "PNG", compress_level=6)
        return file.getvalue()


def along(point: Point, turn: float, by: float) -> Point:
    """The point moved by so many pixels in a direction given in radians."""
    return point[0] + by * math.cos(turn), point[1] + by * math.sin(turn)


def laid(at: Point, height: float, point: Point) -> Point:
    """Where a point of a picture so many pixels high comes to lie by `Pen.lay`."""
    return at[0] + point[0] + (height - point[1]) * SLANT, at[1] + point[1] * FLAT


def _stencil(picture: Image.Image, radius: float) -> Image.Image:
    stencil = Image.new("L", picture.size)
    edges = (0, 0, picture.width - 1, picture.height - 1)
    ImageDraw.Draw(stencil).rounded_rectangle(edges, _fine(radius), 255)
    return stencil


def _fine(length: float) -> int:
    return round(length * FINER)


def _broken(start: Point, end: Point) -> Iterator[tuple[Point, Point]]:
    length, turn = math.dist(start, end), math.atan2(end[1] - start[1], end[0] - start[0])
    count = max(1, round((length + GAP) / (DASH + GAP)))
    dash = (length + GAP) / count - GAP
    for number in range(count):
        first = along(start, turn, number * (dash + GAP))
        yield first, along(first, turn, dash)
