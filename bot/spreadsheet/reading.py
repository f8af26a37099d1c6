"""From a file's bytes to a table."""

from collections.abc import Iterable
from itertools import islice

from bot.spreadsheet.csv_rows import csv_rows
from bot.spreadsheet.table import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    Cell,
    Formula,
    Row,
    Table,
    TableCode,
    TableError,
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel before 2007, and a workbook with a password
_OTHERS = (
    b"%PDF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"{\\rtf",
    b"<?xml",
    b"<html",
    b"<!DOC",
)


def read_table(content: bytes) -> Table:
    """The table in a CSV or XLSX file of at most LARGEST_FILE bytes; which of them it is its own first bytes say.

    Raises:
        TableError: it is none, is broken, or holds more than MOST_ROWS rows or MOST_COLUMNS columns.
    """
    if len(content) > LARGEST_FILE:
        raise TableError(TableCode.TOO_LARGE)
    return _table(row for row in islice(_rows(content), MOST_LINES + 1) if not row.is_empty)


def _rows(content: bytes) -> Iterable[Row]:
    if content.startswith(_ZIP):
        from bot.spreadsheet.xlsx_rows import xlsx_rows  # openpyxl is loaded when the first workbook comes

        return xlsx_rows(content)
    if content.startswith(_OLE):
        raise TableError(TableCode.ENCRYPTED if b"E\0n\0c\0r\0y\0p\0t" in content else TableCode.OLD_EXCEL)
    if content.lstrip()[:5].startswith(_OTHERS) or content.lstrip().startswith(_OTHERS):
        raise TableError(TableCode.NOT_A_TABLE)
    return csv_rows(content)


def _table(filled: Iterable[Row]) -> Table:
    every = [*islice(filled, MOST_ROWS + 2)]
    if len(every) < 2:
        raise TableError(TableCode.EMPTY)
    first, *rest = every
    if len(rest) > MOST_ROWS or rest[-1].number > MOST_LINES:
        raise TableError(TableCode.TOO_MANY_ROWS)
    if max(len(row.cells) for row in (first, *rest)) > MOST_COLUMNS:
        raise TableError(TableCode.TOO_MANY_COLUMNS)
    return Table(heading=tuple(map(_name, first.cells)), rows=tuple(rest))


def _name(cell: Cell) -> str:
    return "" if isinstance(cell, Formula) else str(cell)
