"""Business identification numbers, and names of organisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.organisation import (
    LONGEST_ORGANISATION_NAME,
    Bin,
    host_number,
    is_named_like_one,
    parse_host_number,
    parse_organisation_name,
)
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode

GOOD = "240440012343"
_ELEVEN = st.tuples(
    st.integers(0, 99), st.integers(1, 12), st.sampled_from("456"), st.integers(0, 3), st.integers(0, 99999)
).map(lambda parts: f"{parts[0]:02d}{parts[1]:02d}{parts[2]}{parts[3]}{parts[4]:05d}")


def _oracle(eleven: str) -> int | None:
    """The control digit, place by place from the rule: weights 1 to 11; for a rest of 10 then 3 to 11, 1, 2."""
    first = second = 0
    for place in range(11):
        first += (place + 1) * (ord(eleven[place]) - 48)
        second += ((place + 2) % 11 + 1) * (ord(eleven[place]) - 48)
    if first % 11 != 10:
        return first % 11
    return second % 11 if second % 11 != 10 else None


@given(_ELEVEN, st.integers(0, 9))
def test_a_bin_is_taken_exactly_when_its_last_number_fits(eleven: str, last: int) -> None:
    """An oracle that shares no line with the parser agrees on every number."""
    assert _is_bin(f"{eleven}{last}") == (_oracle(eleven) == last)


@given(_ELEVEN, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_never_taken(eleven: str, place: int, more: int) -> None:
    """A mistyped number among the first ten is found; the eleventh, which weighs 11, is not seen by the first row."""
    control = _oracle(eleven)
    if control is None or (control != _first_rest(eleven)):
        return  # the second row of weights finds fewer mistakes
    wrong = f"{eleven[:place]}{(int(eleven[place]) + more) % 10}{eleven[place + 1 :]}"
    if _first_rest(wrong) == 10:
        return

    assert not _is_bin(f"{wrong}{control}")


def _first_rest(eleven: str) -> int:
    return sum(place * int(digit) for place, digit in enumerate(eleven, start=1)) % 11


def _is_bin(digits: str) -> bool:
    try:
        return Bin.parse(digits).reveal() == digits
    except Refusal:
        return False


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("24044001234", RefusalCode.BIN_LENGTH),
        ("2404400123433", RefusalCode.BIN_LENGTH),
        ("٢٤٠٤٤٠٠١٢٣٤٣", RefusalCode.BIN_LENGTH),
        ("850412300006", RefusalCode.BIN_IS_IIN),
        ("240440012345", RefusalCode.BIN_CHECKSUM),
    ],
)
def test_a_wrong_bin_is_refused_with_its_reason(written: str, code: RefusalCode) -> None:
    """Length, a person's number and the control digit are told apart."""
    with pytest.raises(Refusal) as no:
        Bin.parse(written)

    assert no.value.code is code


@pytest.mark.parametrize("written", ["240440 012343", "2404-4001-2343", f" {GOOD}\n"])
def test_spaces_and_dashes_in_a_bin_are_cleaned(written: str) -> None:
    """People copy a BIN as their papers show it."""
    assert Bin.parse(written).reveal() == GOOD


def test_a_host_is_named_by_either_number() -> None:
    """The fifth number tells an organisation from a person, when it is typed and when it is read again."""
    assert parse_host_number(GOOD) == host_number(GOOD) == Bin.parse(GOOD)
    assert parse_host_number("850412300006") == host_number("850412300006") == Iin.parse("850412300006")


@pytest.mark.parametrize(
    "name",
    ['ЖШС "Қазақстан" қонақүйі', "ТОО «Отель №1»", "Hotel 555 (Almaty)", "Smith & Sons, LLP", "O'zbek–Qazaq Ltd."],
)
def test_names_of_organisations_are_taken_as_written(name: str) -> None:
    """Letters and digits of any script, quotes, № and the signs that stand in papers."""
    assert parse_organisation_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["", "   ", "12345", "<b>Hotel</b>", "Hotel\u202egnp", "Hotel 🏨", "x" * (LONGEST_ORGANISATION_NAME + 1)]
)
def test_what_is_no_name_of_an_organisation_is_refused(name: str) -> None:
    """No letter, markup, signs that turn the line, pictures, or too long: one wording says what a name may have."""
    with pytest.raises(Refusal) as no:
        parse_organisation_name(name)

    assert no.value.code is RefusalCode.ORGANISATION_NAME


@given(st.text(max_size=200))
def test_a_name_once_taken_is_taken_again_unchanged(text: str) -> None:
    """Whatever is typed either is refused or becomes a name that its own parser leaves as it is."""
    try:
        name = parse_organisation_name(text)
    except Refusal:
        return
    assert parse_organisation_name(name) == name
    assert len(name) <= LONGEST_ORGANISATION_NAME


def test_quotes_and_numero_tell_an_organisation_from_a_person() -> None:
    """They stand in no person's name."""
    assert is_named_like_one("ТОО «Отель»")
    assert not is_named_like_one("Serikova Aigul O'Neil")
