"""Training samples: strips as the reader would cut them, and what each of their frames shows.

Everything about photo `index` of a seed follows from these two numbers alone, whoever draws it and in which order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.passport.alphabet import ALPHABET
from tools.passports.training.cutting import STRIP_HEIGHT, Look, cut_out
from tools.passports.training.fonts import PITCH
from tools.passports.training.lines import random_line
from tools.passports.training.photographing import Camera, Photo, photograph, pick_camera
from tools.passports.training.printing import MARGIN, Plane, Random, centre_of, print_line, print_other

WIDTH = 416  # of a training strip, pixels: about 25 characters
FRAME = 4  # pixels
CUTS = 3  # strips cut out of each photo: the line's beginning, its end and anything between
NOTHING = len(ALPHABET)  # the class of paper
IGNORED = -100  # frames between a character and paper: either answer will do
_ONE_WAY_UP = set("<KRTJPF4")  # never taken for another character when upside down

_MIDDLES = np.arange(WIDTH // FRAME) * FRAME + (FRAME - 1) / 2  # of the frames, columns of the strip

Frames = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A strip, STRIP_HEIGHT x WIDTH, its frames' classes (WIDTH / FRAME), and where each character of `text` stands."""

    strip: Plane
    frames: Frames
    text: str
    centres: NDArray[np.float64]  # columns of the strip, one a character
    camera: Camera


def draw(seed: int, index: int, camera: Camera | None = None) -> tuple[Sample, ...]:
    """The CUTS samples of photo `index` of `seed`; `camera` fixes the conditions of the photo, for evaluation."""
    random = np.random.default_rng((seed, index))
    camera = camera or pick_camera(random)
    line = random_line(random)
    if random.random() < 0.04:
        photo = photograph(random, print_other(random, len(line)), camera)
        return tuple(_nothing(random, photo, len(line), part) for part in range(CUTS))
    page = print_line(random, line, (_neighbour(random, len(line)), _neighbour(random, len(line))))
    photo = photograph(random, page, camera)
    samples = tuple(_sample(random, photo, line, part) for part in range(CUTS))
    return tuple(map(_upside_down, samples)) if random.random() < 0.03 else samples


def _sample(random: Random, photo: Photo, line: str, part: int) -> Sample:
    look = _look(random, photo, len(line), part)
    at = np.array([centre_of(place) for place in range(len(line))])
    centres = np.interp(at, look.columns, np.arange(WIDTH), left=-99.0, right=WIDTH + 99.0)
    return Sample(look.strip, frames_of(line, centres), line, centres, photo.camera)


def _nothing(random: Random, photo: Photo, length: int, part: int) -> Sample:
    strip = _look(random, photo, length, part).strip
    return Sample(strip, np.full(WIDTH // FRAME, NOTHING), "", np.zeros(0), photo.camera)


def _look(random: Random, photo: Photo, length: int, part: int) -> Look:
    """The line's beginning or its end, each with some paper beyond or without, or what lies between."""
    pitch = random.normal(16.6, 0.9) if random.random() < 0.7 else random.uniform(12.5, 21.0)
    aside, room = random.uniform(-3.5, 7.0), length - WIDTH / pitch
    first = (aside, room - aside, random.uniform(-1.0, max(1.0, room + 1.0)))[part]
    return cut_out(random, photo, WIDTH, MARGIN + first * PITCH, pitch)


def _neighbour(random: Random, length: int) -> str:
    return random_line(random)[:length] if random.random() < 0.6 else ""


def frames_of(text: str, centres: NDArray[np.float64]) -> Frames:
    """A character's own class around its middle, paper between two characters, and nobody's land in between."""
    seen = (centres > -PITCH) & (centres < WIDTH + PITCH)
    classes = np.array([ALPHABET.index(character) for character in text])[seen]
    away = np.abs(_MIDDLES[:, None] - centres[seen])
    pitch = float(np.median(np.diff(centres[seen])))
    nearest, gap = away.argmin(1), away.min(1)
    frames = np.where(gap < 0.36 * pitch, IGNORED, NOTHING)
    is_nearest = (away == away.min(0))[np.arange(len(_MIDDLES)), nearest] & (gap < FRAME)
    return np.where((gap < 0.26 * pitch) | is_nearest, classes[nearest], frames).astype(np.int64)


def _upside_down(sample: Sample) -> Sample:
    """The same strip from its other end: fillers show nothing; what may pass for a character is left open."""
    open_classes = [ALPHABET.index(character) for character in ALPHABET if character not in _ONE_WAY_UP]
    frames = sample.frames[::-1].copy()
    is_open = np.isin(frames, open_classes)
    frames[is_open] = IGNORED
    frames[~is_open & (frames != IGNORED)] = NOTHING
    return Sample(np.ascontiguousarray(sample.strip[::-1, ::-1]), frames, "", np.zeros(0), sample.camera)


__all__ = ["CUTS", "FRAME", "IGNORED", "NOTHING", "STRIP_HEIGHT", "WIDTH", "Sample", "draw", "frames_of"]
