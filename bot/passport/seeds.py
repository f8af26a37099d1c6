"""Which of the bands found are lines of the zone, and from which end they are read: short looks before long ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from bot.passport.lines import Line
from bot.passport.recogniser import FRAME, NOTHING, Frames, recognise
from bot.passport.rows import levelled, marks
from bot.passport.strips import PITCH, Picture, Strip, Track, straighten

USUAL = 44.0  # cells that a line is first thought to hold
LOOK = 16  # cells of a short look
PERIODS = (9.0, 27.0)  # strip pixels between two characters, when `USUAL` was thought of
GUESSES = 2  # pitches tried for a band
TOGETHER = 2  # lines looked at in one go
CLEAR_LOOK = 0.8  # of a look: read this line before looking at others
SURE = 0.55  # mean probability of the best character in a short look; other print stays below
SEEN = (9, 22)  # characters in a short look


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A line that may belong to the zone, the way it would be read, and how well a short look went (0 to 1)."""

    track: Track
    score: float


def seeds(photo: Picture, lines: Sequence[Line], *, whole: bool = False) -> Iterator[Seed]:
    """Lines worth reading as they are looked at, a few together, the best of these first.

    Args:
        whole: look all along each line, not only at its middle; a line of the zone may run on in other print.
    """
    for start in range(0, len(lines), TOGETHER):
        found = _looked_at(photo, lines[start : start + TOGETHER], whole=whole)
        yield from (seed for seed in found if seed.score >= SURE)


def _looked_at(photo: Picture, lines: Sequence[Line], *, whole: bool) -> list[Seed]:
    """Every way to read these lines, the likeliest first."""
    guesses = [track for line in lines for track in _guesses(photo, line)]
    ways = [way for track in guesses for way in (track, track.turned())]
    frames = recognise([straighten(photo, way) if whole else _middle(photo, way) for way in ways])
    found = [Seed(track=way, score=_score(said)) for way, said in zip(ways, frames, strict=True)]
    return sorted(found, key=lambda seed: -seed.score)


def _guesses(photo: Picture, line: Line) -> list[Track]:
    """The band with as many cells as the rhythm of its strokes says."""
    track = levelled(photo, line.track(USUAL))
    return [track.divided(USUAL * PITCH / period) for period in periods(straighten(photo, track))]


def periods(strip: Strip) -> list[float]:
    """The likeliest distances between two characters, in pixels of the strip: print in the zone keeps one pitch."""
    strokes = np.abs(strip.ink[6:26, 2:] - strip.ink[6:26, :-2]).mean(0)
    strokes = np.minimum(strokes, 2.5 * float(np.median(strokes)))  # the edge of the page is no character
    strokes = strokes - cv2.blur(strokes[None], (49, 1))[0]
    size = 4096
    power = np.abs(np.fft.rfft(strokes * np.hanning(len(strokes)), size))
    low, high = int(size / PERIODS[1]), int(size / PERIODS[0])
    found: list[float] = []
    for place in power[low:high].argsort()[::-1] + low:
        period = size / float(place)
        if all(abs(period / other - 1) > 0.12 for other in found):
            found.append(period)
        if len(found) == GUESSES:
            break
    return found


def _middle(photo: Picture, track: Track) -> Strip:
    middle = (track.cells - 1) / 2
    return straighten(photo, track, first=middle - (LOOK - 1) / 2, last=middle + (LOOK - 1) / 2)


def _score(frames: Frames) -> float:
    """Of the best stretch of `LOOK` cells: mean probability of the best character where there is one."""
    length = LOOK * int(PITCH) // FRAME
    starts = range(0, max(1, frames.shape[1] - length + 1), length // 2)
    return max(_stretch(frames[:, start : start + length]) for start in starts)


def _stretch(frames: Frames) -> float:
    """0 when there are too few characters or too many."""
    place, _ = marks(frames)
    if not SEEN[0] <= len(place) <= SEEN[1]:
        return 0.0
    dark = frames[NOTHING] < np.log(0.5)
    return float(np.exp(frames[:NOTHING, dark].max(0)).mean())
