"""Rows of a spreadsheet become answers, or faults that name their cell."""

import io
from datetime import date

import openpyxl
import pytest

from bot.domain.answers import Question
from bot.domain.document import DocumentKind
from bot.domain.person import Sex
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.import_checks import RowFault
from bot.spreadsheet.table import Formula, Row, Table
from bot.texts.import_rows import COLUMNS, HeadingError, NoRows, column_name, read_rows
from bot.texts.import_sheet import fault_in_words, faulty_rows, template
from bot.texts.words import LANGUAGES, words_of

TODAY = date(2026, 11, 21)
GOOD = ("Ivanov", "Pyotr", "", "27.03.1990", "M", "Россия", "", "75 1234567", "27.03.2031", "12.11.2026", "01.12.2026")
NAMES = tuple(question.value for question in COLUMNS)


def table(*rows: tuple[object, ...], heading: tuple[str, ...] = NAMES) -> Table:
    """A table with these rows."""
    return Table(heading, tuple(Row(number, cells) for number, cells in enumerate(rows, start=2)))  # type: ignore[arg-type]


def changed(**cells: object) -> tuple[object, ...]:
    """The good row with other cells."""
    return tuple(cells.get(name, cell) for name, cell in zip(NAMES, GOOD, strict=True))


def faults_of(row: tuple[object, ...]) -> list[tuple[str | None, RefusalCode]]:
    """Column and code of each fault of a row."""
    found = read_rows(table(row), TODAY).faults
    return [(fault.column.value if fault.column else None, fault.why.code) for fault in found]


def test_a_good_row_becomes_answers() -> None:
    """Names, dates, state and number are read as the chat reads them."""
    [entry] = read_rows(table(GOOD), TODAY).entries

    assert entry.row == 2
    assert entry.answers.citizenship == "RUS"
    assert entry.answers.sex is Sex.MALE
    assert entry.answers.document_kind is DocumentKind.PASSPORT
    assert entry.answers.born == date(1990, 3, 27)
    assert entry.answers.until == date(2026, 12, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_understood(language: str) -> None:
    """The headings of the template in each language are the columns that are read."""
    words = words_of(language)
    first = next(openpyxl.load_workbook(io.BytesIO(template(words))).worksheets[0].iter_rows(values_only=True))

    assert list(first) == [column_name(words, question) for question in COLUMNS]
    assert len(read_rows(table(GOOD, heading=tuple(map(str, first))), TODAY).entries) == 1


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"family_name": ""}, [("family_name", RefusalCode.CELL_EMPTY)]),
        ({"family_name": Formula()}, [("family_name", RefusalCode.CELL_FORMULA)]),
        ({"family_name": "Ivanov7"}, [("family_name", RefusalCode.NAME_LETTERS)]),
        ({"born": "31.02.1990"}, [("born", RefusalCode.DATE_IMPOSSIBLE)]),
        ({"born": date(2030, 1, 1)}, [("born", RefusalCode.BIRTH_IN_FUTURE)]),
        ({"citizenship": "Atlantis"}, [("citizenship", RefusalCode.CITIZENSHIP_UNCLEAR)]),
        ({"sex": "yes"}, [("sex", RefusalCode.SEX_UNKNOWN)]),
        ({"document_kind": "library card"}, [("document_kind", RefusalCode.DOCUMENT_KIND_UNKNOWN)]),
        ({"document_number": "1"}, [("document_number", RefusalCode.DOCUMENT_LENGTH)]),
        ({"document_expires": "01.01.2020"}, [("document_expires", RefusalCode.DOCUMENT_EXPIRED)]),
        ({"entered": "12.12.2026"}, [("entered", RefusalCode.ENTRY_IN_FUTURE)]),
        (
            {"entered": "12.12.2026", "until": "31.02.2027"},
            [("entered", RefusalCode.ENTRY_IN_FUTURE), ("until", RefusalCode.DATE_IMPOSSIBLE)],
        ),
        ({"until": "01.06.2027"}, [("until", RefusalCode.UNTIL_OVER_STAY)]),
        ({"until": "01.11.2026"}, [("until", RefusalCode.UNTIL_BEFORE_ENTRY)]),
    ],
)
def test_each_fault_names_its_column(cells: dict[str, object], faults: list[tuple[str, RefusalCode]]) -> None:
    """Every faulty cell of a row is told, not only the first."""
    assert faults_of(changed(**cells)) == faults


