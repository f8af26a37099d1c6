"""The list of guests as a spreadsheet."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from bot.passport.reading import Field, Unread
from bot.registration.guest_lists import GuestRow
from bot.registration.passport_cards import card_of
from bot.texts.guest_rows import unread
from bot.texts.guest_sheet import guest_sheet
from bot.texts.words import LANGUAGES, words_of
from tests.readers import reading

TODAY = date(2026, 11, 21)
MARK = "00FFE699"
ALL_WELL = GuestRow("1.jpg", card_of(reading(), TODAY))


def sheet_of(*rows: GuestRow, language: str = "en") -> Worksheet:
    """The sheet as an office program opens it."""
    return openpyxl.load_workbook(io.BytesIO(guest_sheet(words_of(language), rows, TODAY))).worksheets[0]


def row_of(row: GuestRow, language: str = "en") -> tuple[Cell, ...]:
    """The one row under the headings."""
    return next(iter(sheet_of(row, language=language).iter_rows(min_row=2)))


def marked(row: GuestRow) -> list[int]:
    """The filled cells of it, by place."""
    return [cell.column for cell in row_of(row) if cell.fill.fgColor.rgb == MARK]


@pytest.fixture(autouse=True)
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """openpyxl would write the sheet into a temporary file."""

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("something was written to the disk")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)


def test_a_row_says_what_was_read() -> None:
    """Everything in the order of the columns; dates are dates, all else is text, and nothing is marked without need."""
    cells = row_of(ALL_WELL)

    assert [cell.value.date() if cell.is_date else cell.value for cell in cells] == [
        "1.jpg", "IVANOV", "PYOTR", "751234567", "RUS", "Russia", date(1990, 3, 27), "Male", date(2031, 3, 27),
        "Passport", None,
    ]  # fmt: skip
    assert {cell.number_format for cell in cells if cell.is_date} == {"dd.mm.yyyy"}
    assert {cell.number_format for cell in cells if not cell.is_date} == {"@"}
    assert marked(ALL_WELL) == []


def test_doubts_are_marked_and_said() -> None:
    """A doubted, missing or ended field is filled and named in words; the citizenship has two cells."""
    doubted = GuestRow("a", card_of(reading(Field.SURNAME, Field.NUMBER), TODAY))
    gaps = GuestRow("b", card_of(reading(Field.SEX, nationality="GBN", sex=None, birth_date=None), TODAY))
    ended = GuestRow("c", card_of(reading(expiry_date=date(2026, 11, 20)), TODAY))

    assert (marked(doubted), row_of(doubted)[-1].value) == ([2, 4, 11], "Compare: Family name, Document number.")
    assert (marked(gaps), row_of(gaps)[-1].value) == ([5, 6, 7, 8, 11], "Not read: Citizenship, Date of birth, Sex.")
    assert (marked(ended), row_of(ended)[-1].value) == ([9, 11], "This document ended on 20 November 2026.")


@pytest.mark.parametrize("why", Unread)
def test_an_unread_photo_says_why_on_one_line(why: Unread) -> None:
    """The advice stands alone in its row, without markup and without what only helps in a chat."""
    cells = row_of(GuestRow("a", why))

    assert cells[-1].value == unread(words_of("en"), why)
    assert [cell.value for cell in cells[1:-1]] == [None] * 9
    assert not {"\n", "<", "&"} & set(str(cells[-1].value))
    assert "type the answers" not in str(cells[-1].value)
    assert len(str(cells[-1].value)) > 30


@pytest.mark.parametrize("name", ["=1+1", "+7701", "-2", "@SUM(A1)", '=HYPERLINK("http://a")', "#N/A", "1", "{=A1}"])
def test_nothing_is_a_formula(name: str) -> None:
    """A photo's name that looks like a formula, a number or a fault of one is a text, and stays one when edited."""
    named = row_of(GuestRow(name, Unread.DARK))[0]

    assert (named.value, named.data_type, named.number_format) == (name, "s", "@")


def test_the_file_holds_no_more_than_its_rows() -> None:
    """No macro, no formula, no link outside, and nobody's name in its properties."""
    made = guest_sheet(words_of("en"), [ALL_WELL, GuestRow("=1", Unread.CUT)], TODAY)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        content = {name: parts.read(name).decode() for name in parts.namelist()}

    assert not any("vba" in name or "external" in name.casefold() for name in content)
    assert "<f>" not in content["xl/worksheets/sheet1.xml"]
    assert "IVANOV" not in "".join(text for name, text in content.items() if "sheet1" not in name)
    assert openpyxl.load_workbook(io.BytesIO(made)).properties.lastModifiedBy is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_speak_the_hosts_language_and_stay_in_sight(language: str) -> None:
    """Eleven headings, each its own, over columns wide enough; the first row stays when one scrolls."""
    sheet = sheet_of(ALL_WELL, language=language)

    headings = [str(cell.value) for cell in sheet[1]]
    assert len(set(headings)) == 11
    assert sheet.freeze_panes == "A2"
    assert all(8 < column.width <= 50 for column in sheet.column_dimensions.values())
    assert row_of(ALL_WELL, language)[5].value == {"en": "Russia", "ru": "Россия", "kk": "Ресей"}[language]


def test_a_hundred_rows_keep_their_order() -> None:
    """As many as an archive may have."""
    sheet = sheet_of(*(GuestRow(f"{number}.jpg", Unread.BLURRED) for number in range(100)))

    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [f"{number}.jpg" for number in range(100)]
