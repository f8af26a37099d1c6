"""What the operator calls a database, in words that may be printed; and what goes wrong with moving one."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


class MoveError(Exception):
    """Nothing was moved. The text says why, to the operator: no password, no personal data."""


def url_of(address: str) -> URL:
    """The address as SQLAlchemy reads it.

    Raises:
        MoveError: It is none, or not of a database that this program knows.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # the latter: a port that is no number
        raise MoveError("This is not the address of a database (see DATABASE_URL in .env.example).") from None
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise MoveError(f"A database of the kind {url.get_backend_name()} is unknown here: SQLite or PostgreSQL.")
    if url.get_backend_name() == "sqlite" and not url.database:
        raise MoveError("The address names no file: a database in memory can be moved neither from nor to.")
    return url


def file_of(address: str) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL. Raises MoveError."""
    url = url_of(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def sqlite_in(file: Path) -> str:
    """The address of the SQLite database in this file."""
    return f"sqlite+aiosqlite:///{file}"


def name_of(address: str) -> str:
    """The database without account and password. Raises MoveError."""
    url = url_of(address)
    if url.get_backend_name() == "sqlite":
        return f"SQLite {url.database}"
    return f"PostgreSQL {url.database or ''} on {url.host or url.query.get('host') or 'this machine'}"
