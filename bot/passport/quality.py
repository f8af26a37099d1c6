"""Why nothing could be read, by what the picture itself shows. Only asked when nothing was read.

The thresholds were set on photos of the test generator that were cut, dimmed, blurred, overexposed and made smaller
until they could not be read any more.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from bot.passport.reading import Unread
from bot.passport.rows import CLEAR, Row
from bot.passport.strips import Picture

SIDE = 640  # longest side at which a picture is judged
SMALL = 700  # longest side below which a whole page has no legible zone
DIM = 55  # grey level that the lightest twentieth of a dark picture stays below
WHITE = 250  # grey level of burnt out paper
BURNT = (0.015, 0.5)  # share of such pixels: less is a highlight, more is a white table
EDGES = 0.32  # steepest step between two pixels over the whole range of greys; a sharp page has 0.35 and more
NEAR_EDGE = 3.0  # pitches between the end of a line and the edge of the photo
NEXT_LINE = 3.5  # pitches from the middle of a line to beyond the next one
FACE = 0.25  # of the shorter side: the portrait on a page that is wholly in the picture is smaller
FACES = "haarcascade_frontalface_default.xml"


def why_unread(photo: Picture, clear: Sequence[Row]) -> Unread:
    """The advice that fits best.

    Args:
        photo: grey.
        clear: lines of print that were read well but did not make a zone.
    """
    look = _small(photo)
    checks = (
        (Unread.CUT, lambda: any(_is_cut(photo, row) for row in clear)),
        (Unread.DARK, lambda: float(np.percentile(look, 95)) < DIM),
        (Unread.FACE, lambda: _is_face(look)),
        (Unread.TOO_SMALL, lambda: max(photo.shape) < SMALL),
        (Unread.GLARE, lambda: BURNT[0] < float((look >= WHITE).mean()) < BURNT[1]),
        (Unread.BLURRED, lambda: _steepness(look) < EDGES),
    )
    return next((reason for reason, holds in checks if holds()), Unread.NO_ZONE)


def _small(photo: Picture) -> Picture:
    scale = min(1.0, SIDE / max(photo.shape))
    size = (max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


def _is_cut(photo: Picture, row: Row) -> bool:
    """Whether a clear line runs to the edge of the photo, or its neighbour would lie outside."""
    if row.quality < CLEAR:
        return False
    ends = np.array([-NEAR_EDGE, row.cells - 1 + NEAR_EDGE])
    beside = np.array([0.0, row.cells - 1.0])
    below = row.track.normal(beside) * NEXT_LINE
    points = np.concatenate([row.track.at(ends), row.track.at(beside) + below, row.track.at(beside) - below])
    high, wide = photo.shape
    return bool(((points < 0) | (points >= (wide, high))).any())


def _steepness(look: Picture) -> float:
    """The steepest steps between neighbouring pixels, noise evened out, as a share of the picture's contrast."""
    calm = cv2.GaussianBlur(look, (3, 3), 0)
    across, down = cv2.Sobel(calm, cv2.CV_32F, 1, 0, scale=0.25), cv2.Sobel(calm, cv2.CV_32F, 0, 1, scale=0.25)
    dark, light = np.percentile(calm, (2, 98))
    return float(np.percentile(np.hypot(across, down), 99.5)) / max(float(light - dark), 16.0)


def _is_face(look: Picture) -> bool:
    """Whether a face fills a good part of the picture (OpenCV 4 brings its detector; later ones may not)."""
    models = Path(getattr(getattr(cv2, "data", None), "haarcascades", "")) / FACES
    if not hasattr(cv2, "CascadeClassifier") or not models.is_file():
        return False
    smallest = max(24, int(FACE * min(look.shape)))
    faces = cv2.CascadeClassifier(str(models)).detectMultiScale(
        look, scaleFactor=1.15, minNeighbors=6, minSize=(smallest, smallest)
    )
    return len(faces) > 0
