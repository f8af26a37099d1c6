"""Files of border crossings on their way into the database: a batch a transaction, and how far each file has come.

A transaction is short, and between two there is a pause, in which a bot beside gets its turn to write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, BindParameter, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import AuditEntry
from storage.database import Database
from storage.tables import crossing_files
from storage.upsert import insert_new

CrossingRow = tuple[bytes, str, str, date, str]  # the document's index, citizenship, direction, day, checkpoint

_COLUMNS = ("document_index", "citizenship", "direction", "on", "checkpoint", "file")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
# raw: a statement's own rows, which SQLAlchemy would take one by one through the types of their columns
_SQLITE = f"INSERT INTO crossings ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608 - names only
_STAGE = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS crossings_coming (document_index bytea, citizenship varchar, "
    'direction varchar, "on" date, checkpoint varchar, file bytea) ON COMMIT DELETE ROWS'
)
_FROM_STAGE = text(
    f"INSERT INTO crossings ({_NAMES}) SELECT {_NAMES} FROM crossings_coming "  # noqa: S608 - names only
    "ORDER BY document_index ON CONFLICT DO NOTHING"
)
_IN_TURN = 0x63726F73  # among PostgreSQL's advisory locks: one file at a time writes
_LOCK = select(func.pg_advisory_xact_lock(bindparam("wanted", type_=BigInteger)))
_WANTED: BindParameter[Any] = bindparam("wanted")
_OF_FILE = crossing_files.c.digest == _WANTED
_GET = select(crossing_files).where(_OF_FILE)
_STEP = update(crossing_files).where(_OF_FILE, crossing_files.c.done == bindparam("was"))
_FINISH = update(crossing_files).where(_OF_FILE, crossing_files.c.finished_at.is_(None))
_CACHE = "PRAGMA cache_size = -65536"  # 64 MB: the index of digests is written everywhere at once


class FileProgress(NamedTuple):
    """How far a file has come: bytes and lines taken in, crossings that were new, lines refused, the days it spans."""

    done: int = 0
    rows: int = 0
    added: int = 0
    refused: int = 0
    first_on: date | None = None
    last_on: date | None = None
    finished_at: datetime | None = None


class TakenElsewhereError(Exception):
    """Another process takes in the same file."""


class Batch(NamedTuple):
    """What one transaction takes in: rows, and how many bytes and lines they were, the bad ones with them."""

    rows: Sequence[CrossingRow]
    size: int
    lines: int
    refused: int

    def __repr__(self) -> str:
        return f"Batch(lines={self.lines})"


@dataclass(frozen=True, slots=True)
class CrossingFiles:
    """Files of crossings over one database."""

    database: Database

    async def begin(self, digest: bytes, heading: int, now: datetime) -> FileProgress:
        """How far this file has come; its first line, of so many bytes, is behind us at least."""
        async with self.database.writing() as connection:
            fresh = {"digest": digest, "begun_at": now, "done": heading, "rows": 0, "added": 0, "refused": 0}
            await connection.execute(insert_new(crossing_files, connection.dialect.name, "digest"), fresh)
            row = (await connection.execute(_GET, {"wanted": digest})).one()
            await connection.commit()
        return FileProgress(*(getattr(row, name) for name in FileProgress._fields))

    async def take(self, digest: bytes, so_far: FileProgress, batch: Batch) -> FileProgress:
        """Add what is new of a batch, and note how far the file has come, in one transaction.

        Raises:
            TakenElsewhereError: Nothing was written.
        """
        async with self.database.writing() as connection:
            added = await _add(connection, [(*row, digest) for row in batch.rows])
            days = [row[3] for row in batch.rows]
            after = FileProgress(
                done=so_far.done + batch.size,
                rows=so_far.rows + batch.lines,
                added=so_far.added + added,
                refused=so_far.refused + batch.refused,
                first_on=min([*days, *_known(so_far.first_on)], default=None),
                last_on=max([*days, *_known(so_far.last_on)], default=None),
            )
            where = {"wanted": digest, "was": so_far.done}
            if (await connection.execute(_STEP.values(after._asdict()), where)).rowcount != 1:
                raise TakenElsewhereError
            await connection.commit()
        return after

    async def finish(self, digest: bytes, line: AuditEntry) -> bool:
        """The whole file was taken in, and the record says so in the same transaction; False where that is known."""
        async with self.database.begin() as work:
            finished = _FINISH.values(finished_at=line.at)
            is_new = (await work.audit.connection.execute(finished, {"wanted": digest})).rowcount == 1
            if is_new:
                work.audit.record(line)
                await work.commit()
        return is_new

    async def make_room(self) -> None:
        """Memory for the index, where the database is a file."""
        if self.database.is_alone:
            async with self.database.writing() as connection:
                await connection.exec_driver_sql(_CACHE)


def _known(day: date | None) -> list[date]:
    return [] if day is None else [day]


async def _add(connection: AsyncConnection, rows: list[tuple[Any, ...]]) -> int:
    """In the order of the index: neighbours fall on one page. How many were new."""
    if not rows:
        return 0
    if connection.dialect.name != "sqlite":
        return await _copy(connection, rows)
    rows.sort(key=lambda row: row[0])
    plain = [(*row[:3], row[3].isoformat(), *row[4:]) for row in rows]
    return (await connection.exec_driver_sql(_SQLITE, plain)).rowcount


async def _copy(connection: AsyncConnection, rows: list[tuple[Any, ...]]) -> int:
    """By COPY into a table of this session, and from there what is not known yet."""
    await connection.execute(_LOCK, {"wanted": _IN_TURN})
    await connection.exec_driver_sql(_STAGE)
    driver: Any = (await connection.get_raw_connection()).driver_connection  # asyncpg's own: SQLAlchemy knows no COPY
    await driver.copy_records_to_table("crossings_coming", records=rows, columns=_COLUMNS)
    return (await connection.execute(_FROM_STAGE)).rowcount
