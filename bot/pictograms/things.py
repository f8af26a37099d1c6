"""What stands around the passport: the phone, the table, sun, moon and lamp, the finger."""

import math
from typing import Final

from PIL import Image

from bot.pictograms.pages import PAGE_HEIGHT, PAGE_WIDTH, page
from bot.pictograms.pen import AMBER, BLACK, BLUE, GREY, SKIN, WHITE, YELLOW, Box, Colour, Pen, Point, along

TABLE: Final = (214, 202, 186)
PHONE_WIDTH, PHONE_HEIGHT = 270.0, 180.0
EDGE, SIDE = 9.0, 20.0
SCREEN_WIDTH, SCREEN_HEIGHT = PHONE_WIDTH - EDGE - SIDE, PHONE_HEIGHT - 2 * EDGE
ROUND: Final = 18.0
RAYS: Final = 8


def view(shift: Point = (0, 0), scale: float = 1.0) -> Image.Image:
    """What the camera sees: the page on the table, from the middle of the screen shifted, and smaller or larger."""
    pen, seen = Pen(SCREEN_WIDTH, SCREEN_HEIGHT, TABLE), scaled(page(), scale)
    left = (SCREEN_WIDTH - PAGE_WIDTH * scale) / 2 + shift[0]
    top = (SCREEN_HEIGHT - PAGE_HEIGHT * scale) / 2 + shift[1]
    pen.put(seen, (left, top), 8 * scale)
    return pen.sheet


def scaled(picture: Image.Image, scale: float) -> Image.Image:
    """The picture larger or smaller."""
    if scale == 1.0:
        return picture
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)


def phone(pen: Pen, at: Point, seen: Image.Image) -> None:
    """A phone on its side with its top left corner at `at`; its screen shows what the camera sees."""
    left, top = at
    pen.box((left, top, left + PHONE_WIDTH, top + PHONE_HEIGHT), ROUND, BLACK)
    pen.put(seen, (left + EDGE, top + EDGE), 10)
    pen.disc((left + PHONE_WIDTH - SIDE / 2, top + PHONE_HEIGHT / 2), 5.5, None, WHITE, 2)


def lone_phone() -> Image.Image:
    """A phone by itself, seen straight from above."""
    pen = Pen(PHONE_WIDTH, PHONE_HEIGHT, BLACK)
    phone(pen, (0, 0), view())
    return pen.sheet


def screen(at: Point) -> Box:
    """Where the screen of a phone at `at` is."""
    left, top = at[0] + EDGE, at[1] + EDGE
    return left, top, left + SCREEN_WIDTH, top + SCREEN_HEIGHT


def ghost(pen: Pen, at: Point, colour: Colour) -> None:
    """The outline of a phone where it was a moment ago."""
    left, top = at
    pen.box((left, top, left + PHONE_WIDTH, top + PHONE_HEIGHT), ROUND, None, colour, 3)


def sun(pen: Pen, centre: Point, radius: float) -> None:
    """A disc with rays."""
    pen.disc(centre, radius, YELLOW, AMBER, 4)
    for ray in range(RAYS):
        turn = ray * 2 * math.pi / RAYS
        pen.stroke((along(centre, turn, radius + 8), along(centre, turn, radius + 18)), AMBER, 5)


def moon(pen: Pen, centre: Point, radius: float, ground: Colour) -> None:
    """A crescent."""
    pen.disc(centre, radius, GREY)
    pen.disc((centre[0] + radius * 0.5, centre[1] - radius * 0.3), radius * 0.85, ground)


def lamp(pen: Pen, centre: Point, towards: Point, reach: float) -> None:
    """A lamp with its shade behind it and three rays as long as `reach` before it."""
    turn = math.atan2(towards[1] - centre[1], towards[0] - centre[0])
    for side in (-0.42, 0.0, 0.42):
        pen.stroke((along(centre, turn + side, 27), along(centre, turn + side, 27 + reach)), AMBER, 5)
    pen.disc(centre, 17, YELLOW, AMBER, 4)
    across, front, back = turn + math.pi / 2, along(centre, turn, 2), along(centre, turn, -24)
    shade = (along(back, across, 10), along(back, across, -10), along(front, across, -30), along(front, across, 30))
    pen.shape(shade, BLACK)


def thumb(pen: Pen, tip: Point, wrist: Point) -> None:
    """A thumb that holds the phone at its edge."""
    pen.stroke((wrist, tip), BLACK, 25)
    pen.stroke((wrist, tip), SKIN, 20)


def finger(pen: Pen, tip: Point) -> None:
    """A finger that taps, its tip at the given point, and the ring that the screen answers with."""
    x, y = tip
    pen.disc(tip, 26, None, BLUE, 4)
    knuckle = (x + 40, y + 74)
    pen.stroke(((x + 6, y + 11), knuckle), BLACK, 30)
    pen.stroke(((x + 6, y + 11), knuckle), SKIN, 24)
    pen.stroke(((x + 2, y + 4), (x + 6, y + 11)), WHITE, 9)
