"""A case as JSON in, an assessment as JSON out: the contract of `tirkeu assess`, written down in `case.schema.json`.

A case is read strictly, since a fact misspelt is a fact lost: unknown names, wrong types, impossible days are refused.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NoReturn

from bot.law.assessment import Assessment, Citation, Finding
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, TravelsAs, Work
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
from bot.law.strict_json import CaseError as CaseError
from bot.law.strict_json import each, maybe, one_of, read_bool, read_date, read_fields

LONGEST = 100_000  # characters
MOST_STAYS = 1000
MOST_UNTRUE = 50
MOST_BARS = 50
MOST_PUNISHED = 50
FACT_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}", re.ASCII)


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
    fields = read_fields("case", case, CASE)
    for name in ("on", "citizenship", "stays"):
        if fields[name] is None:
            raise CaseError(name, "to be given")
    document = read_fields("document", fields["document"], DOCUMENT)
    address = read_fields("address", fields["address"], ADDRESS)
    host = read_fields("host", fields["host"], HOST)
    facts = Facts(
        on=read_date("on", fields["on"]),
        citizenship=_citizenship("citizenship", fields["citizenship"]),
        stays=_stays("stays", fields["stays"]),
        born=maybe(read_date, "born", fields["born"]),
        document_kind=maybe(one_of(DocumentKind), "document.kind", document["kind"]),
        document_expires=maybe(read_date, "document.expires", document["expires"]),
        basis=maybe(one_of(Basis), "basis", fields["basis"]),
        visa=maybe(_visa, "visa", fields["visa"]),
        address_kind=maybe(one_of(Premises), "address.kind", address["kind"]),
        address_since=maybe(read_date, "address.since", address["since"]),
        moved=maybe(read_date, "moved", fields["moved"]),
        host_kind=maybe(one_of(HostKind), "host.kind", host["kind"]),
        consent=maybe(one_of(Consent), "host.consent", host["consent"]),
        host_notified=maybe(read_date, "host.notified", host["notified"]),
        registered=maybe(read_date, "registered", fields["registered"]),
        untrue=maybe(_untrue, "untrue", fields["untrue"]),
        circumstances=maybe(_circumstances, "circumstances", fields["circumstances"]),
    )
    if facts.born is not None and facts.born > facts.on:
        raise CaseError("born", "a day not after `on`")
    return facts


CASE = (
    *("on", "citizenship", "born", "document", "basis", "visa"),
    *("stays", "address", "moved", "host", "registered", "untrue", "circumstances"),
)
DOCUMENT = ("kind", "expires")
ADDRESS = ("kind", "since")
HOST = ("kind", "consent", "notified")
STAY = ("entered", "left")
VISA = ("from", "until")
CIRCUMSTANCES = (
    *("expelled", "entry_bars", "funds_not_asked_of", "exit_bars"),
    *("works", "host_punished", "travels_as"),
)


def _citizenship(path: str, found: object) -> str:
    if not isinstance(found, str) or (found != STATELESS and found not in countries()):
        raise CaseError(path, f"an ISO 3166 alpha-3 code in capitals, or {STATELESS} for a stateless person")
    return found


def _stays(path: str, found: object) -> tuple[Stay, ...]:
    stays = each(_stay, MOST_STAYS)(path, found)
    if wrong := disorder(stays):
        raise CaseError(*wrong)
    return stays


def _stay(path: str, found: object) -> Stay:
    fields = read_fields(path, found, STAY)
    return Stay(read_date(f"{path}.entered", fields["entered"]), maybe(read_date, f"{path}.left", fields["left"]))


def _visa(path: str, found: object) -> Visa:
    fields = read_fields(path, found, VISA)
    visa = Visa(read_date(f"{path}.from", fields["from"]), read_date(f"{path}.until", fields["until"]))
    if visa.until < visa.since:
        raise CaseError(f"{path}.until", "a day not before `visa.from`")
    return visa


def _untrue(path: str, found: object) -> tuple[str, ...]:
    return each(_fact_name, MOST_UNTRUE)(path, found)


def _fact_name(path: str, found: object) -> str:
    if not isinstance(found, str) or not FACT_NAME.fullmatch(found):
        raise CaseError(path, "a fact's name, such as document or address.kind")
    return found


def _circumstances(path: str, found: object) -> Circumstances:
    told = read_fields(path, found, CIRCUMSTANCES)
    return Circumstances(
        expelled=maybe(read_date, f"{path}.expelled", told["expelled"]),
        entry_bars=maybe(each(one_of(EntryBar), MOST_BARS), f"{path}.entry_bars", told["entry_bars"]),
        funds_not_asked_of=maybe(read_bool, f"{path}.funds_not_asked_of", told["funds_not_asked_of"]),
        exit_bars=maybe(each(one_of(ExitBar), MOST_BARS), f"{path}.exit_bars", told["exit_bars"]),
        works=maybe(one_of(Work), f"{path}.works", told["works"]),
        host_punished=maybe(each(read_date, MOST_PUNISHED), f"{path}.host_punished", told["host_punished"]),
        travels_as=maybe(one_of(TravelsAs), f"{path}.travels_as", told["travels_as"]),
    )


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
        "findings": [_finding(finding) for finding in assessment.findings],
        "ask": [body.value for body in assessment.ask],
    }


def _finding(finding: Finding) -> object:
    """Whom to ask is told once, of the whole."""
    return _plain({name: value for name, value in finding._asdict().items() if name != "ask"})


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
