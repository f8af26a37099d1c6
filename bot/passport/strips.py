"""From a curve through the photo to a straight strip of text, as the recogniser wants it.

A `Track` says where the cells of one printed line lie. OCR-B in the zone has a fixed pitch (ICAO Doc 9303-3, 4.4: ten
characters an inch), so the centre of cell k is a smooth function of k; perspective and a bent page only curve it.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # grey, rows by columns
Ink = NDArray[np.float32]  # a strip, 32 rows high, as the network takes it
Points = NDArray[np.float64]  # one point a row: x, y in pixels of the photo

STRIP_HEIGHT = 32  # what the network was trained on
PITCH = 16.0  # pixels of the strip a cell: four frames of the network exactly
SHARPEST = 22.0  # photo pixels a cell above which a strip is sampled finer and averaged
DEGREE = 3  # of a track: perspective and one bend
SAMPLES = 24  # points by which a track is moved or cut anew
BEYOND = 1.06  # outside of the seen cells a track goes on straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Centres of the cells of one line: polynomials in u, where u runs from -1 (first cell) to 1 (last cell)."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    cells: float
    rise: float = 1.0  # height over pitch, 1 for a page seen straight

    @classmethod
    def through(cls, points: Points, *, first: float, last: float, cells: float, rise: float = 1.0) -> Self:
        """The smooth track on which the evenly spaced cells `first`..`last` lie at `points`."""
        u = _scaled(np.array([first, last]), cells)
        x, y = (_inverse(len(points), float(u[0]), float(u[1])) @ points).T
        return cls(x=x, y=y, cells=cells, rise=rise)

    def at(self, index: NDArray[np.float64]) -> Points:
        """Centres of the given cells; parts of a cell are fine."""
        u = _scaled(index, self.cells)
        near = np.clip(u, -BEYOND, BEYOND)
        return np.stack(
            [np.polyval(c, near) + (u - near) * np.polyval(np.polyder(c), near) for c in (self.x, self.y)], 1
        )

    def step(self, index: NDArray[np.float64]) -> Points:
        """From one cell to the next, in photo pixels."""
        u = np.clip(_scaled(index, self.cells), -BEYOND, BEYOND)
        per_cell = 2 / max(self.cells - 1, 1)
        return np.stack([np.polyval(np.polyder(c), u) * per_cell for c in (self.x, self.y)], 1)

    def normal(self, index: NDArray[np.float64]) -> Points:
        """One pitch down the page, as the text is read, in photo pixels."""
        step = self.step(index)
        return np.stack([-step[:, 1], step[:, 0]], 1) * self.rise

    def pitch(self) -> float:
        """Photo pixels a cell, at the middle."""
        return float(np.hypot(*self.step(np.array([(self.cells - 1) / 2]))[0]))

    def moved(self, down: float) -> "Track":
        """The same track, `down` pitches below (as the text is read)."""
        return self.bent(np.array([down]))

    def bent(self, down: NDArray[np.float64]) -> "Track":
        """The same track, at each cell as many pitches lower as the polynomial `down` (over -1..1) says."""
        index = self._samples()
        shift = np.polyval(down, _scaled(index, self.cells))[:, None]
        return self._with(self.at(index) + shift * self.normal(index), self.cells)

    def cut(self, first: float, cells: float) -> "Track":
        """The same curve with other cells counted: its cell 0 is the old cell `first`."""
        return self._with(self.at(first + np.linspace(0, cells - 1, SAMPLES)), cells)

    def divided(self, cells: float) -> "Track":
        """The same stretch of the photo divided into another number of cells."""
        index = np.linspace(0, cells - 1, SAMPLES)
        return self._with(self.at((index + 0.5) / cells * self.cells - 0.5), cells)

    def mapped(self, matrix: NDArray[np.float64]) -> "Track":
        """The same track in another picture; `matrix` is 2 by 3."""
        points = self.at(self._samples())
        return self._with(points @ matrix[:, :2].T + matrix[:, 2], self.cells)

    def turned(self) -> "Track":
        """The same line read from its other end."""
        sign = (-1.0) ** np.arange(len(self.x) - 1, -1, -1)
        return replace(self, x=self.x * sign, y=self.y * sign)

    def _samples(self) -> NDArray[np.float64]:
        return np.linspace(0, self.cells - 1, SAMPLES)

    def _with(self, points: Points, cells: float) -> "Track":
        return Track.through(points, first=0, last=cells - 1, cells=cells, rise=self.rise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A straightened line; column c shows cell `first + (c + 0.5) / pitch - 0.5` of its track."""

    ink: Ink
    track: Track
    first: float
    pitch: float

    def cell_at(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which cell a column of the strip (in pixels, 0.5 in the middle of the first) shows."""
        return self.first - 0.5 + column / self.pitch


def straighten(
    photo: Picture,
    track: Track,
    *,
    first: float = 0.0,
    last: float | None = None,
    down: float = 0.0,
    pitch: float = PITCH,
    high: float = 1.0,
    even: bool = False,
) -> Strip:
    """Cut the cells `first`..`last` out of the photo.

    `down` is in pitches, `high` stretches the height, `even` evens out shadow and glare along the line.
    """
    last = track.cells - 1 if last is None else last
    width = int(np.ceil((last - first + 1) * pitch / 16)) * 16
    fine = max(1, int(np.ceil(track.pitch() / SHARPEST)))
    across, along = _grid(track, first, width, pitch, fine, down, high)
    seen = cv2.remap(photo, across, along, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if fine > 1:
        seen = cv2.resize(seen, (width, STRIP_HEIGHT), interpolation=cv2.INTER_AREA)
    return Strip(ink=normalised(np.asarray(seen, np.uint8), even=even), track=track, first=first, pitch=pitch)


def normalised(grey: NDArray[np.uint8], *, even: bool = False) -> Ink:
    """Dark and light brought to the levels that the network was trained on."""
    if even:
        grey = _evened(grey)
    share = np.bincount(grey.ravel(), minlength=256).cumsum() / grey.size
    dark, light = np.searchsorted(share, (0.03, 0.9))
    ink = (grey.astype(np.float32) - dark) * (2 / max(light - dark, 8)) - 1.2
    return np.asarray(ink.clip(-2, 2), np.float32)


def _evened(grey: Picture) -> Picture:
    """Every stretch of about eight cells brought to the same paper white and the same black."""
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    window = (int(8 * PITCH) | 1, STRIP_HEIGHT - 1)
    light = cv2.blur(cv2.dilate(calm, np.ones((1, 33))), window).astype(np.float32)
    dark = cv2.blur(cv2.erode(calm, np.ones((25, 33))), window).astype(np.float32)
    flat = (grey - dark) / np.maximum(light - dark, 6) * 200 + 20
    return np.asarray(flat.clip(0, 255), np.uint8)


def _grid(
    track: Track, first: float, width: int, pitch: float, fine: int, down: float, high: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the strip (`fine` times enlarged) the place in the photo."""
    cell = first - 0.5 + (np.arange(width * fine) + 0.5) / fine / pitch
    centre, normal = track.at(cell), track.normal(cell)
    row = (np.arange(STRIP_HEIGHT * fine) + 0.5) / fine - STRIP_HEIGHT / 2
    row = row / (PITCH * high) + down
    place = centre[None] + row[:, None, None] * normal[None]
    return place[..., 0].astype(np.float32), place[..., 1].astype(np.float32)


def _scaled(index: NDArray[np.float64], cells: float) -> NDArray[np.float64]:
    return np.asarray(index, float) / max(cells - 1, 1) * 2 - 1


@cache
def _inverse(count: int, first: float, last: float) -> NDArray[np.float64]:
    """Turns `count` evenly spaced values over first..last into the coefficients of the cubic next to them."""
    return np.asarray(np.linalg.pinv(np.vander(np.linspace(first, last, count), DEGREE + 1)), float)
