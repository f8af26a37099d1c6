"""Figures in which nobody can be found."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest

from bot.office.figures import DAYS, Figure
from bot.office.figures_shown import Report, day_shown
from bot.office.hiding import rounded, shown
from bot.texts.office.figures import page_of_figures
from bot.texts.office.figures_file import figures_file
from bot.texts.words import words_of

DAY = date(2026, 11, 20)
Cells = tuple[int, ...]


@pytest.mark.parametrize(("cells", "greatest"), [(3, 10), (4, 8)])
def test_no_table_tells_a_number_that_it_hides_even_to_one_who_knows_the_rule(cells: int, greatest: int) -> None:
    """Of all small tables that look the same, each hidden cell has different numbers in some two: neither the total
    nor the rule itself tells it.
    """
    looks: defaultdict[object, list[Cells]] = defaultdict(list)
    for numbers in product(range(greatest + 1), repeat=cells):
        row = shown({str(place): number for place, number in enumerate(numbers)})
        looks[(tuple(sorted(row.cells.items())), row.total, row.has_large)].append(numbers)
    for (seen, total, _), tables in looks.items():
        hides = [place for place in range(cells) if total is None or dict(seen).get(str(place), 0) is None]
        assert all(len({numbers[place] for numbers in tables}) > 1 for place in hides), (seen, total, tables)


@pytest.mark.parametrize(
    ("counted", "cells", "total"),
    [
        ({"a": 12, "b": 7}, {"a": 12, "b": 7}, 19),
        ({"a": 12, "b": 7, "c": 3}, {"a": 12, "b": None, "c": None}, 22),
        ({"a": 12, "b": 7, "c": 3, "d": 4}, {"a": 12, "b": 7, "c": None, "d": None}, 26),
        ({"a": 12, "b": 2, "c": 2}, {"a": None, "b": None, "c": None}, 16),
        ({"a": 12, "b": 7, "c": 7, "d": 1}, {"a": 12, "b": None, "c": None, "d": None}, 27),
        ({"a": 4}, {}, None),
        ({"a": 4, "b": 4, "c": 0}, {}, None),
        ({"a": 0}, {}, 0),
        ({}, {}, 0),
    ],
)
def test_one_hidden_cell_takes_the_next_smallest_with_it(
    counted: dict[str, int], cells: dict[str, int | None], total: int | None
) -> None:
    """Alone it would be the total without the others; hidden cells that hold fewer than five together take more."""
    row = shown(counted)
    assert (row.cells, row.total) == (cells, total)


def test_what_stands_at_a_moment_is_shown_to_the_nearest_five() -> None:
    """The difference between two days then tells nothing of one person."""
    row = rounded(shown({"a": 12, "b": 7, "c": 23}))
    assert (row.cells, row.total) == ({"a": 10, "b": 5, "c": 25}, 40)


def test_regions_are_hidden_where_the_number_of_registrations_is() -> None:
    """The sum over the regions is a cell of another table, and would tell what that one hides."""
    ended = {"granted": 6, "expired": 3, "refused:dates": 40}
    regions = {"75": 6}
    assert day_shown(DAY, {Figure.ENDED: ended, Figure.REGION: regions}).row(Figure.ENDED).cells["granted"] is None
    assert day_shown(DAY, {Figure.ENDED: ended, Figure.REGION: regions}).row(Figure.REGION).cells == {}
    open_ended = {"granted": 6, "refused:dates": 40}
    assert day_shown(DAY, {Figure.ENDED: open_ended, Figure.REGION: regions}).row(Figure.REGION).cells == regions


def test_a_sum_over_days_is_of_what_the_days_show() -> None:
    """Two reports of thirty days that overlap differ by nothing that a day hides."""
    days = tuple(
        day_shown(DAY - timedelta(days=back), {Figure.ENDED: {"granted": 20 if back else 3}})
        for back in reversed(range(DAYS))
    )
    report = Report(days=days)
    assert report.sum_of(Figure.ENDED) == {"granted": 20 * (DAYS - 1)}
    assert report.days_hiding(Figure.ENDED) == 1


@pytest.mark.parametrize(("answers", "told"), [(4, set()), (5, {"p50"}), (9, {"p50"}), (10, {"p50", "p90"})])
def test_how_fast_hosts_answer_is_told_of_five_and_of_ten_hosts(answers: int, told: set[str]) -> None:
    """Of fewer it would be one host's own time."""
    tables = {Figure.ANSWER_TIME: {"n": answers, "p50": 7200, "p90": 9000}}
    assert set(day_shown(DAY, tables).answered_within) == told


def test_page_and_table_say_less_than_five_and_never_the_number() -> None:
    """A cell of three stands as "<5" in both, and the page explains the mark."""
    ended = {"granted": 120, "refused:dates": 3, "refused:stranger": 4, "denied:O923-4-2": 17}
    report = Report(days=(day_shown(DAY, {Figure.ASKED: {"asked": 3}, Figure.ENDED: ended}),))
    page, table = page_of_figures(words_of("en"), report), figures_file(report).decode().splitlines()
    assert "Requests sent: &lt;5" in page
    assert "the host agreed 120, refused by law: the lawful stay is over (paragraph 4, 2) 17" in page
    assert "the host refused: The dates are wrong &lt;5" in page
    assert "fewer than five people" in page
    assert "2026-11-20,ended,refused:dates,<5" in table
    assert "2026-11-20,ended,total,144" in table
    assert "2026-11-20,asked,total,<5" in table
