"""The zone as one block: which lines of print belong to it, in which layout, and what stands at each place.

A character is chosen by its likelihood among those that the layout lets stand there, never because a check digit
would then agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.passport.alphabet import ALPHABET, TWINS
from bot.passport.doubt import GUESSED, Doubt
from bot.passport.layouts import GRIDS, Grid
from bot.passport.reading import Layout
from bot.passport.recogniser import NOTHING
from bot.passport.rows import CLEAR, MARGIN, Likely, Row, levelled, place_cells, read_rows
from bot.passport.strips import Picture, Track

SPACING_FROM, SPACING_TO = 1.9, 3.2  # pitches between two lines of the zone: 2.5 by 9303-3, 4.4, but seen askew
FAINTEST = 0.3  # strokes of a line of the zone against those of its neighbour
FLOOR = -8.0  # no single place counts worse than this: a stain must not outvote the rest of its line
OUTSIDE = 0.5  # weight of "nothing stands beside the zone" against a character in it
ASKEW = 2.0  # nats a squared cell by which the lines do not begin beneath each other
MOST_ASKEW = 0.8  # cells between the beginnings of two lines: a tilted page shows half a cell
PAPER = 1.0  # cells beside the zone that the photo has to show: less, and a part of the zone may be cut off
BESIDE = np.log(0.7)  # a character seen beside the zone, in two lines on one side: it is a part of something longer
CODE_GAP = 3.0  # nats by which another letter than the layout's is likelier as document code
WINDOWS = 3  # best places for a line that are tried with the others'
FAR = 6  # cells by which a layout's length may differ from the number of characters seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A block of lines laid out as one layout wants it.

    `likely[line]` has one row a place: log-probabilities of the 37 characters, the mean of `looks` looks.
    """

    grid: Grid
    tracks: tuple[Track, ...]
    likely: tuple[NDArray[np.float64], ...]
    looks: int = 1

    @property
    def evidence(self) -> float:
        """Mean log-probability of the characters read: 0 is certain."""
        return float(np.mean([allowed(part, ok).max(1).mean() for part, ok in self._with_masks()]))

    def lines(self) -> list[str]:
        """At each place the likeliest of the characters that may stand there."""
        return ["".join(ALPHABET[i] for i in allowed(part, ok).argmax(1)) for part, ok in self._with_masks()]

    def doubts(self) -> list[list[Doubt]]:
        """How sure each of them is; what the layout put in place of a likelier character is a guess."""
        return [list(map(_doubt, part, ok)) for part, ok in self._with_masks()]

    def _with_masks(self) -> Iterator[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
        return zip(self.likely, masks(self.grid.layout), strict=True)


@cache
def masks(layout: Layout) -> tuple[NDArray[np.bool_], ...]:
    """For each line, which of the 37 characters may stand at each place."""
    return tuple(
        np.array([[kind.may_be(character) for character in ALPHABET] for kind in kinds])
        for kinds in GRIDS[layout].kinds
    )


def allowed(likely: NDArray[np.float64], ok: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log-probabilities with what may not stand there ruled out."""
    return np.where(ok, likely, -np.inf)


@cache
def _twins() -> NDArray[np.bool_]:
    return np.array([[other in TWINS[character] for other in ALPHABET] for character in ALPHABET])


def _doubt(likely: NDArray[np.float64], ok: NDArray[np.bool_]) -> Doubt:
    place = allowed(likely, ok)
    best = int(place.argmax())
    twins = _twins()[best]
    if not ok[likely.argmax()]:
        return GUESSED if (ok & twins).any() else replace(GUESSED, twin_margin=np.inf)
    others = np.delete(place, best)
    return Doubt(margin=float(place[best] - others.max()), twin_margin=float(place[best] - place[twins].max()))


def assemble(photo: Picture, seed: Row) -> Zone | None:
    """The zone that the line `seed` belongs to, read at once; None when it is a line of something else."""
    rows = {0: [seed]} | _neighbours(photo, seed)
    best: tuple[float, Grid, list[tuple[Row, int]]] | None = None
    for grid in GRIDS.values():
        if abs(grid.length - seed.cells) > FAR:
            continue
        for top in range(1 - grid.lines, 1):
            block = [rows.get(top + line, []) for line in range(grid.lines)]
            fit = _lay(grid, block, seed) if all(block) else None
            if fit and (best is None or fit[0] > best[0]):
                best = (fit[0], grid, fit[1])
    if best is None or not np.isfinite(best[0]):
        return None
    return _cut_out(best[1], best[2]) if _is_whole(photo, best[1], best[2]) else None


def _is_whole(photo: Picture, grid: Grid, windows: Sequence[tuple[Row, int]]) -> bool:
    """Whether the layout is all that is there: a passport's zone with its ends cut off may pass for a card's."""
    high, wide = photo.shape
    for row, start in windows:
        ends = row.track.at(np.array([start - 0.5 - PAPER, start + grid.length - 0.5 + PAPER]))
        if ((ends < 0) | (ends > (wide, high))).any():
            return False
    beside = [
        [row.likely[start + MARGIN + at, :NOTHING].max() > BESIDE for row, start in windows] for at in (-1, grid.length)
    ]
    first, start = windows[0]
    code = first.likely[start + MARGIN, ALPHABET.index("A") : ALPHABET.index("Z") + 1]
    may = masks(grid.layout)[0][0][ALPHABET.index("A") : ALPHABET.index("Z") + 1]
    return max(map(sum, beside)) < 2 and float(code.max() - code[may].max()) < CODE_GAP


def _cut_out(grid: Grid, windows: Sequence[tuple[Row, int]]) -> Zone:
    return Zone(
        grid=grid,
        tracks=tuple(row.track.cut(start, grid.length) for row, start in windows),
        likely=tuple(characters(row.likely[start + MARGIN :][: grid.length]) for row, start in windows),
    )


def characters(likely: Likely) -> NDArray[np.float64]:
    """Log-probabilities given that a character stands there."""
    own = likely[:, :NOTHING]
    return np.asarray(own - np.logaddexp.reduce(own, axis=1, keepdims=True), float)


def _neighbours(photo: Picture, seed: Row) -> dict[int, list[Row]]:
    """Lines of print above (negative) and below the seed, where the zone's spacing would have them.

    Each is first read in the seed's own columns; where that is not clear, its cells are counted anew.
    """
    reach = 2 if abs(seed.cells - GRIDS[Layout.TD1].length) <= FAR else 1
    down = _spacing(photo, seed.track, reach)
    tracks = {place: levelled(photo, seed.track.bent(np.array([at]))) for place, at in down.items()}
    found = {place: [row] for place, row in zip(tracks, place_cells(photo, list(tracks.values())), strict=True)}
    unclear = [place for place, (row,) in found.items() if row.quality < CLEAR]
    for place, row in zip(unclear, read_rows(photo, [tracks[place] for place in unclear]), strict=True):
        if row:
            found[place].append(row)
    return found


def _spacing(photo: Picture, track: Track, reach: int) -> dict[int, float]:
    """How many pitches below the track other lines of print lie, by how many strokes stand at each height."""
    across = np.linspace(0, track.cells - 1, round(track.cells * 8))
    height = np.arange(-SPACING_TO * reach - 0.6, SPACING_TO * reach + 0.6, 0.125)
    place = (track.at(across)[None] + height[:, None, None] * track.normal(across)[None]).astype(np.float32)
    seen = cv2.remap(photo, place[..., 0], place[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strokes = np.minimum(np.abs(cv2.Sobel(seen, cv2.CV_32F, 1, 0)), 255).mean(1)
    body = np.convolve(strokes, np.ones(8) / 8, "same")
    enough = FAINTEST * body[len(body) // 2] + (1 - FAINTEST) * float(body.min())
    spacing: dict[int, float] = {}
    for side in (-1, 1):
        near = _peak(body, height, side * SPACING_FROM, side * SPACING_TO)
        peaks = (
            {side: near} if reach == 1 else {side: near, 2 * side: _peak(body, height, near * 2 - 0.4, near * 2 + 0.4)}
        )
        spacing |= {place: at for place, at in peaks.items() if body[np.abs(height - at).argmin()] >= enough}
    return spacing


def _peak(body: NDArray[np.float64], height: NDArray[np.float64], one: float, other: float) -> float:
    inside = np.flatnonzero((height >= min(one, other)) & (height <= max(one, other)))
    return float(height[inside[body[inside].argmax()]])


def _lay(grid: Grid, block: Sequence[Sequence[Row]], seed: Row) -> tuple[float, list[tuple[Row, int]]] | None:
    """The best way to lay the layout's places over these lines: mean log-probability, and where each line begins."""
    choices = []
    for rows, ok in zip(block, masks(grid.layout), strict=True):
        windows = [(score, row, start) for row in rows for score, start in _windows(row, ok)]
        choices.append(sorted(windows, key=lambda window: -window[0])[:WINDOWS])
    if not all(choices):
        return None
    best = max(product(*choices), key=lambda windows: _worth(windows, seed))
    return _worth(best, seed) / (grid.lines * grid.length), [(row, start) for _, row, start in best]


def _worth(windows: Sequence[tuple[float, Row, int]], seed: Row) -> float:
    """Likelihood of the lines, less what they do not begin beneath each other; nothing when they clearly do not."""
    begins = np.array([_beneath(seed.track, row.track.at(np.array([float(start)]))[0]) for _, row, start in windows])
    if float(np.abs(np.diff(begins)).max()) > MOST_ASKEW:
        return -np.inf
    return sum(score for score, _, _ in windows) - ASKEW * float(((begins - begins.mean()) ** 2).sum())


def _beneath(track: Track, point: NDArray[np.float64]) -> float:
    """The cell of the track straight above or below a point of the photo."""
    index = np.arange(-10, track.cells + 10, 0.1)
    step = track.step(index)
    off = np.abs(((point - track.at(index)) * step).sum(1)) / (step**2).sum(1)
    return float(index[off.argmin()])


def _windows(row: Row, ok: NDArray[np.bool_]) -> Iterator[tuple[float, int]]:
    """Each way to lay a line of the layout over the cells of a row: log-probability and first cell."""
    length = len(ok)
    nothing = np.maximum(row.likely[:, NOTHING], FLOOR) * OUTSIDE
    for start in range(-MARGIN + 1, row.cells + MARGIN - length):
        first = start + MARGIN
        inside = allowed(row.likely[first : first + length, :NOTHING], ok).max(1)
        outside = nothing[first - 1] + nothing[first + length]
        yield float(np.maximum(inside, FLOOR).sum() + outside), start
