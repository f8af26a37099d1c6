"""A backup as one file: a tar archive, compressed with gzip, encrypted by age. Every step goes in small pieces.

So it can be opened without this program: `age -d -i KEY FILE | tar xz`.
"""

import gzip
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tarfile import TarInfo
from typing import IO

from storage.moving.age import Identity, Recipient, decrypt, encrypt
from storage.moving.manifest import DATABASE, MANIFEST, FileInfo, Manifest
from storage.moving.places import MoveError
from storage.moving.workspace import private_file

_PIECE = 1 << 18
_GZIP = 31  # zlib's window bits for gzip's header; level 1: most of it is sealed, and does not get smaller by effort
_LONGEST_MANIFEST = 1 << 20
_WRONG = "The backup is not what it says it is ({name}). Nothing was restored; take another one."


def pack(folder: Path, manifest: Manifest, final: Path, recipients: Sequence[Recipient]) -> None:
    """Write the manifest and its files, which are in this folder. Raises OSError."""
    with private_file(final).open("wb") as sealed:
        encrypt(_Pieces(_compressed(_archive(folder, manifest))), sealed, recipients)


def unpack(file: Path, folder: Path, identities: Sequence[Identity]) -> Manifest:
    """Decrypt, check and lay into this folder what is in the backup.

    Raises:
        MoveError: It does not decrypt, is not a backup, or not whole.
        OSError: It cannot be read, or the disk is full.
    """
    opened = private_file(folder / "opened")
    with file.open("rb") as sealed, opened.open("wb") as plain:
        decrypt(sealed, plain, identities)
    try:
        with tarfile.open(opened, "r:gz") as archive:
            manifest = _manifest(archive)
            for name, told in manifest.files.items():
                _take(archive, name, told, folder / name)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, KeyError) as error:
        raise MoveError(_WRONG.format(name=type(error).__name__)) from None
    opened.unlink()
    return manifest


def _archive(folder: Path, manifest: Manifest) -> Iterator[bytes]:
    said = manifest.to_json()
    yield from _member(manifest, MANIFEST, len(said), BytesIO(said))
    for name, told in manifest.files.items():
        with (folder / name).open("rb") as file:
            yield from _member(manifest, name, told.size, file)
    yield bytes(2 * tarfile.BLOCKSIZE)  # the end of an archive


def _member(manifest: Manifest, name: str, size: int, file: IO[bytes]) -> Iterator[bytes]:
    info = TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(manifest.made_at.timestamp())
    yield info.tobuf(tarfile.GNU_FORMAT)  # of 8 GB and more too
    while piece := file.read(_PIECE):
        yield piece
    yield bytes(-size % tarfile.BLOCKSIZE)


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(level=1, wbits=_GZIP)
    for piece in pieces:
        yield press.compress(piece)
    yield press.flush()


class _Pieces:
    """A generator that is read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._piece = pieces, memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        given, self._piece = self._piece[:size], self._piece[size:]
        return bytes(given)


def _manifest(archive: tarfile.TarFile) -> Manifest:
    """The first in the archive."""
    first = archive.next()
    file = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    if file is None:
        raise MoveError(_WRONG.format(name=MANIFEST))
    manifest = Manifest.from_json(file.read(_LONGEST_MANIFEST))
    if DATABASE not in manifest.files:
        raise MoveError(_WRONG.format(name=DATABASE))
    return manifest


def _take(archive: tarfile.TarFile, name: str, told: FileInfo, path: Path) -> None:
    """One file, which has to be what the manifest says."""
    member = archive.getmember(name)
    source = archive.extractfile(member)
    if source is None or member.size != told.size:
        raise MoveError(_WRONG.format(name=name))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with private_file(path).open("wb") as file:
        while piece := source.read(_PIECE):
            file.write(piece)
    if FileInfo.of(path) != told:
        raise MoveError(_WRONG.format(name=name))
