"""The scorer of the passport bench cannot be fooled."""

import csv
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.passport.reading import Field, Known, Layout, Reading, Sex, Unread
from tools.bench import passport_work
from tools.bench.causes import Outcome, by_cause, causes_of, write_details
from tools.bench.passport_figures import TRIALS, set_figures
from tools.bench.scoring import Score, Verdict, score

ROW = (
    {"file": "0001.jpg", "surname": "SOLOVEVA", "given_names": "ANNA MARIA", "number": "701234567"}
    | {"nationality": "RUS", "birth_date": "480229", "sex": "F", "expiry_date": "301105"}
    | {"pitch_px": "14.2", "blur": "0.9", "motion": "0", "glare_on_zone": "0", "turn": "0", "dim": "0"}
    | {"quality": "80", "bend_mm": "", "shadow": "0"}
)
SURE, UNSURE = dict.fromkeys(Field, Known.PROVEN), dict.fromkeys(Field, Known.CHECK)
READING = Reading(
    layout=Layout.TD3,
    lines=(),
    document_code="P",
    issuer="RUS",
    surname="SOLOVEVA",
    given_names="ANNA MARIA",
    number="701234567",
    nationality="RUS",
    birth_date=date(1948, 2, 29),
    sex=Sex.FEMALE,
    expiry_date=date(2030, 11, 5),
    known=SURE,
)
WRONG = {
    Field.SURNAME: {"surname": "SOLOVEVN"},
    Field.GIVEN_NAMES: {"given_names": "ANNAMARIA"},
    Field.NUMBER: {"number": "701234568"},
    Field.NATIONALITY: {"nationality": "BUS"},
    Field.BIRTH_DATE: {"birth_date": date(2048, 2, 29)},
    Field.SEX: {"sex": Sex.MALE},
    Field.EXPIRY_DATE: {"expiry_date": date(1930, 11, 5)},
}
GRAVE = {Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE}


def outcome(answer: Reading | Unread | None, **facts: str) -> Outcome:
    """A photo with such an answer."""
    row = ROW | facts
    return Outcome(row=row, answer=answer, score=score(answer, row), wall=0.5, processor=0.4)


def spoilt(field: Field, known: dict[Field, Known]) -> Reading:
    """A reading with this field wrong; dates have the right digits and another century."""
    return replace(READING, **WRONG[field], known=known)  # type: ignore[arg-type]


def test_a_right_reading_is_right() -> None:
    """All seven fields as they are, stood by, is right; marked to be looked at, it is right and unsure."""
    assert score(READING, ROW) == Score(verdict=Verdict.RIGHT)
    assert score(replace(READING, known=SURE | {Field.SEX: Known.CHECK}), ROW).verdict is Verdict.RIGHT_UNSURE


@pytest.mark.parametrize("field", list(Field))
def test_a_wrong_field_is_counted(field: Field) -> None:
    """Any wrong field that is not marked is stood by, also where others are marked; of number and dates it is grave."""
    others_marked = UNSURE | {field: Known.CONFIDENT}

    for known in (SURE, others_marked):
        scored = score(spoilt(field, known), ROW)
        assert (scored.verdict, scored.wrong, scored.stood_by) == (Verdict.WRONG_STOOD_BY, (field,), (field,))
        assert scored.is_grave is (field in GRAVE)
        assert not scored.is_all_right


@pytest.mark.parametrize("field", list(Field))
def test_a_marked_field_is_wrong_but_not_stood_by(field: Field) -> None:
    """A wrong field that a person has to look at is wrong all the same, and nothing more."""
    scored = score(spoilt(field, SURE | {field: Known.CHECK}), ROW)

    assert (scored.verdict, scored.wrong, scored.stood_by) == (Verdict.WRONG_MARKED, (field,), ())
    assert not scored.is_all_right
    assert not scored.is_grave


@pytest.mark.parametrize("answer", [None, *Unread, replace(READING, surname="", number="")])
def test_nothing_is_no_reading(answer: Reading | Unread | None) -> None:
    """None, each reason for not reading, and a reading without number and surname count as no reading."""
    assert score(answer, ROW) == Score(verdict=Verdict.NONE)


