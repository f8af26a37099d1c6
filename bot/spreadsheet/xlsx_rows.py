"""Rows of a workbook's first sheet (ECMA-376), read as they come: neither its size nor its claims are believed."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.spreadsheet.table import LONGEST_CELL, MOST_COLUMNS, Cell, Formula, Row, TableCode, TableError

LARGEST_UNPACKED: Final = 40 * 2**20
MOST_MEMBERS: Final = 200
ENCRYPTED: Final = 0x1  # APPNOTE.TXT, 4.4.4
_A_SHEET = "xl/workbook.xml"
# what openpyxl raises over broken and hostile files
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, TypeError, IndexError,
    AttributeError, EOFError, OverflowError, NotImplementedError, RecursionError, OSError,
)  # fmt: skip


def xlsx_rows(content: bytes) -> Iterator[Row]:
    """The rows, one after another. Raises TableError."""
    _check(content)
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, keep_links=False)) as book:
            for number, cells in enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1), start=1):
                yield Row(number, _without_tail([_cell(cell) for cell in cells]))
    except _BROKEN as broken:
        raise TableError(TableCode.BROKEN) from broken


def _check(content: bytes) -> None:
    """Look at the table of contents before anything is unpacked; what a member unpacks to is counted, not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & ENCRYPTED for member in members):
                raise TableError(TableCode.ENCRYPTED)
            if _A_SHEET not in archive.namelist():
                raise TableError(TableCode.NOT_A_TABLE)
            if len(members) > MOST_MEMBERS or _unpacked(archive, members) > LARGEST_UNPACKED:
                raise TableError(TableCode.TOO_LARGE)
    except _BROKEN as broken:
        raise TableError(TableCode.BROKEN) from broken


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> int:
    total = 0
    for member in members:
        with archive.open(member) as stream:
            while total <= LARGEST_UNPACKED and (chunk := stream.read(2**16)):
                total += len(chunk)
    return total


def _without_tail(cells: list[Cell]) -> tuple[Cell, ...]:
    while cells and cells[-1] == "":
        cells.pop()
    return tuple(cells)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        return Formula()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():  # a number of a document that the program took for a number
        value = int(value)
    return " ".join(str(value).split())[:LONGEST_CELL] if not isinstance(value, time | bool) else str(value)
