"""Every wrong character that a check digit covers is caught or flagged."""

from collections.abc import Callable
from datetime import date

import pytest
from zones import LONG_TD2, SPECIMENS, TD1, TD3, TODAY, Lines, one_error, read, replaced, span_of, sure

from bot.passport.doubt import Doubt
from bot.passport.layouts import Part
from bot.passport.mrz import make_zone, parse_zone
from bot.passport.reading import Field, Known, Layout, Reading, Sex

WITH_OPTIONAL = make_zone(
    Layout.TD1,
    document_code="ID",
    issuer="KAZ",
    surname="AKHMETOV",
    given_names="ASKAR",
    number="012345678",
    nationality="KAZ",
    birth_date=date(1990, 1, 1),
    sex=Sex.MALE,
    expiry_date=date(2030, 1, 1),
    optional="900101300123",
)
ZONES = SPECIMENS | {"card with a personal number": WITH_OPTIONAL}
DATES = {
    Field.BIRTH_DATE: (Part.BIRTH_DATE, Part.BIRTH_DIGIT),
    Field.EXPIRY_DATE: (Part.EXPIRY_DATE, Part.EXPIRY_DIGIT),
}
every_zone = pytest.mark.parametrize("lines", ZONES.values(), ids=ZONES)


def _differing(lines: Lines, field: Field, *parts: Part) -> list[Reading]:
    """The readings of all one-character errors there that give the field another value than the true one."""
    value: Callable[[Reading], object] = lambda reading: getattr(reading, field.value)  # noqa: E731 (one line, one use)
    truth = value(parse_zone(lines, today=TODAY))
    readings = [reading for wrong in one_error(lines, *parts) if (reading := read(wrong))]
    return [reading for reading in readings if value(reading) != truth]


@every_zone
@pytest.mark.parametrize("field", DATES)
def test_no_wrong_character_of_a_date_passes(lines: Lines, field: Field) -> None:
    """Each of 36 other characters at each place of a date and of its digit: the value is right or to be looked at."""
    wrong = _differing(lines, field, *DATES[field])
    assert len(wrong) > 100
    assert {reading.known[field] for reading in wrong} == {Known.CHECK}


@every_zone
def test_no_wrong_character_of_a_number_is_proven(lines: Lines) -> None:
    """The same of the number; what its check digit cannot see, its twins, is at most confident, never proven."""
    wrong = _differing(lines, Field.NUMBER, Part.NUMBER, Part.NUMBER_DIGIT)
    assert len(wrong) > 200
    assert Known.PROVEN not in {reading.known[Field.NUMBER] for reading in wrong}
    passed = [reading for reading in wrong if reading.known[Field.NUMBER] is not Known.CHECK]
    assert 0 < len(passed) < len(wrong) / 8


@every_zone
def test_no_wrong_character_of_the_composite_digit_passes(lines: Lines) -> None:
    """With a wrong composite digit the reading is not valid, and all it covers has to be looked at."""
    truth = parse_zone(lines, today=TODAY)
    for wrong in one_error(lines, Part.COMPOSITE_DIGIT):
        reading = parse_zone(wrong, today=TODAY)
        covered = {reading.known[field] for field in (Field.NUMBER, *DATES)}
        assert reading.lines == truth.lines or (covered == {Known.CHECK} and not reading.valid)
        assert [getattr(reading, field) for field in Field] == [getattr(truth, field) for field in Field]


@pytest.mark.parametrize("lines", [TD3, LONG_TD2, WITH_OPTIONAL])
def test_wrong_optional_data_never_leave_a_wrong_field_valid(lines: Lines) -> None:
    """A wrong character there changes no field but a long number, which is then flagged or one of its twins."""
    truth = parse_zone(lines, today=TODAY)
    for wrong in one_error(lines, Part.OPTIONAL, Part.OPTIONAL_2, Part.OPTIONAL_DIGIT):
        reading = parse_zone(wrong, today=TODAY)
        assert reading.number == truth.number or reading.known[Field.NUMBER] is not Known.PROVEN
        assert (reading.birth_date, reading.expiry_date) == (truth.birth_date, truth.expiry_date)


def test_a_wrong_character_that_only_the_composite_digit_covers_flags_what_it_may_hide() -> None:
    """It cannot be told from two errors in a number that cancel out, wherever the reader says that its doubt lies."""
    spot = span_of(WITH_OPTIONAL, Part.OPTIONAL)
    wrong = replaced(WITH_OPTIONAL, spot.line, spot.start + 2, "7")
    assert parse_zone(wrong, today=TODAY).unsure == (Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE)
    doubts = sure(wrong)
    doubts[spot.line][spot.start + 2] = Doubt(0.5, 9.0)
    assert parse_zone(wrong, today=TODAY, doubts=doubts).unsure == (Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE)


def test_no_reading_with_a_disagreeing_composite_digit_is_valid() -> None:
    """Not even where the digit of the optional data disagrees as well."""
    spot = span_of(TD3, Part.OPTIONAL)
    wrong = replaced(TD3, spot.line, spot.start, "7")
    for doubts in (None, sure(wrong)):
        assert not parse_zone(wrong, today=TODAY, doubts=doubts).valid


def test_one_broken_digit_does_not_condemn_the_rest() -> None:
    """A wrong character in the number breaks the composite digit too, which then says nothing of the dates."""
    wrong = replaced(TD3, 1, 1, "7")
    assert parse_zone(wrong, today=TODAY).unsure == (Field.NUMBER,)


def test_a_check_digit_s_zero_and_filler_are_not_told_apart_by_counting() -> None:
    """Where the short and the long reading of a number both agree, plain text has to be looked at (9303-5, note j)."""
    lines = make_zone(
        Layout.TD1,
        document_code="I",
        issuer="UTO",
        surname="STEVENSON",
        number="D231458931",
        nationality="UTO",
        birth_date=date(1934, 7, 12),
        sex=Sex.MALE,
        expiry_date=date(2030, 7, 12),
    )
    for zone, number in ((lines, "D231458931"), (replaced(lines, 0, 14, "0"), "D23145893")):
        reading = parse_zone(zone, today=TODAY)
        assert (reading.number, reading.unsure) == (number, (Field.NUMBER,))
        assert parse_zone(zone, today=TODAY, doubts=sure(zone)).known[Field.NUMBER] is Known.PROVEN


def test_a_number_with_a_filler_within_has_to_be_looked_at() -> None:
    """The page shows a blank or another sign there (9303-4, 4.2.2.2), or a 0, K or U was read as a filler."""
    wrong = replaced(SPECIMENS["td2"], 1, 8, "<")
    whole = parse_zone(wrong, today=TODAY)
    assert (whole.number, whole.known[Field.NUMBER]) == ("D2314589", Known.CONFIDENT)
    within = replaced(TD3, 1, 5, "<")
    assert parse_zone(within, today=TODAY).unsure == (Field.NUMBER,)


def test_no_number_at_all_has_to_be_looked_at() -> None:
    """Nine fillers and the check digit 0 agree, and say nothing."""
    empty = (SPECIMENS["td2"][0], "<" * 9 + "0" + SPECIMENS["td2"][1][10:])
    assert parse_zone(empty, today=TODAY).known[Field.NUMBER] is Known.CHECK


def test_a_mended_line_of_another_length_proves_nothing_on_it() -> None:
    """A lost character shifts all that follows, and one shifted number in ten still agrees."""
    for place in range(5, 14):
        lost = (TD1[0][:place] + TD1[0][place + 1 :], *TD1[1:])
        reading = read(lost)
        assert reading is None or reading.known[Field.NUMBER] is Known.CHECK
