"""The tables of states: complete, sourced, without gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pycountry
import pytest

from bot.law import states, tables
from bot.law.assessment import Registration
from bot.law.residence import is_in_eaeu
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


DAYS_BY_REASON = {"ninety_days": {90}, "ninety_in_year": {90}, "treaty_exempts": {90}, "fourteen_days": {14}}
"""The days an entry behind each reason; the older lists of fifteen days stand with the thirty."""


def test_the_reason_of_a_row_agrees_with_its_days() -> None:
    """No row of thirty days is said to be of ninety, whenever it held."""
    for orders in stay_orders().by_state.values():
        for order in orders:
            assert order.entry_days in DAYS_BY_REASON.get(order.why, {15, 30}), (order.state, order.span)
            assert (order.order_923 is Registration.REQUIRED) is (order.why == "ninety_days"), order.state


def test_a_treatys_window_is_that_of_its_stay() -> None:
    """What frees from registration in a window is reckoned by the order of stay, which has the same days and window."""
    for state, clauses in treaty_clauses().by_state.items():
        for clause in clauses:
            order = stay_order(state, TODAY)
            assert clause.window is None or (clause.days, clause.window) == (order.window_days, order.window)


def test_who_is_in_the_eaeu_from_a_sourced_day_on() -> None:
    """Four states since the day of the earliest source; the day before is unknown, and others never are."""
    since = date(2020, 1, 11)

    assert [is_in_eaeu("ARM", day) for day in (since, since - timedelta(days=1))] == [True, None]
    assert {state for state in countries() if is_in_eaeu(state, TODAY)} == {"ARM", "BLR", "KGZ", "RUS"}
    assert is_in_eaeu("UZB", since) is False
    assert all(row["sources"].startswith("S") and row["note"] for row in rows_of("eaeu.csv"))
