"""The tables of states: complete, sourced, without gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pycountry
import pytest

from bot.law import states, tables
from bot.law.assessment import Registration
from bot.law.rule import Span
from bot.law.states import Table, countries, stay_order, stay_orders, treaty_clauses
from bot.law.tables import rows_of

TODAY = date(2026, 11, 21)


def test_every_row_has_a_source_and_a_confidence() -> None:
    """No state's stay and no treaty's clause without where it is from and how sure it is."""
    for name in ("states.csv", "treaties.csv"):
        assert all(
            row["sources"].startswith(("S", "seed")) and row["confidence"] in {"H", "M", "L"} for row in rows_of(name)
        )


def test_83_citizenships_stay_without_a_visa() -> None:
    """As many as the fact base lists."""
    assert len(stay_orders().by_state) == 83


def test_what_order_923_says_of_the_states() -> None:
    """Ten are clear, four unclear; all the others, Ukraine by treaty, are not covered."""
    said = {state: stay_order(state, TODAY).order_923 for state in stay_orders().by_state}
    required = {state for state, registration in said.items() if registration is Registration.REQUIRED}
    unclear = {state for state, registration in said.items() if registration is Registration.UNCLEAR}

    assert required == {"RUS", "BLR", "ARM", "KGZ", "TJK", "AZE", "TUR", "GEO", "MDA", "MNG"}
    assert unclear == {"UZB", "ALB", "AND", "KNA"}


def test_treaties_are_with_states_that_have_an_order_of_stay() -> None:
    """A clause on registration without a stay would say nothing."""
    assert set(treaty_clauses().by_state) <= set(stay_orders().by_state)


def test_the_countries_are_those_of_iso_3166() -> None:
    """The list is the standard's."""
    assert countries() == {country.alpha_3 for country in pycountry.countries}


@dataclass
class Row:
    """A row of nothing but a state and a span."""

    state: str
    span: Span


def test_rows_of_one_state_do_not_overlap() -> None:
    """A table with two orders of stay on one day is refused."""

    def rows() -> Iterator[Row]:
        yield Row("RUS", Span(date(2023, 1, 27), None))
        yield Row("RUS", Span(date(2024, 1, 1), None))

    with pytest.raises(ValueError, match="RUS: two rows on 2024-01-01"):
        Table(rows())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sources", ""),
        ("confidence", "X"),
        ("iso3", "ZZZ"),
        ("since", "soon"),
        ("entry_days", "100"),
        ("window", "none"),
        ("act", None),
    ],
)
def test_a_bad_row_is_refused(column: str, value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row without source, confidence, state, day or sense does not load."""
    row = next(row for row in rows_of("states.csv") if row["window"] != "none")
    row[column] = value
    if value is None:
        del row[column]
    monkeypatch.setattr(tables, "rows_of", lambda _: iter([row]))

    with pytest.raises(ValueError, match=r"states\.csv, line 2"):
        list(states._read("states.csv", states._stay_order))
