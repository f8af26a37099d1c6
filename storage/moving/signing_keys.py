"""The files of the signing keys, as they go into a backup and come out of it."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from bot.certificate import keystore
from bot.certificate.keys import KeysError
from storage.moving.manifest import KEYS, is_key_file
from storage.moving.places import MoveError
from storage.moving.workspace import private_file, publish, workspace


def take_keys(folder: Path, into: Path) -> list[str]:
    """Copy the files and check that they are whole; their names. Raises MoveError, OSError.

    The list is read first: keys are added before it and removed after it, so that all that it needs is there.
    """
    into.mkdir(mode=0o700)
    found = [path for path in sorted(folder.glob("*.pem")) if is_key_file(f"{KEYS}{path.name}")]
    sources = [folder / keystore.KEY_LIST, *found]
    try:
        for source in sources:
            private_file(into / source.name).write_bytes(source.read_bytes())
    except FileNotFoundError:
        raise MoveError(
            f"There are no signing keys in {folder} (KEYS_DIR). A backup without them: --without-keys"
        ) from None
    check_keys(into)
    return [source.name for source in sources]


def check_keys(folder: Path) -> None:
    """Raises MoveError where the list does not name these keys, or another root has signed it."""
    try:
        keystore.load(folder)
    except KeysError as wrong:
        raise MoveError(f"The signing keys are not in order: {wrong}.") from None


def is_free(folder: Path) -> bool:
    """Whether keys can be put there."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def place_keys(made: Path, folder: Path) -> None:
    """Put them into an empty folder; the root's public key last, as `keystore.make` does. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = sorted((path.name for path in made.iterdir()), key=lambda name: (name == keystore.ROOT_PUBLIC, name))
    with workspace(folder) as room:
        for name in names:
            copy = private_file(room / name)
            copy.write_bytes((made / name).read_bytes())
            publish(copy, folder / name)


def remove_keys(folder: Path, names: Sequence[str]) -> None:
    """Take back what was put there, and the folder with it."""
    for name in names:
        (folder / Path(name).name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # a place that cannot be removed was there before
        folder.rmdir()
