"""Earlier stays and the last move as a JSON object and back; what a later version has added is skipped."""

import json
from datetime import date
from typing import NamedTuple

from bot.domain.travel import Stay, Travels


class Told(NamedTuple):
    """What a person told of travels, without whose and when."""

    earlier: tuple[Stay, ...]
    moved: date | None


def travels_to_json(travels: Travels) -> str:
    """The record as JSON text, for a sealed column."""
    stays = [[_written(stay.entered), _written(stay.left)] for stay in travels.earlier]
    return json.dumps({"earlier": stays, "moved": _written(travels.moved)}, separators=(",", ":"))


def travels_from_json(text: str) -> Told:
    """What `travels_to_json` wrote, by this version or another one.

    Raises:
        ValueError: A date has a form that this version cannot read.
    """
    written = json.loads(text)
    stays = [Stay(date.fromisoformat(entered), _read(left)) for entered, left in written.get("earlier", ())]
    return Told(tuple(stays), _read(written.get("moved")))


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
