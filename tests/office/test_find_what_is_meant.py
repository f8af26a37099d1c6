"""What an officer types is told apart: numbers, documents, hosts, people, addresses; and what is none of them."""

from datetime import date

import pytest

from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import ByDocument, ByDocumentOfState, ByPerson, Way
from bot.texts.office.find_reading import read_sought

TODAY = date(2026, 11, 21)
BORN = date(1990, 3, 27)


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("# 00000123", [Way.NUMBER]),
        ("№123", [Way.NUMBER]),
        ("123", [Way.NUMBER]),
        ("#12345678901", [Way.DOCUMENT]),  # too long for an application
        ("00000123", [Way.NUMBER, Way.DOCUMENT]),
        ("751234567", [Way.NUMBER, Way.DOCUMENT]),
        ("12345678901234", [Way.DOCUMENT]),  # too long for an application
        ("AN 1234567", [Way.DOCUMENT]),
        ("kgz ac1234567", [Way.DOCUMENT_OF_STATE]),
        ("850412300006", [Way.HOST]),
        ("850412 300006", [Way.HOST]),
        ("240440012345", [Way.DOCUMENT]),  # twelve digits, but not the control digit of an IIN or BIN
        ("Ivanov 27.03.1990", [Way.PERSON]),
        ("1990-03-27 O'Brien-Smith", [Way.PERSON]),
        ("Ли, 27 марта 1990", [Way.PERSON]),
        ("Almaty, Abay 10, flat 25", [Way.ADDRESS]),
        ("Almaty Abay 10", [Way.DOCUMENT, Way.ADDRESS]),
    ],
)
def test_each_is_told_apart(typed: str, ways: list[Way]) -> None:
    """By its form alone; where two things are written alike, both are meant."""
    assert list(dict.fromkeys(sought.way for sought in read_sought(typed, TODAY))) == ways


@pytest.mark.parametrize("typed", ["", "Ivanov", "27.03.1990", "12345 ?", "Abay", "🙂", "/", "#"])
def test_what_is_none_of_them_is_refused(typed: str) -> None:
    """A name without a day, a day without a name, half an address, nothing at all."""
    with pytest.raises(Refusal) as no:
        read_sought(typed, TODAY)
    assert no.value.code is RefusalCode.FIND_UNCLEAR


def test_a_state_beside_a_number_is_no_part_of_it_and_narrows_it() -> None:
    """By name or by code of three letters, before or after; two letters are a series."""
    for typed in ("RUS 751234567", "751234567 Russia", "Россия, 75 1234567"):
        [found] = [one for one in read_sought(typed, TODAY) if isinstance(one, ByDocumentOfState)]
        assert (found.document.reveal(), found.state) == ("751234567", "RUS")
    [series] = [one for one in read_sought("KZ 1234567", TODAY) if isinstance(one, ByDocument)]
    assert series.document.reveal() == "KZ1234567"


def test_the_first_of_several_words_may_be_the_family_name() -> None:
    """Names are tried whole, and by their first word; nothing of them is shown by what is logged."""
    found = read_sought("Van Dijk Jan 27.03.1990", TODAY)
    assert found == (ByPerson(family_name="Van Dijk Jan", born=BORN), ByPerson(family_name="Van", born=BORN))
    assert "Dijk" not in repr(found)
