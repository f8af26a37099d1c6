"""How a row of the record is written down and hashed: so that another program can check it, too."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, String, column, func, select

from storage.tables import audit

NOTHING_BEFORE: Final = bytes(32)
_ON_POSTGRESQL: Final = 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
HASHED = [column for column in audit.c if column is not audit.c.hash]  # in the order of the table
LAST = select(*audit.c["seq", "at", "hash"]).order_by(audit.c.seq.desc()).limit(1)


def row_hash(before: bytes, row: Sequence[object]) -> bytes:
    """SHA-256 over the hash before it and the row: a JSON list in UTF-8 without spaces.

    Args:
        before: 32 bytes; noughts for the first row.
        row: seq, at (as `moment_text` writes it), actor, action, case, matter, detail, law.
    """
    return hashlib.sha256(before + orjson.dumps(row)).digest()


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC, with all six digits after the point: 2026-11-22T08:30:00.000000+00:00."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_hashed(dialect: str) -> list[ColumnElement[Any]]:
    """`HASHED` with the moment as `moment_text` writes it, by the database: in Python a million cost seconds."""
    at = column("at", String)
    text = func.to_char(func.timezone("UTC", at), _ON_POSTGRESQL) if dialect != "sqlite" else _on_sqlite(at)
    return [text.label("at") if each is audit.c.at else each for each in HASHED]


def _on_sqlite(at: ColumnElement[str]) -> ColumnElement[str]:
    return func.replace(at, " ", "T") + "+00:00"


def written(row: Sequence[object]) -> list[object]:
    """The values of a row as they are hashed, in the order of `HASHED`."""
    return [moment_text(value) if isinstance(value, datetime) else value for value in row]
