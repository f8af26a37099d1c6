"""`tirkeu doctor`: what must hold of the database, and what the bot needs around it; nothing is changed.

A bot may run beside it: the database is read a batch at a time, and no reader waits for a writer or the other way.
"""

import asyncio
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import surroundings
from bot.commands.finding import EXIT_CODES, FIRST, Finding, State, as_json, as_table, worst
from bot.commands.record_findings import of_the_record
from bot.commands.settings import faults_in
from bot.config import Settings
from bot.machine.clock import RealClock
from bot.registration.ports import Clock
from storage.backlog import backlog_of
from storage.checkup.vitals import Vitals, attach, file_of, vitals_of
from storage.database import Database
from storage.invariants import INVARIANTS, found
from storage.migrations import HEAD
from storage.vault import WeakSecretError

LATE = timedelta(hours=1)
CLOCKS_MAY_DIFFER = timedelta(seconds=5)
_DATABASE_FAULTS = (SQLAlchemyError, sqlite3.Error, OSError, ModuleNotFoundError, ValueError)


def doctor(*, is_json: bool, is_quick: bool) -> int:
    """Print what was found; the exit code. `is_quick` leaves the invariants out, which read everything."""
    findings = asyncio.run(look(is_quick=is_quick))
    sys.stdout.write(f"{as_json(findings) if is_json else as_table(findings)}\n")
    return EXIT_CODES[worst(findings)]


async def look(*, is_quick: bool = False) -> list[Finding]:
    """Everything, from the settings to the last row."""
    try:
        settings = Settings()
    except ValidationError as error:
        return [Finding(name="settings", state=State.BROKEN, said="; ".join(faults_in(error)))]
    clock = RealClock(settings.zone)
    findings = [surroundings.zone(settings, clock.now()), *surroundings.keys(settings, clock.now())]
    findings.append(surroundings.officers(settings))
    findings += await surroundings.telegram(settings)
    try:
        findings += await _database(settings, clock, is_quick=is_quick)
    except _DATABASE_FAULTS as fault:
        findings.append(Finding(name="database", state=State.BROKEN, said=f"cannot be read: {type(fault).__name__}"))
    return findings


async def _database(settings: Settings, clock: Clock, *, is_quick: bool) -> list[Finding]:
    secret, file = settings.secret_key.get_secret_value(), file_of(settings.database_url)
    if not secret:
        return [Finding(name="database", state=State.BROKEN, said="SECRET_KEY is not set: it is sealed under it")]
    findings = list(_beside(file))
    if file is not None and not file.exists():
        return [*findings, Finding(name="database", state=State.WARNING, said="none yet: the first start makes it")]
    try:
        database = attach(settings.database_url, secret)
    except WeakSecretError as weak:
        return [*findings, Finding(name="database", state=State.BROKEN, said=str(weak))]
    try:
        vitals = await vitals_of(database)
        findings += _of_vitals(vitals, clock.now())  # asked right after the database's, to be compared
        if worst(findings) is State.BROKEN or vitals.revision != HEAD or not vitals.key_fits:
            return findings  # what was written by another version, or under another key, cannot be judged
        findings += await _of_backlog(database, clock.now())
        findings += await of_the_record(database, settings, clock.now(), is_quick=is_quick)
        return findings if is_quick else [*findings, *await _of_invariants(database)]
    finally:
        await database.close()


def _beside(file: Path | None) -> Iterator[Finding]:
    if file is not None:
        yield surroundings.disk(file.parent)
        yield surroundings.journal(file)


def _of_vitals(vitals: Vitals, now: datetime) -> Iterator[Finding]:
    yield Finding(name="database", state=State.OK, said=f"{vitals.version}, {vitals.size / 1024**2:.1f} MB")
    yield Finding(
        name="schema",
        state=State.OK if vitals.revision == HEAD else State.WARNING,
        said=f"{vitals.revision or 'no tables'}, this version has {HEAD}",
    )
    if vitals.key_fits is not None:
        said = "fits" if vitals.key_fits else "is not the one under which this database was written"
        yield Finding(name="secret key", state=State.OK if vitals.key_fits else State.BROKEN, said=said)
    if vitals.now is not None:
        apart = abs(vitals.now - now)
        state = State.WARNING if apart > CLOCKS_MAY_DIFFER else State.OK
        yield Finding(name="clock", state=state, said=f"{apart.total_seconds():.1f} s from the database's")


async def _of_backlog(database: Database, now: datetime) -> list[Finding]:
    waits = await backlog_of(database, now)
    notice = f"{waits.waiting} wait, {waits.due} are due"
    update = f"{waits.unhandled} wait to be handled"
    return [
        Finding(name="notices", state=_by_age(waits.oldest_notice), said=_since(notice, waits.oldest_notice)),
        Finding(name="inbox", state=_by_age(waits.oldest_update), said=_since(update, waits.oldest_update)),
    ]


def _by_age(seconds: float) -> State:
    """Late is a warning only: Telegram may be down."""
    return State.WARNING if seconds > LATE.total_seconds() else State.OK


def _since(said: str, seconds: float) -> str:
    return f"{said}, the oldest for {seconds / 60:.0f} min" if seconds else said


async def _of_invariants(database: Database) -> list[Finding]:
    counts: Counter[str] = Counter()
    first: dict[str, list[str]] = defaultdict(list)
    async with aclosing(found(database)) as offences:  # left half-way it gives its connection back at once
        async for offence in offences:
            if offence.subject in first[offence.invariant]:
                continue
            counts[offence.invariant] += 1
            if len(first[offence.invariant]) < FIRST:
                first[offence.invariant].append(offence.subject)
    return [
        Finding(
            name=each.name,
            state=State.BROKEN if counts[each.name] else State.OK,
            said=each.sentence,
            offenders=counts[each.name],
            first=tuple(first[each.name]),
        )
        for each in INVARIANTS
    ]
