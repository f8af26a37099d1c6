"""The specimen zones of ICAO Doc 9303, and its alphabet, check digits and codes."""

from datetime import date

import pycountry
import pytest
from zones import LONG_TD1, LONG_TD2, SPECIMENS, TD1, TD2, TD3, TODAY, Lines, replaced

from bot.passport.alphabet import ALPHABET, TWINS, check_digit
from bot.passport.layouts import GRIDS, Kind, Part
from bot.passport.mrz import ZoneCode, ZoneError, make_zone, parse_zone
from bot.passport.reading import Field, Known, Layout, Sex
from bot.passport.states import CODES, is_known

ANNA = {
    "issuer": "UTO",
    "surname": "ERIKSSON",
    "given_names": "ANNA MARIA",
    "nationality": "UTO",
    "birth_date": date(1974, 8, 12),
    "sex": Sex.FEMALE,
    "expiry_date": date(2012, 4, 15),
}
PETER = ANNA | {
    "surname": "STEVENSON",
    "given_names": "PETER JOHN",
    "birth_date": date(1934, 7, 12),
    "sex": Sex.MALE,
    "expiry_date": date(1995, 7, 12),
}


@pytest.mark.parametrize(
    ("text", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("D23145890734", "9"), ("HA672242<658022549601086<<<<<<", "8")],
)
def test_check_digits_are_those_of_the_document_s_examples(text: str, digit: str) -> None:
    """9303-3, appendix A, and 9303-11, appendix D."""
    assert check_digit(text) == digit


def test_twins_are_the_characters_no_check_digit_tells_apart() -> None:
    """Putting one character for another leaves the check digit as it is exactly if they are twins."""
    for character in ALPHABET:
        for other in ALPHABET:
            same = all(check_digit("0" * k + character) == check_digit("0" * k + other) for k in range(3))
            assert same == (other == character or other in TWINS[character])
    assert TWINS["0"] == "AKU<"


@pytest.mark.parametrize(
    ("lines", "layout", "number", "optional"),
    [
        (TD3, Layout.TD3, "L898902C3", "ZE184226B"),
        (TD1, Layout.TD1, "D23145890", ""),
        (TD2, Layout.TD2, "D23145890", ""),
    ],
)
def test_the_document_s_specimens_are_read_whole(lines: Lines, layout: Layout, number: str, optional: str) -> None:
    """Anna Maria Eriksson of Utopia: seven fields, layout, issuer and optional data (9303-4, -5, -6)."""
    reading = parse_zone(lines, today=TODAY)
    assert {name: getattr(reading, name) for name in ANNA} == ANNA
    assert (reading.layout, reading.lines, reading.number, reading.optional) == (layout, lines, number, optional)
    assert (reading.document_code, reading.valid) == (lines[0][0], True)


@pytest.mark.parametrize("lines", [LONG_TD1, LONG_TD2])
def test_a_long_number_goes_on_in_the_optional_data(lines: Lines) -> None:
    """Nine characters, a filler, the rest and its check digit (9303-5 and 9303-6, note j; 9303-11, D.2)."""
    reading = parse_zone(lines, today=date(1990, 1, 1))
    assert {name: getattr(reading, name) for name in PETER} == PETER
    assert (reading.number, reading.optional, reading.known[Field.NUMBER]) == ("D23145890734", "", Known.CONFIDENT)


@pytest.mark.parametrize(
    ("layout", "code", "person", "number", "optional", "lines"),
    [
        (Layout.TD3, "P", ANNA, "L898902C3", "ZE184226B", TD3),
        (Layout.TD1, "I", ANNA, "D23145890", "", TD1),
        (Layout.TD2, "I", ANNA, "D23145890", "", TD2),
        (Layout.TD1, "I", PETER, "D23145890734", "", LONG_TD1),
        (Layout.TD2, "I", PETER, "D23145890734", "", LONG_TD2),
    ],
)
def test_the_specimens_are_made(
    layout: Layout, code: str, person: dict[str, object], number: str, optional: str, lines: Lines
) -> None:
    """Making a zone of the specimen's fields gives the specimen's lines, check digits and all."""
    assert make_zone(layout, document_code=code, number=number, optional=optional, **person) == lines  # type: ignore[arg-type]


@pytest.mark.parametrize("lines", SPECIMENS.values(), ids=SPECIMENS)
def test_every_character_of_a_specimen_may_stand_where_it_stands(lines: Lines) -> None:
    """What the layouts say of each place holds for the document's own zones."""
    grid = next(grid for grid in GRIDS.values() if (grid.lines, grid.length) == (len(lines), len(lines[0])))
    for text, kinds in zip(lines, grid.kinds, strict=True):
        assert all(map(Kind.may_be, kinds, text))


