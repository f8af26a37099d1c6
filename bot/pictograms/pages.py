"""The passport: its page with the photo and the two lines, the open book, the cover; and the holder's face."""

from functools import cache
from typing import Final

from PIL import Image

from bot.pictograms.pen import BLACK, BLUE, GREY, PALE, SKIN, SKY, WHITE, YELLOW, Colour, Pen, Point

PAGE_WIDTH, PAGE_HEIGHT = 208.0, 146.0  # 125 by 88 mm, as Doc 9303 part 4 has the page
RIM: Final = 7.0
ZONE: Final = ("P<UTOERIKSSON<<<<<", "L898902C3UTO<<<<<6")
"""Beginning and end of the two lines of ICAO's own specimen, Doc 9303 part 4."""
LETTER, PITCH, FIRST_LINE, LINE_STEP = 14.5, 10.6, 107.5, 20.0


@cache
def page() -> Image.Image:
    """The page to be photographed; whoever takes it changes a copy."""
    pen = Pen(PAGE_WIDTH, PAGE_HEIGHT)
    pen.box((0, 0, PAGE_WIDTH - 1, PAGE_HEIGHT - 1), 8, WHITE, BLACK, 3)
    pen.box((13, 14, 69, 88), 4, SKY, BLUE, 2)
    _bust(pen, (41, 52), BLUE)
    for row, length in enumerate((104, 76, 92, 58)):
        pen.stroke(((86, 22 + row * 19), (86 + length, 22 + row * 19)), GREY, 6)
    pen.box((5, 97, PAGE_WIDTH - 6, PAGE_HEIGHT - 6), 4, YELLOW)
    for row, line in enumerate(ZONE):
        for place, letter in enumerate(line):
            _letter(pen, letter, (14 + place * PITCH, FIRST_LINE + row * LINE_STEP))
    return pen.sheet


def spread() -> Image.Image:
    """The open book: a page of no interest above, the page with the photo below, the cover's rim around."""
    width, height = PAGE_WIDTH + 2 * RIM, 2 * (PAGE_HEIGHT + RIM)
    pen = Pen(width, height, BLUE)
    pen.box((RIM, RIM, RIM + PAGE_WIDTH - 1, RIM + PAGE_HEIGHT - 1), 8, WHITE, BLACK, 3)
    for row, length in enumerate((120, 150, 90)):
        pen.stroke(((RIM + 28, 48 + row * 26), (RIM + 28 + length, 48 + row * 26)), PALE, 8)
    pen.put(page(), (RIM, RIM + PAGE_HEIGHT), 8)
    return pen.sheet


def cover(pen: Pen, at: Point) -> None:
    """The closed book, a globe on its front."""
    x, y = at
    pen.box((x, y, x + 116, y + 164), 10, BLUE)
    pen.stroke(((x + 12, y + 6), (x + 12, y + 158)), SKY, 2)
    middle = (x + 64, y + 70)
    pen.disc(middle, 27, None, YELLOW, 4)
    pen.oval(middle, (12, 27), YELLOW, 3)
    pen.stroke(((middle[0] - 25, middle[1]), (middle[0] + 25, middle[1])), YELLOW, 3)
    for row, half in enumerate((34, 22)):
        pen.stroke(((x + 64 - half, y + 122 + row * 16), (x + 64 + half, y + 122 + row * 16)), YELLOW, 6)


def face(pen: Pen, at: Point) -> None:
    """A phone held upright that sees its owner."""
    x, y = at
    pen.box((x, y, x + 116, y + 164), 16, BLACK)
    inside = Pen(98, 138, SKY)
    inside.box((12, 102, 86, 170), 30, GREY)
    inside.box((39, 80, 59, 116), 9, SKIN)
    inside.disc((49, 60), 31, BLACK)
    inside.box((23, 44, 75, 100), 25, SKIN)
    for eye in (38, 60):
        inside.disc((eye, 68), 3.2, BLACK)
    inside.arc((49, 76), 11, (25, 155), BLACK, 3)
    pen.put(inside.sheet, (x + 9, y + 9), 9)
    pen.disc((x + 58, y + 155.5), 4, None, WHITE, 2)


def _letter(pen: Pen, letter: str, middle: Point) -> None:
    """A letter of the zone; the sign `<`, which tells it from any other writing, is drawn stronger."""
    if letter != "<":
        pen.sign(letter, middle, LETTER, BLACK)
        return
    x, y = middle
    pen.stroke(((x + 3, y - 4.2), (x - 3, y), (x + 3, y + 4.2)), BLACK, 2.2)


def _bust(pen: Pen, middle: Point, colour: Colour) -> None:
    """Head and shoulders."""
    x, y = middle
    pen.disc((x, y - 10), 13, colour)
    shoulders = Pen(48, 26, SKY)
    shoulders.box((0, 0, 48, 52), 21, colour)
    pen.put(shoulders.sheet, (x - 24, y + 8))
