"""`tirkeu backup PLACE`: the database and the signing keys in one encrypted file, while the bot runs."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.moving import Watch
from bot.commands.settings import read_settings
from bot.config import Settings
from storage.moving.age import own_identity, own_recipient, recipients_of
from storage.moving.backup import NAME, BackupOrder, back_up, forget_older
from storage.moving.places import MoveError

NO_KEY = "Neither BACKUP_RECIPIENT nor SECRET_KEY is set: there is nobody for whom to encrypt the backup."
FOR_OURSELVES = (
    "BACKUP_RECIPIENT is not set: the backup is encrypted under SECRET_KEY. Whoever has that reads all of it, and "
    "without it nothing can be restored.\n"
)
KEEP_WHAT = "--keep removes older backups of a folder: name a folder, not a file."
MADE = "{final}: {rows} rows, {size:.1f} MB, {keys} files of signing keys\n"


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    place: Path
    keep: int | None
    without_keys: bool


def backup(order: Order) -> int:
    """0: it is there, whole and checked; 2: it is not, and nothing of it is left."""
    now = datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    watch = Watch()
    try:
        saved, final = _order(order, read_settings(), now), _final(order, now)
        manifest = run_to_the_end(back_up(saved, final, watch))
        older = [] if order.keep is None else forget_older(final.parent, order.keep)
    except (CannotError, MoveError) as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    finally:
        watch.end()
    size = final.stat().st_size / 1e6
    sys.stdout.write(MADE.format(final=final, rows=manifest.rows, size=size, keys=len(manifest.keys)))
    for path in older:
        sys.stdout.write(f"{path}: removed\n")
    return DONE


def _order(order: Order, settings: Settings, now: datetime) -> BackupOrder:
    secret = settings.secret_key.get_secret_value()
    recipients, identities = recipients_of(settings.backup_recipient), []
    if not recipients:
        if not secret:
            raise CannotError(NO_KEY)
        sys.stderr.write(FOR_OURSELVES)
        recipients, identities = [own_recipient(secret)], [own_identity(secret)]
    return BackupOrder(
        address=settings.database_url,
        keys=None if order.without_keys else settings.keys_dir,
        secret=secret,
        recipients=recipients,
        made_at=now,
        identities=identities,
    )


def _final(order: Order, now: datetime) -> Path:
    """A folder that is there gets a dated name in it."""
    if order.place.is_dir():
        return order.place / NAME.format(moment=now)
    if order.keep is not None:
        raise CannotError(KEEP_WHAT)
    return order.place
