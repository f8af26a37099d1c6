"""Names in the zone: PRIMARY<<SECONDARY (ICAO Doc 9303-3, 4.6; truncation: 9303-4, 9303-5 and 9303-6, 4.2.3)."""

import re
from dataclasses import dataclass
from typing import Final

from bot.passport.alphabet import FILLER, LETTERS

SEPARATOR: Final = FILLER * 2
_ORDERLY: Final = re.compile(r"[A-Z]+(<[A-Z]+)*(<<[A-Z]+(<[A-Z]+)*)?<*")
_DROPPED: Final = re.compile(r"['’.]")  # punctuation that is left out without a filler (9303-3, 4.6)
_PARTED: Final = re.compile(r"[-, ]+")  # what becomes one filler


@dataclass(frozen=True, slots=True)
class Names:
    """The two identifiers with blanks between their components, and what of it a person has to look at.

    Args:
        split: where the separator begins in the field; the field's length without one.
        is_cut: a letter in the last place: the name must be treated as truncated, even if it just fits (4.2.3).
        is_orderly: letters, single fillers within an identifier, one separator, and fillers after the end.
    """

    surname: str
    given_names: str
    split: int
    is_cut: bool
    is_orderly: bool


def read_names(field: str) -> Names:
    """Read a name field of the zone. Without a separator all of it is the primary identifier (9303-3, 4.6)."""
    primary, separator, secondary = field.rstrip(FILLER).partition(SEPARATOR)
    return Names(
        surname=_spaced(primary),
        given_names=_spaced(secondary),
        split=len(primary) if separator else len(field),
        is_cut=not field.endswith(FILLER),
        is_orderly=_ORDERLY.fullmatch(field) is not None,
    )


def _spaced(identifier: str) -> str:
    return " ".join(identifier.replace(FILLER, " ").split())


def name_field(surname: str, given_names: str, length: int) -> str:
    """The name field of `length` places, truncated by the rules if it does not fit.

    Raises:
        ValueError: no surname, a character that has no place in the zone, or no truncation ends in a letter.
    """
    primary, secondary = _components(surname), _components(given_names)
    if not primary:
        raise ValueError("a name has a primary identifier")
    whole = _written(primary, secondary)
    return whole.ljust(length, FILLER) if len(whole) <= length else _truncated(primary, secondary, length)


def _components(name: str) -> list[str]:
    """A name's components, punctuation treated by 9303-3, 4.6."""
    components = _PARTED.sub(FILLER, _DROPPED.sub("", name.upper())).split(FILLER)
    if any(character not in LETTERS for component in components for character in component):
        raise ValueError("only letters, blanks, hyphens, commas, full stops and apostrophes have a place in a name")
    return [component for component in components if component]


def _written(primary: list[str], secondary: list[str]) -> str:
    return SEPARATOR.join(FILLER.join(components) for components in (primary, secondary) if components)


def _truncated(primary: list[str], secondary: list[str], length: int) -> str:
    """Cut until it fits, its last character a letter, so that it shows (9303-4, 4.2.2.1 and 4.2.3).

    First the primary identifier gives way until the separator and one letter of the secondary one have room; then the
    rest is cut at the end. Where the cut falls on a filler, an earlier component gives a letter for the one behind it.
    """
    while secondary and len(_written(primary, [])) > length - len(SEPARATOR + "A"):
        primary = _shortened(primary)
    written = _written(primary, secondary)
    if written[length - 1] != FILLER:
        return written[:length]
    start = len(_written(primary, [])) + len(SEPARATOR) if secondary else 0
    before = written[start : length - 1].split(FILLER)
    if len(before) == len("".join(before)) and secondary:
        return _truncated(_shortened(primary), secondary, length)
    return written[:start] + FILLER.join([*_shortened(before), written[length]])


def _shortened(components: list[str]) -> list[str]:
    """The same without the last letter of the longest component; of equals, the last.

    Raises:
        ValueError: each is down to its initial.
    """
    longest = max(range(len(components)), key=lambda place: (len(components[place]), place))
    if len(components[longest]) == 1:
        raise ValueError("no truncation of this name ends in a letter")
    return [*components[:longest], components[longest][:-1], *components[longest + 1 :]]
