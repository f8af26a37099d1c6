"""Specimen zones of ICAO Doc 9303 and ways to spoil them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.passport.alphabet import ALPHABET
from bot.passport.doubt import Doubt
from bot.passport.layouts import GRIDS, Part, Span
from bot.passport.mrz import ZoneError, parse_zone
from bot.passport.reading import Layout, Reading

TODAY: Final = date(2026, 11, 22)
Lines = tuple[str, ...]

TD3: Final[Lines] = (  # 9303-4, appendix B
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1: Final[Lines] = (  # 9303-5, appendix B
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD2: Final[Lines] = (  # 9303-6, appendix B
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
    "D231458907UTO7408122F1204159<<<<<<<6",
)
LONG_TD1: Final[Lines] = (  # 9303-11, appendix D.2
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
LONG_TD2: Final[Lines] = (  # 9303-11, appendix D.2
    "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<",
    "D23145890<UTO3407127M95071227349<<<8",
)
SPECIMENS: Final = {"td3": TD3, "td1": TD1, "td2": TD2, "long td1": LONG_TD1, "long td2": LONG_TD2}


def layout_of(lines: Lines) -> Layout:
    """The layout of lines of the right length."""
    return next(layout for layout, grid in GRIDS.items() if (grid.lines, grid.length) == (len(lines), len(lines[0])))


def span_of(lines: Lines, part: Part) -> Span:
    """Where a part stands."""
    return GRIDS[layout_of(lines)].parts[part]


def replaced(lines: Lines, line: int, place: int, character: str) -> Lines:
    """The same lines with another character at one place."""
    text = lines[line][:place] + character + lines[line][place + 1 :]
    return (*lines[:line], text, *lines[line + 1 :])


def one_error(lines: Lines, *parts: Part) -> Iterator[Lines]:
    """The lines with each other character of the alphabet at each place of these parts in turn."""
    spans = [span_of(lines, part) for part in parts if part in GRIDS[layout_of(lines)].parts]
    for span in spans:
        for place in range(span.start, span.stop):
            for character in ALPHABET:
                if character != lines[span.line][place]:
                    yield replaced(lines, span.line, place, character)


def read(lines: Lines, doubts: list[list[Doubt]] | None = None) -> Reading | None:
    """The reading on the day of the tests, or None where they are no zone."""
    try:
        return parse_zone(lines, today=TODAY, doubts=doubts)
    except ZoneError:
        return None


def sure(lines: Lines) -> list[list[Doubt]]:
    """A reader without doubts."""
    return [[Doubt(9.0, 9.0) for _ in line] for line in lines]


def unsure(lines: Lines, part: Part, doubt: Doubt, *, first: int = 0, places: int = 1) -> list[list[Doubt]]:
    """A reader sure of all but some places of one part."""
    doubts, span = sure(lines), span_of(lines, part)
    for place in range(span.start + first, span.start + first + places):
        doubts[span.line][place] = doubt
    return doubts
