"""The figures as a table for a spreadsheet: codes, days and numbers, the same in every language."""

import io
from collections.abc import Iterator

from bot.office.figures_shown import DayShown, Report
from bot.office.hiding import Row
from bot.spreadsheet.writing import csv_writer
from bot.texts.office.figures import few

HEADER = ("day", "table", "key", "value")
TOTAL = "total"
HIDDEN = "hidden"
FILE_NAME = "figures-{day}.csv"


def figures_file(report: Report) -> bytes:
    """CSV in UTF-8, a row a cell, oldest day first."""
    made = io.StringIO()
    write = csv_writer(made)
    write(HEADER)
    for day in report.days:
        for row in _rows(day):
            write(row)
    return made.getvalue().encode()


def file_name(report: Report) -> str:
    """With the last day in it."""
    return FILE_NAME.format(day=report.last.day.isoformat())


def _rows(day: DayShown) -> Iterator[tuple[str, str, str, str]]:
    on = day.day.isoformat()
    for figure, row in day.rows.items():
        mark = HIDDEN if row.has_large else few()
        yield on, figure.value, TOTAL, _cell(row.total, mark)
        yield from ((on, figure.value, key, _cell(number, mark)) for key, number in _cells(row))
    yield from ((on, "answer_seconds", name, str(seconds)) for name, seconds in day.answered_within.items())
    if day.oldest_days is not None:
        yield on, "oldest_open_matter", "days", str(day.oldest_days)


def _cells(row: Row) -> list[tuple[str, int | None]]:
    return sorted(row.cells.items())


def _cell(number: int | None, mark: str) -> str:
    return mark if number is None else str(number)
