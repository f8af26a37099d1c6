"""The contract of `tirkeu assess`: a case in, an assessment out, a bad case refused by its field."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import case_json
from bot.law.assessment import Body, Decision, DutyKind, Outcome, Registration, Who
from bot.law.case_json import LONGEST, CaseError, assess_json, facts_from, read_case
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, TravelsAs, Work
from bot.law.facts import Basis, Consent, DocumentKind, Facts, HostKind, Premises

FULL: dict[str, Any] = {
    "on": "2026-12-01",
    "citizenship": "RUS",
    "born": "1990-05-17",
    "document": {"kind": "internal_passport", "expires": "2030-01-01"},
    "basis": "visa_free",
    "visa": {"from": "2026-01-01", "until": "2026-12-31"},
    "stays": [{"entered": "2026-08-01", "left": "2026-08-10"}, {"entered": "2026-11-12"}],
    "address": {"kind": "flat", "since": "2026-11-13"},
    "moved": "2026-11-20",
    "host": {"kind": "person", "consent": "granted", "notified": "2026-11-14"},
    "registered": "2026-11-25",
    "untrue": [],
    "circumstances": {
        "expelled": "2020-01-01",
        "entry_bars": ["funds_not_shown"],
        "funds_not_asked_of": True,
        "exit_bars": ["property_duty"],
        "works": "none",
        "host_punished": ["2025-01-01", "2025-01-01"],
        "travels_as": "crew",
    },
}
MINIMAL = {"on": "2026-12-01", "citizenship": "RUS", "stays": [{"entered": "2026-11-12"}]}
SCHEMA = json.loads((files("bot.law") / "case.schema.json").read_text(encoding="utf-8"))


def test_a_full_case_fills_every_fact() -> None:
    """Each fact has its place in the case."""
    facts = facts_from(FULL)

    assert [field.name for field in fields(Facts) if getattr(facts, field.name) is None] == []
    assert [name for name in case_json.CIRCUMSTANCES if getattr(facts.circumstances, name) is None] == []


def test_three_facts_are_enough() -> None:
    """What is missing stays unknown, and so does what is given as null."""
    facts = read_case(json.dumps(MINIMAL))
    nulls = facts_from({**dict.fromkeys(FULL), **MINIMAL})

    assert facts == nulls
    assert [field.name for field in fields(Facts) if getattr(facts, field.name) is not None] == [
        "on",
        "citizenship",
        "stays",
    ]


def test_circumstances_are_told_one_by_one() -> None:
    """An empty object tells nothing, and is not the same as none: the rules that read them are silent either way."""
    assert facts_from({**MINIMAL, "circumstances": {}}).circumstances == Circumstances()
    assert facts_from({**MINIMAL, "circumstances": {"works": None}}).circumstances == Circumstances()
    assert facts_from({**MINIMAL, "circumstances": None}).circumstances is None


def test_the_assessment_has_the_contracts_form() -> None:
    """Every part of the answer by its name, dates as text, codes as words."""
    said = json.loads(assess_json(json.dumps(FULL)))

    assert list(said) == ["registration", "decision", "grounds", "duties", "stay", "findings", "ask"]
    assert (said["registration"], said["decision"], said["grounds"], said["ask"]) == ("required", "grant", [], [])
    assert said["stay"] == {
        "limit": 90,
        "window": 180,
        "used": 30,
        "left": 60,
        "until": "2027-02-09",
        "last_arguable": "2027-02-10",
    }
    assert said["duties"][1] == {
        "duty": "reregister",
        "who": "guest",
        "due": "2026-11-26",
        "last_arguable": "2026-11-27",
        "done": True,
        "cite": {"act": "O923", "paragraph": "5"},
    }
    assert set(said["findings"][0]) == {"rule", "version", "outcome", "cite", "data"}


def test_a_refusal_names_its_grounds() -> None:
    """A host's refusal and an untrue fact are told by the paragraph's number."""
    case = {**FULL, "untrue": ["document.expires"], "host": {"consent": "refused"}}

    assert json.loads(assess_json(json.dumps(case)))["grounds"] == ["O923-4-1", "O923-4-3"]


def without(name: str) -> dict[str, Any]:
    """The minimal case lacking one of its facts."""
    return {key: value for key, value in MINIMAL.items() if key != name}


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ([], "case"),
        ("case", "case"),
        (None, "case"),
        (without("on"), "on"),
        (without("citizenship"), "citizenship"),
        (without("stays"), "stays"),
        ({**MINIMAL, "nationality": "RUS"}, "nationality"),
        ({**MINIMAL, "no\nname": "RUS"}, "case"),
        ({**MINIMAL, "on": "2026-02-29"}, "on"),
        ({**MINIMAL, "on": "20261201"}, "on"),
        ({**MINIMAL, "on": "2026-W49-2"}, "on"),
        ({**MINIMAL, "on": "٢٠٢٦-١٢-٠١"}, "on"),
        ({**MINIMAL, "on": "2026-12-01T00:00:00"}, "on"),
        ({**MINIMAL, "on": "9999-12-31"}, "on"),
        ({**MINIMAL, "on": 20261201}, "on"),
        ({**MINIMAL, "citizenship": "RU"}, "citizenship"),
        ({**MINIMAL, "citizenship": "rus"}, "citizenship"),
        ({**MINIMAL, "citizenship": "ZZZ"}, "citizenship"),
        ({**MINIMAL, "citizenship": ["RUS"]}, "citizenship"),
        ({**MINIMAL, "stays": {}}, "stays"),
        ({**MINIMAL, "stays": [None]}, "stays[0].entered"),
        ({**MINIMAL, "stays": [{}]}, "stays[0].entered"),
        ({**MINIMAL, "stays": [{"entered": "2026-11-12", "left": "2026-11-11"}]}, "stays[0].left"),
        ({**MINIMAL, "stays": [{"entered": "2026-10-12"}, {"entered": "2026-11-12"}]}, "stays[0].left"),
        (
            {**MINIMAL, "stays": [{"entered": "2026-10-12", "left": "2026-11-13"}, {"entered": "2026-11-12"}]},
            "stays[1].entered",
        ),
        ({**MINIMAL, "stays": [{"entered": "2026-11-12"}] * 1001}, "stays"),
        ({**MINIMAL, "born": "2026-12-02"}, "born"),
        ({**MINIMAL, "document": []}, "document"),
        ({**MINIMAL, "document": {"kind": "driving_licence"}}, "document.kind"),
        ({**MINIMAL, "document": {"kind": True}}, "document.kind"),
        ({**MINIMAL, "document": {"number": "1"}}, "document.number"),
        ({**MINIMAL, "document": {"expires": ""}}, "document.expires"),
        ({**MINIMAL, "basis": "tourist"}, "basis"),
        ({**MINIMAL, "visa": {"from": "2026-01-01"}}, "visa.until"),
        ({**MINIMAL, "visa": {"from": "2026-01-02", "until": "2026-01-01"}}, "visa.until"),
        ({**MINIMAL, "address": {"kind": "tent"}}, "address.kind"),
        ({**MINIMAL, "host": {"kind": "hotel"}}, "host.kind"),
        ({**MINIMAL, "host": {"consent": "yes"}}, "host.consent"),
        ({**MINIMAL, "host": {"notified": True}}, "host.notified"),
        ({**MINIMAL, "registered": False}, "registered"),
        ({**MINIMAL, "untrue": "document"}, "untrue"),
        ({**MINIMAL, "untrue": [1]}, "untrue[0]"),
        ({**MINIMAL, "untrue": ["He lied"]}, "untrue[0]"),
        ({**MINIMAL, "circumstances": []}, "circumstances"),
        ({**MINIMAL, "circumstances": {"guilty": True}}, "circumstances.guilty"),
        ({**MINIMAL, "circumstances": {"expelled": "2020"}}, "circumstances.expelled"),
        ({**MINIMAL, "circumstances": {"entry_bars": "disease"}}, "circumstances.entry_bars"),
        ({**MINIMAL, "circumstances": {"entry_bars": ["disease", "debt"]}}, "circumstances.entry_bars[1]"),
        ({**MINIMAL, "circumstances": {"entry_bars": ["disease"] * 51}}, "circumstances.entry_bars"),
        ({**MINIMAL, "circumstances": {"funds_not_asked_of": 1}}, "circumstances.funds_not_asked_of"),
        ({**MINIMAL, "circumstances": {"exit_bars": [None]}}, "circumstances.exit_bars[0]"),
        ({**MINIMAL, "circumstances": {"works": "yes"}}, "circumstances.works"),
        ({**MINIMAL, "circumstances": {"host_punished": [2]}}, "circumstances.host_punished[0]"),
        ({**MINIMAL, "circumstances": {"travels_as": "pilot"}}, "circumstances.travels_as"),
    ],
)
def test_a_bad_case_is_refused_by_its_field(case: object, field: str) -> None:
    """The error names the field and what was expected, in one line."""
    with pytest.raises(CaseError) as error:
        read_case(json.dumps(case))

    assert error.value.field == field
    assert str(error.value) == f"{field}: expected {error.value.expected}"
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * (LONGEST - 1),
        '{"on": NaN}',
        '{"on": "2026-12-01", "on": "2026-12-02"}',
        " " * LONGEST + json.dumps(MINIMAL),
        "1" * 5000,
        "\ufeff{}",
    ],
)
def test_what_is_no_case_at_all_is_refused(text: str) -> None:
    """Broken, huge, deep, doubled and endless texts get the same kind of answer."""
    with pytest.raises(CaseError, match=r"^case: expected "):
        assess_json(text)


def test_the_error_does_not_repeat_what_was_given() -> None:
    """A personal fact in the wrong place is not copied into the message."""
    with pytest.raises(CaseError) as error:
        facts_from({**MINIMAL, "citizenship": "N01234567", "document": {"kind": "N01234567"}})

    assert "N01234567" not in str(error.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("aRUS-.[01٢", max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(FULL)), inner, max_size=3),
    max_leaves=10,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FULL, ANYTHING)))
def test_any_case_is_assessed_or_refused(case: dict[str, Any]) -> None:
    """Whatever the fields hold, the answer is an assessment or a CaseError."""
    text = json.dumps({**MINIMAL, **case})
    try:
        said = assess_json(text)
    except CaseError as error:
        refused = error.field
    else:
        assert json.loads(said)["registration"] in set(Registration)
        return
    assert re.split(r"[.\[]", refused)[0] in {*FULL, "case"}


def enumerations(schema: dict[str, Any]) -> Iterator[list[str]]:
    """Every list of words in the schema."""
    for name, value in schema.items():
        if name == "enum":
            yield [word for word in value if word is not None]
        elif isinstance(value, dict):
            yield from enumerations(value)


WORDS: tuple[type[StrEnum], ...] = (
    *(DocumentKind, Basis, Premises, HostKind, Consent),
    *(EntryBar, ExitBar, Work, TravelsAs),
    *(Registration, Decision, DutyKind, Who, Outcome, Body),
)


def test_the_schema_and_the_reader_have_the_same_words() -> None:
    """The published schema lists the words that are read and written, and no others."""
    published = sorted(words for words in enumerations(SCHEMA) if words)

    assert published == sorted([word.value for word in words] for words in WORDS)


def test_the_schema_and_the_reader_have_the_same_names() -> None:
    """The published schema names the fields that are read."""
    case = SCHEMA["$defs"]["case"]["properties"]

    assert tuple(case) == case_json.CASE
    for name, names in (
        ("document", "DOCUMENT"),
        ("address", "ADDRESS"),
        ("host", "HOST"),
        ("visa", "VISA"),
        ("circumstances", "CIRCUMSTANCES"),
    ):
        assert tuple(case[name]["properties"]) == getattr(case_json, names)
    assert tuple(case["stays"]["items"]["properties"]) == case_json.STAY


def test_the_schema_and_the_writer_have_the_same_names() -> None:
    """The published schema names the fields that are written."""
    said = json.loads(assess_json(json.dumps(FULL)))
    answer = SCHEMA["$defs"]["assessment"]["properties"]

    assert list(answer) == list(said)
    assert list(answer["duties"]["items"]["properties"]) == list(said["duties"][0])
    assert list(answer["stay"]["properties"]) == list(said["stay"])
    assert list(answer["findings"]["items"]["properties"]) == list(said["findings"][0])
