"""`tirkeu breach --since --until`: whose data looks, searches and exports of an interval have touched."""

import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.opening import database_of, must_be_new
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.office.breach import Breach, Side, Touched, find_breach, notify_by, people_of
from bot.spreadsheet.writing import csv_writer
from storage.audit_reading import SqlRecordReader
from storage.database import Database
from storage.moving.workspace import private_file

EMPTY_INTERVAL = "--since has to be before --until."
NO_SUCH_YEAR = "{moment}: by UTC this is before the year 1 or after the year 9999."
HEADER = (
    "application_number",
    "guest_chat",
    "guest_language",
    "host_chat",
    "host_language",
    "wiped",
    "touched_by",
    "matter",
)
SUM = "From {since} to {until}: data of {numbers} applications were touched; {wiped} of them are wiped by now.\n"
TO_TELL = "{chats} chats can be told: {languages}.\n"
WAY = "  {by}: {action}{why}, {times} times, {numbers} applications\n"
RULES = (
    "If data have got out: tell the authorised body for personal data within one working day of finding it (Law 94-V "
    "of 21 May 2013 as changed by Law 44-VIII of 11 December 2023); if it was found today, by {day}. The people are "
    "told by the rules of 9 August 2024, No. 481/НҚ: ask that body which form it wants.\n"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    since: datetime
    until: datetime
    is_json: bool
    csv: Path | None


def breach(order: Order) -> int:
    """Print it, or write it; 2 where it could not be told."""
    try:
        run_to_the_end(_breach(order, read_settings()))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    return DONE


async def _breach(order: Order, settings: Settings) -> None:
    since, until = (_aware(moment, settings) for moment in (order.since, order.until))
    if since >= until:
        raise CannotError(EMPTY_INTERVAL)
    must_be_new(order.csv)
    now = datetime.now(settings.zone)  # noqa: TID251 - a command line has no Clock to be given
    async with database_of(settings) as database, database.reading() as connection:
        reader = SqlRecordReader(connection, database.vault)
        found = await find_breach(reader, since, until)
        await _record(database, since, until, len(found.by_number), now)
        people = people_of(reader, found)
        told = await (_to_csv(order.csv, found, people) if order.csv is not None else _sides(people, found))
    if order.is_json:
        sys.stdout.write(_as_json(found, told, since, until, notify_by(now.date()).isoformat()))
    else:
        sys.stdout.write(_as_text(found, told, since, until, notify_by(now.date()).isoformat()))
    if order.csv is not None:
        sys.stdout.write(f"{order.csv}\n")


@dataclass(slots=True)
class _Told:
    """Who can be told, and the list where it is wanted whole."""

    chats: dict[int, str] = field(default_factory=dict)
    wiped: int = 0
    rows: list[list[object]] = field(default_factory=list)

    def add(self, one: Touched) -> None:
        self.wiped += one.is_wiped
        for side in (one.guest, one.host):
            if side is not None:
                self.chats[side.chat] = side.language


async def _sides(people: AsyncIterator[Touched], found: Breach) -> _Told:
    told = _Told()
    async for one in people:
        told.add(one)
        told.rows.append(_row(one, found))
    return told


async def _to_csv(file: Path, found: Breach, people: AsyncIterator[Touched]) -> _Told:
    """A line each, as they come: the list may be long."""
    told = _Told()
    with private_file(file).open("w", encoding="utf-8", newline="") as out:
        write = csv_writer(out)
        write(HEADER)
        async for one in people:
            told.add(one)
            write(_row(one, found))
    return told


def _row(one: Touched, found: Breach) -> list[object]:
    by = "; ".join(f"{way.by}: {way.action.value} {way.why}".strip() for way in found.ways_to(one))
    number, matter = "" if one.number is None else f"{one.number:08d}", "" if one.matter is None else one.matter
    return [number, *_cells(one.guest), *_cells(one.host), int(one.is_wiped), by, matter]


def _cells(side: Side | None) -> Sequence[object]:
    return ("", "") if side is None else (side.chat, side.language)


async def _record(database: Database, since: datetime, until: datetime, numbers: int, now: datetime) -> None:
    interval = {"since": since.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()}
    detail = interval | {"applications": str(numbers)}
    async with database.begin() as work:
        work.audit.record(AuditEntry(action=AuditAction.BREACH, at=now, by=OPERATOR, detail=detail))
        await work.commit()


def _aware(moment: datetime, settings: Settings) -> datetime:
    """A moment without a zone is of the operator's own.

    Raises:
        CannotError: It is of another year by UTC, in which moments are stored, and there is no such year.
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=settings.zone)
    try:
        aware.astimezone(UTC)
    except OverflowError:
        raise CannotError(NO_SUCH_YEAR.format(moment=moment.isoformat())) from None
    return aware


def _as_text(found: Breach, told: _Told, since: datetime, until: datetime, day: str) -> str:
    counted = Counter(told.chats.values())
    languages = ", ".join(f"{language} {count}" for language, count in sorted(counted.items())) or "none"
    numbers = len(found.by_number)
    lines = [
        SUM.format(since=since.isoformat(), until=until.isoformat(), numbers=numbers, wiped=told.wiped),
        TO_TELL.format(chats=len(told.chats), languages=languages),
    ]
    for way in found.ways:
        why = f" ({way.why})" if way.why else ""
        numbers = found.requests_of(way)
        lines.append(WAY.format(by=way.by, action=way.action.value, why=why, times=found.times[way], numbers=numbers))
    lines += [f"{' '.join(map(str, row))}\n" for row in told.rows]
    return "".join([*lines, RULES.format(day=day)])


def _as_json(found: Breach, told: _Told, since: datetime, until: datetime, day: str) -> str:
    ways = [
        {
            "by": way.by,
            "action": way.action.value,
            "why": way.why,
            "times": found.times[way],
            "applications": found.requests_of(way),
        }
        for way in found.ways
    ]
    said = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "applications": len(found.by_number),
        "wiped": told.wiped,
        "chats": Counter(told.chats.values()),
        "notify_by": day,
        "ways": ways,
    }
    if told.rows:
        said["touched"] = [dict(zip(HEADER, row, strict=True)) for row in told.rows]
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n"
