"""An organisation's spreadsheet as a file: fetched, read, and what is sent back.

openpyxl is loaded when the first spreadsheet comes, not at every start; all but the fetching runs on a thread.
"""

import io
from collections.abc import Sequence
from datetime import date

from aiogram.exceptions import AiogramError

from bot.registration.import_checks import RowFault
from bot.registration.imports import Filed
from bot.spreadsheet.table import LARGEST_FILE, Table, TableCode, TableError
from bot.telegram.links import OWN_REGISTRATION, start_link
from bot.telegram.passports import Sent
from bot.telegram.screen import Screen
from bot.texts import imports
from bot.texts.import_rows import HeadingError, ReadRows
from bot.texts.imports import NoSheet
from bot.texts.words import Words

FETCH_SECONDS = 60


class NoSheetError(Exception):
    """There is nothing to check; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__("no sheet")
        self.text = text


async def fetch(sent: Sent, screen: Screen) -> bytes:
    """The file's bytes. Raises NoSheetError."""
    if sent.size > LARGEST_FILE:
        raise NoSheetError(imports.no_sheet(screen.words, TableCode.TOO_LARGE))
    content = io.BytesIO()
    try:
        await screen.bot.download(sent.file, content, timeout=FETCH_SECONDS)
    except (AiogramError, OSError, TimeoutError) as error:
        raise NoSheetError(imports.no_sheet(screen.words, NoSheet.NOT_FETCHED)) from error
    return content.getvalue()


def read_file(content: bytes, words: Words, today: date) -> tuple[Table, ReadRows]:
    """The table, and what could be read of its rows. Raises NoSheetError."""
    from bot.spreadsheet.reading import read_table
    from bot.texts.import_rows import read_rows

    try:
        table = read_table(content)
        return table, read_rows(table, today)
    except TableError as error:
        raise NoSheetError(imports.no_sheet(words, error.code)) from error
    except HeadingError as error:
        raise NoSheetError(imports.wrong_heading(words, error)) from error


def faulty_file(words: Words, table: Table, faults: Sequence[RowFault]) -> tuple[list[str], bytes | None]:
    """The first faults in words, and the file of the faulty rows where there are any."""
    from bot.texts.import_sheet import fault_in_words, faulty_rows

    said = [fault_in_words(words, table, fault) for fault in faults[: imports.SHOWN]]
    return said, faulty_rows(words, table, faults) if faults else None


def filed_guests_file(words: Words, filed: Filed, username: str) -> bytes:
    """Who was filed, each with the own link."""
    from bot.texts.import_sheet import filed_guests

    linked = [(case, start_link(username, OWN_REGISTRATION, case.token)) for case in filed.cases]
    return filed_guests(words, linked)


def template_file(words: Words) -> bytes:
    """An empty spreadsheet."""
    from bot.texts.import_sheet import template

    return template(words)
