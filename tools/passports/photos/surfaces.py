"""Tables on which a page lies."""

from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.passports.photos.people import draw_letters
from tools.passports.photos.printing import SANS, open_font

Light = NDArray[np.floating]  # (height, width) or (height, width, 3)
STYLES = ("plain", "wood", "cloth", "paper")


def smooth_noise(grain: np.random.Generator, size: tuple[int, int], cell: int) -> Light:
    """Clouds of about `cell` pixels, 0 to 1."""
    width, height = size
    cells = grain.uniform(0, 255, (height // cell + 2, width // cell + 2)).astype(np.uint8)
    return np.asarray(Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC), np.float32) / 255


def lay_table(chance: Random, grain: np.random.Generator, size: tuple[int, int]) -> tuple[Image.Image, str]:
    """A picture of a table, and of what kind."""
    width, height = size
    base = np.array([chance.randint(25, 225)] * 3, np.float32) + grain.uniform(-25, 25, 3)
    table: Light = np.ones((height, width, 3), np.float32) * base
    style = chance.choice(STYLES)
    if style == "wood":
        rings = np.arange(height)[:, None] / chance.uniform(10, 30) + 5 * smooth_noise(grain, size, 160)
        table += (14 * np.sin(rings))[..., None]
    elif style == "cloth":
        table += (10 * np.sin(np.arange(width) / 3.1)[None, :] * np.sin(np.arange(height) / 3.1)[:, None])[..., None]
    elif style == "paper":
        table = _written_paper(chance, size)
    table += 22 * (smooth_noise(grain, size, 220) - 0.5)[..., None]
    return Image.fromarray(np.uint8(np.clip(table, 0, 255))), style


def _written_paper(chance: Random, size: tuple[int, int]) -> Light:
    """A sheet full of small letters, which are no zone."""
    sheet = Image.new("L", size, 235)
    pen, font = ImageDraw.Draw(sheet), open_font(SANS[1], chance.randint(18, 34))
    for top in range(10, size[1], chance.randint(40, 60)):
        pen.text((20, top), draw_letters(chance, 70, "abcdefghiklmnoprstuvyz          "), font=font, fill=60)
    return np.repeat(np.asarray(sheet, np.float32)[..., None], 3, 2)
