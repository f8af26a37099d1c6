"""Answers as bytes, to cross from the process that reads photos: JSON, and nothing in it that could act.

Who unpacks trusts nobody: whatever is not exactly what `pack` makes is no answer.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar

from bot.passport.layouts import GRIDS
from bot.passport.reading import Field, Known, Layout, Reading, Sex, Unread

TEXTS: Final = ("document_code", "issuer", "surname", "given_names", "number", "nationality", "optional")
KEYS: Final = {*TEXTS, "layout", "lines", "birth_date", "sex", "expiry_date", "known"}
LONGEST_TEXT: Final = 90  # characters: a whole zone has no more
Value = TypeVar("Value")


class WireError(Exception):
    """The bytes are no answer. What they were is not told: they may quote a passport."""


def pack(answer: Reading | Unread) -> bytes:
    """The code of what is unread as a text, a reading as an object."""
    return json.dumps(answer.value if isinstance(answer, Unread) else _packed(answer)).encode("ascii")


def unpack(answer: bytes) -> Reading | Unread:
    """What was packed.

    Raises:
        WireError: it was not packed by `pack`.
    """
    try:
        said = json.loads(answer.decode("ascii"))
        return Unread(said) if isinstance(said, str) else _reading(said)
    except (ValueError, TypeError, RecursionError):
        raise WireError from None


def _packed(reading: Reading) -> dict[str, object]:
    return {
        **{name: getattr(reading, name) for name in TEXTS},
        "birth_date": reading.birth_date and reading.birth_date.isoformat(),
        "expiry_date": reading.expiry_date and reading.expiry_date.isoformat(),
        "layout": reading.layout.value,
        "lines": list(reading.lines),
        "sex": reading.sex and reading.sex.value,
        "known": {field.value: known.value for field, known in reading.known.items()},
    }


def _reading(said: object) -> Reading:
    """Raises ValueError or TypeError for whatever is missing, unknown or of another kind."""
    parts = _of_keys(said, KEYS)
    layout = Layout(_text(parts["layout"]))
    texts = {name: _text(parts[name]) for name in TEXTS}
    known = _of_keys(parts["known"], set(Field))
    return Reading(
        layout=layout,
        lines=_lines(parts["lines"], layout),
        birth_date=_unless_none(_day, parts["birth_date"]),
        sex=_unless_none(_sex, parts["sex"]),
        expiry_date=_unless_none(_day, parts["expiry_date"]),
        known={field: Known(_text(known[field])) for field in Field},
        **texts,
    )


def _of_keys(said: object, keys: set[str]) -> Mapping[str, object]:
    if not isinstance(said, dict) or set(said) != keys:
        raise ValueError
    return said


def _text(said: object) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_TEXT or not (said.isascii() and said.isprintable()):
        raise ValueError
    return said


def _lines(said: object, layout: Layout) -> tuple[str, ...]:
    grid = GRIDS[layout]
    if not isinstance(said, list) or len(said) != grid.lines or any(len(_text(line)) != grid.length for line in said):
        raise ValueError
    return tuple(said)


def _sex(said: object) -> Sex:
    return Sex(_text(said))


def _day(said: object) -> date:
    day = date.fromisoformat(_text(said))
    if day.isoformat() != said:  # it also takes weeks, and dates without hyphens
        raise ValueError
    return day


def _unless_none(make: Callable[[object], Value], said: object) -> Value | None:
    return None if said is None else make(said)
