"""`tirkeu import guests FILE`: an organisation's spreadsheet, checked here; the organisation itself files it by a tap.

The operator has no tap to give: what is good waits in the organisation's own chat, as if it had sent the file itself.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.commands.ending import CannotError, run_to_the_end
from bot.commands.opening import database_of
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.organisation import Bin
from bot.domain.people import Host
from bot.domain.place import Place
from bot.domain.refusals import Refusal
from bot.machine.clock import RealClock
from bot.registration.imports import PrepareImport, ReadImportPlaces
from bot.spreadsheet.reading import read_table
from bot.spreadsheet.table import Table, TableError
from bot.texts import imports
from bot.texts.import_rows import HeadingError, ReadRows, read_rows
from bot.texts.import_sheet import fault_in_words, faulty_rows
from bot.texts.refusals import refusal
from bot.texts.words import Words, unmarked, words_of
from storage.database import Database

GOOD, TO_MEND, NOT_DONE = 0, 1, 2  # exit codes


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    file: Path
    bin: str
    place: int | None
    language: str


class _NotDoneError(Exception):
    """Nothing was checked; the text says why, in the words of a person."""


def import_guests(order: Order) -> int:
    """0: every row waits for the organisation's tap; 1: some have to be mended; 2: nothing was checked."""
    try:
        return run_to_the_end(_import(order, read_settings()))
    except (_NotDoneError, CannotError) as why:
        sys.stderr.write(f"{why}\n")
    except Refusal as no:
        sys.stderr.write(f"{unmarked(refusal(words_of(order.language), no))}\n")
    return NOT_DONE


async def _import(order: Order, settings: Settings) -> int:
    clock, words = RealClock(settings.zone), words_of(order.language)
    table, read = _read(order.file, words, clock)
    async with database_of(settings) as database:
        host = await _organisation(database, Bin.parse(order.bin), order.bin)
        place = _one(await ReadImportPlaces(look=database.look)(host.chat), order.place)
        prepare = PrepareImport(begin=database.begin, clock=clock, most_at_a_dwelling=settings.most_at_a_dwelling)
        prepared = await prepare.by_operator(host.chat, place.id, read.entries)
    faults = sorted((*read.faults, *prepared.faults), key=lambda fault: fault.row)
    for fault in faults:
        sys.stdout.write(f"{fault_in_words(words, table, fault)}\n")
    if faults:
        mend = order.file.with_name(f"{order.file.stem}-to-mend.xlsx")
        mend.write_bytes(faulty_rows(words, table, faults))
        sys.stdout.write(f"{mend}\n")
    sys.stdout.write(f"{imports.for_terminal(len(table.rows), prepared.waiting, faults)}\n")
    return TO_MEND if faults else GOOD


def _read(file: Path, words: Words, clock: RealClock) -> tuple[Table, ReadRows]:
    try:
        table = read_table(file.read_bytes())
        return table, read_rows(table, clock.today())
    except OSError as error:
        raise _NotDoneError(f"{file}: {error.strerror}") from error
    except TableError as error:
        raise _NotDoneError(unmarked(imports.no_sheet(words, error.code))) from error
    except HeadingError as error:
        raise _NotDoneError(unmarked(imports.wrong_heading(words, error))) from error


async def _organisation(database: Database, number: Bin, said: str) -> Host:
    async with database.look() as seen:
        host = await seen.hosts.by_number(number)
    if host is None:
        raise _NotDoneError(f"No organisation with the BIN {said} talks with this bot.")
    return host


def _one(places: list[Place], wanted: int | None) -> Place:
    """The place that was named, or the only one."""
    found = [place for place in places if wanted in {None, place.id}]
    if len(found) == 1:
        return found[0]
    named = "\n".join(f"  --place {place.id}  {imports.place_name(place)}" for place in places)
    raise _NotDoneError(f"Which place is it? Choose one:\n{named}")
