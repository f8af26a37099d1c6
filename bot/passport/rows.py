"""One printed line read: which cells it has, where exactly they lie, and what stands in them."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.passport.recogniser import FRAME, NOTHING, Frames, recognise
from bot.passport.strips import PITCH, SAMPLES, STRIP_HEIGHT, Picture, Strip, Track, straighten

Likely = NDArray[np.float64]  # one row a cell: 38 log-probabilities, the alphabet in its order, then "nothing"

MARGIN = 5  # cells read beyond each end: the outer characters may be faint, and what lies outside must be paper
FEWEST = 12  # characters that make a line worth a look
ROUNDS = 3
CLEAR = 0.9  # quality of a line that another round would not make better
POOR = 0.45  # and below which it is no line of the zone
LONGEST_GAP = 3  # cells without a character within one line
CHUNK = 6  # cells over which the height of the print is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of print with its cells counted: cell 0 of `track` is its first character seen.

    `likely[k + MARGIN]` is what stands in cell k; cells run from -MARGIN to `cells + MARGIN - 1`.
    """

    track: Track
    likely: Likely

    @property
    def cells(self) -> int:
        return round(self.track.cells)

    @property
    def quality(self) -> float:
        """How sure its characters are, 0 to 1."""
        inside = self.likely[MARGIN:-MARGIN, :NOTHING]
        return float(np.exp(inside.max(1)).mean())


def read_rows(photo: Picture, tracks: Sequence[Track]) -> list[Row | None]:
    """Each track read again and again, every time with its cells better placed. None where there is no text."""
    rows: list[Row | None] = [None] * len(tracks)
    todo = dict(enumerate(tracks))
    for _ in range(ROUNDS):
        counted = {i: track for i, track in zip(todo, _counted(photo, list(todo.values())), strict=True) if track}
        todo = {}
        for i, row in zip(counted, place_cells(photo, list(counted.values())), strict=True):
            before = rows[i]
            if before is None or row.quality > before.quality:
                rows[i] = row
                if POOR <= row.quality < CLEAR:
                    todo[i] = row.track
    return rows


def _counted(photo: Picture, tracks: Sequence[Track]) -> list[Track | None]:
    """The tracks with their cells where the characters are."""
    level = [levelled(photo, track) for track in tracks]
    strips = [straighten(photo, track, first=-MARGIN, last=track.cells - 1 + MARGIN) for track in level]
    counted = [count_cells(strip, frames) for strip, frames in zip(strips, recognise(strips), strict=True)]
    return [levelled(photo, track) if track else None for track in counted]


def place_cells(photo: Picture, tracks: Sequence[Track]) -> list[Row]:
    """Tracks whose cells are known, read cell by cell."""
    strips = [straighten(photo, track, first=-MARGIN, last=round(track.cells) - 1 + MARGIN) for track in tracks]
    read = zip(tracks, strips, recognise(strips), strict=True)
    return [Row(track=track, likely=by_cell(strip, frames)) for track, strip, frames in read]


def by_cell(strip: Strip, frames: Frames) -> Likely:
    """Of frames, what stands in each cell of a strip whose cells are `strip.pitch` wide: the mean about its middle."""
    count = int(strip.ink.shape[1] / strip.pitch)
    middle = (np.arange(count) + 0.5) * strip.pitch / FRAME - 0.5
    low = np.floor(middle).astype(int)
    part = middle - low
    high = np.minimum(low + 1, frames.shape[1] - 1)
    return np.asarray(frames[:, low] * (1 - part) + frames[:, high] * part, float).T


