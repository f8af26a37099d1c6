"""What a reader's doubts make of a field: proven, confident, or to be looked at."""

import pytest
from zones import LONG_TD1, TD1, TD3, TODAY, sure, unsure

from bot.passport.doubt import Doubt
from bot.passport.evidence import CHECK_MARGIN, NAME_MARGIN, PROVEN_MARGIN, SEX_MARGIN, STATE_MARGIN
from bot.passport.layouts import Part
from bot.passport.mrz import ZoneError, parse_zone
from bot.passport.reading import Field, Known

BETWEEN = (CHECK_MARGIN + PROVEN_MARGIN) / 2
SMALL = CHECK_MARGIN / 4
LARGE = 9.0


def _known(field: Field, doubts: list[list[Doubt]]) -> Known:
    return parse_zone(TD3, today=TODAY, doubts=doubts).known[field]


def test_a_reader_without_doubts_proves_number_and_dates() -> None:
    """With every rival far behind, the check digit settles a number too; the other fields have no digit."""
    known = parse_zone(TD3, today=TODAY, doubts=sure(TD3)).known
    proven = {field for field in Field if known[field] is Known.PROVEN}
    assert proven == {Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE}
    assert set(known.values()) == {Known.PROVEN, Known.CONFIDENT}


@pytest.mark.parametrize(
    ("twin_margin", "known"), [(PROVEN_MARGIN, Known.PROVEN), (BETWEEN, Known.CONFIDENT), (SMALL, Known.CHECK)]
)
def test_a_number_is_as_sure_as_its_likeliest_twin_is_far(twin_margin: float, known: Known) -> None:
    """The check digit blesses a twin as well, so only the reader can exclude it."""
    assert _known(Field.NUMBER, unsure(TD3, Part.NUMBER, Doubt(twin_margin, twin_margin), first=3)) is known


def test_one_doubtful_character_is_settled_by_the_check_digit() -> None:
    """If it were wrong, the digit would not agree; a second one may cancel it out."""
    for field, part in ((Field.NUMBER, Part.NUMBER), (Field.BIRTH_DATE, Part.BIRTH_DATE)):
        assert _known(field, unsure(TD3, part, Doubt(0.0, LARGE))) is Known.PROVEN
        assert _known(field, unsure(TD3, part, Doubt(SMALL, LARGE), places=2)) is Known.CHECK
        assert _known(field, unsure(TD3, part, Doubt(BETWEEN / 2, LARGE), places=2)) is Known.CONFIDENT


def test_the_check_digit_s_own_place_may_be_one_of_two_doubtful_ones() -> None:
    """A wrong character and a wrong digit can agree with each other."""
    doubts = unsure(TD3, Part.EXPIRY_DATE, Doubt(SMALL), first=5, places=2)
    assert _known(Field.EXPIRY_DATE, doubts) is Known.CHECK


@pytest.mark.parametrize(
    ("part", "margin", "field"),
    [
        (Part.NAMES, NAME_MARGIN, Field.SURNAME),
        (Part.NATIONALITY, STATE_MARGIN, Field.NATIONALITY),
        (Part.SEX, SEX_MARGIN, Field.SEX),
    ],
)
def test_what_no_digit_covers_is_as_sure_as_its_least_sure_place(part: Part, margin: float, field: Field) -> None:
    """Names, nationality and sex stand or fall with one character."""
    assert _known(field, unsure(TD3, part, Doubt(margin, LARGE))) is Known.CONFIDENT
    assert _known(field, unsure(TD3, part, Doubt(margin - 0.1, LARGE))) is Known.CHECK


def test_a_doubt_of_one_name_is_not_one_of_the_other() -> None:
    """The separator belongs to both, what stands before and after it to one."""
    unsures = [
        parse_zone(TD3, today=TODAY, doubts=unsure(TD3, Part.NAMES, Doubt(SMALL, LARGE), first=place)).unsure
        for place in (0, 8, 10, 38)
    ]
    both = (Field.SURNAME, Field.GIVEN_NAMES)
    assert unsures == [(Field.SURNAME,), both, (Field.GIVEN_NAMES,), (Field.GIVEN_NAMES,)]


def test_the_filler_that_ends_a_long_number_may_be_doubtful_too() -> None:
    """Were it a 0, the number would be a character longer, and every check digit but its own would still agree."""
    for place, known in ((4, Known.CHECK), (5, Known.PROVEN)):
        doubts = unsure(LONG_TD1, Part.OPTIONAL, Doubt(SMALL, SMALL), first=place)
        assert parse_zone(LONG_TD1, today=TODAY, doubts=doubts).known[Field.NUMBER] is known


def test_there_is_one_doubt_for_each_character() -> None:
    """Other shapes are a fault of the caller's; lines whose length would have to be mended have no doubts to go by."""
    with pytest.raises(ValueError, match="one doubt for each character"):
        parse_zone(TD3, today=TODAY, doubts=sure(TD1))
    short = (TD3[0][:-1], TD3[1])
    with pytest.raises(ZoneError, match="length"):
        parse_zone(short, today=TODAY, doubts=sure(short))
