"""Right and wrong: told by a shape, by an edge and by a colour, so that none of the three is needed."""

from typing import Final

from bot.pictograms.pen import GREEN, RED, WHITE, Box, Colour, Pen, Point

LEFT: Final[Box] = (10, 10, 312, 390)
RIGHT: Final[Box] = (328, 10, 630, 390)
BOTH: Final[Box] = (10, 10, 630, 390)
FAINT_GREEN: Final = (240, 248, 243)
FAINT_RED: Final = (250, 244, 244)
BADGE: Final = 345.0  # how low the badges stand


def tick(pen: Pen, centre: Point, radius: float = 27) -> None:
    """Right: a tick in a disc."""
    (x, y), r = centre, radius
    pen.disc(centre, r, GREEN)
    pen.stroke(((x - r * 0.45, y + r * 0.04), (x - r * 0.1, y + r * 0.4), (x + r * 0.5, y - r * 0.36)), WHITE, r * 0.24)


def cross(pen: Pen, centre: Point, radius: float = 26) -> None:
    """Wrong: a cross in a square."""
    (x, y), arm = centre, radius * 0.44
    pen.box((x - radius, y - radius, x + radius, y + radius), 7, RED)
    for side in (1, -1):
        pen.stroke(((x - arm, y - arm * side), (x + arm, y + arm * side)), WHITE, radius * 0.24)


def halves(pen: Pen) -> None:
    """Wrong on the left with a broken edge, right on the right with a whole one."""
    left, top, right, bottom = LEFT
    pen.box(LEFT, 4, FAINT_RED)
    pen.dashes(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)), RED, 3)
    pen.box(RIGHT, 16, FAINT_GREEN, GREEN, 5)
    cross(pen, ((left + right) / 2, BADGE))
    tick(pen, ((RIGHT[0] + RIGHT[2]) / 2, BADGE))


def whole(pen: Pen) -> None:
    """Nothing is wrong here: one ground for all."""
    pen.box(BOTH, 16, FAINT_GREEN, GREEN, 5)


def corners(pen: Pen, box: Box, colour: Colour, arm: float = 20) -> None:
    """The four corners of a camera's frame."""
    left, top, right, bottom = box
    for x, y, across, down in ((left, top, 1, 1), (right, top, -1, 1), (left, bottom, 1, -1), (right, bottom, -1, -1)):
        pen.stroke(((x + arm * across, y), (x, y), (x, y + arm * down)), colour, 5)
