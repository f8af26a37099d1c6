"""The drawings without words: each is small, each says something else, and none needs colour to say it."""

import io
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.pictograms.drawing import draw
from bot.pictograms.pictogram import Pictogram

SHOWN = (390, 244)  # as a phone shows it
WRONG, RIGHT = (135, 319, 188, 372), (452, 318, 507, 373)  # where the cross and the tick stand


def opened(pictogram: Pictogram) -> Image.Image:
    return Image.open(io.BytesIO(draw(pictogram))).convert("RGB")


@pytest.mark.parametrize("pictogram", Pictogram)
def test_a_drawing_is_light_and_small(pictogram: Pictogram) -> None:
    """A PNG of 640 by 400 pixels on a light ground, under 25 kB."""
    drawn = opened(pictogram)

    assert drawn.size == (640, 400)
    assert drawn.getpixel((1, 1)) == (255, 255, 255)
    assert ImageStat.Stat(drawn.convert("L")).mean[0] > 160
    assert len(draw(pictogram)) < 25_000


@pytest.mark.parametrize("pictogram", [Pictogram.HOLD, Pictogram.GLARE])
def test_a_drawing_is_the_same_each_time(pictogram: Pictogram) -> None:
    """Drawn anew, slanted or with a soft light, a drawing has the same bytes."""
    assert draw.__wrapped__(pictogram) == draw(pictogram)


def test_no_two_drawings_look_alike() -> None:
    """In grey and at the size of a phone, any two differ on a hundredth of their surface at least."""
    shown = {pictogram: opened(pictogram).convert("L").resize(SHOWN) for pictogram in Pictogram}

    for one, other in combinations(shown, 2):
        apart = ImageChops.difference(shown[one], shown[other]).point(lambda grey: 255 * (grey > 60))
        assert ImageStat.Stat(apart).mean[0] > 2.55, (one, other)


@pytest.mark.parametrize("pictogram", [one for one in Pictogram if one is not Pictogram.HOLD])
def test_right_and_wrong_are_told_by_shape(pictogram: Pictogram) -> None:
    """The wrong half has a square with a cross, the right half a disc with a tick: without colour they differ too."""
    grey = opened(pictogram).convert("L").point(lambda light: 255 * (light > 128))
    wrong, right = grey.crop(WRONG), grey.crop(RIGHT)

    assert (wrong.getpixel((4, 4)), right.getpixel((4, 4))) == (0, 255)  # a corner: the square has one, the disc none
    assert wrong.getpixel((26, 26)) == 255  # where the arms cross
    assert wrong.tobytes() != right.tobytes()
