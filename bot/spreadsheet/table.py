"""What a table is, and why a file is none."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

LARGEST_FILE: Final = 5 * 2**20
MOST_ROWS: Final = 500  # of guests; the heading is not counted
MOST_COLUMNS: Final = 60
MOST_LINES: Final = 4 * MOST_ROWS  # with empty ones between
LONGEST_CELL: Final = 500  # characters: more is no name and no date


class TableCode(StrEnum):
    """Why no row was looked at."""

    TOO_LARGE = "too_large"  # the file, or what it unpacks to
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    OLD_EXCEL = "old_excel"  # the format before 2007
    NOT_A_TABLE = "not_a_table"


class TableError(Exception):
    """The file was not read; `code` says why."""

    def __init__(self, code: TableCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that calculates: what it would give is nobody's word, so it is never taken for a value."""


Cell = str | date | Formula  # "" where nothing stands


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file. `repr` is mute: people's data are in it."""

    number: int  # as a spreadsheet program counts, from 1
    cells: tuple[Cell, ...] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """True when nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The first row that says something, and those after it that do."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]
