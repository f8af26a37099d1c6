"""`tirkeu export registrations` and `verify`: files for a register, signed, none without a line in the record.

The line is written before the file gets its name: where the machine stops in between, the record tells of a file that
is not there, and never the other way. The cursor's place is in that line; the cursor's file only repeats it.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from bot.certificate.attested import Export, Word, open_export, sign_export
from bot.certificate.keys import KeyRing, KeysError
from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.opening import KEYS_AWAY, database_of, ring_of
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.office.exports import FIELDS, as_cells, as_fields
from bot.spreadsheet.writing import csv_writer
from storage.audit_exports import OtherRecordError, Part, Place, part_since, registrations
from storage.database import Database
from storage.moving.workspace import private_file, publish, workspace

NAME = "registrations-{moment:%Y%m%dT%H%M%SZ}.{format}"
SIGNATURE = ".sig"
NO_FOLDER = "{folder}: there is no such folder."
NO_CURSOR = "{file}: this is no cursor of an export."
OTHER_RECORD = (
    "{file}: the place where the last export ended is not in this database's record (another database, or a backup "
    "from before). Nothing was exported; to begin again with everything, remove that file."
)
MADE = "{file}: {rows} registrations, rows {since} to {upto} of the record\n"
GENUINE = "{file}: {rows} registrations, signed on {at:%Y-%m-%d %H:%M:%S} UTC, rows {since} to {upto} of the record\n"
NOT_GENUINE: Final[Mapping[Word, str]] = {
    Word.FORGED: "{file}: the signature is not the operator's.\n",
    Word.WITHDRAWN: "{file}: signed with a key that was withdrawn: it proves nothing any more.\n",
}
CHANGED = "{file}: the file is not the one that was signed.\n"
Write = Callable[[Mapping[str, str]], object]


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    format: str
    folder: Path
    cursor: Path | None


def export_registrations(order: Order) -> int:
    """0: the file is there, and recorded; 2: nothing is."""
    try:
        file, export = run_to_the_end(_export(order, read_settings()))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    sys.stdout.write(MADE.format(file=file, rows=export.rows, since=export.since + 1, upto=export.upto))
    return DONE


def verify_export(file: Path) -> int:
    """0: it is as the operator has signed it; 2: it is not, or cannot be read."""
    try:
        ring = ring_of(read_settings())
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").digest()
        word, export = open_export(file.with_name(file.name + SIGNATURE).read_bytes(), ring)
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    except OSError as fault:
        sys.stderr.write(f"{fault.filename}: {fault.strerror}\n")
        return NOT_BEGUN
    if export is None or word is not Word.GOOD:
        sys.stdout.write(NOT_GENUINE[word].format(file=file))
        return NOT_BEGUN
    if export.digest != digest:
        sys.stdout.write(CHANGED.format(file=file))
        return NOT_BEGUN
    said = GENUINE.format(file=file, rows=export.rows, at=export.at, since=export.since + 1, upto=export.upto)
    sys.stdout.write(said)
    return DONE


async def _export(order: Order, settings: Settings) -> tuple[Path, Export]:
    now = datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    if not order.folder.is_dir():
        raise CannotError(NO_FOLDER.format(folder=order.folder))
    ring, since = ring_of(settings), _read_cursor(order.cursor)
    final = order.folder / NAME.format(moment=now, format=order.format)
    async with database_of(settings) as database:
        try:
            part = await part_since(database, since)
        except OtherRecordError:
            raise CannotError(OTHER_RECORD.format(file=order.cursor)) from None
        with workspace(order.folder) as room:
            made = private_file(room / final.name)
            rows = await _write(database, part, made, order.format)
            export = _described(part, made, rows, now)
            signature = private_file(room / (final.name + SIGNATURE))
            signature.write_bytes(_signed(export, ring, settings))
            await _record(database, part, export, order.format)
            publish(signature, final.with_name(signature.name))
            publish(made, final)
    if order.cursor is not None:
        _keep_cursor(order.cursor, part.upto)
    return final, export


async def _write(database: Database, part: Part, made: Path, kind: str) -> int:
    rows = 0
    with made.open("w", encoding="utf-8", newline="") as file:
        write = _WRITERS[kind](file)
        async for registration in registrations(database, part.numbers):
            write(as_fields(registration))
            rows += 1
    return rows


def _csv(file: TextIO) -> Write:
    write = csv_writer(file)
    write(FIELDS)
    return lambda fields: write(as_cells(fields))


def _jsonl(file: TextIO) -> Write:
    return lambda fields: file.write(f"{json.dumps(fields, ensure_ascii=False)}\n")


_WRITERS: Final[Mapping[str, Callable[[TextIO], Write]]] = {"csv": _csv, "jsonl": _jsonl}
FORMATS: Final = tuple(_WRITERS)


def _described(part: Part, made: Path, rows: int, now: datetime) -> Export:
    with made.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").digest()
    at = now.replace(microsecond=0)
    return Export(digest=digest, rows=rows, since=part.since.seq, upto=part.upto.seq, at=at)


def _signed(export: Export, ring: KeyRing, settings: Settings) -> bytes:
    try:
        return sign_export(export, ring.signing_key(export.at)).envelope
    except KeysError as wrong:
        raise CannotError(KEYS_AWAY.format(folder=settings.keys_dir, code=wrong.code.value)) from None


async def _record(database: Database, part: Part, export: Export, kind: str) -> None:
    """Later than whatever is in the file was granted, for by its moment it is told afterwards who is."""
    now = datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    detail = {
        "what": "registrations",
        "format": kind,
        "rows": str(export.rows),
        "since": str(export.since),
        "upto": str(export.upto),
        "numbers_upto": str(part.numbers_upto),
        "digest": export.digest.hex(),
    }
    async with database.begin() as work:
        work.audit.record(AuditEntry(action=AuditAction.EXPORTED, at=now, by=OPERATOR, detail=detail))
        await work.commit()


def _read_cursor(file: Path | None) -> Place:
    if file is None or not file.exists():
        return Place()
    try:
        kept = json.loads(file.read_bytes())
        return Place(seq=int(kept["seq"]), hash=bytes.fromhex(kept["hash"]))
    except (ValueError, KeyError, TypeError):
        raise CannotError(NO_CURSOR.format(file=file)) from None


def _keep_cursor(file: Path, place: Place) -> None:
    """The old place stays until the new one is on the disk."""
    made = file.with_name(f"{file.name}.new")
    made.unlink(missing_ok=True)
    with private_file(made).open("w", encoding="utf-8") as kept:
        json.dump({"seq": place.seq, "hash": place.hash.hex()}, kept)
        kept.flush()
        os.fsync(kept.fileno())
    made.replace(file)
