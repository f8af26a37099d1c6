"""Lines of a file of border crossings, read and digested in a process of its own: no document's number leaves it."""

import csv
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.domain.crossing import CrossingFault, Direction
from bot.domain.dates import OLDEST_ENTRY
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.refusals import Refusal
from bot.law.states import countries
from storage.crossing_files import CrossingRow
from storage.tables import cases
from storage.vault import Vault

STATELESS, GERMANY_IN_THE_ZONE = "XXA", "D"  # ICAO 9303-3, section 5: the one state whose code is not that of ISO 3166
LONGEST_CHECKPOINT = 64
_WIDEST = DocumentKind.ID_CARD  # the file does not say which kind it is; a number is written alike whatever it is


class Heading(StrEnum):
    """The columns that are read; they may stand in any order."""

    DOCUMENT = "document"
    CITIZENSHIP = "citizenship"
    DIRECTION = "direction"
    DATE = "date"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: what parts its fields, how many there are, and where each column stands."""

    delimiter: str
    width: int
    places: tuple[int, ...]  # of each `Heading`, in their order


class Block(NamedTuple):
    """Some whole lines; `first` is the number of the first one, as an editor counts."""

    text: bytes
    first: int

    def __repr__(self) -> str:
        return f"Block(first={self.first})"


class Fault(NamedTuple):
    """A line that was not taken, and why."""

    line: int
    why: CrossingFault


class Read(NamedTuple):
    """What a block holds; `lines` counts the empty ones, too."""

    rows: list[CrossingRow]
    faults: list[Fault]
    lines: int


class _BadRowError(Exception):
    """A line cannot be taken in."""

    def __init__(self, why: CrossingFault) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the lines of one file; `today` is the last day that can be in it."""

    vault: Vault
    layout: Layout
    today: date

    def read(self, block: Block) -> Read:
        """Every line of the block."""
        rows: list[CrossingRow] = []
        faults: list[Fault] = []
        lines = block.text.decode(errors="replace").split("\n")
        if lines[-1] == "":
            lines.pop()
        for number, line in enumerate(lines, block.first):
            try:
                if line.strip():
                    rows.append(self._row(line))
            except _BadRowError as bad:
                faults.append(Fault(number, bad.why))
        return Read(rows, faults, len(lines))

    def _row(self, line: str) -> CrossingRow:
        fields = _fields(line, self.layout.delimiter)
        if len(fields) != self.layout.width:
            raise _BadRowError(CrossingFault.FIELDS)
        document, citizenship, direction, day, checkpoint = (fields[place].strip() for place in self.layout.places)
        return (
            self._index(document),
            _citizenship(citizenship),
            _direction(direction),
            self._day(day),
            _checkpoint(checkpoint),
        )

    def _index(self, written: str) -> bytes:
        """As that of a request's document: the number is cleaned by the same hand."""
        try:
            number = DocumentNumber.parse(written, _WIDEST)
        except Refusal:
            raise _BadRowError(CrossingFault.DOCUMENT) from None
        return self.vault.index(cases.c.document_index, number.reveal())

    def _day(self, written: str) -> date:
        day = _date(written)
        if day is None:
            raise _BadRowError(CrossingFault.DATE)
        if day > self.today:
            raise _BadRowError(CrossingFault.DATE_TO_COME)
        if day < OLDEST_ENTRY:
            raise _BadRowError(CrossingFault.DATE_TOO_OLD)
        return day


def _fields(line: str, delimiter: str) -> Sequence[str]:
    """One line is one row: a quotation mark never reaches over its end."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=delimiter, strict=True))
    except csv.Error:
        raise _BadRowError(CrossingFault.FIELDS) from None


@lru_cache(maxsize=1024)
def _citizenship(written: str) -> str:
    code = "DEU" if written.upper() == GERMANY_IN_THE_ZONE else written.upper()
    if code != STATELESS and code not in countries():
        raise _BadRowError(CrossingFault.CITIZENSHIP)
    return code


@lru_cache(maxsize=16)
def _direction(written: str) -> str:
    try:
        return Direction(written.lower()).value
    except ValueError:
        raise _BadRowError(CrossingFault.DIRECTION) from None


@lru_cache(maxsize=8192)
def _date(written: str) -> date | None:
    """ISO 8601, or day.month.year as it is written here."""
    parts = written.split(".")
    if len(parts) == len(("day", "month", "year")):
        written = "-".join(part.zfill(2) for part in reversed(parts))
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _checkpoint(written: str) -> str:
    if len(written) > LONGEST_CHECKPOINT or not written.isprintable():
        raise _BadRowError(CrossingFault.CHECKPOINT)
    return written


_readers: list[RowReader] = []  # of this process: one, once it has begun


def begin(secret: bytes, layout: Layout, today: date) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's
    _readers.append(RowReader(Vault(secret), layout, today))


def read_in_process(block: Block) -> Read:
    return _readers[0].read(block)


def layout_of(heading: str) -> "Layout | LayoutFault":
    """What the first line says."""
    delimiter = ";" if ";" in heading else ","
    names = [name.strip().strip('"').strip().lower() for name in heading.split(delimiter)]
    found = {name: [place for place, each in enumerate(names) if each == name.value] for name in Heading}
    wrong = tuple(name for name, places in found.items() if len(places) != 1)
    if wrong:
        return LayoutFault(wrong)
    return Layout(delimiter, len(names), tuple(found[name][0] for name in Heading))


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """Columns that are missing, or there more than once."""

    wrong: tuple[Heading, ...]


def extra(layout: Layout) -> Iterator[int]:
    """The columns that are not read, counted from one."""
    return (place + 1 for place in range(layout.width) if place not in layout.places)
