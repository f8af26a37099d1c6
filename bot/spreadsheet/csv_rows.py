"""Rows of a CSV file as the country's spreadsheet programs write them (RFC 4180, with ; or a tab for the comma)."""

import csv
import io
from collections.abc import Iterator

from bot.spreadsheet.table import LONGEST_CELL, MOST_COLUMNS, Cell, Formula, Row, TableCode, TableError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ";,\t"
_BEGINS_A_FORMULA = ("=", "@", "+", "-")


def csv_rows(content: bytes) -> Iterator[Row]:
    """The rows, one after another. Raises TableError."""
    text = _decoded(content)
    if "\0" in text:
        raise TableError(TableCode.NOT_A_TABLE)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    try:
        for number, cells in enumerate(lines, start=1):
            if len(cells) > MOST_COLUMNS:
                raise TableError(TableCode.TOO_MANY_COLUMNS)
            yield Row(number, tuple(map(_cell, cells)))
    except csv.Error as broken:
        raise TableError(TableCode.BROKEN) from broken


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for candidate in (encoding,) if encoding else ("utf-8", "cp1251"):  # Excel in Russian writes the latter
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise TableError(TableCode.NOT_A_TABLE)


def _separator(text: str) -> str:
    """The mark that the first line with any word has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _cell(text: str) -> Cell:
    said = " ".join(text.split())[:LONGEST_CELL]
    looks_calculated = said.startswith(_BEGINS_A_FORMULA) and any(map(str.isalnum, said)) and "(" in said
    return Formula() if said.startswith("=") or looks_calculated else said
