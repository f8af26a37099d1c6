"""Names in the zone: the examples of ICAO Doc 9303-4, 9303-5 and 9303-6, 4.2.3."""

import pytest
from zones import TD1, TD2, TD3, TODAY, Lines, layout_of, span_of

from bot.passport.layouts import Part
from bot.passport.mrz import parse_zone
from bot.passport.names import name_field, read_names
from bot.passport.reading import Field, Layout

WHOLE = [
    ("ERIKSSON", "ANNA MARIA", "ERIKSSON<<ANNA<MARIA"),
    ("HENG", "DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"),
    ("SMITH-JONES", "SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
    ("O'CONNOR", "ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
    ("VAN DER MUELLEN", "MARTIN", "VAN<DER<MUELLEN<<MARTIN"),
    ("AL-BASRI", "HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
    ("ARKFREITH", "", "ARKFREITH"),
    ("SATRIYA SUDARPA", "", "SATRIYA<SUDARPA"),
]
CUT = {
    Layout.TD3: [
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGU", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("BENNELONG WOOLOOMOOLOO WARRANDYTE W", "DI", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        ("BENNELONG WOOLOOM WARRAND WARNAM", "DINGO", "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
    ],
    Layout.TD2: [
        ("NILAVADHANANANDA", "CHAYAPA DEJ K", "NILAVADHANANANDA<<CHAYAPA<DEJ<K"),
        ("BENNELONG WOOLOOM WAR WARN", "D P", "BENNELONG<WOOLOOM<WAR<WARN<<D<P"),
        ("PAPANDROPOULOUS", "JONATHOON ALEC", "PAPANDROPOULOUS<<JONATHOON<ALEC"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
    ],
    Layout.TD1: [
        ("NILAVADHANANANDA", "CHAYAPA DE K", "NILAVADHANANANDA<<CHAYAPA<DE<K"),
        ("BENNE WOOLO WARRA WARNA", "DIN P", "BENNE<WOOLO<WARRA<WARNA<<DIN<P"),
        ("PAPANDROPOULOUS", "JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMO", "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
    ],
}
ZONES: dict[Layout, Lines] = {layout_of(lines): lines for lines in (TD1, TD2, TD3)}


def _with_names(layout: Layout, field: str) -> Lines:
    """The layout's specimen with another name field; no check digit covers it."""
    lines, span = ZONES[layout], span_of(ZONES[layout], Part.NAMES)
    text = lines[span.line][: span.start] + field.ljust(span.length, "<")
    return (*lines[: span.line], text, *lines[span.line + 1 :])


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(("surname", "given_names", "field"), WHOLE)
def test_names_that_fit_are_read_and_made(layout: Layout, surname: str, given_names: str, field: str) -> None:
    """The document's examples of whole names, in every layout."""
    reading = parse_zone(_with_names(layout, field), today=TODAY)
    as_in_zone = [name.replace("'", "").replace("-", " ") for name in (surname, given_names)]
    assert [reading.surname, reading.given_names] == as_in_zone
    assert reading.valid
    length = span_of(ZONES[layout], Part.NAMES).length
    assert name_field(surname, given_names, length) == field.ljust(length, "<")


@pytest.mark.parametrize(
    ("layout", "surname", "given_names", "field"), [(layout, *names) for layout in Layout for names in CUT[layout]]
)
def test_a_letter_in_the_last_place_means_a_name_that_a_person_has_to_complete(
    layout: Layout, surname: str, given_names: str, field: str
) -> None:
    """The document's truncated names, and those that just fit: all must be treated as truncated (4.2.3, note)."""
    reading = parse_zone(_with_names(layout, field), today=TODAY)
    assert (reading.surname, reading.given_names) == (surname, given_names)
    assert reading.unsure == (Field.SURNAME, Field.GIVEN_NAMES)


@pytest.mark.parametrize(
    ("surname", "given_names", "field"),
    [
        ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ANNALENABE A CYRIL", "ABCDEFGHIJKLMNOPQRSTUVWXYZ<<ANNALENAB<A"),
        ("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO", "BENNELONG<WOOLOOMO<WARRANDY<WARNAMBO<<D"),
        ("A" * 50, "", "A" * 39),
        ("A" * 38 + " BEA", "", "A" * 37 + "<B"),
    ],
)
def test_long_names_are_truncated_to_a_letter_in_the_last_place(surname: str, given_names: str, field: str) -> None:
    """And where there are given names, at least the first letter of them is kept (9303-4, 4.2.2.1 and 4.2.3)."""
    made = name_field(surname, given_names, 39)
    assert made == field
    assert (len(made), made[-1].isalpha()) == (39, True)
    assert bool(read_names(made).given_names) == bool(given_names)


@pytest.mark.parametrize("name", ["", "ÉVA", "ANNA4", "<<"])
def test_what_has_no_place_in_the_zone_is_not_made(name: str) -> None:
    """Letters only (9303-3, 4.6), and a primary identifier always; the error holds no name."""
    with pytest.raises(ValueError, match="name") as refused:
        name_field(name, "MARIA", 39)
    assert not name or name not in str(refused.value)


def test_a_name_that_cannot_be_truncated_by_the_rules_is_refused() -> None:
    """Twenty initials end in a filler wherever an odd place is the last."""
    with pytest.raises(ValueError, match="truncation"):
        name_field(" ".join("ABCDEFGHIJKLMNOPQRSTU"), "", 30)


@pytest.mark.parametrize("field", ["<ERIKSSON<<ANNA", "ERIKSSON<<<ANNA", "ERIKSSON<<ANNA<<MARIA", "<<ANNA", ""])
def test_disorderly_names_have_to_be_looked_at(field: str) -> None:
    """One separator after the primary identifier, single fillers elsewhere, none in front."""
    reading = parse_zone(_with_names(Layout.TD3, field), today=TODAY)
    assert reading.unsure == (Field.SURNAME, Field.GIVEN_NAMES)
