"""A case as JSON in, an assessment as JSON out: the contract of `tirkeu assess`, written down in `case.schema.json`.

A case is read strictly, since a fact misspelt is a fact lost: unknown names, wrong types, impossible days are refused.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NoReturn, TypeVar

from bot.law.assessment import Assessment, Citation
from bot.law.engine import assess
from bot.law.facts import (
    STATELESS,
    Basis,
    Consent,
    DocumentKind,
    Facts,
    HostKind,
    Premises,
    Stay,
    Visa,
    disorder,
)
from bot.law.states import countries

LONGEST = 100_000  # characters
MOST_STAYS = 1000
MOST_UNTRUE = 50
FIRST_YEAR, LAST_YEAR = 1900, 2100
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FACT_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}", re.ASCII)
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


def assess_json(text: str) -> str:
    """Read a case, assess it, and write the assessment.

    Raises:
        CaseError: the case is not what the schema says.
    """
    return write_assessment(assess(read_case(text)))


def read_case(text: str) -> Facts:
    """Read a case from JSON text.

    Raises:
        CaseError: the case is not what the schema says.
    """
    if len(text) > LONGEST:
        raise CaseError("case", f"at most {LONGEST} characters")
    try:
        case = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except CaseError:
        raise
    except (ValueError, RecursionError):
        raise CaseError("case", "JSON") from None
    return facts_from(case)


def facts_from(case: object) -> Facts:
    """Read a case from its decoded JSON. Long, since each fact has its line here and nowhere else.

    Raises:
        CaseError: the case is not what the schema says.
    """
    fields = _fields("case", case, CASE)
    for name in ("on", "citizenship", "stays"):
        if fields[name] is None:
            raise CaseError(name, "to be given")
    document = _fields("document", fields["document"], DOCUMENT)
    address = _fields("address", fields["address"], ADDRESS)
    host = _fields("host", fields["host"], HOST)
    facts = Facts(
        on=_date("on", fields["on"]),
        citizenship=_citizenship("citizenship", fields["citizenship"]),
        stays=_stays("stays", fields["stays"]),
        born=_maybe(_date, "born", fields["born"]),
        document_kind=_maybe(_one_of(DocumentKind), "document.kind", document["kind"]),
        document_expires=_maybe(_date, "document.expires", document["expires"]),
        basis=_maybe(_one_of(Basis), "basis", fields["basis"]),
        visa=_maybe(_visa, "visa", fields["visa"]),
        address_kind=_maybe(_one_of(Premises), "address.kind", address["kind"]),
        address_since=_maybe(_date, "address.since", address["since"]),
        moved=_maybe(_date, "moved", fields["moved"]),
        host_kind=_maybe(_one_of(HostKind), "host.kind", host["kind"]),
        consent=_maybe(_one_of(Consent), "host.consent", host["consent"]),
        host_notified=_maybe(_date, "host.notified", host["notified"]),
        registered=_maybe(_date, "registered", fields["registered"]),
        untrue=_maybe(_untrue, "untrue", fields["untrue"]),
    )
    if facts.born is not None and facts.born > facts.on:
        raise CaseError("born", "a day not after `on`")
    return facts


CASE = (
    *("on", "citizenship", "born", "document", "basis", "visa"),
    *("stays", "address", "moved", "host", "registered", "untrue"),
)
DOCUMENT = ("kind", "expires")
ADDRESS = ("kind", "since")
HOST = ("kind", "consent", "notified")
STAY = ("entered", "left")
VISA = ("from", "until")


def _fields(path: str, found: object, names: tuple[str, ...]) -> dict[str, object]:
    """Read an object's fields; one not given is None, and so is one given as null."""
    if found is None and path != "case":
        return dict.fromkeys(names)
    if not isinstance(found, dict):
        raise CaseError(path, "an object")
    if set(found) - set(names):
        raise CaseError(path, f"no other names than {', '.join(names)}")
    return {name: found.get(name) for name in names}


def _maybe(read: Read[T], path: str, found: object) -> T | None:
    return None if found is None else read(path, found)


def _date(path: str, found: object) -> date:
    if not isinstance(found, str) or not ISO_DATE.fullmatch(found):
        raise CaseError(path, A_DATE)
    try:
        day = date.fromisoformat(found)
    except ValueError:
        raise CaseError(path, A_DATE) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CaseError(path, A_DATE)
    return day


def _one_of(words: type[Word]) -> Read[Word]:
    def read(path: str, found: object) -> Word:
        if not isinstance(found, str) or found not in frozenset(words):
            raise CaseError(path, f"one of {', '.join(words)}")
        return words(found)

    return read


def _citizenship(path: str, found: object) -> str:
    if not isinstance(found, str) or (found != STATELESS and found not in countries()):
        raise CaseError(path, f"an ISO 3166 alpha-3 code in capitals, or {STATELESS} for a stateless person")
    return found


def _stays(path: str, found: object) -> tuple[Stay, ...]:
    stays = tuple(_stay(f"{path}[{i}]", stay) for i, stay in enumerate(_list(path, found, MOST_STAYS)))
    if wrong := disorder(stays):
        raise CaseError(*wrong)
    return stays


def _stay(path: str, found: object) -> Stay:
    fields = _fields(path, found, STAY)
    return Stay(_date(f"{path}.entered", fields["entered"]), _maybe(_date, f"{path}.left", fields["left"]))


def _visa(path: str, found: object) -> Visa:
    fields = _fields(path, found, VISA)
    visa = Visa(_date(f"{path}.from", fields["from"]), _date(f"{path}.until", fields["until"]))
    if visa.until < visa.since:
        raise CaseError(f"{path}.until", "a day not before `visa.from`")
    return visa


def _untrue(path: str, found: object) -> tuple[str, ...]:
    names = _list(path, found, MOST_UNTRUE)
    for index, name in enumerate(names):
        if not isinstance(name, str) or not FACT_NAME.fullmatch(name):
            raise CaseError(f"{path}[{index}]", "a fact's name, such as document or address.kind")
    return tuple(str(name) for name in names)


def _list(path: str, found: object, most: int) -> list[object]:
    if not isinstance(found, list) or len(found) > most:
        raise CaseError(path, f"a list of at most {most}")
    return found


def _once_each(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in pairs:
        if name in fields:
            raise CaseError("case", "each name once")
        fields[name] = value
    return fields


def _no_constant(_: str) -> NoReturn:
    raise CaseError("case", "no NaN and no Infinity")


def write_assessment(assessment: Assessment) -> str:
    """Write an assessment as JSON text."""
    return json.dumps(assessment_as_dict(assessment), ensure_ascii=False, indent=2)


def assessment_as_dict(assessment: Assessment) -> dict[str, object]:
    """The assessment in JSON's own types, in the order of the contract."""
    return {
        "registration": assessment.registration.value,
        "decision": assessment.decision.value if assessment.decision else None,
        "grounds": list(assessment.grounds),
        "duties": [_plain(duty._asdict()) for duty in assessment.duties],
        "stay": _plain(assessment.stay._asdict()) if assessment.stay else None,
        "findings": [_plain(finding._asdict()) for finding in assessment.findings],
        "ask": [body.value for body in assessment.ask],
    }


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Citation():
            return value._asdict()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value
