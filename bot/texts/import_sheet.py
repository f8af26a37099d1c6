"""The files that an organisation gets: the template, the faulty rows with their faults, and who was filed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.answers import Question
from bot.domain.case import Case
from bot.registration.import_checks import RowFault
from bot.spreadsheet.table import Cell, Formula, Row, Table
from bot.texts.import_rows import COLUMNS, OPTIONAL, column_name, columns_of
from bot.texts.refusals import refusal
from bot.texts.words import LANGUAGES, Words, unmarked, words_of
from bot.texts.workbook import WRAPPED, Value, heading, in_memory, text_cell, titled

_WIDTH, _WIDE = 18, 60  # characters


def template(words: Words) -> bytes:
    """Only the headings; those that may stay empty say so."""
    book, sheet = titled(unmarked(words.say("Guests")))
    cells = [heading(sheet, column_name(words, question)) for question in COLUMNS]
    for question, cell in zip(COLUMNS, cells, strict=True):
        if question in OPTIONAL:
            cell.comment = Comment(unmarked(words.say("May stay empty.")), "Tirkeu")
    sheet.append(cells)
    _lay_out(sheet, len(COLUMNS))
    return in_memory(book)


def faulty_rows(words: Words, table: Table, faults: Sequence[RowFault]) -> bytes:
    """The faulty rows as they stood, each faulty cell marked, with the faults in words in the last column.

    The file can be mended and sent back as it is: a column that is not known is passed over.
    """
    book, sheet = titled(unmarked(words.say("To mend")))
    table = _without_old_faults(table)
    sheet.append([heading(sheet, text) for text in (*table.heading, _to_mend(words))])
    by_row = {row.number: row for row in table.rows}
    for number in sorted({fault.row for fault in faults}):
        own = [fault for fault in faults if fault.row == number]
        sheet.append(_faulty(sheet, words, table, by_row[number], own))
    width = len(table.heading) + 1
    _lay_out(sheet, width)
    sheet.column_dimensions[get_column_letter(width)].width = _WIDE
    return in_memory(book)


def fault_in_words(words: Words, table: Table, fault: RowFault) -> str:
    """Row and column of the file that was sent, as the spreadsheet program names them, and what is wrong."""
    said = unmarked(refusal(words, fault.why))
    if fault.column is None:
        return unmarked(words.say("Row {row}: {what}", row=fault.row, what=said))
    place = _place(table, fault.column)
    return unmarked(
        words.say(
            "Row {row}, column {letter} ({column}): {what}",
            row=fault.row,
            letter=get_column_letter(place + 1) if place is not None else "–",
            column=column_name(words, fault.column),
            what=said,
        )
    )


def filed_guests(words: Words, cases: Sequence[tuple[Case, str]]) -> bytes:
    """Application number, name, document, last day, and the link by which the guest takes the registration over."""
    book, sheet = titled(unmarked(words.say("Registered")))
    headings = (
        words.say("Application number"),
        words.say("Name"),
        words.say("Document"),
        words.say("Until"),
        words.say("The guest's own link"),
    )
    sheet.append([heading(sheet, unmarked(text)) for text in headings])
    for case, link in cases:
        answers = case.answers
        document = answers.document_number.masked if answers.document_number else ""
        row: tuple[Value, ...] = (case.application_number, answers.full_name, document, answers.until, link)
        sheet.append([text_cell(sheet, value) for value in row])
    _lay_out(sheet, len(headings))
    sheet.column_dimensions["B"].width = sheet.column_dimensions["E"].width = _WIDE
    return in_memory(book)


def _faulty(sheet: Worksheet, words: Words, table: Table, row: Row, faults: Sequence[RowFault]) -> list[object]:
    was = unmarked(words.say("This was row {row}.", row=row.number))
    said = text_cell(sheet, "\n".join((was, *(_by_heading(words, fault) for fault in faults))))
    said.alignment = WRAPPED
    marked = {_place(table, fault.column) for fault in faults if fault.column}
    cells = [row.cells[place] if place < len(row.cells) else "" for place in range(len(table.heading))]
    return [*(text_cell(sheet, _shown(cell), is_marked=place in marked) for place, cell in enumerate(cells)), said]


def _by_heading(words: Words, fault: RowFault) -> str:
    """What is wrong, for the file of faulty rows: there the row stands beside it, and has another number."""
    said = unmarked(refusal(words, fault.why))
    return said if fault.column is None else f"{column_name(words, fault.column)}: {said}"


def _to_mend(words: Words) -> str:
    return unmarked(words.say("What to mend"))


def _without_old_faults(table: Table) -> Table:
    """The table without the column of faults with which it came back before."""
    is_ours = table.heading[-1] in {_to_mend(words_of(language)) for language in LANGUAGES}
    return replace(table, heading=table.heading[:-1]) if is_ours else table


def _shown(cell: Cell) -> str | date:
    return "" if isinstance(cell, Formula) else cell


def _place(table: Table, column: Question) -> int | None:
    return columns_of(table).get(column)


def _lay_out(sheet: Worksheet, columns: int) -> None:
    for place in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.freeze_panes = "A2"
