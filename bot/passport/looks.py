"""Several looks at one zone: the same lines straightened a little differently, and what they say averaged.

No single straightening is right everywhere on a bent page under uneven light. What holds in all of them is the print;
what changes from one to the next is chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.passport.recogniser import recognise
from bot.passport.rows import by_cell, levelled
from bot.passport.strips import PITCH, Picture, Strip, Track, straighten
from bot.passport.zone import Zone, characters

EDGE = 2  # cells of paper beside the line, for the network's view of the outer characters
DOUBT_FLOOR = -9.0  # one look alone rules no character out


@dataclass(frozen=True, slots=True)
class Look:
    """One way to straighten a line: see `straighten`."""

    down: float = 0.0
    high: float = 1.0
    pitch: float = PITCH
    even: bool = False


LOOKS = (Look(pitch=17.0), Look(down=0.08, high=1.08, pitch=18.0), Look(down=-0.08, pitch=16.0, even=True))
"""Three are enough: four more cost a tenth of a second and changed nothing."""


def look_again(photo: Picture, zone: Zone, looks: Sequence[Look] = LOOKS) -> Zone:
    """The same zone with what further looks say averaged into it."""
    tracks = [levelled(photo, track) for track in zone.tracks]
    strips = [_strip(photo, track, look) for track in tracks for look in looks]
    frames = recognise(strips)
    likely = []
    for line, before in enumerate(zone.likely):
        part = slice(line * len(looks), (line + 1) * len(looks))
        seen = [
            np.maximum(characters(by_cell(strip, said))[EDGE : EDGE + len(before)], DOUBT_FLOOR)
            for strip, said in zip(strips[part], frames[part], strict=True)
        ]
        likely.append((np.maximum(before, DOUBT_FLOOR) * zone.looks + np.sum(seen, axis=0)) / (zone.looks + len(looks)))
    return replace(zone, likely=tuple(likely), looks=zone.looks + len(looks))


def _strip(photo: Picture, track: Track, look: Look) -> Strip:
    return straighten(
        photo,
        track,
        first=-EDGE,
        last=round(track.cells) - 1 + EDGE,
        down=look.down,
        pitch=look.pitch,
        high=look.high,
        even=look.even,
    )
