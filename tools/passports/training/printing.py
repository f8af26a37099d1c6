"""A strip of a printed page: ink, paper, pattern and what lies over them, as light 0 (black) to 1 (white)."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.passports.training import fonts
from tools.passports.training.fonts import CELL_HEIGHT, CELL_WIDTH, PITCH

Plane = NDArray[np.float32]
Random = np.random.Generator

MARGIN = 4 * PITCH  # paper left and right of the text, pixels
HEIGHT = 98  # of the strip of page: the line in the middle, its neighbours' near halves above and below
MIDDLE = HEIGHT / 2  # row through the middle of the capitals
_LINES_APART = 50  # pixels, 6.35 mm (9303-3, 4.3)


def centre_of(place: int) -> float:
    """Column of the middle of the character at that place."""
    return MARGIN + (place + 0.5) * PITCH


def print_line(random: Random, text: str, neighbours: tuple[str, str]) -> Plane:
    """The text printed on a page, its neighbours (which may be empty) above and below."""
    glyphs = fonts.glyphs(fonts.pick_cut(random).path)
    ink = np.zeros((HEIGHT, len(text) * PITCH + 2 * MARGIN), np.uint8)
    top = round(MIDDLE - (fonts.BASELINE - fonts.CAPITAL / 2))
    for line, shift in ((neighbours[0], -_LINES_APART), (text, 0), (neighbours[1], _LINES_APART)):
        _set_line(random, ink, glyphs, line, top + shift)
    return _on_paper(random, _pressed(random, ink))


def print_other(random: Random, length: int) -> Plane:
    """Print that is no zone: words in other faces, or an empty page."""
    width = length * PITCH + 2 * MARGIN
    picture = Image.new("L", (width, HEIGHT), 0)
    for row in range(int(random.integers(0, 20)), HEIGHT, int(random.integers(20, 50))):
        if random.random() < 0.8:
            _set_words(random, picture, row)
    return _on_paper(random, _pressed(random, np.asarray(picture)))


def _set_line(random: Random, ink: NDArray[np.uint8], glyphs: dict[str, fonts.Glyph], text: str, top: int) -> None:
    sway = random.integers(-1, 2, (2, len(text))) * (random.random() < 0.3)
    for place, character in enumerate(text):
        left = MARGIN + place * PITCH - (CELL_WIDTH - PITCH) // 2 + int(sway[0, place])
        upper = top + int(sway[1, place])
        first, last = max(0, -upper), min(CELL_HEIGHT, HEIGHT - upper)
        window = ink[upper + first : upper + last, left : left + CELL_WIDTH]
        np.maximum(window, glyphs[character][first:last], out=window)


def _set_words(random: Random, picture: Image.Image, row: int) -> None:
    path = fonts.OTHER_PRINT[int(random.integers(len(fonts.OTHER_PRINT)))]
    face = fonts.other_face(path, int(random.integers(8, 22)))
    pool = "abcdefghijklmnopqrstuvwxyz      " if random.random() < 0.6 else "ABCDEFGHIJKLMNOPRSTUVYZ     .-/"
    words = "".join(pool[i] for i in random.integers(0, len(pool), int(random.integers(4, 50))))
    left = int(random.integers(-40, picture.width // 2))
    ImageDraw.Draw(picture).text((left, row), words, font=face, fill=255)


def _pressed(random: Random, ink: NDArray[np.uint8]) -> Plane:
    """The ink as it lies on the paper, 0-1: thin or bold, patchy, or burnt in by a laser dot by dot."""
    pressed: Plane = np.asarray(ink, np.float32) / np.float32(255)
    if random.random() < 0.6:
        pressed = _weighted(random, pressed)
    if random.random() < 0.3:
        pressed *= _clouds(random, pressed.shape, int(random.integers(4, 12)), random.uniform(0.3, 0.75), 1.0)
    if random.random() < 0.14:
        pressed = _dotted(random, pressed)
    return pressed * np.float32(random.uniform(0.6, 1.0))


def _weighted(random: Random, ink: Plane) -> Plane:
    """Strokes thinner or bolder: the edge of the softened ink is cut at another height."""
    soft = np.asarray(cv2.GaussianBlur(ink, (0, 0), 1.1), np.float32)
    edge = 0.5 - random.uniform(-0.26, 0.30)
    steep = np.float32(random.uniform(2.0, 6.0))
    return np.asarray(np.clip((soft - np.float32(edge)) * steep + np.float32(0.5), 0, 1), np.float32)


def _dotted(random: Random, ink: Plane) -> Plane:
    step, phase = random.uniform(1.9, 3.5), random.uniform(0, 6.28, 2)
    rows, columns = np.ogrid[: ink.shape[0], : ink.shape[1]]
    wave = np.sin(rows * (6.283 / step) + phase[0]) + np.sin(columns * (6.283 / step) + phase[1])
    dots = 1 / (1 + np.exp(-(wave + random.uniform(-0.4, 1.0)) * 3))
    return np.asarray(ink * dots, np.float32)


def _clouds(random: Random, shape: tuple[int, ...], cell: int, low: float, high: float) -> Plane:
    """Smooth noise between low and high, a value each `cell` pixels."""
    small = random.uniform(low, high, (shape[0] // cell + 2, shape[1] // cell + 2)).astype(np.float32)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _on_paper(random: Random, ink: Plane) -> Plane:
    height, width = ink.shape
    white = random.uniform(0.55, 1.0)
    paper = np.full((height, width), white, np.float32)
    if random.random() < 0.5:
        paper += _clouds(random, ink.shape, 40, -0.06, 0.06)
    _guilloche(random, paper, white, int(random.integers(0, 14)))
    black = np.float32(random.uniform(0, 0.35) * white)
    page = paper * (1 - ink) + black * ink
    if random.random() < 0.12:
        _guilloche(random, page, white, int(random.integers(1, 7)))  # a pattern over the print
    if random.random() < 0.12:
        page = _hologram(random, page)
    if random.random() < 0.4:
        _card_ends(random, page)
    return np.asarray(np.clip(page, 0, 1), np.float32)


def _guilloche(random: Random, page: Plane, white: float, curves: int) -> None:
    height, width = page.shape
    columns = np.linspace(0, width, 60)
    for _ in range(curves):
        rows = random.uniform(-20, height + 20) + random.uniform(-0.3, 0.3) * (columns - random.uniform(0, width))
        rows += random.uniform(2, 30) * np.sin(columns / random.uniform(15, 150) + random.uniform(0, 6.28))
        shade = float(white - random.uniform(0.02, 0.24) * (1 if random.random() < 0.9 else -0.5))
        curve = np.stack([columns, rows], 1).astype(np.int32)
        cv2.polylines(page, [curve], False, shade, int(random.integers(1, 4)), cv2.LINE_AA)


def _hologram(random: Random, page: Plane) -> Plane:
    """A shining film: bright or dark bands and figures that the print shows through."""
    height, width = page.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, length = random.uniform(0, 6.28), random.uniform(8, 160)
    phase = (columns * np.cos(angle) + rows * np.sin(angle)) * np.float32(6.283 / length)
    bands = 0.5 + 0.5 * np.sin(phase + random.uniform(0, 6.28) + 3 * _clouds(random, page.shape, 48, 0, 1))
    film = bands * np.float32(random.uniform(0.05, 0.35)) * _clouds(random, page.shape, 64, 0, 1)
    return np.asarray(page + (np.float32(random.uniform(0.5, 1.0)) - page) * film, np.float32)


def _card_ends(random: Random, page: Plane) -> None:
    """Beyond the card's edge lies the table, darker or brighter than the paper."""
    table = np.float32(random.uniform(0.05, 0.95))
    reach = int(random.uniform(1.2, 3.6) * PITCH)
    if random.random() < 0.5:
        page[:, : MARGIN - reach] = table
    if random.random() < 0.5:
        page[:, page.shape[1] - MARGIN + reach :] = table
    if random.random() < 0.2:
        page[round(MIDDLE + random.uniform(1.0, 2.2) * fonts.CAPITAL) :] = table
