"""`tirkeu restore FILE --into URL`: a backup into an empty place, checked."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.ending import DONE, FAILED, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.moving import Watch, as_table
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from storage.audit_heads import append
from storage.moving.age import identities_in, own_identity
from storage.moving.places import MoveError, name_of
from storage.moving.restore import SKIPPED_NUMBERS, Restored, RestoreOrder
from storage.moving.restore import restore as bring_back

NO_KEY = "Put SECRET_KEY=<the one under which the database was written> into .env: the restored one is tried with it."
KEYS_LEFT = "The signing keys in the backup were left there (--keys-into DIR).\n"
NOT_ENTERED = "All is restored, but that could not be entered in the record: {why}\n"
DONE_WORDS = (
    "Restored to {name} as it was on {made_at:%Y-%m-%d %H:%M:%S} UTC; the next {skipped} numbers of each kind are "
    "left out, for those given since.\n"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    file: Path
    into: str
    keys_into: Path | None
    identity: Path | None
    skip: int | None


def restore(order: Order) -> int:
    """0: all is there, and checked; 1: it is, but the record does not say so; 2: nothing is there."""
    watch = Watch()
    try:
        restored = run_to_the_end(bring_back(_order(order, read_settings()), watch))
    except (CannotError, MoveError) as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    finally:
        watch.end()
    _tell(order, restored)
    return _enter(order, read_settings(), restored)


def _enter(order: Order, settings: Settings, restored: Restored) -> int:
    """The record goes on in the restored database by saying where it comes from."""
    now = datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    detail = {"made_at": restored.manifest.made_at.isoformat(), "skipped": str(restored.skipped)}
    line = AuditEntry(action=AuditAction.RESTORED, at=now, by=OPERATOR, detail=detail)
    try:
        run_to_the_end(append(order.into, settings.secret_key.get_secret_value(), line))
    except CannotError as why:
        sys.stderr.write(NOT_ENTERED.format(why=why))
        return FAILED
    return DONE


def _order(order: Order, settings: Settings) -> RestoreOrder:
    secret = settings.secret_key.get_secret_value()
    if not secret:
        raise CannotError(NO_KEY)
    if not order.file.is_file():
        raise CannotError(f"{order.file}: there is no such file.")
    name_of(order.into)  # an address that is none must not cost a decryption
    return RestoreOrder(
        file=order.file,
        identities=[own_identity(secret)] if order.identity is None else identities_in(order.identity),
        address=order.into,
        secret=secret,
        keys_into=order.keys_into,
        skip=SKIPPED_NUMBERS if order.skip is None else order.skip,
    )


def _tell(order: Order, restored: Restored) -> None:
    manifest = restored.manifest
    sys.stdout.write(f"{as_table(restored.compared)}\n")
    said = DONE_WORDS.format(name=name_of(order.into), made_at=manifest.made_at, skipped=restored.skipped)
    sys.stdout.write(said)
    if manifest.keys and order.keys_into is None:
        sys.stdout.write(KEYS_LEFT)
