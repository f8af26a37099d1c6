"""The list of guests as a spreadsheet (XLSX) in the host's language, made in memory."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bot.domain.answers import Question
from bot.domain.passport import PassportCard
from bot.passport.reading import Unread
from bot.registration.guest_lists import GuestRow
from bot.texts import buttons
from bot.texts.countries import country_name
from bot.texts.guest_rows import doubted, look_at, missing
from bot.texts.words import Words, unmarked

_TEXT, _DATE = "@", "dd.mm.yyyy"  # number formats; "@" keeps a text a text when it is edited, too
_MARKED = PatternFill("solid", fgColor="FFE699")
_HEADING = PatternFill("solid", fgColor="D9E1F2")
_WRAPPED, _PLAIN = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
_MOST_IN_TITLE = 31  # letters, by Excel
_NOT_IN_TITLE = str.maketrans("", "", "[]:*?/\\")
Value = str | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of what was read; `question` is the field whose doubts mark it."""

    heading: Callable[[Words], str]
    width: int  # characters
    value: Callable[[Words, PassportCard], Value]
    question: Question | None


def guest_sheet(words: Words, rows: Sequence[GuestRow], today: date) -> bytes:
    """A row a photo; doubted cells are filled, and the last cell says in words what to look at."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = unmarked(words.say("Guests")).translate(_NOT_IN_TITLE)[:_MOST_IN_TITLE]
    sheet.append(_headings(sheet, words))
    for row in rows:
        sheet.append(_cells(sheet, words, row, today))
    for place, width in enumerate((_NAME_WIDTH, *(column.width for column in _COLUMNS), _LOOK_WIDTH), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    book.properties.creator = "Tirkeu"
    return _in_memory(book)


def _number(_words: Words, card: PassportCard) -> str:
    number = card.answers.document_number
    return number.reveal() if number else ""


def _country(words: Words, card: PassportCard) -> str:
    code = card.answers.citizenship
    return unmarked(country_name(words, code)) if code else ""


def _sex(words: Words, card: PassportCard) -> str:
    return unmarked(buttons.sex(words, card.answers.sex)) if card.answers.sex else ""


def _kind(words: Words, card: PassportCard) -> str:
    kind = card.answers.document_kind
    return unmarked(buttons.document_kind(words, kind)) if kind else ""


def _of(question: Question) -> Callable[[Words], str]:
    return lambda words: buttons.question(words, question)


_COLUMNS = (
    _Column(_of(Question.FAMILY_NAME), 18, lambda _, card: card.answers.family_name, Question.FAMILY_NAME),
    _Column(_of(Question.GIVEN_NAMES), 20, lambda _, card: card.answers.given_names, Question.GIVEN_NAMES),
    _Column(_of(Question.DOCUMENT_NUMBER), 14, _number, Question.DOCUMENT_NUMBER),
    _Column(lambda w: w.say("Country code"), 9, lambda _, card: card.answers.citizenship, Question.CITIZENSHIP),
    _Column(_of(Question.CITIZENSHIP), 16, _country, Question.CITIZENSHIP),
    _Column(_of(Question.BORN), 12, lambda _, card: card.answers.born, Question.BORN),
    _Column(_of(Question.SEX), 10, _sex, Question.SEX),
    _Column(_of(Question.DOCUMENT_EXPIRES), 12, lambda _, c: c.answers.document_expires, Question.DOCUMENT_EXPIRES),
    _Column(_of(Question.DOCUMENT_KIND), 16, _kind, None),
)
_NAME_WIDTH, _LOOK_WIDTH = 20, 50


def _headings(sheet: Worksheet, words: Words) -> list[Cell]:
    said = (words.say("Photo"), *(column.heading(words) for column in _COLUMNS), words.say("What to look at"))
    cells = [_cell(sheet, unmarked(heading)) for heading in said]
    for cell in cells:
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEADING, _WRAPPED
    return cells


def _cells(sheet: Worksheet, words: Words, row: GuestRow, today: date) -> list[Cell]:
    said = look_at(words, row, today)
    advice = _cell(sheet, said, is_marked=bool(said))
    advice.alignment = _WRAPPED
    return [_cell(sheet, row.name), *_read(sheet, words, row.read, today), advice]


def _read(sheet: Worksheet, words: Words, read: PassportCard | Unread, today: date) -> Iterator[Cell]:
    """The cells between the photo's name and the advice; nothing stands in them where nothing was read."""
    if isinstance(read, Unread):
        yield from (_cell(sheet, None) for _ in _COLUMNS)
        return
    marked = {*doubted(read), *missing(read)} | ({Question.DOCUMENT_EXPIRES} if read.has_ended(today) else set())
    for column in _COLUMNS:
        yield _cell(sheet, column.value(words, read), is_marked=column.question in marked)


def _cell(sheet: Worksheet, value: Value, *, is_marked: bool = False) -> Cell:
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


def _in_memory(book: Workbook) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        _MemoryWriter(book, archive).save()
    return made.getvalue()
