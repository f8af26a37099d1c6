"""The reader's own straightening: from the photo to the strips that the network sees, with the reader's errors.

What a finder of lines gets wrong is drawn by chance: height, slope, bow, slant, pitch, and the ends of the line.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.passports.training.fonts import PITCH
from tools.passports.training.photographing import Grey, Photo
from tools.passports.training.printing import MIDDLE, Plane, Random

STRIP_HEIGHT = 32


@dataclass(frozen=True, slots=True)
class Look:
    """Where the strip was cut from the page: `columns[x]` is the page's column under column x of the strip."""

    strip: Plane  # STRIP_HEIGHT x width, normalised
    columns: NDArray[np.float64]


def cut_out(random: Random, photo: Photo, width: int, start: float, pitch: float) -> Look:
    """A strip `width` wide whose left end shows the page's column `start`, with about `pitch` pixels a character."""
    columns, rows, along = _places(random, width, start, pitch)
    is_fine = photo.camera.pitch > 1.25 * pitch and random.random() < 0.6
    seen = _sampled(photo, columns, rows, fine=is_fine)
    return Look(strip=normalised(random, seen), columns=along)


def _places(
    random: Random, width: int, start: float, pitch: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Page columns and rows under each pixel of the strip, and the columns under its middle row."""
    across, down = np.arange(width, dtype=float), np.arange(STRIP_HEIGHT, dtype=float)[:, None] - 15.5
    middle = across / width - 0.5
    uneven = random.normal(0, 0.02) if random.random() < 0.5 else 0.0
    along = start + across / pitch * PITCH * (1 + uneven * (across / width - 1))
    rise = PITCH / pitch * np.exp(random.normal(0, 0.07))  # page rows a row of the strip
    off = random.normal(0, 1.3) if random.random() < 0.85 else random.uniform(-4, 4)
    slope = random.normal(0, 1.0) * middle * 2
    bow = random.normal(0, 0.8) * np.cos(np.pi * middle)
    slant = random.normal(0, 0.05)
    rows = MIDDLE + (down + off + slope + bow) * rise
    return along + slant * down * PITCH / pitch, np.broadcast_to(rows, (STRIP_HEIGHT, width)), along


def _sampled(photo: Photo, columns: NDArray[np.float64], rows: NDArray[np.float64], *, fine: bool) -> Grey:
    """The strip out of the photo; `fine` averages where the photo has more pixels than the strip."""
    grey = cv2.GaussianBlur(photo.grey, (0, 0), 0.6) if fine else photo.grey
    places = np.stack([columns, rows], -1)
    seen = cv2.perspectiveTransform(places.reshape(1, -1, 2), photo.matrix)[0].reshape(places.shape).astype(np.float32)
    return np.asarray(
        cv2.remap(grey, seen[..., 0], seen[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def normalised(random: Random, seen: Grey) -> Plane:
    """Dark to about -1.2 and paper to about 0.8 as the reader does.

    The reader's strips are longer: what is darkest or brightest there often lies outside of the part that is seen here.
    """
    grey = seen.astype(np.float32)
    dark, light = np.percentile(grey, (3, 90))
    span = max(light - dark, 8.0)
    if random.random() < 0.4:
        dark, light = dark - random.exponential(0.3) * span, light + random.exponential(0.2) * span
    strip = (grey - dark) / max(light - dark, 8) * 2 - 1.2 + random.normal(0, 0.06)
    return np.asarray(np.clip(strip, -2, 2), np.float32)
