"""A character that the layout overrules is a doubt: what was seen there is not what is read."""

from datetime import date

import numpy as np
import pytest
from zones import TD3, TODAY, replaced

from bot.passport.alphabet import ALPHABET
from bot.passport.layouts import GRIDS
from bot.passport.mrz import parse_zone
from bot.passport.reading import Field, Known, Layout, Reading
from bot.passport.zone import Zone

CERTAIN, SECOND, NEVER = -1e-4, -7.0, -14.0  # log-probabilities


def _read(line: int, place: int, seen: str, meant: str) -> Reading:
    """The specimen with another character clearly seen at one place, and the right one far behind it."""
    likely = []
    for text in replaced(TD3, line, place, seen):
        likely.append(np.full((len(text), len(ALPHABET)), NEVER))
        likely[-1][range(len(text)), [ALPHABET.index(character) for character in text]] = CERTAIN
    likely[line][place, ALPHABET.index(meant)] = SECOND
    zone = Zone(grid=GRIDS[Layout.TD3], tracks=(), likely=tuple(likely))
    return parse_zone(zone.lines(), today=TODAY, doubts=zone.doubts())


@pytest.mark.parametrize(
    ("line", "place", "seen", "meant", "field"),
    [(1, 20, "H", "M", Field.SEX), (0, 5, "8", "B", Field.SURNAME), (1, 12, "0", "O", Field.NATIONALITY)],
)
def test_no_field_without_a_check_digit_is_vouched_for(
    line: int, place: int, seen: str, meant: str, field: Field
) -> None:
    """Nothing but the layout speaks for the character read, so a person has to look."""
    assert _read(line, place, seen, meant).unsure == (field,)


def test_a_check_digit_proves_one_such_character_of_a_date() -> None:
    """Were it another, the digit would not agree: no two digits are twins."""
    reading = _read(1, 22, "Z", "2")
    assert (reading.expiry_date, reading.known[Field.EXPIRY_DATE]) == (date(2012, 4, 15), Known.PROVEN)


def test_a_check_digit_does_not_prove_it_where_a_twin_may_stand() -> None:
    """A birth date may hold fillers, which count as 0."""
    assert _read(1, 15, "O", "0").known[Field.BIRTH_DATE] is Known.CHECK
