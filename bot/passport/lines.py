"""Where lines of print may lie in a photo: long thin bands of dense upright strokes, in any of the four turns."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.passport.strips import SAMPLES, Picture, Points, Track

LOOK_SIDE = 960  # longest side at which lines are looked for: strokes of the smallest legible print are still seen
STROKES = 21  # wider than the widest character: what is dark within it is print, not shadow
DENSE = (25, 5)  # characters stand closer than this
COARSE = 2  # columns looked at as one: bands are long
AROUND = (61, 61)  # what a line stands out from
BRIDGE = 27  # pixels between two pieces of one line that are closed at once
LEVELS = (0.35, 0.7, 1.2)  # of Otsu's threshold: faint print, ordinary print, print on a busy page
NARROWEST = 100  # pixels of a piece that is joined with others to a line
THINNEST, THICKEST = 4, 55  # pixels of a line's height
OPEN = (3, 9)  # what is thinner than this is no print
SHORTEST = 0.17  # of the longest side: a zone that is smaller has no legible characters
STEEPEST = 0.5  # slope against the nearest turn: the steeper is found in a turned copy
MOST = 12  # bands a turn: the longest
APART = (0.04, 0.13)  # lengths of a line between it and the next one of its zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One piece of print that may be a line of the zone: its middle points and how thick it is, in pixels."""

    points: Points
    thick: float
    slope: float  # of the straight line through it
    base: float  # height of that line at x = 0

    @classmethod
    def of(cls, points: Points, thick: float) -> Self:
        slope, base = np.polyfit(points[:, 0], points[:, 1], 1)
        return cls(points=points, thick=thick, slope=float(slope), base=float(base))

    @property
    def start(self) -> float:
        return float(self.points[0, 0])

    @property
    def end(self) -> float:
        return float(self.points[-1, 0])

    @property
    def length(self) -> float:
        return self.end - self.start

    def height_at(self, x: float) -> float:
        """Of the straight line through the band."""
        return self.slope * x + self.base

    def joined(self, other: Self) -> Self:
        points = np.concatenate([self.points, other.points])
        return self.of(points[points[:, 0].argsort()], max(self.thick, other.thick))

    def track(self, cells: float) -> Track:
        """The curve through the band, thought to hold so many cells."""
        scaled = (self.points[:, 0] - self.start) / self.length * 2 - 1
        curve = _curve(scaled, self.points[:, 1])
        even = np.linspace(-1, 1, SAMPLES)
        place = np.stack([self.start + (even + 1) / 2 * self.length, np.polyval(curve, even)], 1)
        return Track.through(place, first=-0.5, last=cells - 0.5, cells=cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How lines are looked for: at which size, and along which direction (degrees; lines within 15 of it are found)."""

    side: int = LOOK_SIDE
    turn: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A band in the picture that was looked at, and how that picture lies in the photo (a 2 by 3 affine matrix)."""

    band: Band
    to_photo: NDArray[np.float64]

    def track(self, cells: float) -> Track:
        """In photo pixels, read from left to right, or from top to bottom."""
        return self.band.track(cells).mapped(self.to_photo)


def find_lines(photo: Picture, search: Search) -> list[Line]:
    """Bands of print that run along the search's direction, those most like lines of a zone first."""
    look, to_photo = _turned(photo, search)
    bands = _bands(look)
    found = [(_likely(band, bands), Line(band=band, to_photo=to_photo)) for band in bands]
    return [line for _, line in sorted(found, key=lambda item: -item[0])]


def _turned(photo: Picture, search: Search) -> tuple[Picture, NDArray[np.float64]]:
    """The photo at the size to look at, turned so that the lines run level; and the matrix that leads back."""
    high, wide = photo.shape
    scale = search.side / max(high, wide)
    small = (round(wide * scale), round(high * scale))
    look = cv2.resize(photo, small, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    matrix = cv2.getRotationMatrix2D((small[0] / 2, small[1] / 2), search.turn, 1)
    if search.turn:
        reach = np.abs(matrix[:, :2]) @ small
        matrix[:, 2] += (reach - small) / 2
        size = (round(reach[0]), round(reach[1]))
        look = cv2.warpAffine(look, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    back = cv2.invertAffineTransform(matrix)
    return np.asarray(look, np.uint8), back / scale


def _likely(band: Band, others: list[Band]) -> float:
    """Length, more when another line of about the same length runs beside it at the zone's spacing."""
    middle = (band.start + band.end) / 2
    for other in others:
        apart = abs(other.height_at(middle) - band.height_at(middle))
        if (
            APART[0] < apart / band.length < APART[1]
            and abs(other.start - band.start) + abs(other.end - band.end) < band.length / 4
        ):
            return band.length * 2
    return band.length


def _bands(page: Picture) -> list[Band]:
    dense = _density(page)
    dense = np.asarray(cv2.resize(dense, None, fx=1 / COARSE, fy=1, interpolation=cv2.INTER_AREA), np.uint8)
    otsu = cv2.threshold(dense, 0, 255, cv2.THRESH_OTSU)[0]
    pieces = [band for level in LEVELS for band in _pieces(dense > otsu * level)]
    whole = _join(sorted(pieces, key=lambda band: -band.length))
    long = [band for band in whole if band.length > SHORTEST * max(page.shape)]
    return sorted(long, key=lambda band: -band.length)[:MOST]


def _density(page: Picture) -> Picture:
    """How densely upright dark strokes stand around each pixel, 0 to 255; shadow and light are evened out."""
    calm = cv2.GaussianBlur(page, (3, 3), 0)
    dark = cv2.morphologyEx(calm, cv2.MORPH_BLACKHAT, np.ones((STROKES, STROKES), np.uint8)).astype(np.float32)
    dark /= cv2.blur(calm, (45, 45)).astype(np.float32) + 12
    dense = cv2.blur(np.abs(cv2.Sobel(dark, cv2.CV_32F, 1, 0)), DENSE)
    dense = np.maximum(
        dense - cv2.blur(dense, AROUND), 0
    )  # a line has paper above and below; cloth and noise have none
    scale = 255 / max(1e-6, float(np.percentile(dense[::2, ::2], 99.7)))
    return np.asarray(np.clip(dense * scale, 0, 255), np.uint8)


def _pieces(mask: NDArray[np.bool_]) -> list[Band]:
    """Connected long thin regions."""
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, BRIDGE // COARSE), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(OPEN, np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    bands = []
    for i in range(1, count):
        x, y, wide, high, area = boxes[i]
        if wide * COARSE >= NARROWEST and THINNEST <= area / wide <= THICKEST:
            band = _band(labels[y : y + high, x : x + wide] == i, x, y)
            if band:
                bands.append(band)
    return bands


def _band(mask: NDArray[np.bool_], left: int, top: int) -> Band | None:
    """The middle of a region column by column, if it is thin and straight enough for a line."""
    thickness = mask.sum(0)
    columns = np.flatnonzero(thickness)
    middle = (np.arange(mask.shape[0])[:, None] * mask).sum(0)[columns] / thickness[columns]
    thick = float(np.median(thickness[columns]))
    if not THINNEST <= thick <= THICKEST or mask.shape[1] * COARSE / thick < 5:
        return None
    points = np.stack([(columns + left + 0.5) * COARSE, middle + top + 0.5], 1).astype(float)
    band = Band.of(points, thick)
    keep = np.abs(points[:, 1] - band.slope * points[:, 0] - band.base) < thick
    if keep.sum() * COARSE < NARROWEST / 2 or abs(band.slope) > STEEPEST:
        return None
    return band if keep.all() else Band.of(points[keep], thick)


def _join(pieces: list[Band]) -> list[Band]:
    """Pieces of one line made one; a line seen at several levels is kept once."""
    whole: list[Band] = []
    for piece in pieces:
        for i, band in enumerate(whole):
            if _same_line(piece, band):
                gap = max(piece.start - band.end, band.start - piece.end)
                if (gap >= 0 and gap < 0.25 * band.length) or (gap < 0 and not _within(piece, band)):
                    whole[i] = band.joined(piece)
                break
        else:
            whole.append(piece)
    return whole


def _same_line(piece: Band, band: Band) -> bool:
    middle = (piece.start + piece.end) / 2
    apart = abs(band.height_at(middle) - piece.height_at(middle))
    return 0.55 < piece.thick / band.thick < 1.8 and apart < 0.7 * min(piece.thick, band.thick)


def _within(piece: Band, band: Band) -> bool:
    return piece.start >= band.start - 8 and piece.end <= band.end + 8


def _curve(scaled: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.float64]:
    """A parabola through the band's middle that bumps (a stain, a finger) do not pull."""
    curve = np.polyfit(scaled, height, 2)
    for _ in range(2):
        off = np.abs(height - np.polyval(curve, scaled))
        keep = off < max(2.0, 2 * float(np.median(off)))
        if keep.sum() > 40 / COARSE:
            curve = np.polyfit(scaled[keep], height[keep], 2)
    return curve
