"""What spoils a photo before it is developed: fingers, shadows, uneven light, glare."""

import math
from dataclasses import dataclass, field
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tools.passports.photos.geometry import Points
from tools.passports.photos.profiles import Mix
from tools.passports.photos.surfaces import Light, smooth_noise

SKIN = (0.80, 0.60, 0.50)  # red, green and blue, 0 to 1
FINGER_TRIES, GLARE_TRIES = 20, 50
NEAR_ZONE = 0.25  # brighter than this at the zone, and a glare counts as lying on it


@dataclass(slots=True, kw_only=True)
class Shot:
    """A photo in the making: light from 0 to 1, and what is known of it.

    The arithmetic runs in float32 until something in float64 joins it; another order would give other bytes.
    """

    chance: Random
    grain: np.random.Generator
    mix: Mix
    light: Light  # (height, width, 3)
    page: Points  # the page's corners in the photo
    zone: Points  # the zone's
    facts: dict[str, float | str] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.light.shape[1], self.light.shape[0]

    def happens(self, share: float) -> bool:
        """Whether this photo is one of that share; a share of nought asks no dice."""
        return share > 0 and self.chance.random() < share


def spoil(shot: Shot) -> None:
    """One after the other, as the light meets them."""
    _cover_by_finger(shot)
    _cast_shadow(shot)
    _light_unevenly(shot)
    _glare(shot)


def _cover_by_finger(shot: Shot) -> None:
    """A finger over the edge of the page, never over the zone; where it finds no place, none."""
    shot.facts["finger"] = 0
    if not shot.happens(shot.mix.finger):
        return
    zone = Image.new("L", shot.size, 0)
    ImageDraw.Draw(zone).polygon([tuple(corner) for corner in shot.zone], fill=255)
    kept_free = np.asarray(zone.filter(ImageFilter.MaxFilter(9)))
    for _ in range(FINGER_TRIES):
        finger = _draw_finger(shot)
        if not (np.asarray(finger) & kept_free).any():
            _paint_skin(shot, finger)
            shot.facts["finger"] = 1
            return


def _draw_finger(shot: Shot) -> Image.Image:
    along, side = shot.chance.random(), shot.chance.randrange(4)
    edge = shot.page[side] * (1 - along) + shot.page[(side + 1) % 4] * along
    inwards = (shot.page[0] + shot.page[2]) / 2 - edge
    inwards /= np.linalg.norm(inwards)
    reach, thick = shot.chance.uniform(60, 170), shot.chance.uniform(45, 70)
    tip, root = edge + inwards * reach, edge - inwards * 500
    finger = Image.new("L", shot.size, 0)
    pen = ImageDraw.Draw(finger)
    pen.line([tuple(root), tuple(tip)], fill=255, width=int(2 * thick))
    pen.ellipse([tip[0] - thick, tip[1] - thick, tip[0] + thick, tip[1] + thick], fill=255)
    return finger


def _paint_skin(shot: Shot, finger: Image.Image) -> None:
    skin = np.array(SKIN) * shot.chance.uniform(0.45, 1.05)
    mask = np.asarray(finger.filter(ImageFilter.GaussianBlur(3)), np.float32)[..., None] / 255
    shade = (0.75 + 0.5 * smooth_noise(shot.grain, shot.size, 60))[..., None]
    shot.light = shot.light * (1 - mask) + mask * skin * shade


def _cast_shadow(shot: Shot) -> None:
    """A soft or hard edge across the whole picture, dark on one side."""
    shot.facts["shadow"] = 0
    if not shot.happens(shot.mix.shadow):
        return
    kept = shot.chance.uniform(*shot.mix.shadow_light)
    angle, cut = shot.chance.uniform(0, 6.28), shot.chance.uniform(0.3, 0.7)
    (width, height), (x, y) = shot.size, _grid(shot)
    side = (x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle) + 0.5 - cut
    dark = 1 / (1 + np.exp(np.clip(-side * shot.chance.uniform(15, 90), -30, 30)))
    shot.light *= (1 - (1 - kept) * dark)[..., None]
    shot.facts["shadow"] = round(1 - kept, 2)


def _light_unevenly(shot: Shot) -> None:
    """A lamp to one side."""
    chance, (width, height), (x, y) = shot.chance, shot.size, _grid(shot)
    fall = chance.uniform(0, 0.35) * ((x / width - chance.random()) ** 2 + (y / height - chance.random()) ** 2)
    shot.light *= (1 - fall)[..., None]


def _glare(shot: Shot) -> None:
    """A bright spot: off the zone, or a weaker one on it."""
    shot.facts |= {"glare": 0, "glare_on_zone": 0}
    if not shot.happens(shot.mix.glare):
        return
    on_zone = shot.happens(shot.mix.glare_on_zone)
    for _ in range(GLARE_TRIES):
        spot = _draw_spot(shot, shot.zone if on_zone else shot.page)
        peak = shot.chance.uniform(0.25, 0.55) if on_zone else shot.chance.uniform(0.4, 1)
        if on_zone or _brightest_on_zone(shot, spot) * peak < NEAR_ZONE:
            room = 1 - shot.light if on_zone else 1  # on the zone the print stays legible through it
            shot.light = shot.light + room * (spot * peak)[..., None]
            shot.facts |= {"glare": round(peak, 2), "glare_on_zone": int(on_zone)}
            return


def _draw_spot(shot: Shot, within: Points) -> Light:
    chance, (x, y) = shot.chance, _grid(shot)
    (left, top), (right, bottom) = within.min(0), within.max(0)
    middle_x, middle_y = chance.uniform(left, right), chance.uniform(top, bottom)
    long, short, angle = chance.uniform(40, 150), chance.uniform(30, 90), chance.uniform(0, 3.14)
    along = (x - middle_x) * math.cos(angle) + (y - middle_y) * math.sin(angle)
    across = -(x - middle_x) * math.sin(angle) + (y - middle_y) * math.cos(angle)
    return np.asarray(np.exp(-0.5 * ((along / long) ** 2 + (across / short) ** 2)))


def _brightest_on_zone(shot: Shot, spot: Light) -> float:
    (left, top), (right, bottom) = shot.zone.min(0), shot.zone.max(0)
    return spot[int(max(0, top)) : int(bottom) + 1, int(max(0, left)) : int(right) + 1].max()  # type: ignore[no-any-return]


def _grid(shot: Shot) -> tuple[Light, Light]:
    """Columns and rows of each pixel."""
    width, height = shot.size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return x, y
