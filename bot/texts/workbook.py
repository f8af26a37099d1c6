"""Workbooks (XLSX) made in memory: every text stays a text, whatever it begins with."""

import io
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

_TEXT, _DATE = "@", "dd.mm.yyyy"  # number formats; "@" keeps a text a text when it is edited, too
_MARKED = PatternFill("solid", fgColor="FFE699")
_HEADING = PatternFill("solid", fgColor="D9E1F2")
WRAPPED, _PLAIN = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
_MOST_IN_TITLE = 31  # letters, by Excel
_NOT_IN_TITLE = str.maketrans("", "", "[]:*?/\\")
Value = str | date | None


def titled(title: str) -> tuple[Workbook, Worksheet]:
    """A new workbook with one sheet of this name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title.translate(_NOT_IN_TITLE)[:_MOST_IN_TITLE]
    book.properties.creator = "Tirkeu"
    return book, sheet


def heading(sheet: Worksheet, text: str) -> Cell:
    """A cell of the first row."""
    cell = text_cell(sheet, text)
    cell.font, cell.fill, cell.alignment = Font(bold=True), _HEADING, WRAPPED
    return cell


def text_cell(sheet: Worksheet, value: Value, *, is_marked: bool = False) -> Cell:
    """A date as a date, all else as text, whatever it begins with: a photo's name can look like a formula."""
    cell = WriteOnlyCell(sheet, value or None)  # type: ignore[arg-type]  # the stubs forget that it takes a date
    if isinstance(value, str) and value:
        cell.data_type = "s"
    cell.number_format = _DATE if isinstance(value, date) else _TEXT
    cell.alignment = _PLAIN
    if is_marked:
        cell.fill = _MARKED
    return cell


class _MemoryWriter(ExcelWriter):
    """openpyxl writes a sheet into a temporary file first; what stands in passports may not touch the disk."""

    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self.archive = archive

    def write_worksheet(self, ws: Worksheet) -> None:
        written = io.BytesIO()
        WorksheetWriter(ws, out=written).write()
        self.archive.writestr(ws.path[1:], written.getvalue())
        self.manifest.append(ws)


def in_memory(book: Workbook) -> bytes:
    """The workbook as a file."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        _MemoryWriter(book, archive).save()
    return made.getvalue()
