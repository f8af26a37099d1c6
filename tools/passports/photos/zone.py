"""The machine-readable zone as text (ICAO Doc 9303, parts 3 to 6).

Not the reader's own `make_zone`: a second builder, which shares no line with the reader, is a witness against it.
It also prints what real papers do and the standard leaves open, such as a filler for the check digit of an empty field.
"""

from datetime import date

from bot.passport.reading import Layout
from tools.passports.photos.people import Person

FILLER = "<"
SHAPES = {Layout.TD3: (2, 44), Layout.TD2: (2, 36), Layout.TD1: (3, 30)}  # lines, characters a line
_WEIGHTS = (7, 3, 1)  # 9303-3, 4.9
_DIGIT_FOR_NOTHING = {"CHN", "RUS"}  # their passports print 0, others a filler, where the optional field is empty


def check_digit(text: str) -> str:
    """By weights 7, 3, 1 and modulus 10 (9303-3, 4.9)."""
    return str(sum(_value(character) * _WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)


def zone_lines(person: Person, layout: Layout) -> list[str]:
    """The lines as printed."""
    return {Layout.TD3: _passport, Layout.TD2: _large_card, Layout.TD1: _small_card}[layout](person)


def names_in_zone(lines: list[str], layout: Layout) -> tuple[str, str]:
    """Surname and given names as the zone still holds them: without hyphens and apostrophes, perhaps cut."""
    field = lines[2] if layout is Layout.TD1 else lines[0][5:]
    surname, _, given = field.rstrip(FILLER).partition(2 * FILLER)
    return _words(surname), _words(given)


def name_field(surname: str, given: str, width: int) -> str:
    """`PRIMARY<<SECONDARY`, cut to the width so that it ends in a letter (9303-3, 4.6)."""
    first, second = _transliterated(surname), _transliterated(given)
    if second:
        first = first if _fits(first, second, width) else first[: width - 3].rstrip(FILLER)
        first += 2 * FILLER + _cut(second, width - 2 - len(first))
    return _filled(first, width)


def _passport(person: Person) -> list[str]:
    state, number, born, expiry = _proven_fields(person)
    optional = _filled(person.optional, 14)
    is_empty = not optional.strip(FILLER) and person.nation.code not in _DIGIT_FOR_NOTHING
    optional += FILLER if is_empty else check_digit(optional)
    first = f"P{person.passport_type}{state}{name_field(person.surname, person.given, 39)}"
    second = number + state + born + person.sex + expiry + optional
    return [first, second + check_digit(number + born + expiry + optional)]


def _large_card(person: Person) -> list[str]:
    state, number, born, expiry = _proven_fields(person)
    optional = _filled(person.optional, 7)
    first = f"I{FILLER}{state}{name_field(person.surname, person.given, 31)}"
    second = number + state + born + person.sex + expiry + optional
    return [first, second + check_digit(number + born + expiry + optional)]


def _small_card(person: Person) -> list[str]:
    state, number, born, expiry = _proven_fields(person)
    upper, lower = _filled(person.optional, 15), FILLER * 11
    first = person.card_type + state + number + upper
    second = born + person.sex + expiry + state + lower
    second += check_digit(number + upper + born + expiry + lower)
    return [first, second, name_field(person.surname, person.given, 30)]


def _proven_fields(person: Person) -> tuple[str, str, str, str]:
    """State, number, birth date and expiry date; the last three with their check digits."""
    number = _filled(person.number, 9)
    return (
        _filled(person.nation.code, 3),
        number + check_digit(number),
        _dated(person.born),
        _dated(person.expiry),
    )


def _dated(day: date) -> str:
    return f"{day:%y%m%d}" + check_digit(f"{day:%y%m%d}")


def _value(character: str) -> int:
    return 0 if character == FILLER else int(character, 36)


def _filled(text: str, width: int) -> str:
    return text[:width].ljust(width, FILLER)


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _transliterated(name: str) -> str:
    return name.replace("'", "").replace("-", FILLER).replace(" ", FILLER)


def _fits(first: str, second: str, width: int) -> bool:
    return len(first) + 2 + len(second) <= width


def _cut(names: str, room: int) -> str:
    """A cut name ends in a letter: where a filler would stand last, the first name gives up a letter of its own."""
    cut = names[:room]
    if len(names) <= room or not cut.endswith(FILLER):
        return cut
    first, rest = names.split(FILLER, 1)
    return f"{first[:-1]}{FILLER}{rest}"[:room] if len(first) > 1 else cut.rstrip(FILLER)
