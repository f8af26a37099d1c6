"""What a check-up finds of the record: how much of it is signed, since when, and whether every row is as written."""

from datetime import datetime, timedelta

from bot.certificate import keystore
from bot.certificate.keys import KeysError
from bot.commands.audit import fault_in_words
from bot.commands.finding import FIRST, Finding, State
from bot.config import Settings
from storage.audit_walk import Verified, Wrong, verify
from storage.database import Database
from storage.record_state import RecordState, record_state

ROUND_MISSED = timedelta(days=2)  # the bot signs once a day
RECORD, ROWS = "record", "record's rows"
NO_KEYS = "cannot be proved: the signing keys are not here"
UNREADABLE = "something in it cannot be read: it was not this program that wrote it"
TO_SIGN = "the bot signs once a day, or: tirkeu audit sign"
EVERY_ROW = "Every row of the record, and every signed head, is as it was written (tirkeu audit verify)."


async def of_the_record(database: Database, settings: Settings, now: datetime, *, is_quick: bool) -> list[Finding]:
    """Its head at once; all its rows, which takes 11 seconds a million, where there is time."""
    try:
        ring = keystore.load(settings.keys_dir)
    except (KeysError, OSError):
        return [Finding(name=RECORD, state=State.WARNING, said=NO_KEYS)]
    try:
        async with database.reading() as connection:
            found = [_of_state(await record_state(connection, ring), now)]
            return found if is_quick else [*found, _of_rows(await verify(connection, ring))]
    except ValueError:  # a moment that is none, and the like
        return [Finding(name=RECORD, state=State.BROKEN, said=UNREADABLE)]


def _of_state(found: RecordState, now: datetime) -> Finding:
    if found.fault is not None:
        is_withdrawn = found.fault.wrong is Wrong.HEAD_WITHDRAWN  # which proves nothing, and accuses nobody
        state = State.WARNING if is_withdrawn else State.BROKEN
        return Finding(name=RECORD, state=state, said=fault_in_words(found.fault))
    said = f"{found.last} rows, {found.unsigned} of them not signed yet"
    if found.signed_at is not None:
        said = f"{said}; signed up to row {found.signed_upto}, {_hours(now - found.signed_at):.1f} h ago"
    if found.unsigned_since is None or now - found.unsigned_since <= ROUND_MISSED:
        return Finding(name=RECORD, state=State.OK, said=said)
    said = f"{said}; the oldest waits for {_hours(now - found.unsigned_since):.1f} h: {TO_SIGN}"
    return Finding(name=RECORD, state=State.WARNING, said=said)


def _hours(time: timedelta) -> float:
    return time / timedelta(hours=1)


def _of_rows(walked: Verified) -> Finding:
    return Finding(
        name=ROWS,
        state=State.OK if walked.is_sound else State.BROKEN,
        said=EVERY_ROW,
        offenders=len(walked.faults) + walked.more,
        first=tuple(fault_in_words(fault) for fault in walked.faults[:FIRST]),
    )