def test_two_digits_of_a_year_look_forward_in_an_end() -> None:
    """ "31" is 2031 where a document ends, and 1931 where a person was born."""
    [entry] = read_rows(table(changed(document_expires="27.03.31", born="27.03.31")), TODAY).entries

    assert (entry.answers.document_expires, entry.answers.born) == (date(2031, 3, 27), date(1931, 3, 27))


def test_an_internal_passport_has_no_end() -> None:
    """The column of the last day may stay empty for a document that bears none."""
    [entry] = read_rows(table(changed(document_kind="Внутренний паспорт", document_expires="")), TODAY).entries

    assert entry.answers.document_expires is None


@pytest.mark.parametrize(
    ("heading", "why", "columns"),
    [
        (NAMES[1:], NoRows.COLUMNS_MISSING, (Question.FAMILY_NAME,)),
        (("nonsense",), NoRows.COLUMNS_MISSING, None),
        ((*NAMES, "Family name"), NoRows.COLUMN_TWICE, (Question.FAMILY_NAME,)),
    ],
)
def test_a_heading_that_cannot_be_followed(
    heading: tuple[str, ...], why: NoRows, columns: tuple[Question, ...] | None
) -> None:
    """Columns that are missing or stand twice are named."""
    with pytest.raises(HeadingError) as error:
        read_rows(table(GOOD, heading=heading), TODAY)

    assert error.value.why is why
    assert columns is None or error.value.columns == columns


def test_a_fault_is_told_with_row_and_column() -> None:
    """Row and column are named as the spreadsheet program names them."""
    fault = RowFault(7, Question.BORN, Refusal(RefusalCode.CELL_EMPTY))

    assert fault_in_words(words_of("en"), table(GOOD), fault).startswith("Row 7, column D (Date of birth): ")


def test_the_file_of_faulty_rows_can_be_mended_and_sent_back() -> None:
    """Only the faulty rows stand in it, with what to do in the last column, so that each letter stays what it was."""
    rows = table(GOOD, changed(family_name="=cmd|'/c calc'!A1"), changed(born=Formula()))
    faults = [
        RowFault(3, Question.FAMILY_NAME, Refusal(RefusalCode.NAME_LETTERS)),
        RowFault(4, Question.BORN, Refusal(RefusalCode.CELL_FORMULA)),
    ]

    sheet = openpyxl.load_workbook(io.BytesIO(faulty_rows(words_of("en"), rows, faults))).worksheets[0]

    written = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert written[0] == [*NAMES, "What to mend"]
    assert [row[0] for row in written[1:]] == ["=cmd|'/c calc'!A1", "Ivanov"]
    assert sheet["A2"].data_type == "s"
    assert sheet["D3"].value is None
    assert str(written[2][-1]).splitlines()[0] == "This was row 4."
    assert str(written[2][-1]).splitlines()[1].startswith("Date of birth: ")


def test_a_file_mended_badly_comes_back_with_its_new_faults_only() -> None:
    """The column "What to mend" of an earlier answer is not among the columns of the next one."""
    rows = table((*changed(born=""), "Date of birth: empty"), heading=(*NAMES, "What to mend"))

    again = faulty_rows(words_of("en"), rows, [RowFault(2, Question.BORN, Refusal(RefusalCode.CELL_EMPTY))])

    sheet = openpyxl.load_workbook(io.BytesIO(again)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*NAMES, "What to mend"]
    assert "Nothing stands in this cell" in str(sheet.cell(2, len(NAMES) + 1).value)


def test_a_row_longer_than_the_heading_does_not_push_its_faults_aside() -> None:
    """What stands under no heading is not read, and not written back."""
    rows = table((*changed(born=""), "a note", "another"))

    again = faulty_rows(words_of("en"), rows, [RowFault(2, Question.BORN, Refusal(RefusalCode.CELL_EMPTY))])

    sheet = openpyxl.load_workbook(io.BytesIO(again)).worksheets[0]
    assert str(sheet.cell(2, len(NAMES) + 1).value).startswith("This was row 2.")
    assert sheet.max_column == len(NAMES) + 1
