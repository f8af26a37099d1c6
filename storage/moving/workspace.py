"""A folder for what is not finished, beside the place where it will stand; and the step that puts it there.

It is removed whatever happens, save a `kill -9` or a power cut: what those leave, the next one removes. Who works in
a folder holds a lock on it, which its death frees.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".tirkeu-work-"


@contextmanager
def workspace(beside: Path) -> Iterator[Path]:
    """A private folder inside this one."""
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(beside)
    folder, lock = _locked_folder(beside)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def private_file(path: Path) -> Path:
    """An empty file that only its owner may read."""
    path.touch(mode=0o600, exist_ok=False)
    return path


def publish(made: Path, final: Path) -> None:
    """Give a finished file its name, safe from a power cut.

    Raises:
        FileExistsError: The name is taken; what is there is never replaced.
    """
    with made.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(made, final)  # unlike a renaming it fails when there is something
    except FileExistsError:
        raise
    except OSError:  # a file system without links: memory sticks, some network folders
        if final.exists():
            raise FileExistsError(final) from None
        made.rename(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in it survive a power cut."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked_folder(beside: Path) -> tuple[Path, int | None]:
    """A new folder; once more where another one's sweep took it before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
        with contextlib.suppress(FileNotFoundError):
            lock = _lock(folder)
            if sys.platform == "win32" or (lock is not None and folder.exists()):
                return folder, lock


def _lock(folder: Path) -> int | None:
    """A lock on the folder, held for as long as the file number is open; None when somebody has it."""
    if sys.platform == "win32":
        return None
    import fcntl

    # Where anybody may write, a pipe of that name would be waited for, and a link would lead elsewhere.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _sweep(beside: Path) -> None:
    """Remove what killed ones of this account have left."""
    for left in beside.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # gone meanwhile, another account's, or no folder
            lock = _lock(left)
            if lock is not None:
                if os.fstat(lock).st_uid == os.geteuid():
                    shutil.rmtree(left, ignore_errors=True)
                os.close(lock)
