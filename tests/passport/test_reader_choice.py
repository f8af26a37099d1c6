"""Of several readings of one photo, the evidence chooses; check digits only say whether to look on."""

from collections.abc import Iterator

import numpy as np
import pytest
from zones import TD3, TODAY, Lines, replaced

from bot.passport import reader
from bot.passport.alphabet import ALPHABET
from bot.passport.layouts import GRIDS
from bot.passport.reader import read_passport
from bot.passport.reading import Field, Known, Layout, Reading
from bot.passport.zone import Zone
from tests.passport.sample_photos import photo

WRONG_DIGIT = replaced(TD3, 1, 27, "8")  # the expiry date's
OTHER_NAME = replaced(TD3, 0, 5, "A")


def _zone(lines: Lines, evidence: float, looks: int) -> Zone:
    """A zone read with the same certainty everywhere."""
    likely = [np.full((len(line), len(ALPHABET)), -14.0) for line in lines]
    for row, line in zip(likely, lines, strict=True):
        row[range(len(line)), [ALPHABET.index(character) for character in line]] = evidence
    return Zone(grid=GRIDS[Layout.TD3], tracks=(), likely=tuple(likely), looks=looks)


def _read(monkeypatch: pytest.MonkeyPatch, *zones: Zone) -> tuple[Reading, int]:
    """What is made of a photo in which these zones are found, and how many of them were looked at."""
    seen = []

    def found(*_: object) -> Iterator[Zone]:
        for zone in zones:
            seen.append(zone)
            yield zone

    monkeypatch.setattr(reader, "_found", found)
    reading = read_passport(photo("small_print.jpg"), today=TODAY)
    assert isinstance(reading, Reading)
    return reading, len(seen)


def test_a_valid_reading_does_not_outdo_a_likelier_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A less likely zone is not taken because its check digits agree."""
    reading, _ = _read(monkeypatch, _zone(WRONG_DIGIT, -0.01, 4), _zone(TD3, -0.1, 1), _zone(TD3, -0.1, 4))
    assert (reading.lines, reading.valid) == (WRONG_DIGIT, False)
    reading, _ = _read(monkeypatch, _zone(WRONG_DIGIT, -0.1, 4), _zone(TD3, -0.01, 1), _zone(TD3, -0.01, 4))
    assert (reading.lines, reading.valid) == (TD3, True)


def test_a_field_that_another_reading_vouches_for_differently_has_to_be_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two sure readings of one field leave it open."""
    reading, _ = _read(monkeypatch, _zone(replaced(OTHER_NAME, 1, 27, "8"), -0.1, 4), _zone(TD3, -0.01, 4))
    assert (reading.surname, reading.unsure) == ("ERIKSSON", (Field.SURNAME,))
    assert reading.known[Field.BIRTH_DATE] is not Known.CHECK


def test_looking_ends_with_a_reading_that_can_be_stood_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one look alone does not end it where another zone was looked at more often."""
    assert _read(monkeypatch, _zone(TD3, -0.01, 1), _zone(TD3, -0.01, 4))[1] == 1
    zones = [_zone(lines, -0.01, looks) for lines, looks in ((WRONG_DIGIT, 4), (TD3, 1), (TD3, 4), (TD3, 1))]
    assert _read(monkeypatch, *zones)[1] == 3
