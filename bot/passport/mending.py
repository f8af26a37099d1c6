"""Lines as they were read -> lines of a layout, mended only as far as the layout itself proves.

Nothing here reckons a check digit: a change chosen because a digit then agrees would prove nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.passport.alphabet import ALPHABET, FILLER
from bot.passport.layouts import GRIDS, Grid, Kind

LETTER_FOR: Final[Mapping[str, str]] = MappingProxyType({"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"})
"""What a digit is where only a letter can stand."""

DIGIT_FOR: Final[Mapping[str, str]] = MappingProxyType(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
)
"""What a letter is where only a digit can stand."""

_REPAIRS: Final[Mapping[Kind, Mapping[str, str]]] = MappingProxyType(
    {
        kind: {
            read: meant
            for read, meant in (*LETTER_FOR.items(), *DIGIT_FOR.items())
            if read not in kind and meant in kind
        }
        for kind in Kind
    }
)
"""For each kind of place: a character that cannot stand there -> the one that looks like it and can."""

_VISA: Final = "V"  # first character of the document code of machine-readable visas (9303-7, 4.2.2)
_SMALL_TO_CAPITAL: Final = {ord(letter.lower()): letter for letter in ALPHABET if letter.isalpha()}


class ZoneCode(StrEnum):
    """Why lines are no zone."""

    LINES = "lines"  # neither two nor three lines
    LENGTH = "length"  # no layout has lines as long
    CHARACTERS = "characters"  # a character outside the alphabet
    VISA = "visa"  # a visa, not a travel document
    DOCUMENT = "document"  # the first character is no document code of that layout
    NOTHING_AGREES = "nothing_agrees"  # not one check digit does


class ZoneError(Exception):
    """The lines are no machine-readable zone of a travel document; `code` says why. Never holds the lines."""

    def __init__(self, code: ZoneCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Lines of exactly one layout's length. `repr` shows no personal data.

    Args:
        repaired: (line, place) where the layout put another character for the one read.
        relaid: lines whose length was not the layout's: what stands on them may have shifted.
    """

    grid: Grid
    lines: tuple[str, ...]
    repaired: frozenset[tuple[int, int]]
    relaid: frozenset[int]

    def __repr__(self) -> str:
        return f"Laid({self.grid.layout.value}, repaired={len(self.repaired)}, relaid={len(self.relaid)})"


def mend(lines: Sequence[str]) -> Laid:
    """Lay these lines out.

    Raises:
        ZoneError: LINES, LENGTH, CHARACTERS, VISA, DOCUMENT.
    """
    tidy = [line.strip().translate(_SMALL_TO_CAPITAL) for line in lines if line.strip()]
    if len(tidy) not in {grid.lines for grid in GRIDS.values()}:
        raise ZoneError(ZoneCode.LINES)
    if tidy[0].startswith(_VISA):
        raise ZoneError(ZoneCode.VISA)
    grid, laid = _laid_out(tidy)
    if any(character not in ALPHABET for line in laid for character in line):
        raise ZoneError(ZoneCode.CHARACTERS)
    mended = tuple(
        "".join([_REPAIRS[kind].get(character, character) for character, kind in zip(line, kinds, strict=True)])
        for line, kinds in zip(laid, grid.kinds, strict=True)
    )
    if not grid.kinds[0][0].may_be(mended[0][0]):
        raise ZoneError(ZoneCode.DOCUMENT)
    return Laid(
        grid=grid,
        lines=mended,
        repaired=frozenset(
            (line, place)
            for line, (before, after) in enumerate(zip(laid, mended, strict=True))
            for place in range(grid.length)
            if before[place] != after[place]
        ),
        relaid=frozenset(line for line, text in enumerate(tidy) if len(_joined(text)) != grid.length),
    )


def _laid_out(lines: Sequence[str]) -> tuple[Grid, list[str]]:
    """The first grid into whose lengths all lines can be brought, and the lines so brought."""
    for grid in GRIDS.values():
        if grid.lines == len(lines):
            laid = [_laid(line, kinds) for line, kinds in zip(lines, grid.kinds, strict=True)]
            if all(line is not None for line in laid):
                return grid, [line for line in laid if line is not None]
    raise ZoneError(ZoneCode.LENGTH)


def _joined(line: str) -> str:
    """The line without blanks: a zone has none."""
    return "".join(line.split())


def _laid(line: str, kinds: Sequence[Kind]) -> str | None:
    """The line with exactly as many characters as there are places, or None where the layout does not prove how.

    Blanks within are left out if that makes the length exact. Too short: fillers were lost at the end, if only fillers
    can be missing there. Too long: fillers too many at the end, or else one stray character at an edge, if that can be
    said of one edge only. Whatever is left out, every character may then stand where it stands.
    """
    length = len(kinds)
    if any(map(str.isspace, line)):
        return _joined(line) if len(_joined(line)) == length else None
    if len(line) <= length:
        return line.ljust(length, FILLER) if all(kind.may_be(FILLER) for kind in kinds[len(line) :]) else None
    if not line[length:].strip(FILLER) and _fits(line[:length], kinds):
        return line[:length]
    within = {line[start : start + length] for start in (0, 1) if len(line) - length - start in (0, 1)}
    fitting = [text for text in within if _fits(text, kinds)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(line: str, kinds: Sequence[Kind]) -> bool:
    return all(map(Kind.may_be, kinds, line))