def levelled(photo: Picture, track: Track) -> Track:
    """The track moved so that it runs through the middle of the print's height all along."""
    strip = straighten(photo, track)
    strokes = np.abs(strip.ink[:, 2:] - strip.ink[:, :-2])
    chunks = max(3, round(track.cells / CHUNK))
    profile = np.stack([part.mean(1) for part in np.array_split(strokes, chunks, axis=1)])
    paper = np.sort(profile, axis=1)[:, STRIP_HEIGHT // 4, None]
    profile = np.maximum(profile - paper, 0) + 1e-6
    rows = (np.arange(STRIP_HEIGHT) + 0.5 - STRIP_HEIGHT / 2) / PITCH
    down = (profile * rows).sum(1) / profile.sum(1)
    return track.bent(_smooth(down, profile.sum(1)))


def _smooth(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A parabola over -1..1 through values at even distances, without the strays."""
    place = (np.arange(len(values)) + 0.5) / len(values) * 2 - 1
    curve = np.polyfit(place, values, 2, w=np.sqrt(weights))
    off = np.abs(values - np.polyval(curve, place))
    keep = off <= max(0.08, 2 * float(np.median(off)))
    if keep.sum() >= len(values) * 0.6 and keep.sum() > 3:
        curve = np.polyfit(place[keep], values[keep], 2, w=np.sqrt(weights[keep]))
    return np.asarray(curve, float)


def count_cells(strip: Strip, frames: Frames) -> Track | None:
    """The track with whole cells where the characters are, by their even pitch; None when there is no line of text."""
    place, sure = marks(frames)
    if len(place) < FEWEST:
        return None
    index = _index(place)
    run = _main_run(index)
    if run.stop - run.start < FEWEST:
        return None
    index, place = index[run] - index[run.start], place[run]
    cells = int(index[-1]) + 1
    curve = _steady(index / max(cells - 1, 1) * 2 - 1, place, sure[run])
    column = np.asarray((np.polyval(curve, np.linspace(-1, 1, SAMPLES)) + 0.5) * FRAME, float)
    points = strip.track.at(strip.cell_at(column))
    return Track.through(points, first=0, last=cells - 1, cells=cells, rise=strip.track.rise)


def _steady(u: NDArray[np.float64], place: NDArray[np.float64], sure: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the characters lie as a smooth function of their count: perspective bends it a little, no more."""
    curve = np.polyfit(u, place, 2, w=sure)
    off = np.abs(place - np.polyval(curve, u))
    keep = off <= max(0.6, 2.5 * float(np.median(off)))
    return np.asarray(np.polyfit(u[keep], place[keep], 2, w=sure[keep]), float)


def marks(frames: Frames) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Characters seen: the frame (with its part) of each one's middle, and how sure each is."""
    ink = 1 - np.exp(frames[NOTHING].astype(float))
    best = frames[:NOTHING].argmax(0)
    dark = np.flatnonzero(ink >= 0.5)
    if not len(dark):
        return np.empty(0), np.empty(0)
    cuts = np.flatnonzero((np.diff(dark) > 1) | (np.diff(best[dark]) != 0)) + 1
    groups = np.split(dark, cuts)
    place = [float((group * ink[group]).sum() / ink[group].sum()) for group in groups]
    weight = [float(ink[group].sum()) for group in groups]
    return _one_each(np.array(place), np.array(weight))


def _one_each(
    place: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two readings of one character made one: they stand nearer than characters can."""
    if len(place) < 2:
        return place, weight
    near = 0.55 * float(np.median(np.diff(place)[np.diff(place) > 2] if (np.diff(place) > 2).any() else [4.0]))
    where, heavy = [place[0]], [weight[0]]
    for x, w in zip(place[1:], weight[1:], strict=True):
        if x - where[-1] < near:
            where[-1] = (where[-1] * heavy[-1] + x * w) / (heavy[-1] + w)
            heavy[-1] += w
        else:
            where.append(x)
            heavy.append(w)
    return np.array(where), np.array(heavy)


def _index(place: NDArray[np.float64]) -> NDArray[np.int_]:
    """Which cell each character is in, counted along the line by the pitch about there."""
    steps = np.diff(place)
    pitch = float(np.median(steps))
    counted = [0]
    for i, step in enumerate(steps):
        near = steps[max(0, i - 6) : i + 7]
        single = near[np.abs(near / pitch - 1) < 0.3]
        local = float(np.median(single)) if len(single) >= 3 else pitch
        counted.append(counted[-1] + max(1, round(float(step) / local)))
    return np.array(counted)


def _main_run(index: NDArray[np.int_]) -> slice:
    """The longest run of characters without a long gap; a lone mark at its end is the paper's edge."""
    cuts = np.flatnonzero(np.diff(index) > LONGEST_GAP) + 1
    bounds = [0, *cuts.tolist(), len(index)]
    start, stop = max(itertools.pairwise(bounds), key=lambda run: run[1] - run[0])
    if stop - start > FEWEST:
        start += int(index[start + 1] - index[start] > 1)
        stop -= int(index[stop - 1] - index[stop - 2] > 1)
    return slice(start, stop)
