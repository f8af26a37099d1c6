"""How sure a reader is of one character: what it hands the parser beside the lines."""

from dataclasses import dataclass
from math import inf
from typing import Final


@dataclass(frozen=True, slots=True)
class Doubt:
    """The evidence for one place, as differences of natural-log probabilities (nats), none below 0.

    Args:
        margin: from the character read to the next best one that the layout lets stand there.
        twin_margin: from the character read to the best of its twins (`alphabet.TWINS`: equal value modulo 10, which
            no check digit tells apart) that the layout lets stand there; infinite where there is none.
    """

    margin: float
    twin_margin: float = inf


GUESSED: Final = Doubt(0.0, 0.0)
"""The character was not seen but put there because of the layout."""
