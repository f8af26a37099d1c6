"""What a table holds, in 32 bytes: equal on every kind of database, whatever order its rows come in.

Each row is written in one canonical form (JSON; moments in UTC, bytes in hex) and hashed; the digest is the sum of
these hashes modulo 2^256. It tells a copy that went wrong; it does not stop a forger, and need not.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

_MODULUS = 2**256


@dataclass(slots=True)
class Digest:
    """Rows counted and summed up."""

    rows: int = 0
    total: int = 0

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Some more rows, as SQLAlchemy reads them, their columns in the order of the table."""
        for row in rows:
            written = orjson.dumps(tuple(row), default=_hex, option=orjson.OPT_SORT_KEYS)
            self.total += int.from_bytes(hashlib.sha256(written).digest())
            self.rows += 1
        self.total %= _MODULUS

    @property
    def hex(self) -> str:
        """The digest as 64 hex digits."""
        return f"{self.total:064x}"


def _hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One table on both sides."""

    table: str
    here: Digest
    there: Digest

    @property
    def is_same(self) -> bool:
        """Nothing was lost, added or changed."""
        return self.here == self.there
