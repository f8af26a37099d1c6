"""The 37 characters of a machine-readable zone, their values, and the check digit (ICAO Doc 9303-3, 4.3 and 4.9)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DIGITS: Final = "0123456789"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER: Final = "<"
ALPHABET: Final = DIGITS + LETTERS + FILLER

VALUES: Final[Mapping[str, int]] = MappingProxyType(
    {character: place for place, character in enumerate(DIGITS + LETTERS)} | {FILLER: 0}
)
"""What each character counts in a check digit: 0-9 themselves, A-Z 10-35, the filler 0 (9303-3, 4.9)."""

WEIGHTS: Final = (7, 3, 1)
"""Repeated along the text. Each shares no factor with 10, so one changed character always changes the check digit,
unless old and new value are equal modulo 10: those are `TWINS`."""

_MODULUS: Final = 10

TWINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        character: "".join(
            other
            for other in ALPHABET
            if other != character and VALUES[other] % _MODULUS == VALUES[character] % _MODULUS
        )
        for character in ALPHABET
    }
)
"""For each character those that no check digit tells from it: `TWINS["0"]` is `AKU<`, `TWINS["8"]` is `IS`."""


def check_digit(text: str) -> str:
    """The check digit of a text in the zone's alphabet, `0` to `9`.

    Raises:
        KeyError: a character is not of the alphabet.
    """
    total = sum(VALUES[character] * WEIGHTS[place % len(WEIGHTS)] for place, character in enumerate(text))
    return str(total % _MODULUS)
