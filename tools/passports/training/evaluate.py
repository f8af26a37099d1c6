"""How well a network reads lines it was not trained on, by the size of the print; run with OpenCV, without PyTorch."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.passport.alphabet import ALPHABET
from tools.passports.training.photographing import Camera
from tools.passports.training.samples import FRAME, NOTHING, WIDTH, Sample, draw

PITCHES = (9, 10, 11, 12, 13, 15, 18, 24)  # pixels a character in the photo
HELD_OUT = 900_000_000  # added to the seed: no training run's samples
SURE = 4.0  # a margin of log-probabilities that the reader would stand by


@dataclass(frozen=True, slots=True)
class Score:
    """Of one size of print: characters seen, shares read rightly, and wrongly though surely."""

    pitch: int
    characters: int
    right: float
    wrong_but_sure: float

    def __str__(self) -> str:
        shares = f"{self.right:.2%} right, {self.wrong_but_sure:.3%} wrong but sure"
        return f"{self.pitch:3d} px: {shares}, of {self.characters} characters"


def evaluate(weights: Path, *, seed: int, photos: int) -> Iterator[Score]:
    """A score for each of PITCHES, over `photos` photos of each."""
    runner = cv2.dnn.readNetFromONNX(str(weights))
    for pitch in PITCHES:
        samples = [sample for index in range(photos) for sample in _held_out(seed, pitch, index)]
        answers = [answer for sample in samples for answer in _answers(runner, sample)]
        right = float(np.mean([is_right for is_right, _ in answers]))
        sure = float(np.mean([not is_right and margin > SURE for is_right, margin in answers]))
        yield Score(pitch, len(answers), right, sure)


def _held_out(seed: int, pitch: int, index: int) -> tuple[Sample, ...]:
    """Blurred and compressed as in the harsh set of test photos."""
    random = np.random.default_rng((HELD_OUT, seed, pitch, index))
    camera = Camera(
        pitch=float(pitch),
        shrink=max(0.667, pitch / 30),
        blur=random.uniform(0.8, 2.4),
        motion=int(random.choice((3, 5, 5))) if random.random() < 0.3 else 0,
        quality=int(random.integers(40, 86)),
    )
    return draw(HELD_OUT + seed, pitch * 1_000_000 + index, camera)


def _answers(runner: "cv2.dnn.Net", sample: Sample) -> Iterator[tuple[bool, float]]:
    """For each character wholly in the strip: whether it was read rightly, and its margin over the next likely one."""
    runner.setInput(sample.strip[None, None])
    logits = runner.forward()[0][:NOTHING]
    for character, centre in zip(sample.text, sample.centres, strict=True):
        if 10 <= centre < WIDTH - 10:
            yield _answer(logits, centre, character)


def _answer(logits: NDArray[np.float32], centre: float, character: str) -> tuple[bool, float]:
    column = logits[:, round((centre - (FRAME - 1) / 2) / FRAME)]
    second, first = np.sort(column)[-2:]
    return ALPHABET[int(column.argmax())] == character, float(first - second)
