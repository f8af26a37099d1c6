"""The page with the zone, as printed: seen straight from above in even light."""

from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.passport.reading import Layout
from tools.passports.photos.people import Person, draw_digits, draw_letters
from tools.passports.photos.printing import (
    PX,
    SANS,
    Colour,
    draw_colour,
    draw_guilloche,
    open_font,
    open_zone_font,
)
from tools.passports.photos.zone import SHAPES

SIZES_MM = {Layout.TD3: (125, 88), Layout.TD2: (105, 74), Layout.TD1: (85.6, 54)}
PITCH_MM, LINE_MM = 2.54, 6.35  # of the zone (9303-3, 4.2)
LIGHT_STRIPS, PATCHY_INK = 0.6, 0.3  # shares of pages
_TEXT_LEFT = 0.36  # of the page's width
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """A picture, where its zone is (left, top, right, bottom in pixels), and how heavy the zone's print is."""

    picture: Image.Image
    zone: _Box
    weight: str


def print_page(chance: Random, person: Person, layout: Layout, lines: list[str]) -> Page:
    """The whole page of the person."""
    width, height = (int(side * PX) for side in SIZES_MM[layout])
    base = draw_colour(chance, 205, 250)
    page = Image.new("RGB", (width, height), base)
    tint = tuple(max(0, part - chance.randint(25, 90)) for part in base)
    waves = draw_guilloche(chance, page.size, chance.randint(60, 170), chance.randint(20, 60))
    page.paste(Image.new("RGB", page.size, tint), mask=waves)
    zone_top = height - int((20.5 if layout is Layout.TD1 else 23.2) * PX)
    _Face(page, chance, base, tint, zone_top).draw(person, layout)
    if chance.random() < LIGHT_STRIPS:
        _lighten(chance, page, base, zone_top)
    box, weight = _print_zone(chance, page, layout, lines)
    return Page(page, box, weight)


class _Face:
    """What stands above the zone."""

    def __init__(self, page: Image.Image, chance: Random, base: Colour, tint: Colour, zone_top: int) -> None:
        self.page, self.chance, self.base, self.tint, self.zone_top = page, chance, base, tint, zone_top
        self.pen = ImageDraw.Draw(page)
        face = chance.choice(SANS)
        self.dark = draw_colour(chance, 10, 70)
        self.small, self.middle, self.big = (open_font(face, size * PX) for size in (1.7, 2.9, 4.2))

    def draw(self, person: Person, layout: Layout) -> None:
        """A passport has a portrait and its fields there, a card's back only a few words."""
        if layout is Layout.TD1:
            self._card(person)
            return
        title_at = (int(_TEXT_LEFT * self.page.width), int(1.5 * PX))
        colour = self.tint if self.chance.random() < 0.3 else self.dark
        self.pen.text(title_at, person.nation.title, font=self.big, fill=colour)
        left, right = self._portrait()
        self._fields(person)
        self._signature(left, right)

    def _card(self, person: Person) -> None:
        office = f"MIA {draw_digits(self.chance, 4)}"
        for row, text in enumerate(("PLACE OF BIRTH", person.nation.title, "ISSUING AUTHORITY", office)):
            font = self.middle if row % 2 else self.small
            self.pen.text((4 * PX, (3 + 5 * row) * PX), text, font=font, fill=self.dark)

    def _portrait(self) -> tuple[int, int]:
        """A head and shoulders in a frame; the frame's left edge and width in pixels."""
        left, top = 4 * PX, int(0.12 * self.page.height)
        width, height = int(0.27 * self.page.width), int(0.45 * self.page.height)
        skin = self.chance.randint(120, 215)
        bottom = top + height
        shoulders = [left + 0.1 * width, top + 0.62 * height, left + 0.9 * width, top + 1.4 * height]
        head = [left + 0.27 * width, top + 0.15 * height, left + 0.73 * width, top + 0.7 * height]
        below = [left, bottom + 1, left + width + 2, min(self.page.height, self.zone_top + PX)]
        self.pen.rectangle([left, top, left + width, bottom], fill=(215, 220, 225))
        self.pen.ellipse(shoulders, fill=(60, 60, 80))
        self.pen.ellipse(head, fill=(skin, int(skin * 0.82), int(skin * 0.7)))
        self.pen.rectangle(below, fill=self.base)
        return left, width

    def _fields(self, person: Person) -> None:
        rows = (
            ("TYPE / CODE", "P   " + person.nation.code),
            ("PASSPORT No.", person.number),
            ("SURNAME", person.surname),
            ("GIVEN NAMES", person.given),
            ("NATIONALITY", person.nation.title),
            ("DATE OF BIRTH", f"{person.born:%d.%m.%Y}"),
            ("SEX", person.sex.replace("<", "X")),
            ("DATE OF EXPIRY", f"{person.expiry:%d.%m.%Y}"),
            ("AUTHORITY", f"MIA {draw_digits(self.chance, 4)}"),
        )
        left, high = _TEXT_LEFT * self.page.width, (self.zone_top - 8 * PX) / len(rows)
        for row, (label, value) in enumerate(rows):
            top = 7 * PX + row * high
            self.pen.text((left, top), label, font=self.small, fill=self.tint)
            self.pen.text((left, top + 1.8 * PX), value, font=self.middle, fill=self.dark)

    def _signature(self, left: int, width: int) -> None:
        middle = self.zone_top - 2.5 * PX
        points = [(left + width * x / 20, middle + self.chance.uniform(-1.6, 1.6) * PX) for x in range(21)]
        self.pen.line(points, fill=(30, 30, 90), width=3)


