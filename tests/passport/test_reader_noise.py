"""No picture, however broken, makes the reader raise; what cannot be read gets the advice that helps."""

import random
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from bot.passport import reader
from bot.passport.reader import read_passport
from bot.passport.reading import Reading, Unread
from bot.passport.strips import Picture
from tests.passport.sample_photos import TODAY, grey_photo, photo, truths, wrong_fields


def _answers(count: int, seed: int) -> Iterator[Reading | Unread]:
    """Answers to `count` random and broken pictures."""
    dice, noise = random.Random(seed), np.random.default_rng(seed)
    whole = photo("small_print.jpg")
    for _ in range(count):
        yield read_passport(dice.choice((_broken, _random))(dice, noise, whole), today=TODAY, budget=0.19)


def _broken(dice: random.Random, _noise: np.random.Generator, whole: bytes) -> bytes:
    data = bytearray(whole[: dice.randint(1, len(whole))])
    for _ in range(dice.randint(0, 40)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def _random(dice: random.Random, noise: np.random.Generator, _whole: bytes) -> bytes:
    coarse = noise.integers(0, 256, (dice.randint(1, 90), dice.randint(1, 90)), np.uint8)
    size = (dice.randint(1, 600), dice.randint(1, 600))
    grey = cv2.resize(coarse, size, interpolation=dice.choice((cv2.INTER_NEAREST, cv2.INTER_CUBIC)))
    return bytes(cv2.imencode(dice.choice((".jpg", ".png")), grey)[1].tobytes())


def test_broken_pictures() -> None:
    """Twenty random and broken pictures: each gets an answer, none makes the reader fail."""
    assert Unread.FAILED not in list(_answers(20, 1))


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_many_broken_pictures() -> None:
    """Two thousand of them."""
    assert Unread.FAILED not in list(_answers(2000, 2))


def test_a_face(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo of a person without a document says that it shows a face."""
    monkeypatch.setattr(reader, "PATIENCE", 0.1)
    assert read_passport(photo("face.jpg"), today=TODAY) is Unread.FACE


def test_every_size() -> None:
    """Pictures of one pixel, one row or one column get an answer too."""
    for shape in ((1, 1), (1, 900), (900, 1), (240, 240), (16, 2000)):
        assert isinstance(read_passport(_png(np.full(shape, 128, np.uint8)), today=TODAY, budget=0.3), Unread)


@pytest.mark.parametrize(
    ("spoil", "advice"),
    [
        ("cut", Unread.CUT),
        ("dark", Unread.DARK),
        ("blurred", Unread.BLURRED),
        ("small", Unread.TOO_SMALL),
        ("no zone", Unread.NO_ZONE),
    ],
)
def test_advice(spoil: str, advice: Unread, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo that cannot be read says why."""
    monkeypatch.setattr(reader, "PATIENCE", 0.25)  # what is not found at once is not there
    grey = grey_photo("upright.jpg")
    assert read_passport(_png(_spoilt(grey, spoil)), today=TODAY) is advice


def _spoilt(grey: Picture, how: str) -> Picture:
    high, wide = grey.shape
    if how == "cut":
        return grey[:, : wide * 6 // 10]
    if how == "dark":
        return np.random.default_rng(1).normal(grey * 0.02 + 5, 4).clip(0, 255).astype(np.uint8)
    if how == "blurred":
        return np.asarray(cv2.GaussianBlur(grey, (0, 0), 12), np.uint8)
    if how == "small":
        return np.asarray(cv2.resize(grey, None, fx=0.15, fy=0.15, interpolation=cv2.INTER_AREA), np.uint8)
    return grey[: high // 2]


def _png(grey: Picture) -> bytes:
    return bytes(cv2.imencode(".png", grey)[1].tobytes())


@pytest.mark.parametrize(
    ("name", "right", "cuts"), [("upright.jpg", True, (5, 11, 17)), ("card_td2.jpg", False, (17, 23))]
)
def test_a_cut_zone_never_passes_for_a_shorter_one(
    name: str, right: bool, cuts: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photo cut further and further (per cent of its width) is read, then not; what is stood by is as printed."""
    monkeypatch.setattr(reader, "PATIENCE", 0.1)
    truth = next(truth for truth in truths() if truth["file"] == name)
    grey = grey_photo(name)
    answers = []
    for cut in cuts:
        off = grey.shape[1] * cut // 100
        answers.append(read_passport(_png(grey[:, :-off] if right else grey[:, off:]), today=TODAY))
    readings = [answer for answer in answers if isinstance(answer, Reading)]
    assert readings
    assert answers[-1] is Unread.CUT
    assert not any(set(wrong_fields(reading, truth)) - set(reading.unsure) for reading in readings)
