"""From the rows of a spreadsheet to answers: headings, dates, states and kinds in any of the languages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from bot.domain.answers import Answers, Question
from bot.domain.document import DocumentKind
from bot.domain.guest_import import GuestEntry
from bot.domain.person import Sex
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_question import Value, answered
from bot.registration.import_checks import RowFault
from bot.spreadsheet.table import Cell, Formula, Row, Table
from bot.texts import buttons
from bot.texts.countries import find_countries
from bot.texts.reading_dates import read_date
from bot.texts.words import LANGUAGES, Words, unmarked, words_of

# the order of the columns in the template, and of reading: a document's number is checked by its kind
COLUMNS = (
    Question.FAMILY_NAME,
    Question.GIVEN_NAMES,
    Question.PATRONYMIC,
    Question.BORN,
    Question.SEX,
    Question.CITIZENSHIP,
    Question.DOCUMENT_KIND,
    Question.DOCUMENT_NUMBER,
    Question.DOCUMENT_EXPIRES,
    Question.ENTERED,
    Question.UNTIL,
)
OPTIONAL = frozenset({Question.PATRONYMIC, Question.SEX, Question.DOCUMENT_KIND})
_DATES = {Question.BORN, Question.DOCUMENT_EXPIRES, Question.ENTERED, Question.UNTIL}
_Kind = TypeVar("_Kind", bound=StrEnum)
_LAST_IN_FUTURE = 20  # years: a year of two digits in an end is not in the last century


class NoRows(StrEnum):
    """Why the rows of a table cannot be told apart."""

    COLUMNS_MISSING = "columns_missing"
    COLUMN_TWICE = "column_twice"


class HeadingError(Exception):
    """The heading does not name what is needed; `columns` are those that lack or stand twice."""

    def __init__(self, why: NoRows, columns: Sequence[Question]) -> None:
        super().__init__(why.value)
        self.why, self.columns = why, tuple(columns)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What could be read, and why the rest could not; a row with one fault is not read at all."""

    entries: tuple[GuestEntry, ...]
    faults: tuple[RowFault, ...]


def read_rows(table: Table, today: date) -> ReadRows:
    """Every row by itself. Raises HeadingError."""
    places = columns_of(table)
    entries: list[GuestEntry] = []
    faults: list[RowFault] = []
    for row in table.rows:
        answers, wrong = _read(row, places, today)
        if wrong:
            faults += wrong
        else:
            entries.append(GuestEntry(row.number, answers))
    return ReadRows(tuple(entries), tuple(faults))


def columns_of(table: Table) -> dict[Question, int]:
    """Where each column stands; what else stands in the table is passed over. Raises HeadingError."""
    named = [_named().get(_plain(text)) for text in table.heading]
    twice = [question for question in COLUMNS if named.count(question) > 1]
    if twice:
        raise HeadingError(NoRows.COLUMN_TWICE, twice)
    missing = [question for question in COLUMNS if question not in named and question not in OPTIONAL]
    if missing:
        raise HeadingError(NoRows.COLUMNS_MISSING, missing)
    return {question: place for place, question in enumerate(named) if question is not None}


def column_name(words: Words, question: Question) -> str:
    """A column's heading in the template, in plain text."""
    return unmarked(buttons.question(words, question))


@cache
def _named() -> Mapping[str, Question]:
    every = {_plain(column_name(words_of(language), each)): each for language in LANGUAGES for each in COLUMNS}
    return every | {_plain(each.value): each for each in COLUMNS}


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def _read(row: Row, places: Mapping[Question, int], today: date) -> tuple[Answers, list[RowFault]]:
    answers = Answers(document_kind=DocumentKind.PASSPORT, patronymic="")
    faults = []
    for question in COLUMNS:
        cell = _cell(row, places.get(question))
        try:
            if cell != "" or _is_needed(question, answers):
                value = _value(question, cell, today)
                if question is not Question.UNTIL or answers.entered is not None:  # else the entry's own fault is told
                    answers = answered(answers, question, value, today)
        except Refusal as no:
            faults.append(RowFault(row.number, question, no))
    return answers, faults


def _cell(row: Row, place: int | None) -> Cell:
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _is_needed(question: Question, answers: Answers) -> bool:
    has_no_end = question is Question.DOCUMENT_EXPIRES and answers.document_kind is DocumentKind.INTERNAL_PASSPORT
    return question not in OPTIONAL and not has_no_end


def _value(question: Question, cell: Cell, today: date) -> Value:
    if isinstance(cell, Formula):
        raise Refusal(RefusalCode.CELL_FORMULA)
    if cell == "":
        raise Refusal(RefusalCode.CELL_EMPTY)
    if question in _DATES:
        return cell if isinstance(cell, date) else read_date(cell, latest=_latest(question, today))
    text = cell.isoformat() if isinstance(cell, date) else cell
    return _SPELT[question](text) if question in _SPELT else text


def _latest(question: Question, today: date) -> date:
    """The last day that a year of two digits can mean."""
    is_past = question in {Question.BORN, Question.ENTERED}
    return today if is_past else today.replace(year=today.year + _LAST_IN_FUTURE, day=1)


def _citizenship(text: str) -> str:
    found = find_countries(text)
    if len(found) != 1:
        raise Refusal(RefusalCode.CITIZENSHIP_UNCLEAR)
    return found[0]


def _sex(text: str) -> str:
    return _one_of(text, _sexes(), RefusalCode.SEX_UNKNOWN)


def _kind(text: str) -> str:
    return _one_of(text, _kinds(), RefusalCode.DOCUMENT_KIND_UNKNOWN)


def _one_of(text: str, named: Mapping[str, str], code: RefusalCode) -> str:
    if (value := named.get(_plain(text))) is None:
        raise Refusal(code)
    return value


@cache
def _sexes() -> Mapping[str, str]:
    short = {"m": "M", "f": "F", "x": "X", "м": "M", "ж": "F", "е": "M", "ә": "F", "э": "F"}
    return dict(_in_all_languages(buttons.sex, Sex)) | short


@cache
def _kinds() -> Mapping[str, str]:
    return dict(_in_all_languages(buttons.document_kind, DocumentKind)) | {
        "passport": DocumentKind.PASSPORT.value,
        "id": DocumentKind.ID_CARD.value,
    }


def _in_all_languages(speak: Callable[[Words, _Kind], str], kinds: type[_Kind]) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for kind in kinds:
            yield _plain(unmarked(speak(words_of(language), kind))), kind.value
            yield _plain(kind.value), kind.value


_SPELT: dict[Question, Callable[[str], str]] = {
    Question.CITIZENSHIP: _citizenship,
    Question.SEX: _sex,
    Question.DOCUMENT_KIND: _kind,
}
