"""What holds for every zone: made, read, and made again it is the same; and nothing breaks the parser."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from string import printable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from zones import LONG_TD2, SPECIMENS, TD3, TODAY, Lines, sure

from bot.passport.alphabet import ALPHABET, DIGITS, LETTERS
from bot.passport.layouts import GRIDS, Kind
from bot.passport.mrz import ZoneError, make_zone, parse_zone
from bot.passport.reading import Field, Known, Layout, Reading, Sex
from bot.passport.states import CODES

OLDEST = TODAY.replace(year=TODAY.year - 100) + timedelta(days=1)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)
LONGEST_NUMBER = {Layout.TD3: 9, Layout.TD2: 14, Layout.TD1: 22}
OPTIONAL_ROOM = {Layout.TD3: 14, Layout.TD2: 7, Layout.TD1: 26}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    """The fields of some document whose names may be too long for it."""
    layout = draw(st.sampled_from(Layout))
    number = draw(st.text(DIGITS + LETTERS, min_size=1, max_size=LONGEST_NUMBER[layout]))
    room = OPTIONAL_ROOM[layout] - max(0, len(number) - 9 + 2 if len(number) > 9 else 0)
    state = draw(st.sampled_from(sorted(CODES)))
    return {
        "layout": layout,
        "document_code": "P" if layout is Layout.TD3 else draw(st.sampled_from(["I", "ID", "AC", "C"])),
        "issuer": state,
        "surname": draw(WORDS),
        "given_names": draw(st.just("") | WORDS),
        "number": number,
        "nationality": draw(st.just(state) | st.sampled_from(sorted(CODES))),
        "birth_date": draw(st.dates(OLDEST, TODAY)),
        "sex": draw(st.sampled_from(Sex)),
        "expiry_date": draw(st.dates(date(2007, 1, 1), date(2070, 1, 1))),
        "optional": draw(st.text(ALPHABET, max_size=room)).rstrip("<"),
    }


def _made(document: dict[str, object]) -> Lines:
    try:
        return make_zone(**document)  # type: ignore[arg-type]
    except ValueError:  # single initials in a row may leave no letter for the last place
        assume(False)
        raise


@settings(max_examples=60)
@given(documents())
def test_a_zone_made_read_and_made_again_is_the_same(document: dict[str, object]) -> None:
    """Every field comes back, but for names that had to be truncated, and those have to be looked at."""
    lines = _made(document)
    reading = parse_zone(lines, today=TODAY)
    assert reading.lines == lines
    again = {name: getattr(reading, name) for name in document}
    truncated = {"surname", "given_names"} if Field.SURNAME in reading.unsure else set()
    assert all(again[name] == document[name] for name in document if name not in truncated)
    assert make_zone(**again) == lines


@settings(max_examples=60)
@given(documents())
def test_every_zone_made_fits_its_grid_and_its_digits_agree(document: dict[str, object]) -> None:
    """And with a reader that is sure of each place, number and dates are proven."""
    lines = _made(document)
    kinds = GRIDS[document["layout"]].kinds  # type: ignore[index]
    assert all(all(map(Kind.may_be, row, line)) for row, line in zip(kinds, lines, strict=True))
    known = parse_zone(lines, today=TODAY, doubts=sure(lines)).known
    assert known[Field.NUMBER] is Known.PROVEN
    flagged = {known[Field.BIRTH_DATE], known[Field.EXPIRY_DATE]}
    born_later = document["expiry_date"] < document["birth_date"]  # type: ignore[operator]
    assert flagged == {Known.CHECK if born_later else Known.PROVEN}


def _strings(randomness: random.Random, count: int) -> Iterator[list[str]]:
    """Random lines, random lines of the alphabet of a layout's size, and specimens with up to twelve things wrong."""
    zones = list(SPECIMENS.values())
    for number in range(count):
        if number % 4 == 0:
            yield ["".join(randomness.choices(printable + "ß«éІ\0", k=randomness.choice((0, 1, 30, 36, 44, 99))))] * 2
        elif number % 4 == 1:
            grid = randomness.choice(list(GRIDS.values()))
            yield ["".join(randomness.choices(ALPHABET, k=grid.length)) for _ in range(grid.lines)]
        else:
            yield [_spoilt(line, randomness) for line in randomness.choice(zones)]


def _spoilt(line: str, randomness: random.Random) -> str:
    """Some characters put in, taken out or changed."""
    for _ in range(randomness.randrange(6)):
        place = randomness.randrange(len(line) + 1)
        character = randomness.choice(ALPHABET + " abé*")
        line = line[:place] + randomness.choice(("", character, character)) + line[place + randomness.randrange(2) :]
    return line


def _answer(lines: list[str]) -> Reading | ZoneError:
    try:
        return parse_zone(lines, today=TODAY)
    except ZoneError as refused:
        return refused


def _outlives(count: int) -> int:
    """Parse so many strings; how many of them were read.

    Nothing but a Reading or a ZoneError comes of any, and neither says what it read.
    """
    answers = [(lines, _answer(lines)) for lines in _strings(random.Random(20261), count)]
    for lines, answer in answers:
        told = f"{answer!r} {answer} {getattr(answer, '__cause__', None)!r} {getattr(answer, '__context__', None)!r}"
        assert not any(line[start : start + 8] in told for line in lines for start in range(0, len(line) - 8, 8))
    return sum(isinstance(answer, Reading) for _, answer in answers)


def test_two_thousand_random_and_spoilt_strings_break_nothing() -> None:
    """A reading or a refusal by code; `make nightly` tries a hundred thousand."""
    assert _outlives(2_000) > 200


@pytest.mark.nightly
def test_a_hundred_thousand_random_and_spoilt_strings_break_nothing() -> None:
    """The same for longer."""
    assert _outlives(100_000) > 5_000


@pytest.mark.parametrize("lines", [TD3, LONG_TD2])
def test_what_a_reading_shows_of_itself_holds_no_personal_data(lines: Lines) -> None:
    """Its repr names the layout and the unsure fields only."""
    reading = parse_zone(lines, today=TODAY)
    assert repr(reading) == f"Reading({reading.layout.value}, unsure={[field.value for field in reading.unsure]})"
