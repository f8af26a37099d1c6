"""Fields -> the lines of a machine-readable zone: the inverse of parsing (ICAO Doc 9303, parts 3 to 6)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.passport.alphabet import FILLER, check_digit
from bot.passport.dates import zone_date
from bot.passport.layouts import GRIDS, Grid, Kind, Part
from bot.passport.names import name_field
from bot.passport.numbers import number_parts
from bot.passport.reading import Layout, Sex
from bot.passport.states import zone_code

_SEX: Final[Mapping[Sex, str]] = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNSPECIFIED: FILLER}


def make_zone(
    layout: Layout,
    *,
    document_code: str,
    issuer: str,
    surname: str,
    given_names: str = "",
    number: str,
    nationality: str,
    birth_date: date | str,
    sex: Sex,
    expiry_date: date,
    optional: str = "",
) -> tuple[str, ...]:
    """The zone of such a document, with all its check digits.

    Args:
        surname: blanks and hyphens part components, apostrophes are left out; names too long are truncated (4.2.3).
        number: more than nine characters go on in the optional data (TD1 and TD2).
        birth_date: or six characters `YYMMDD` with fillers for what is unknown (9303-3, 4.8).
        optional: in TD1 the first line's element is filled first, then the second line's.

    Raises:
        ValueError: something does not fit the layout; the text names the part only.
    """
    grid = GRIDS[layout]
    principal, digit, tail = number_parts(number, grid)
    texts = {
        Part.DOCUMENT_CODE: document_code,
        Part.ISSUER: zone_code(issuer),
        Part.NAMES: name_field(surname, given_names, grid.parts[Part.NAMES].length),
        Part.NUMBER: principal,
        Part.NUMBER_DIGIT: digit,
        Part.NATIONALITY: zone_code(nationality),
        Part.BIRTH_DATE: birth_date if isinstance(birth_date, str) else zone_date(birth_date),
        Part.SEX: _SEX[sex],
        Part.EXPIRY_DATE: zone_date(expiry_date),
    }
    return _with_digits(grid, texts | _optional(tail + optional, grid))


def _optional(text: str, grid: Grid) -> dict[Part, str]:
    """The optional element, and what it has no room for in the second one, if the layout has one."""
    room = grid.parts[Part.OPTIONAL].length
    first, rest = text[:room], text[room:]
    if Part.OPTIONAL_2 in grid.parts:
        return {Part.OPTIONAL: first, Part.OPTIONAL_2: rest}
    if rest:
        raise ValueError(f"does not fit: {Part.OPTIONAL.value}")
    return {Part.OPTIONAL: first}


def _with_digits(grid: Grid, texts: Mapping[Part, str]) -> tuple[str, ...]:
    """The lines of these parts, each check digit reckoned in turn, the composite one last."""
    rows = [[FILLER] * grid.length for _ in range(grid.lines)]
    for part, text in texts.items():
        span = grid.parts[part]
        written = text.ljust(span.length, FILLER)
        if len(written) != span.length or not all(map(Kind.may_be, span.items(grid.kinds), written)):
            raise ValueError(f"does not fit: {part.value}")
        rows[span.line][span.start : span.stop] = written
    for check in grid.digits:
        span = grid.parts[check.digit]
        covered = check.covered(["".join(row) for row in rows])
        if check.digit not in texts and not (check.digit is Part.OPTIONAL_DIGIT and not covered.strip(FILLER)):
            rows[span.line][span.start] = check_digit(covered)
    return tuple("".join(row) for row in rows)
