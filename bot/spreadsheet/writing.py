"""CSV as it leaves us: in no spreadsheet a cell of it becomes a formula."""

import csv
from collections.abc import Callable, Iterable
from typing import Final, TextIO

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
Write = Callable[[Iterable[object]], object]


def csv_writer(stream: TextIO) -> Write:
    """What writes a row there. A text that could be taken for a formula gets an apostrophe before it (OWASP, CSV
    Injection).
    """
    rows = csv.writer(stream)
    return lambda cells: rows.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
