"""What is mended in lines as read: only what the layout proves."""

import pytest
from zones import TD1, TD2, TD3, TODAY, Lines, replaced, sure

from bot.passport.mrz import ZoneCode, ZoneError, parse_zone
from bot.passport.reading import Field, Known

NAMES = (Field.SURNAME, Field.GIVEN_NAMES)


def _changed(lines: Lines, line: int, text: str) -> Lines:
    return (*lines[:line], text, *lines[line + 1 :])


@pytest.mark.parametrize("lines", [TD3, TD2, TD1])
def test_lower_case_blanks_and_empty_lines_are_no_obstacle(lines: Lines) -> None:
    """A typed zone may have them, the zone itself has none."""
    typed = ["", *(f" {line[:9]} {line[9:].lower()}\n" for line in lines), " "]
    assert parse_zone(typed, today=TODAY) == parse_zone(lines, today=TODAY)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(15, "O"), (15, "Q"), (15, "D"), (16, "B"), (17, "I"), (18, "Z"), (21, "L"), (22, "Z"), (26, "S")],
)
def test_where_only_a_digit_can_stand_a_letter_like_it_is_that_digit(place: int, wrong: str) -> None:
    """O is 0, I is 1, Z is 2, and so on; the check digit then says whether that was right."""
    reading = parse_zone(replaced(TD3, 1, place, wrong), today=TODAY)
    field = Field.BIRTH_DATE if place < 20 else Field.EXPIRY_DATE
    assert (reading.lines, reading.known[field]) == (TD3, Known.PROVEN)


@pytest.mark.parametrize(("place", "wrong"), [(13, "T"), (13, "S"), (25, "A"), (25, "Z")])
def test_a_letter_like_no_digit_or_like_a_wrong_one_has_to_be_looked_at(place: int, wrong: str) -> None:
    """T is like none; S is like 5, where a 7 belongs."""
    reading = parse_zone(replaced(TD3, 1, place, wrong), today=TODAY)
    assert reading.unsure == ((Field.BIRTH_DATE,) if place < 20 else (Field.EXPIRY_DATE,))


def test_two_mended_digits_of_one_date_have_to_be_looked_at() -> None:
    """If both were wrong they might cancel out."""
    wrong = replaced(replaced(TD3, 1, 16, "B"), 1, 17, "I")
    for doubts in (None, sure(TD3)):
        reading = parse_zone(wrong, today=TODAY, doubts=doubts)
        assert (reading.lines, reading.unsure) == (TD3, (Field.BIRTH_DATE,))


def test_where_only_a_letter_can_stand_a_digit_like_it_is_that_letter_but_to_be_looked_at() -> None:
    """No check digit covers a name: 0 for O is likely, and Q or D possible."""
    for place, wrong in ((7, "1"), (11, "0"), (9, "5")):
        reading = parse_zone(replaced(TD3, 0, place, wrong), today=TODAY)
        assert (reading.surname, reading.unsure) == ("ERIKSSON", (Field.SURNAME,))
    nationality = parse_zone(replaced(TD3, 1, 12, "0"), today=TODAY)
    assert (nationality.nationality, nationality.unsure) == ("UTO", (Field.NATIONALITY,))


def test_a_name_with_a_digit_that_is_like_no_letter_has_to_be_looked_at() -> None:
    """Names have no digits (9303-3, 4.6)."""
    assert set(parse_zone(replaced(TD3, 0, 6, "4"), today=TODAY).unsure) == set(NAMES)


def test_nothing_is_changed_because_a_check_digit_would_then_agree() -> None:
    """A number holds letters and digits alike: S stays S where a 5 would agree."""
    fitting = replaced(TD3, 1, 0, "5")
    reading = parse_zone(fitting, today=TODAY)
    assert (reading.number, reading.known[Field.NUMBER]) == ("5898902C3", Known.CHECK)


@pytest.mark.parametrize(
    ("lines", "line", "text"),
    [
        (TD3, 0, TD3[0].rstrip("<")),
        (TD3, 0, TD3[0][:-3]),
        (TD3, 0, TD3[0] + "<<<"),
        (TD3, 0, "I" + TD3[0]),
        (TD3, 0, TD3[0] + "A"),
        (TD3, 1, "1" + TD3[1]),
        (TD3, 1, TD3[1] + "<"),
        (TD2, 0, TD2[0][:-1]),
        (TD1, 0, TD1[0][:-4]),
        (TD1, 2, TD1[2].rstrip("<")),
    ],
)
def test_fillers_too_few_or_many_and_a_stray_character_at_the_edge_are_mended(
    lines: Lines, line: int, text: str
) -> None:
    """If the layout allows one length only; what stands on that line has to be looked at, for it may have shifted."""
    mended, whole = parse_zone(_changed(lines, line, text), today=TODAY), parse_zone(lines, today=TODAY)
    assert [getattr(mended, field) for field in Field] == [getattr(whole, field) for field in Field]
    assert mended.lines == lines
    assert not mended.valid


@pytest.mark.parametrize(
    "lines",
    [
        (TD3[0], TD3[1][1:]),
        (TD3[0], TD3[1][:-1]),
        (TD3[0], TD3[1][:20] + " " + TD3[1][21:]),
        (TD3[0] + "AA", TD3[1]),
        ("AA" + TD3[0], TD3[1]),
        (TD1[0], TD1[1][1:], TD1[2]),
        (TD3[0], TD2[1]),
        (*TD1[:2], "IPAPANDROPOULOUS<<JONATHON<ALEC"),
    ],
)
def test_other_lengths_are_refused(lines: Lines) -> None:
    """Where characters are missing that are no fillers, or either edge may be the stray one, nothing says which."""
    with pytest.raises(ZoneError) as refused:
        parse_zone(lines, today=TODAY)
    assert refused.value.code is ZoneCode.LENGTH


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((), ZoneCode.LINES),
        (("", " "), ZoneCode.LINES),
        (TD3[:1], ZoneCode.LINES),
        ((*TD1, TD1[2]), ZoneCode.LINES),
        (("P<", "L8"), ZoneCode.LENGTH),
        (replaced(TD3, 0, 9, "é"), ZoneCode.CHARACTERS),
        (replaced(TD3, 1, 3, "*"), ZoneCode.CHARACTERS),
        (("P<UTO" + "<" * 39, "<" * 43 + "0"), ZoneCode.NOTHING_AGREES),
    ],
)
def test_what_is_no_zone_is_refused_by_a_code(lines: Lines, code: ZoneCode) -> None:
    """Each reason is a code, never a sentence and never the lines."""
    with pytest.raises(ZoneError) as refused:
        parse_zone(lines, today=TODAY)
    assert (refused.value.code, str(refused.value)) == (code, code.value)
