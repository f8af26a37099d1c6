"""Photos of documents whose pixels are spoilt: the reader goes all the way with them and never fails."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from bot.passport import reader
from bot.passport.reader import read_passport
from bot.passport.reading import Reading, Unread
from bot.passport.rows import Row
from bot.passport.strips import Picture
from bot.passport.zone import Zone, assemble
from tests.passport.sample_photos import TODAY, grey_photo, truths


@dataclass
class _Tally:
    """What became of photos whose pixels were spoilt."""

    answers: list[Reading | Unread] = field(default_factory=list)
    lines: int = 0  # taken for one of a zone
    zones: int = 0

    def assemble(self, picture: Picture, row: Row) -> Zone | None:
        self.lines += 1
        zone = assemble(picture, row)
        self.zones += zone is not None
        return zone


def _tally(count: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> _Tally:
    dice, noise, tally = random.Random(seed), np.random.default_rng(seed), _Tally()
    monkeypatch.setattr(reader, "assemble", tally.assemble)
    whole = {truth["file"]: grey_photo(truth["file"]) for truth in truths()}
    for name in dice.choices(list(whole), k=count):
        scale = dice.randint(640, 1000) / max(whole[name].shape)
        grey = np.asarray(cv2.resize(whole[name], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        for spoil in dice.sample(PIXEL_SPOILS, dice.randint(1, 2)):
            grey = spoil(grey, dice, noise)
        tally.answers.append(read_passport(cv2.imencode(".png", grey)[1].tobytes(), today=TODAY))
    return tally


def _patched(grey: Picture, dice: random.Random, noise: np.random.Generator) -> Picture:
    """Pieces covered with something bright, dark or coarse."""
    spoilt = grey.copy()
    for _ in range(dice.randint(1, 5)):
        high, wide = dice.randint(5, 90), dice.randint(5, 200)
        top, left = dice.randrange(grey.shape[0] - high), dice.randrange(grey.shape[1] - wide)
        spoilt[top : top + high, left : left + wide] = noise.integers(
            0, 256, (high, 1 + (wide - 1) * dice.choice((0, 1)))
        )
    return spoilt


def _erased(grey: Picture, dice: random.Random, _noise: np.random.Generator) -> Picture:
    """A strip of the height of a line wiped out."""
    top, spoilt = dice.randrange(grey.shape[0] - 20), grey.copy()
    spoilt[top : top + 20] = np.median(grey)
    return spoilt


def _moved(grey: Picture, dice: random.Random, _noise: np.random.Generator) -> Picture:
    """All below some row shifted along it."""
    spoilt, top = grey.copy(), dice.randrange(grey.shape[0])
    spoilt[top:] = np.roll(spoilt[top:], dice.randint(-60, 60), axis=1)
    return spoilt


def _warped(grey: Picture, dice: random.Random, _noise: np.random.Generator) -> Picture:
    """The page in waves."""
    down, across = np.indices(grey.shape)
    wave = np.sin(across / dice.uniform(30, 200)) * dice.uniform(0, 8)
    place = np.stack([across, down + wave], -1).astype(np.float32)
    return np.asarray(cv2.remap(grey, place[..., 0], place[..., 1], cv2.INTER_LINEAR), np.uint8)


def _noisy(grey: Picture, dice: random.Random, noise: np.random.Generator) -> Picture:
    return noise.normal(grey, dice.uniform(5, 60)).clip(0, 255).astype(np.uint8)


PIXEL_SPOILS: tuple[Callable[[Picture, random.Random, np.random.Generator], Picture], ...] = (
    _patched,
    _erased,
    _moved,
    _warped,
    _noisy,
)


def test_spoilt_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six photos with spoilt pixels: the reader goes all the way with most of them, and none makes it fail."""
    monkeypatch.setattr(reader, "PATIENCE", 0.1)
    tally = _tally(6, 4, monkeypatch)
    assert Unread.FAILED not in tally.answers
    assert min(tally.lines, tally.zones) >= 3
    assert sum(isinstance(answer, Reading) for answer in tally.answers) >= 2


@pytest.mark.nightly
@pytest.mark.timeout(5400)
def test_many_spoilt_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand of them, with all the patience that people get."""
    tally = _tally(2000, 2, monkeypatch)
    assert Unread.FAILED not in tally.answers
    assert min(tally.lines, tally.zones) >= 1000
    assert sum(isinstance(answer, Reading) for answer in tally.answers) >= 600
