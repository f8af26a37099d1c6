"""`tirkeu overstays`: who is here after the last lawful day, as far as the border's record goes; no names.

The record says who was listed before the list goes out: where the machine stops in between, it tells of a list that is
not there, and never the other way.
"""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.opening import database_of, must_be_new
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.domain.crossing import Coverage
from bot.machine.clock import RealClock
from bot.office.overstays import FindOverstays, Overstay
from bot.registration.ports import Clock
from bot.spreadsheet.writing import csv_writer
from storage.database import Database
from storage.moving.workspace import private_file

COLUMNS = ("application_number", "last_lawful_day", "days_over")
AT_ONCE = 1000  # lines of the record a transaction
NO_RECORD = "No file of crossings was taken in: nothing can be said of anybody."
NOT_ALL = (
    "Only days of the border's record count: {spans}. Of other days nothing is known, and nobody is listed for them. "
    "Bad lines that were left out of it: {refused}; one of them may be somebody's exit."
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    on: date | None = None
    csv: Path | None = None


def overstays(order: Order) -> int:
    """0: listed; 2: it could not be done, and a line says why."""
    try:
        run_to_the_end(_list(order, read_settings()))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    return DONE


async def _list(order: Order, settings: Settings) -> None:
    clock = RealClock(settings.zone)
    on = min(order.on or clock.today(), clock.today())  # of a day to come the record has nothing
    must_be_new(order.csv)
    async with database_of(settings) as database:
        find = FindOverstays(look=database.look, clock=clock, kept=settings.terms.crossings)
        async with database.look() as seen:
            refused = await seen.crossings.refused()
        sys.stderr.write(f"{_warning(await find.coverage(), refused)}\n")
        listed = [one async for one in find(on)]
        await _record(database, on, listed, clock)
    _write(order.csv, listed)
    sys.stderr.write(f"{len(listed)} people stayed on\n")


async def _record(database: Database, on: date, listed: Sequence[Overstay], clock: Clock) -> None:
    """That there is a list, and a line under each number on it: whose data went out can be told afterwards."""
    at, detail = clock.now(), {"what": "overstays", "on": on.isoformat()}
    lines = [AuditEntry(action=AuditAction.EXPORTED, at=at, by=OPERATOR, detail=detail | {"rows": str(len(listed))})]
    lines += [
        AuditEntry(action=AuditAction.EXPORTED, at=at, by=OPERATOR, case=int(one.application_number), detail=detail)
        for one in listed
    ]
    for first in range(0, len(lines), AT_ONCE):
        async with database.begin() as work:
            work.audit.record(*lines[first : first + AT_ONCE])
            await work.commit()


def _write(file: Path | None, listed: Sequence[Overstay]) -> None:
    with private_file(file).open("w", encoding="utf-8", newline="") if file else nullcontext(sys.stdout) as stream:
        write = csv_writer(stream)
        write(COLUMNS)
        for one in listed:
            write((one.application_number, one.lawful.isoformat(), one.days_over))


def _warning(coverage: Coverage, refused: int) -> str:
    if not coverage.spans:
        return NO_RECORD
    spans = ", ".join(f"{span.first} to {span.last}" for span in coverage.spans)
    return NOT_ALL.format(spans=spans, refused=refused)