def _lighten(chance: Random, page: Image.Image, base: Colour, zone_top: int) -> None:
    """A lighter strip under the zone, which hides more or less of the pattern."""
    light = tuple(min(255, part + 8) for part in base)
    strip = Image.new("RGB", (page.width, page.height - zone_top), light)
    page.paste(strip, (0, zone_top), Image.new("L", strip.size, chance.randint(90, 255)))


def _print_zone(chance: Random, page: Image.Image, layout: Layout, lines: list[str]) -> tuple[_Box, str]:
    rows, columns = SHAPES[layout]
    wide, high = SIZES_MM[layout]
    length = columns * PITCH_MM
    left = (wide - length) / 2 * PX + chance.uniform(-1.2, 1.2) * PX
    first = high - (6.0 if rows == 2 else 5.0) - (rows - 1) * LINE_MM + chance.uniform(-0.8, 0.8)
    weight, ink = _weighted(chance, _zone_ink(page.size, lines, left, first))
    inked = np.asarray(ink, np.float32) * chance.uniform(0.72, 1)
    if chance.random() < PATCHY_INK:
        inked *= np.asarray(_blots(chance, page.size), np.float32) / 255
    colour = draw_colour(chance, 5, 55)
    page.paste(Image.new("RGB", page.size, colour), mask=Image.fromarray(np.uint8(inked)))
    box = (left, (first - 3.2) * PX, left + length * PX, (first + (rows - 1) * LINE_MM + 0.8) * PX)
    return box, weight


def _zone_ink(size: tuple[int, int], lines: list[str], left: float, first: float) -> Image.Image:
    """The characters as a mask. `left` in pixels, `first` (the first line's foot) in millimetres."""
    ink = Image.new("L", size, 0)
    pen, font = ImageDraw.Draw(ink), open_zone_font()
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            at = (left + column * PITCH_MM * PX, (first + row * LINE_MM) * PX)
            pen.text(at, character, font=font, fill=255, anchor="ls")
    return ink


def _weighted(chance: Random, ink: Image.Image) -> tuple[str, Image.Image]:
    """Thin, plain or bold print."""
    weight = chance.choice(("thin", "plain", "plain", "plain", "bold"))
    if weight == "bold":
        ink = ink.filter(ImageFilter.MaxFilter(3))
    elif weight == "thin":
        ink = ink.filter(ImageFilter.MinFilter(3))
    return weight, ink


def _blots(chance: Random, size: tuple[int, int]) -> Image.Image:
    """Where the ink took less well."""
    width, height = size
    cells = np.random.default_rng(chance.getrandbits(32)).uniform(150, 255, (height // 8 + 1, width // 8 + 1))
    return Image.fromarray(np.uint8(cells)).resize(size, Image.Resampling.BICUBIC)


def under_upper_page(chance: Random, page: Image.Image) -> Image.Image:
    """An open booklet: the page above the data page is in the picture too."""
    width, height = page.size
    both = Image.new("RGB", (width, 2 * height))
    both.paste(_upper_page(chance, page.size), (0, 0))
    both.paste(page, (0, height))
    fold = np.abs(np.arange(2 * height) - height) / (7 * PX)
    shade = np.ones((2 * height, 1, 1), np.float32)
    shade[:, 0, 0] = 1 - 0.35 * np.exp(-(fold**2))
    return Image.fromarray(np.uint8(np.asarray(both, np.float32) * shade))


def _upper_page(chance: Random, size: tuple[int, int]) -> Image.Image:
    page = Image.new("RGB", size, draw_colour(chance, 200, 245))
    tint = draw_colour(chance, 120, 200)
    page.paste(Image.new("RGB", size, tint), mask=draw_guilloche(chance, size, 140, 40))
    pen, font = ImageDraw.Draw(page), open_font(chance.choice(SANS), 3 * PX)
    for row in range(chance.randint(2, 9)):
        at = (chance.uniform(5, 20) * PX, (6 + 8 * row) * PX)
        text = draw_letters(chance, chance.randint(6, 26), "ABCDEFGHIKLMNOPRSTUVYZ      ")
        pen.text(at, text, font=font, fill=(60, 60, 90))
    return page
