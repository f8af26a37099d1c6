"""The list of guests as a spreadsheet (XLSX) in the host's language, made in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.answers import Question
from bot.domain.passport import PassportCard
from bot.passport.reading import Unread
from bot.registration.guest_lists import GuestRow
from bot.texts import buttons
from bot.texts.countries import country_name
from bot.texts.guest_rows import doubted, look_at, missing
from bot.texts.words import Words, unmarked
from bot.texts.workbook import WRAPPED, Value, heading, in_memory, text_cell, titled


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of what was read; `question` is the field whose doubts mark it."""

    heading: Callable[[Words], str]
    width: int  # characters
    value: Callable[[Words, PassportCard], Value]
    question: Question | None


def guest_sheet(words: Words, rows: Sequence[GuestRow], today: date) -> bytes:
    """A row a photo; doubted cells are filled, and the last cell says in words what to look at."""
    book, sheet = titled(unmarked(words.say("Guests")))
    sheet.append(_headings(sheet, words))
    for row in rows:
        sheet.append(_cells(sheet, words, row, today))
    for place, width in enumerate((_NAME_WIDTH, *(column.width for column in _COLUMNS), _LOOK_WIDTH), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    return in_memory(book)


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
    return [heading(sheet, unmarked(text)) for text in said]


def _cells(sheet: Worksheet, words: Words, row: GuestRow, today: date) -> list[Cell]:
    said = look_at(words, row, today)
    advice = text_cell(sheet, said, is_marked=bool(said))
    advice.alignment = WRAPPED
    return [text_cell(sheet, row.name), *_read(sheet, words, row.read, today), advice]


def _read(sheet: Worksheet, words: Words, read: PassportCard | Unread, today: date) -> Iterator[Cell]:
    """The cells between the photo's name and the advice; nothing stands in them where nothing was read."""
    if isinstance(read, Unread):
        yield from (text_cell(sheet, None) for _ in _COLUMNS)
        return
    marked = {*doubted(read), *missing(read)} | ({Question.DOCUMENT_EXPIRES} if read.has_ended(today) else set())
    for column in _COLUMNS:
        yield text_cell(sheet, column.value(words, read), is_marked=column.question in marked)
