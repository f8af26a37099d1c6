"""A backup: the database as it was at one moment and the signing keys, in one encrypted file.

SECRET_KEY is never in it: whoever has the backup and can decrypt it still cannot read a sealed value.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import __version__
from storage.database import Database, WrongKeyError
from storage.migrations import HEAD
from storage.moving.age import Identity, Recipient
from storage.moving.copying import Watch, copy_database
from storage.moving.digests import Digest
from storage.moving.manifest import DATABASE, KEYS, FileInfo, Manifest
from storage.moving.package import pack, unpack
from storage.moving.places import MoveError, file_of, name_of, sqlite_in
from storage.moving.signing_keys import take_keys
from storage.moving.source import snapshot
from storage.moving.workspace import private_file, publish, workspace
from storage.vault import WeakSecretError

NAME = "tirkeu-{moment:%Y%m%dT%H%M%SZ}.age"
PATTERN = "tirkeu-" + "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z.age"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOrder:
    """What to save, and for whom.

    Args:
        keys: the folder of the signing keys; None leaves them out.
        secret: SECRET_KEY, to make sure that it opens what is saved; empty on a machine that must not know it.
        identities: keys that open the backup, to read it once more; none on a machine that must not read it.
    """

    address: str
    keys: Path | None
    secret: str
    recipients: Sequence[Recipient]
    made_at: datetime
    identities: Sequence[Identity] = ()

    def __repr__(self) -> str:
        return f"BackupOrder(made_at={self.made_at})"


async def back_up(order: BackupOrder, final: Path, watch: Watch | None = None) -> Manifest:
    """Write the file; under its final name it is whole, or not there.

    Raises:
        MoveError: There is nothing to be saved, it is not in order, or the name is taken.
        OSError, sqlite3.Error or SQLAlchemyError: The disk is full, the database gone.
    """
    _must_be_free(final)
    with workspace(final.parent) as room:
        tables = await _take_database(order, room / DATABASE, watch)
        files = {DATABASE: FileInfo.of(room / DATABASE)}
        if order.keys is not None:
            names = take_keys(order.keys, room / KEYS)
            files |= {f"{KEYS}{name}": FileInfo.of(room / KEYS / name) for name in names}
        manifest = Manifest(made_at=order.made_at, program=__version__, schema=HEAD, tables=tables, files=files)
        pack(room, manifest, room / "package", order.recipients)
        _read_again(room, manifest, order.identities)
        try:
            publish(room / "package", final)
        except FileExistsError:
            _must_be_free(final)
    return manifest


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Remove all backups with dated names but the newest ones; what was removed."""
    older = sorted(folder.glob(PATTERN))[:-keep]
    for path in older:
        path.unlink()
    return older


def _read_again(room: Path, manifest: Manifest, identities: Sequence[Identity]) -> None:
    if not identities:
        return
    again = room / "again"
    again.mkdir(mode=0o700)
    if unpack(room / "package", again, identities) != manifest:
        raise MoveError("The backup does not read back as it was written. No backup was made.")


def _must_be_free(final: Path) -> None:
    if final.exists():
        raise MoveError(f"{final} is there already; a backup never replaces a file.")


async def _take_database(order: BackupOrder, made: Path, watch: Watch | None) -> dict[str, Digest]:
    file = file_of(order.address)
    if file is None:
        compared = await copy_database(order.address, sqlite_in(made), watch)
        if not all(each.is_same for each in compared):
            raise MoveError("The copy of the database differs from the database. No backup was made.")
        tables = {each.table: each.there for each in compared}
    else:
        tables = await _take_file(order.address, file, made)
    if order.secret:
        await _try_key(order, made)
    await asyncio.to_thread(_check, made)
    return tables


async def _take_file(address: str, file: Path, made: Path) -> dict[str, Digest]:
    """By SQLite's own VACUUM INTO: one moment, without what was deleted, read in far less time than row by row."""
    async with snapshot(address):  # only to refuse what is no database of this version
        pass
    private_file(made)
    await asyncio.to_thread(_vacuum, file, made)
    async with snapshot(sqlite_in(made)) as taken:
        return await taken.digests()


def _vacuum(file: Path, made: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as link:
        link.execute("PRAGMA busy_timeout = 30000")
        link.execute("VACUUM INTO ?", (str(made),))


async def _try_key(order: BackupOrder, made: Path) -> None:
    """A backup that nobody could read one day is worth nothing. Raises MoveError."""
    try:
        await (await Database.open(sqlite_in(made), order.secret)).close()
    except (WrongKeyError, WeakSecretError):
        raise MoveError(
            f"SECRET_KEY is not the one under which {name_of(order.address)} is written. No backup was made."
        ) from None


def _check(made: Path) -> None:
    """Every page and every reference; then all in this one file."""
    with closing(sqlite3.connect(made, isolation_level=None)) as link:
        found = link.execute("PRAGMA integrity_check(1)").fetchone()[0]
        strays = link.execute("PRAGMA foreign_key_check").fetchall()
        if found != "ok" or strays:
            raise MoveError("The database is damaged: SQLite's own check fails. No backup was made.")
        link.execute("PRAGMA journal_mode = DELETE")
