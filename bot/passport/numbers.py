"""The document number, which may go on in the optional data (ICAO Doc 9303-5 and 9303-6, 4.2.2, note j; 4.2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.passport.alphabet import DIGITS, FILLER, check_digit
from bot.passport.layouts import Grid, Part, Span
from bot.passport.reading import Layout

PRINCIPAL: Final = 9
"""Characters of a number that stand in its own element."""

_SHORTEST_TAIL: Final = 2  # one more character of the number, and its check digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A document number as the zone holds it. `repr` shows no personal data.

    Args:
        text: without fillers.
        agrees: whether its check digit does.
        is_ambiguous: the short and the long reading would both agree, if its check digit were a 0 and a filler.
        is_whole: no filler within: the page shows a blank or another sign there (9303-4, 4.2.2.2).
        spans: where it and its check digit stand.
        optional: where the optional data begin that are none of its own.
    """

    text: str
    agrees: bool
    is_ambiguous: bool
    is_whole: bool
    spans: tuple[Span, ...]
    optional: Span

    def __repr__(self) -> str:
        return f"Number(agrees={self.agrees}, is_ambiguous={self.is_ambiguous}, is_whole={self.is_whole})"


def read_number(grid: Grid, lines: Sequence[str]) -> Number:
    """The number of these lines, short or long.

    A filler, which says that the number goes on, and the check digit 0 count the same: no digit tells the one from the
    other, so a number may be ambiguous.
    """
    principal, digit = grid.text(Part.NUMBER, lines), grid.text(Part.NUMBER_DIGIT, lines)
    short = check_digit(principal)
    tail = _tail(grid, lines)
    long_agrees = bool(tail) and check_digit(principal + tail[:-1]) == tail[-1]
    ambiguous = long_agrees and short == "0"
    if digit == FILLER and tail:
        return _long(grid, lines, tail, agrees=long_agrees, is_ambiguous=ambiguous)
    return Number(
        text=principal.replace(FILLER, ""),
        agrees=digit == short and principal != FILLER * PRINCIPAL,
        is_ambiguous=ambiguous,
        is_whole=FILLER not in principal.rstrip(FILLER),
        spans=(grid.parts[Part.NUMBER], grid.parts[Part.NUMBER_DIGIT]),
        optional=grid.parts[Part.OPTIONAL],
    )


def _tail(grid: Grid, lines: Sequence[str]) -> str:
    """The rest of a long number with its check digit, up to the filler that ends it; empty where there can be none."""
    optional = grid.text(Part.OPTIONAL, lines)
    tail, end, _ = optional.partition(FILLER)
    can_be = grid.layout is not Layout.TD3 and FILLER not in grid.text(Part.NUMBER, lines)
    return tail if can_be and end and len(tail) >= _SHORTEST_TAIL and tail[-1] in DIGITS else ""


def _long(grid: Grid, lines: Sequence[str], tail: str, *, agrees: bool, is_ambiguous: bool) -> Number:
    """A number whose last characters and check digit stand in the optional data."""
    optional = grid.parts[Part.OPTIONAL]
    rest = Span(optional.line, optional.start, optional.start + len(tail) + len(FILLER))
    return Number(
        text=grid.text(Part.NUMBER, lines) + tail[:-1],
        agrees=agrees,
        is_ambiguous=is_ambiguous,
        is_whole=True,
        spans=(grid.parts[Part.NUMBER], grid.parts[Part.NUMBER_DIGIT], rest),
        optional=Span(rest.line, rest.stop, optional.stop),
    )


def number_parts(number: str, grid: Grid) -> tuple[str, str, str]:
    """How the zone writes a number: its element, its check digit, and what of it opens the optional data.

    Raises:
        ValueError: too long for the layout.
    """
    principal = number[:PRINCIPAL].ljust(PRINCIPAL, FILLER)
    if len(number) <= PRINCIPAL:
        return principal, check_digit(principal), ""
    tail = number[PRINCIPAL:] + check_digit(number) + FILLER
    if grid.layout is Layout.TD3 or len(tail) > grid.parts[Part.OPTIONAL].length:
        raise ValueError("the number is too long for this layout")
    return principal, FILLER, tail
