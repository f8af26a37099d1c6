"""Names and identification numbers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from idnumbers.nationalid import KAZ

from bot.domain.person import LONGEST_NAME, Iin, parse_name, with_control_digit
from bot.domain.refusals import Refusal, RefusalCode

GOOD = "850412300006"


@pytest.mark.parametrize("written", [GOOD, "850412 300006", "8504-1230-0006", " 850412300006\n"])
def test_spaces_and_dashes_in_an_iin_are_cleaned(written: str) -> None:
    """People copy an IIN as their card shows it; that is not scolded."""
    assert Iin.parse(written).reveal() == GOOD


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("85041230000", RefusalCode.IIN_LENGTH),
        ("8504123000060", RefusalCode.IIN_LENGTH),
        ("٨٥٠٤١٢٣٠٠٠٠٦", RefusalCode.IIN_LENGTH),  # Arabic-Indic digits are no digits of an IIN
        ("850412300007", RefusalCode.IIN_CHECKSUM),
        ("240440012345", RefusalCode.IIN_IS_BIN),
    ],
)
def test_a_wrong_iin_is_refused_with_its_reason(written: str, code: RefusalCode) -> None:
    """Length, control digit and an organisation's number are told apart."""
    with pytest.raises(Refusal) as no:
        Iin.parse(written)

    assert no.value.code is code


def test_the_control_digit_agrees_with_a_library_on_ten_thousand_numbers() -> None:
    """Order MIA No. 521, paragraph 2: ours and an independent reading of the rule accept the same numbers."""
    seeded = random.Random(521)
    for _ in range(10_000):
        born = f"{seeded.randrange(40, 100):02d}{seeded.randrange(1, 13):02d}{seeded.randrange(1, 29):02d}"
        digits = f"{born}{seeded.choice('3456')}{seeded.randrange(10_000):04d}{seeded.randrange(10)}"
        assert _is_iin(digits) == KAZ.IndividualIDNumber.validate(digits), digits


def test_a_number_is_made_whole_by_its_control_digit() -> None:
    """Eleven digits and the one that belongs to them are an IIN; where the Order has none, there is no number."""
    whole = [with_control_digit(f"8504123{serial:04d}") for serial in range(10_000)]
    issued = [digits for digits in whole if digits is not None]

    assert GOOD in issued
    assert len(issued) < len(whole)
    assert all(map(_is_iin, issued))
    missing = [serial for serial, digits in enumerate(whole) if digits is None]
    assert not any(_is_iin(f"8504123{serial:04d}{last}") for serial in missing for last in range(10))


def _is_iin(digits: str) -> bool:
    try:
        Iin.parse(digits)
    except Refusal:
        return False
    return True


def test_an_iin_shows_only_its_last_digits_by_accident() -> None:
    """A log line or a traceback never shows a whole number."""
    iin = Iin.parse(GOOD)

    assert GOOD not in repr(iin)
    assert "0006" in repr(iin)


@pytest.mark.parametrize(
    "name", ["Aziz", "O'Brien", "Jean-Luc", "Ұлжан Әбдіқызы", "محمد", "王小明", "D'Arcy-Smith Jr.", "Mononymous"]
)
def test_names_of_any_script_pass(name: str) -> None:
    """A name is as in the passport, whatever the passport's script."""
    assert parse_name(f"  {name}  ") == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", RefusalCode.NAME_EMPTY),
        ("   ", RefusalCode.NAME_EMPTY),
        ("Aziz2", RefusalCode.NAME_LETTERS),
        ("<b>Aziz</b>", RefusalCode.NAME_LETTERS),
        ("😀", RefusalCode.NAME_LETTERS),
        ("-", RefusalCode.NAME_LETTERS),
        ("A" * (LONGEST_NAME + 1), RefusalCode.NAME_LONG),
    ],
)
def test_what_is_no_name_is_refused(name: str, code: RefusalCode) -> None:
    """Digits, markup and pictures are no name; nothing is cut in silence."""
    with pytest.raises(Refusal) as no:
        parse_name(name)

    assert no.value.code is code


@given(st.text(max_size=100))
def test_any_text_is_a_name_or_a_refusal(text: str) -> None:
    """Whatever is typed, there is an answer, and a name once taken is taken again."""
    try:
        name = parse_name(text)
    except Refusal:
        return
    assert parse_name(name) == name
