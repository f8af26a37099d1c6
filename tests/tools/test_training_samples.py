"""The lines that the recogniser is trained on: repeatable, and labelled where the characters stand."""

import numpy as np
import pytest

from bot.passport.alphabet import ALPHABET
from tools.passports.training import fonts, samples
from tools.passports.training.lines import random_line
from tools.passports.training.photographing import Camera
from tools.passports.training.samples import FRAME, IGNORED, NOTHING, WIDTH, frames_of

CLEAR = Camera(pitch=17.0, shrink=0.7, blur=0.5, motion=0, quality=90)


def _needs_fonts() -> None:
    try:
        fonts.require_fonts()
    except fonts.FontsMissingError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("pitch", [12.5, 16.0, 17.1, 21.0])
def test_every_character_has_a_frame_and_paper_on_both_sides(pitch: float) -> None:
    """Two equal characters side by side are two: between their frames there is one that shows paper."""
    for begin in np.arange(8.0, 12.0, 0.5):
        centres = begin + np.arange(12) * pitch
        frames = frames_of("AA<<00II8888", centres)
        answers = frames[frames != IGNORED]
        starts = np.flatnonzero((answers != NOTHING) & (np.r_[NOTHING, answers[:-1]] != answers))
        assert "".join(ALPHABET[answers[i]] for i in starts) == "AA<<00II8888"


def test_frames_are_labelled_where_the_character_stands() -> None:
    """Frame t covers the columns 4 t to 4 t + 3: a character in the middle of it is its own."""
    frames = frames_of("XYZ", np.array([101.5, 118.5, 135.5]))
    assert [ALPHABET[frames[int(centre // FRAME)]] for centre in (101.5, 118.5, 135.5)] == ["X", "Y", "Z"]
    assert frames[(101 + 118) // 2 // FRAME] == NOTHING
    assert set(frames[:20]) == {NOTHING}


def test_a_character_whose_middle_lies_outside_is_none() -> None:
    """What the strip's end cuts off is nobody's, and no index is out of bounds."""
    frames = frames_of("ABC", np.array([-99.0, 5.5, 22.0]))
    assert ALPHABET.index("A") not in frames
    assert frames[1] == ALPHABET.index("B")


def test_a_sample_follows_from_its_seed_and_number_alone() -> None:
    """Whoever draws it, and in which order: the same strips and the same frames."""
    _needs_fonts()
    first = samples.draw(5, 1)
    samples.draw(5, 0)
    again, other = samples.draw(5, 1), samples.draw(6, 1)
    assert all(
        np.array_equal(a.strip, b.strip) and np.array_equal(a.frames, b.frames)
        for a, b in zip(first, again, strict=True)
    )
    assert not np.array_equal(first[0].strip, other[0].strip)


def test_ink_stands_where_the_frames_say() -> None:
    """Over many drawn lines the labelled frames are darker than those labelled as paper."""
    _needs_fonts()
    ink, paper = [], []
    for sample in (sample for index in range(12) for sample in samples.draw(7, index, CLEAR) if sample.text):
        dark = sample.strip.reshape(samples.STRIP_HEIGHT, -1, FRAME)[8:24].mean((0, 2))
        is_ink = (sample.frames >= 0) & (sample.frames < NOTHING)
        ink.append(dark[is_ink].mean())
        paper.append(dark[sample.frames == NOTHING].mean())
    assert np.mean(ink) < np.mean(paper) - 0.25


def test_lines_have_the_length_of_a_layout() -> None:
    """Training lines are 30, 36 or 44 of the zone's characters."""
    random = np.random.default_rng(1)
    lines = [random_line(random) for _ in range(300)]
    assert {len(line) for line in lines} == {30, 36, 44}
    assert set("".join(lines)) == set(ALPHABET)


def test_missing_fonts_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Whoever retrains without the fonts is told what to install."""
    monkeypatch.setattr(fonts, "CUTS", (fonts.Cut(fonts.Path(str(tmp_path)) / "OCRB.otf", 1.0),))
    with pytest.raises(fonts.FontsMissingError, match="fonts-ocr-b"):
        fonts.require_fonts()


def test_strips_are_wide_enough_for_context() -> None:
    """A training strip shows more than twenty characters, so that the network learns to look along the line."""
    assert WIDTH / 17 > 20
