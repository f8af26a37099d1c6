"""Answers as a JSON object and back, losing nothing.

What is not answered is not written; what a later version has added is skipped.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from bot.domain.address import Address, Premises
from bot.domain.answers import Answers, Basis, Purpose
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship, Proof
from bot.domain.organisation import host_number
from bot.domain.person import Sex


class _Way(NamedTuple):
    """How one answer becomes JSON, and how it comes back."""

    there: Callable[[Any], object]
    back: Callable[[Any], object]


def _same(value: object) -> object:
    return value


def _address_back(written: dict[str, Any]) -> Address:
    return Address(written["region"], tuple(written["parts"]))


_AS_IS = _Way(_same, _same)
_DAY = _Way(date.isoformat, date.fromisoformat)
WAYS: dict[str, _Way] = {
    "citizenship": _AS_IS,
    "entered": _DAY,
    "basis": _Way(_same, Basis),
    "family_name": _AS_IS,
    "given_names": _AS_IS,
    "patronymic": _AS_IS,
    "born": _DAY,
    "sex": _Way(_same, Sex),
    "document_kind": _Way(_same, DocumentKind),
    "document_number": _Way(DocumentNumber.reveal, DocumentNumber),
    "document_expires": _DAY,
    "host": _Way(lambda number: number.reveal(), host_number),
    "host_by_link": _Way(_same, bool),
    "address": _Way(lambda address: {"region": address.region, "parts": address.parts}, _address_back),
    "premises": _Way(_same, Premises),
    "until": _DAY,
    "place": _AS_IS,
    "door": _AS_IS,
    "kinship": _Way(_same, Kinship),
    "proof": _Way(_same, Proof),
    "purpose": _Way(_same, Purpose),
    "follows": _AS_IS,
    "moved": _DAY,
    "since": _DAY,
}
_BACK: dict[str, Callable[[Any], Any]] = {name: way.back for name, way in WAYS.items()}
_NOTHING_SAID = Answers()


def answers_to_json(answers: Answers) -> str:
    """The answers as JSON text, for a sealed column."""
    said = {name: getattr(answers, name) for name in WAYS}
    written = {name: WAYS[name].there(value) for name, value in said.items() if value != getattr(_NOTHING_SAID, name)}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def answers_from_json(text: str) -> Answers:
    """The answers that `answers_to_json` wrote, by this version or another one.

    Raises:
        ValueError: A known answer has a value that this version cannot read.
    """
    written = json.loads(text)
    return Answers(**{name: _BACK[name](value) for name, value in written.items() if name in _BACK})
