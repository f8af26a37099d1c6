"""Reading decoded JSON strictly: every value is what was expected at its path, or a CaseError names the path."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
A_DATE = f"a date as YYYY-MM-DD between {FIRST_YEAR} and {LAST_YEAR}"

T = TypeVar("T")
Read = Callable[[str, object], T]
Word = TypeVar("Word", bound=StrEnum)


class CaseError(ValueError):
    """A case that cannot be read. Names the field and what was expected, never what was found there."""

    def __init__(self, field: str, expected: str) -> None:
        """Keep the field's path in the case, such as `stays[0].entered`."""
        super().__init__(f"{field}: expected {expected}")
        self.field = field
        self.expected = expected


def read_fields(path: str, found: object, names: tuple[str, ...]) -> dict[str, object]:
    """Read an object's fields; one not given is None, and so is one given as null."""
    if found is None and path != "case":
        return dict.fromkeys(names)
    if not isinstance(found, dict):
        raise CaseError(path, "an object")
    if unknown := found.keys() - set(names):
        raise CaseError(_named(path, min(unknown)), f"no other names than {', '.join(names)}")
    return {name: found.get(name) for name in names}


def _named(path: str, unknown: str) -> str:
    """The unknown field itself, where its name is one that can be printed; else what it stands in."""
    if not FIELD_NAME.fullmatch(unknown):
        return path
    return unknown if path == "case" else f"{path}.{unknown}"


def maybe(read: Read[T], path: str, found: object) -> T | None:
    """None where nothing was given."""
    return None if found is None else read(path, found)


def read_date(path: str, found: object) -> date:
    """A day written as in ISO 8601, with its dashes."""
    if not isinstance(found, str) or not ISO_DATE.fullmatch(found):
        raise CaseError(path, A_DATE)
    try:
        day = date.fromisoformat(found)
    except ValueError:
        raise CaseError(path, A_DATE) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CaseError(path, A_DATE)
    return day


def read_bool(path: str, found: object) -> bool:
    """True or false, and no number or word for them."""
    if not isinstance(found, bool):
        raise CaseError(path, "true or false")
    return found


def one_of(words: type[Word]) -> Read[Word]:
    """Read one word of a closed list."""

    def read(path: str, found: object) -> Word:
        if not isinstance(found, str) or found not in frozenset(words):
            raise CaseError(path, f"one of {', '.join(words)}")
        return words(found)

    return read


def each(read_item: Read[T], most: int) -> Read[tuple[T, ...]]:
    """Read a list of at most so many items of one kind."""

    def read(path: str, found: object) -> tuple[T, ...]:
        if not isinstance(found, list) or len(found) > most:
            raise CaseError(path, f"a list of at most {most}")
        return tuple(read_item(f"{path}[{index}]", item) for index, item in enumerate(found))

    return read
