"""The test photos: the same for the same seed, and their zones agree with the reader's own parser."""

from hashlib import sha256
from importlib.metadata import version
from random import Random

import pytest

from bot.passport.mrz import parse_zone
from bot.passport.reading import Layout
from tools.bench.passport_figures import TRIALS
from tools.bench.scoring import read_fields, true_fields
from tools.passports.photos.making import make_photo
from tools.passports.photos.people import DRAWN_ON, Person, draw_person
from tools.passports.photos.printing import missing_fonts
from tools.passports.photos.truth import truth_row
from tools.passports.photos.zone import name_field, zone_lines

PEOPLE = 150
MADE_WITH = {"pillow": "13.0.0", "numpy": "2.4.6"}
HASHES = {
    ("public", 7): "84813aa857f3a7fc6bb3fea60481d06c6f4038e57abf2e789a361085226d2f6e",
    ("harsh", 3): "1cc114bb8e1486c7f491c6782c66c89f1cac9d3b2085a9ec0a6414c8e5817301",
    ("cards", 2): "cb20e4f716873eab6a2662c7c4061b4b3ed780fa1bf9a96de3d7419689ae327a",
}


def person(number: int) -> Person:
    """Somebody made up."""
    return draw_person(Random(f"zones/{number}"))


@pytest.mark.parametrize("layout", list(Layout))
def test_the_parser_reads_what_the_generator_prints(layout: Layout) -> None:
    """Two builders that share no line agree: each printed zone is read back whole by the bot's own parser."""
    for number in range(PEOPLE):
        somebody = person(number)
        lines = zone_lines(somebody, layout)
        row = {name: str(value) for name, value in truth_row("0000.jpg", somebody, layout, lines, {}).items()}

        assert read_fields(parse_zone(lines, today=DRAWN_ON)) == true_fields(row), lines


@pytest.mark.parametrize(
    ("surname", "given", "width", "field"),
    [
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("ARKFREITH", "", 12, "ARKFREITH<<<"),
        ("RIMSKII-KORSAKOV", "O'TKIR", 26, "RIMSKII<KORSAKOV<<OTKIR<<<"),
        ("ABCDEFGHIJ", "ANNA B", 17, "ABCDEFGHIJ<<ANN<B"),
    ],
)
def test_cut_names_end_in_a_letter(surname: str, given: str, width: int, field: str) -> None:
    """A name that is too long is cut so that a letter stands last (9303-4, 4.2.3)."""
    assert name_field(surname, given, width) == field


@pytest.mark.nightly
@pytest.mark.skipif(bool(missing_fonts()), reason="the page's fonts are not installed")
@pytest.mark.skipif(
    any(version(name) != number for name, number in MADE_WITH.items()), reason="other versions draw other bytes"
)
@pytest.mark.parametrize(("trial", "place"), HASHES)
def test_the_same_seed_gives_the_same_bytes(trial: str, place: int) -> None:
    """Figures compare over time, because the photos of a seed are the same files."""
    [photos] = [each.photos for each in TRIALS if each.name == trial]

    assert sha256(make_photo(photos, place)[0]).hexdigest() == HASHES[trial, place]