def test_plain_text_proves_dates_but_never_a_number() -> None:
    """Any one wrong character of a date breaks its check digit; a number's twins do not."""
    known = parse_zone(TD3, today=TODAY).known
    assert known[Field.BIRTH_DATE] is known[Field.EXPIRY_DATE] is Known.PROVEN
    assert {known[field] for field in Field if not field.value.endswith("_date")} == {Known.CONFIDENT}


def test_a_filler_may_stand_for_the_check_digit_of_empty_optional_data() -> None:
    """Zero or filler, as the issuer likes (9303-4, 4.2.2.2); the composite digit is the same."""
    with_filler = make_zone(Layout.TD3, document_code="P", number="L898902C3", **ANNA)  # type: ignore[arg-type]
    assert with_filler[1][42] == "<"
    assert parse_zone(with_filler, today=TODAY).valid
    assert parse_zone(replaced(with_filler, 1, 42, "0"), today=TODAY).valid


def test_a_visa_is_no_passport() -> None:
    """Machine-readable visas have two lines as long as a passport's or a card's, and begin with V (9303-7)."""
    for lines in (TD3, TD2):
        with pytest.raises(ZoneError) as refused:
            parse_zone(replaced(lines, 0, 0, "V"), today=TODAY)
        assert refused.value.code is ZoneCode.VISA


def test_other_document_codes_are_refused() -> None:
    """P for passports, I, A or C for cards, AC for crew (9303-4, -5, -6, 4.2.2.1)."""
    for lines, first in ((TD3, "I"), (TD3, "X"), (TD1, "P"), (TD2, "X")):
        with pytest.raises(ZoneError) as refused:
            parse_zone(replaced(lines, 0, 0, first), today=TODAY)
        assert refused.value.code is ZoneCode.DOCUMENT
    assert parse_zone(replaced(replaced(TD1, 0, 0, "A"), 0, 1, "C"), today=TODAY).document_code == "AC"
    assert parse_zone(replaced(TD3, 0, 1, "D"), today=TODAY).document_code == "PD"


def test_codes_of_states_are_those_of_iso_and_the_document() -> None:
    """ISO 3166-1 but for Germany, which is D, and the codes of 9303-3, section 5, parts A to G."""
    iso = {country.alpha_3 for country in pycountry.countries}
    assert iso - CODES == {"DEU"}
    special = "D GBD GBN GBO GBP GBS RKS EUE UNO UNA UNK XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC XXA XXB XXC XXX"
    assert CODES - iso == {*special.split(), "ANT", "NTZ", "UTO"}


def test_germany_is_one_letter_and_two_fillers() -> None:
    """`D<<` is read as D; `DEU` is no code of the zone."""
    german = make_zone(Layout.TD1, document_code="ID", number="C01X0006H", **ANNA | {"issuer": "D", "nationality": "D"})  # type: ignore[arg-type]
    reading = parse_zone(german, today=TODAY)
    assert (german[0][:5], reading.issuer, reading.nationality, reading.valid) == ("IDD<<", "D", "D", True)
    assert [is_known(code) for code in ("D<<", "DEU", "D<U", "<<<")] == [True, False, False, False]


def test_an_unknown_nationality_or_one_that_is_not_the_issuer_s_has_to_be_looked_at() -> None:
    """Nothing else covers the code, so only agreement with the issuer's lends plain text confidence."""
    for issuer, nationality in (("UTO", "UTA"), ("UTO", "XXA"), ("GBR", "GBD")):
        lines = make_zone(
            Layout.TD3,
            document_code="P",
            number="L898902C3",
            **ANNA | {"issuer": issuer, "nationality": nationality},  # type: ignore[arg-type]
        )
        reading = parse_zone(lines, today=TODAY)
        assert (reading.nationality, reading.unsure) == (nationality, (Field.NATIONALITY,))


def test_sex_is_male_female_or_unspecified() -> None:
    """A filler is "unspecified"; anything else is unread (9303-4, 4.2.2.2)."""
    spot = GRIDS[Layout.TD3].parts[Part.SEX].start
    sexes = {written: parse_zone(replaced(TD3, 1, spot, written), today=TODAY) for written in "MF<X0"}
    assert [sexes[written].sex for written in "MF<X0"] == [Sex.MALE, Sex.FEMALE, Sex.UNSPECIFIED, None, None]
    assert [sexes[written].valid for written in "MF<X0"] == [True, True, True, False, False]
