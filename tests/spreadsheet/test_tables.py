"""Files that people send as spreadsheets, and what else calls itself one."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from bot.spreadsheet.reading import read_table
from bot.spreadsheet.table import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, Formula, TableCode, TableError

HEADING = ("Family name", "Born")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An XLSX with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def repacked(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with another first sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == SHEET else old.read(name))
    return made.getvalue()


def refused(content: bytes) -> TableCode:
    """Why there is no table in this file."""
    with pytest.raises(TableError) as error:
        read_table(content)
    return error.value.code


@pytest.mark.parametrize(
    "content",
    [
        b"Family name,Born\nIvanov,27.03.1990\n",
        "\ufeffFamily name;Born\r\nIvanov;27.03.1990\r\n".encode(),
        "Family name\tBorn\nIvanov\t27.03.1990".encode("utf-16"),
        b'\n\n"Family name","Born"\n"Ivanov","27.03.1990"\n,,\n',
    ],
)
def test_csv_is_read_as_programs_write_it(content: bytes) -> None:
    """Comma, semicolon or tab; with or without a mark of the encoding; empty rows are passed over."""
    table = read_table(content)

    assert table.heading[:2] == HEADING
    assert [row.cells[:2] for row in table.rows] == [("Ivanov", "27.03.1990")]


def test_russian_excel_writes_windows_1251() -> None:
    """A CSV that is no UTF-8 is read as Windows-1251."""
    table = read_table("Фамилия;Имя\nИванов;Пётр\n".encode("cp1251"))

    assert table.rows[0].cells == ("Иванов", "Пётр")


def test_a_workbook_keeps_dates_and_numbers_of_rows() -> None:
    """A date stays a date, a number loses its nought after the point, and each row knows its number in the file."""
    table = read_table(workbook(HEADING, (), ("Ivanov", date(1990, 3, 27)), ("Petrov", 751234567.0)))

    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("Ivanov", date(1990, 3, 27))),
        (4, ("Petrov", "751234567")),
    ]


@pytest.mark.parametrize("content", [workbook(HEADING, ("=1+1", "x")), b"Family name,Born\n=HYPERLINK(1),x\n"])
def test_a_formula_is_no_value(content: bytes) -> None:
    """What a cell would calculate is never taken for what somebody wrote."""
    assert read_table(content).rows[0].cells[0] == Formula()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", TableCode.EMPTY),
        (b"Family name,Born\n", TableCode.EMPTY),
        (b"%PDF-1.7 ...", TableCode.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n", TableCode.NOT_A_TABLE),
        (b"a\0b,c\n1,2", TableCode.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, TableCode.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), TableCode.ENCRYPTED),
        (b"PK\x03\x04 and then nothing", TableCode.BROKEN),
        (b"x" * (LARGEST_FILE + 1), TableCode.TOO_LARGE),
        ((",".join("abc") + "\n" + "," * MOST_COLUMNS + "x\n").encode(), TableCode.TOO_MANY_COLUMNS),
    ],
)
def test_what_is_no_table_is_told_apart(content: bytes, code: TableCode) -> None:
    """Each kind of wrong file has its own answer."""
    assert refused(content) is code


def test_a_zip_of_photos_is_no_workbook() -> None:
    """An archive without a workbook in it is no table."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8\xff")

    assert refused(made.getvalue()) is TableCode.NOT_A_TABLE


@pytest.mark.parametrize("make", [lambda rows: workbook(HEADING, *rows), lambda rows: csv_of(HEADING, *rows)])
def test_five_hundred_rows_and_not_one_more(make: Callable[[list[tuple[str, str]]], bytes]) -> None:
    """The limit is the guests, whatever empty rows stand between."""
    rows = [("Ivanov", "27.03.1990")] * MOST_ROWS

    assert len(read_table(make(rows)).rows) == MOST_ROWS
    assert refused(make([*rows, rows[0]])) is TableCode.TOO_MANY_ROWS


def csv_of(*rows: tuple[str, ...]) -> bytes:
    """A CSV with these rows."""
    return "\n".join(",".join(row) for row in rows).encode()


def test_a_hundred_thousand_rows_are_not_read() -> None:
    """A file of 100,000 rows is refused after the first five hundred."""
    content = csv_of(HEADING, *[("Ivanov", "27.03.1990")] * 100_000)

    assert refused(content) is TableCode.TOO_MANY_ROWS


def test_a_bomb_is_not_unpacked() -> None:
    """A sheet that unpacks to a hundred megabytes is refused while it is counted."""
    bomb = repacked(
        workbook(HEADING, ("x", "y")), lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 10**8)
    )

    assert len(bomb) < LARGEST_FILE
    assert refused(bomb) is TableCode.TOO_LARGE


def test_entities_that_multiply_are_not_expanded() -> None:
    """XML that defines entities over entities ends as a broken file."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12))
    doctype = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    bomb = repacked(
        workbook(HEADING, ("x", "y")),
        lambda xml: (
            doctype + xml.partition(b"?>")[2].replace(b"<sheetData>", b"<sheetData>&l11;")
            if xml.startswith(b"<?xml")
            else doctype + xml.replace(b"<sheetData>", b"<sheetData>&l11;")
        ),
    )

    assert refused(bomb) in {TableCode.BROKEN, TableCode.EMPTY}


def test_a_row_far_below_is_not_waited_for() -> None:
    """A cell in the last row that a sheet can have does not make a million rows."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = "Family name", "Ivanov"
    made = io.BytesIO()
    book.save(made)

    assert refused(made.getvalue()) in {TableCode.EMPTY, TableCode.TOO_MANY_ROWS}


def test_broken_workbooks_never_raise_anything_else() -> None:
    """Three hundred workbooks with spoilt bytes give a table or a TableError; with this seed, both."""
    sound, dice = workbook(HEADING, ("Ivanov", date(1990, 3, 27)), ("Petrov", 5)), random.Random(5)
    ended: Counter[TableCode | None] = Counter()
    for _ in range(300):
        spoilt = bytearray(sound)
        for _ in range(dice.randrange(1, 20)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        try:
            read_table(bytes(spoilt))
            ended[None] += 1
        except TableError as error:
            ended[error.code] += 1

    assert ended[None] > 0
    assert ended[TableCode.BROKEN] > 0
