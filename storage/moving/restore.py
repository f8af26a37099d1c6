"""A backup brought back into an empty place."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database, WrongKeyError
from storage.migrations import HEAD
from storage.moving.age import Identity
from storage.moving.copying import Watch, copy_database
from storage.moving.digests import Compared
from storage.moving.manifest import DATABASE, KEYS, Manifest
from storage.moving.package import unpack
from storage.moving.places import MoveError, sqlite_in
from storage.moving.signing_keys import check_keys, is_free, place_keys, remove_keys
from storage.moving.workspace import workspace
from storage.upgrade import NewerDatabaseError
from storage.vault import WeakSecretError

# Numbers given between the backup and the loss stand on certificates and must not be given again. The country counts
# some 41,000 foreign arrivals a day: this is more than two days of all of them.
SKIPPED_NUMBERS = 100_000
_WRONG_KEY = (
    "The backup is sound, but SECRET_KEY is not the one under which the database in it was written: nothing sealed "
    "could be read. Nothing was restored; put that SECRET_KEY into .env."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOrder:
    """What to bring back, and where.

    Args:
        keys_into: an empty folder for the signing keys; None leaves them in the backup.
        skip: so many numbers after the last one are never given.
    """

    file: Path
    identities: Sequence[Identity]
    address: str
    secret: str
    keys_into: Path | None = None
    skip: int = SKIPPED_NUMBERS

    def __repr__(self) -> str:
        return f"RestoreOrder(file={self.file})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back."""

    manifest: Manifest
    compared: Sequence[Compared]
    skipped: int


async def restore(order: RestoreOrder, watch: Watch | None = None) -> Restored:
    """Decrypt, check everything, bring the tables up to date and fill the place; on any fault nothing stays there.

    Raises:
        MoveError: The backup or the place does not fit.
        OSError, sqlite3.Error or SQLAlchemyError: The disk is full, the database gone.
    """
    with workspace(Path(tempfile.gettempdir())) as room:
        manifest = unpack(order.file, room, order.identities)
        _check_counts(room / DATABASE, manifest)
        await _bring_up_to_date(room / DATABASE, order.secret)
        if manifest.keys:
            check_keys(room / KEYS)
        with _keys_placed(order, room, manifest):
            # an older one is changed by migrations: of that only the file is known, which was checked
            told = manifest.tables if manifest.schema == HEAD else None
            compared = await copy_database(sqlite_in(room / DATABASE), order.address, watch, skip=order.skip, told=told)
            if not all(each.is_same for each in compared):
                raise MoveError("What was written differs from the backup. Nothing was restored.")
    return Restored(manifest=manifest, compared=compared, skipped=order.skip)


def _check_counts(file: Path, manifest: Manifest) -> None:
    """Each table has as many rows as was told, whatever version it is of."""
    with closing(sqlite3.connect(file)) as link:
        names = {name for (name,) in link.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        for name, told in manifest.tables.items():
            found = link.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] if name in names else -1  # noqa: S608 - a table of this file
            if found != told.rows:
                raise MoveError(f"The backup is not what it says it is (rows of {name}). Nothing was restored.")


async def _bring_up_to_date(file: Path, secret: str) -> None:
    """Try the key, and run the migrations that this version has more than the one that made the backup."""
    try:
        await (await Database.open(sqlite_in(file), secret)).close()
    except (WrongKeyError, WeakSecretError):
        raise MoveError(_WRONG_KEY) from None
    except NewerDatabaseError:
        raise MoveError(
            "The backup was made by a later version of this program. Nothing was restored; install that version."
        ) from None


@contextmanager
def _keys_placed(order: RestoreOrder, room: Path, manifest: Manifest) -> Iterator[None]:
    """Put the keys where they are wanted; whatever goes wrong takes them back."""
    folder = order.keys_into
    if folder is None:
        yield
        return
    if not manifest.keys:
        raise MoveError("There are no signing keys in this backup. Nothing was restored; leave --keys-into out.")
    if not is_free(folder):
        raise MoveError(f"{folder}: keys are put only into an empty folder. Nothing was restored.")
    try:
        place_keys(room / KEYS, folder)
        yield
    except BaseException:
        remove_keys(folder, manifest.keys)
        raise
