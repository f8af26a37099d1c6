"""What stands where in a machine-readable zone (ICAO Doc 9303-4, 4.2.2; 9303-5, 4.2.2; 9303-6, 4.2.2).

Lines and places are counted from 0 here; Doc 9303 counts both from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from bot.passport.alphabet import DIGITS, FILLER, LETTERS
from bot.passport.reading import Layout

Item = TypeVar("Item")


class Kind(StrEnum):
    """Which characters may stand at a place: it is the text of those characters."""

    DIGIT = DIGITS
    DIGIT_OR_FILLER = DIGITS + FILLER
    LETTER = LETTERS
    LETTER_OR_FILLER = LETTERS + FILLER
    ALNUM = DIGITS + LETTERS
    ANY = DIGITS + LETTERS + FILLER
    SEX = "MF" + FILLER
    PASSPORT = "P"  # first character of a passport's document code (9303-4, 4.2.2.1)
    CARD = "IAC"  # the same of an official travel document in TD1 and TD2 (9303-5 and 9303-6, 4.2.2.1)

    def may_be(self, character: str) -> bool:
        """Whether this one character may stand at such a place."""
        return character in self


class Part(StrEnum):
    """The data elements of the zone, as Doc 9303 cuts it."""

    DOCUMENT_CODE = "document_code"
    ISSUER = "issuer"
    NAMES = "names"
    NUMBER = "number"
    NUMBER_DIGIT = "number_digit"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth_date"
    BIRTH_DIGIT = "birth_digit"
    SEX = "sex"
    EXPIRY_DATE = "expiry_date"
    EXPIRY_DIGIT = "expiry_digit"
    OPTIONAL = "optional"  # TD1: the one on the first line, where a long number goes on
    OPTIONAL_DIGIT = "optional_digit"  # TD3 only
    OPTIONAL_2 = "optional_2"  # TD1 only: the one on the second line
    COMPOSITE_DIGIT = "composite_digit"


@dataclass(frozen=True, slots=True)
class Span:
    """Places `start` up to, not including, `stop` of line `line`."""

    line: int
    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many places."""
        return self.stop - self.start

    def text(self, lines: Sequence[str]) -> str:
        """What stands there."""
        return lines[self.line][self.start : self.stop]

    def items(self, rows: Sequence[Sequence[Item]]) -> Sequence[Item]:
        """The same of anything else that has one item a place: kinds, doubts."""
        return rows[self.line][self.start : self.stop]


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """A check digit: the part it stands in and what it covers, in the order it is reckoned."""

    digit: Part
    covers: tuple[Span, ...]

    def covered(self, lines: Sequence[str]) -> str:
        """The text that this digit is reckoned from."""
        return "".join(span.text(lines) for span in self.covers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One layout: how many lines of how many places, what stands where, and the check digits.

    `kinds[line][place]` says which characters may stand there. The composite digit is the last of `digits`.
    """

    layout: Layout
    lines: int
    length: int
    parts: Mapping[Part, Span]
    kinds: tuple[tuple[Kind, ...], ...]
    digits: tuple[CheckDigit, ...]

    def text(self, part: Part, lines: Sequence[str]) -> str:
        """What a part holds; empty when the layout has no such part."""
        span = self.parts.get(part)
        return span.text(lines) if span else ""


_KINDS: Final[Mapping[Part, Kind]] = MappingProxyType(
    {
        Part.DOCUMENT_CODE: Kind.LETTER_OR_FILLER,
        Part.ISSUER: Kind.LETTER_OR_FILLER,
        Part.NAMES: Kind.LETTER_OR_FILLER,
        Part.NUMBER: Kind.ANY,
        Part.NUMBER_DIGIT: Kind.DIGIT,
        Part.NATIONALITY: Kind.LETTER_OR_FILLER,
        Part.BIRTH_DATE: Kind.DIGIT_OR_FILLER,  # unknown parts are fillers (9303-3, 4.8)
        Part.BIRTH_DIGIT: Kind.DIGIT,
        Part.SEX: Kind.SEX,
        Part.EXPIRY_DATE: Kind.DIGIT,
        Part.EXPIRY_DIGIT: Kind.DIGIT,
        Part.OPTIONAL: Kind.ANY,
        Part.OPTIONAL_DIGIT: Kind.DIGIT_OR_FILLER,  # a filler may stand for the 0 of an empty element (9303-4)
        Part.OPTIONAL_2: Kind.ANY,
        Part.COMPOSITE_DIGIT: Kind.DIGIT,
    }
)


def _kinds_of(part: Part, length: int, layout: Layout) -> list[Kind]:
    """The kinds of one part's places."""
    kinds = [_KINDS[part]] * length
    if part in (Part.ISSUER, Part.NATIONALITY):
        kinds[0] = Kind.LETTER
    elif part is Part.NUMBER:
        kinds[0] = Kind.ALNUM
    elif part is Part.DOCUMENT_CODE:
        kinds[0] = Kind.PASSPORT if layout is Layout.TD3 else Kind.CARD
    elif part is Part.NUMBER_DIGIT and layout is not Layout.TD3:
        kinds[0] = Kind.DIGIT_OR_FILLER  # a filler says that the number goes on (9303-5 and 9303-6, 4.2.2)
    return kinds


def _grid(
    layout: Layout,
    rows: Sequence[Sequence[tuple[Part, int]]],
    digits: Mapping[Part, Sequence[Part]],
) -> Grid:
    """A grid from each line's parts with their lengths, in order, and from what each check digit covers."""
    parts: dict[Part, Span] = {}
    kinds: list[tuple[Kind, ...]] = []
    for line, row in enumerate(rows):
        places: list[Kind] = []
        for part, length in row:
            parts[part] = Span(line, len(places), len(places) + length)
            places += _kinds_of(part, length, layout)
        kinds.append(tuple(places))
    return Grid(
        layout=layout,
        lines=len(rows),
        length=len(kinds[0]),
        parts=MappingProxyType(parts),
        kinds=tuple(kinds),
        digits=tuple(CheckDigit(digit, tuple(parts[part] for part in covered)) for digit, covered in digits.items()),
    )


_OWN_DIGITS: Final[Mapping[Part, Sequence[Part]]] = MappingProxyType(
    {
        Part.NUMBER_DIGIT: (Part.NUMBER,),
        Part.BIRTH_DIGIT: (Part.BIRTH_DATE,),
        Part.EXPIRY_DIGIT: (Part.EXPIRY_DATE,),
    }
)
_NUMBER: Final = (Part.NUMBER, Part.NUMBER_DIGIT)
_BIRTH: Final = (Part.BIRTH_DATE, Part.BIRTH_DIGIT)
_EXPIRY: Final = (Part.EXPIRY_DATE, Part.EXPIRY_DIGIT)


def _book(layout: Layout, length: int, optional: Sequence[tuple[Part, int]]) -> Grid:
    """TD3 and TD2: the same two lines but for their length and the optional element (9303-4 and 9303-6, 4.2.2)."""
    upper = ((Part.DOCUMENT_CODE, 2), (Part.ISSUER, 3), (Part.NAMES, length - 5))
    lower = (
        (Part.NUMBER, 9),
        (Part.NUMBER_DIGIT, 1),
        (Part.NATIONALITY, 3),
        (Part.BIRTH_DATE, 6),
        (Part.BIRTH_DIGIT, 1),
        (Part.SEX, 1),
        (Part.EXPIRY_DATE, 6),
        (Part.EXPIRY_DIGIT, 1),
        *optional,
        (Part.COMPOSITE_DIGIT, 1),
    )
    own = {Part.OPTIONAL_DIGIT: (Part.OPTIONAL,)} if len(optional) > 1 else {}
    composite = (*_NUMBER, *_BIRTH, *_EXPIRY, *(part for part, _ in optional))
    return _grid(layout, (upper, lower), {**_OWN_DIGITS, **own, Part.COMPOSITE_DIGIT: composite})


def _card() -> Grid:
    """TD1: three lines of 30 (9303-5, 4.2.2)."""
    upper = ((Part.DOCUMENT_CODE, 2), (Part.ISSUER, 3), (Part.NUMBER, 9), (Part.NUMBER_DIGIT, 1), (Part.OPTIONAL, 15))
    middle = (
        (Part.BIRTH_DATE, 6),
        (Part.BIRTH_DIGIT, 1),
        (Part.SEX, 1),
        (Part.EXPIRY_DATE, 6),
        (Part.EXPIRY_DIGIT, 1),
        (Part.NATIONALITY, 3),
        (Part.OPTIONAL_2, 11),
        (Part.COMPOSITE_DIGIT, 1),
    )
    composite = (*_NUMBER, Part.OPTIONAL, *_BIRTH, *_EXPIRY, Part.OPTIONAL_2)
    return _grid(Layout.TD1, (upper, middle, ((Part.NAMES, 30),)), {**_OWN_DIGITS, Part.COMPOSITE_DIGIT: composite})


GRIDS: Final[Mapping[Layout, Grid]] = MappingProxyType(
    {
        Layout.TD3: _book(Layout.TD3, 44, ((Part.OPTIONAL, 14), (Part.OPTIONAL_DIGIT, 1))),
        Layout.TD2: _book(Layout.TD2, 36, ((Part.OPTIONAL, 7),)),
        Layout.TD1: _card(),
    }
)
"""Every layout's grid."""
