"""Those who are to be registered together with a guest, as a JSON list and back."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.people import Companion
from storage.answers_json import answers_from_json, answers_to_json
from storage.passports_json import passport_from_json, passport_to_json


def companions_to_json(companions: Sequence[Companion]) -> str | None:
    """The companions as JSON text, for a sealed column; None where there are none."""
    return json.dumps([_there(one) for one in companions]) if companions else None


def companions_from_json(text: str | None) -> tuple[Companion, ...]:
    """The companions that `companions_to_json` wrote. Raises ValueError for what this version cannot read."""
    return tuple(map(_back, json.loads(text))) if text else ()


def _there(one: Companion) -> dict[str, str | None]:
    return {"answers": answers_to_json(one.answers), "card": passport_to_json(one.card) if one.card else None}


def _back(written: dict[str, Any]) -> Companion:
    card = written["card"]
    return Companion(answers=answers_from_json(written["answers"]), card=passport_from_json(card) if card else None)