def test_absent_fields_are_wrong() -> None:
    """A date, a sex or a name that the reading lacks equals nothing."""
    lacking = replace(READING, birth_date=None, sex=None, expiry_date=None, given_names="")

    assert score(lacking, ROW).wrong == (Field.GIVEN_NAMES, Field.BIRTH_DATE, Field.SEX, Field.EXPIRY_DATE)


def test_a_person_without_given_names_is_read_right() -> None:
    """Who has one name only has nothing in the other field, and that is right."""
    assert score(replace(READING, given_names=""), ROW | {"given_names": ""}).verdict is Verdict.RIGHT


def test_fillers_case_and_spare_spaces_say_nothing() -> None:
    """Names are compared by their words, numbers and codes without fillers."""
    loose = replace(READING, given_names=" anna<maria", number="701234567<<", nationality="rus")

    assert score(loose, ROW).verdict is Verdict.RIGHT


def raising(_: bytes, *, today: date) -> Reading:
    """A reader that fails on every picture."""
    raise RuntimeError(today)


def test_an_exception_is_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that raises has read nothing, and the next picture is read."""
    monkeypatch.setenv(passport_work.OTHER_READER, f"{__name__}:raising")
    measured = passport_work.read(b"any", today=date(2026, 11, 1))

    assert score(measured.answer, ROW).verdict is Verdict.NONE
    assert 1 < measured.peak_mb < 10_000


def test_figures_count_photos() -> None:
    """One grave error in four photos is 25 %, a missed aim, and appears as both kinds of wrong."""
    outcomes = [
        outcome(READING),
        outcome(spoilt(Field.NUMBER, SURE)),
        outcome(Unread.DARK),
        outcome(spoilt(Field.SEX, UNSURE)),
    ]
    figures = {figure.name.partition(": ")[2]: figure for figure in set_figures(TRIALS[0], outcomes)}

    assert {name: figure.value for name, figure in figures.items() if figure.unit == "%"} == {
        "all seven fields right": 25,
        "right, and nothing marked to look at": 25,
        "a wrong field stood by": 25,
        "a wrong number or date stood by": 25,
        "wrong, each wrong field marked": 25,
        "no reading": 25,
    }
    assert figures["a wrong number or date stood by"].verdict == figures["all seven fields right"].verdict == "MISSED"
    assert figures["wall, p95"].value == 500


def test_failures_are_listed_by_cause(tmp_path: Path) -> None:
    """Each cause says how many photos had it and how many of those were not right; the details name each photo."""
    small = outcome(None, pitch_px="12.9", turn="180")
    outcomes = [small, outcome(READING, turn="90"), outcome(spoilt(Field.NUMBER, SURE))]
    write_details(tmp_path / "details.csv", {"public": outcomes})
    with (tmp_path / "details.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert causes_of(small.row) == ["small print (under 13 px a character)", "turned by 90, 180 or 270"]
    assert "turned by 90, 180 or 270: 1 of 2" in by_cause(outcomes)
    assert "none of these: 1 of 1" in by_cause(outcomes)
    assert [row["verdict"] for row in rows] == ["none", "right", "wrong_stood_by"]
    assert rows[2]["wrong"] == "number: '701234568' for '701234567'"


def test_the_worker_gets_no_socket() -> None:
    """In the bench's worker nothing written in Python opens a socket, and who asks for one is counted."""
    asking = """
import socket
from datetime import date
from tools.bench.passport_work import read_cut_off, unpack_measured

def asks(picture, *, today):
    socket.socket()

print(unpack_measured(read_cut_off(b"", today=date(2026, 11, 1))).sockets)
"""
    environment = os.environ | {passport_work.OTHER_READER: "__main__:asks"}
    ran = subprocess.run([sys.executable, "-c", asking], env=environment, capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "1"
    assert "PermissionError" in ran.stderr
