"""How hard the photos are: shares and ranges of all that spoils a photo."""

from dataclasses import dataclass
from enum import StrEnum

Range = tuple[float, float]


class Profile(StrEnum):
    """Mixes of spoilt photos."""

    PUBLIC = "public"  # a careful person in a room
    HARSH = "harsh"  # smaller in the frame, askew, dim, blurred, glaring, strongly compressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Shares are of photos; an angle is in degrees, a blur in pixels of the phone's picture."""

    bent: float
    bend: float  # times what a page bends at most
    far_away: float  # share with a page that is small in the frame
    tilt: float  # at most
    spin: float  # standard deviation
    finger: float
    shadow: float
    shadow_light: Range  # what a shadow leaves of the light
    glare: float
    glare_on_zone: float  # share of the glaring ones
    blur: Range  # standard deviation
    motion: float
    motion_steps: tuple[int, ...]  # pixels
    dim: float
    noise: float  # times the noise of a good phone
    turns: tuple[int, int, int, int]  # weights of 0, 90, 180 and 270 degrees
    quality: tuple[int, int]  # of the last JPEG


MIXES = {
    Profile.PUBLIC: Mix(
        bent=0.3,
        bend=1,
        far_away=0,
        tilt=15,
        spin=3.5,
        finger=0.3,
        shadow=0.4,
        shadow_light=(0.45, 0.8),
        glare=0.35,
        glare_on_zone=0,
        blur=(0.5, 2),
        motion=0.15,
        motion_steps=(3, 5),
        dim=0.25,
        noise=1,
        turns=(70, 12, 6, 12),
        quality=(55, 90),
    ),
    Profile.HARSH: Mix(
        bent=0.5,
        bend=1.6,
        far_away=0.3,
        tilt=20,
        spin=6,
        finger=0.45,
        shadow=0.6,
        shadow_light=(0.3, 0.65),
        glare=0.5,
        glare_on_zone=0.4,
        blur=(0.8, 2.4),
        motion=0.3,
        motion_steps=(3, 5, 5),
        dim=0.45,
        noise=1.3,
        turns=(52, 17, 14, 17),
        quality=(40, 85),
    ),
}
