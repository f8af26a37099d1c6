"""Photos in a ZIP: one after another, in memory, whatever the archive claims about itself. Standard library only."""

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, Final

from bot.passport.reading import LARGEST_PICTURE, Unread

MOST_PICTURES: Final = 100
LARGEST_UNPACKED: Final = 300 * 2**20
LARGEST_DIRECTORY: Final = 2**20  # ten thousand bytes for each picture's name would still fit
LONGEST_NAME: Final = 60
CHUNK: Final = 2**16
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED: Final = 0x1  # bits of a member's flags (APPNOTE.TXT, 4.4.4)
UTF_8: Final = 0x800
JUNK: Final = ("__macosx", "thumbs.db", "desktop.ini")  # left by the systems that pack, not by people
# What zipfile raises over broken archives and members
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError,
)  # fmt: skip


class ArchiveCode(StrEnum):
    """Why nothing in an archive was looked at."""

    BROKEN = "broken"  # no ZIP, or a damaged one
    ENCRYPTED = "encrypted"  # it asks for a password
    UNUSUAL = "unusual"  # packed in a way that phones and office programs do not use
    EMPTY = "empty"
    TOO_MANY = "too_many"  # more than a hundred
    TOO_LARGE = "too_large"  # unpacked


class ArchiveError(Exception):
    """The archive was not looked at; `code` says why."""

    def __init__(self, code: ArchiveCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of an archive: its bytes, or why they are not there. People name photos after people: `repr` is mute."""

    name: str = field(repr=False)  # fit to be shown
    content: bytes | Unread = field(repr=False)


class PictureArchive:
    """The pictures of a ZIP in its own order. What is none is found out by who reads it, as with single files.

    A directory inside has no meaning, and an archive inside is no picture and never opened.
    """

    def __init__(self, source: BinaryIO) -> None:
        """Read the table of contents, and nothing else.

        Raises:
            ArchiveError: what it says of itself is too much or cannot be true.
        """
        try:
            self._archive = zipfile.ZipFile(_Sparing(source))
        except _BROKEN as broken:
            raise ArchiveError(ArchiveCode.BROKEN) from broken
        self._members = [member for member in self._archive.infolist() if not _is_junk(member)]
        if fault := _fault_of(self._members):
            raise ArchiveError(fault)

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Packed]:
        """Unpack one after another; none of them is held here."""
        for member in self._members:
            yield Packed(safe_name(_path(member)), self._unpack(member))

    def _unpack(self, member: zipfile.ZipInfo) -> bytes | Unread:
        if member.file_size > LARGEST_PICTURE:
            return Unread.FILE_TOO_LARGE
        try:
            # bit by bit: asked for all, zipfile first unpacks whatever there is, then cuts it to the size it was told
            with self._archive.open(member) as packed:
                return b"".join(iter(lambda: packed.read(CHUNK), b""))
        except _BROKEN:
            return Unread.NOT_A_PICTURE


class _Sparing:
    """A file that gives no more at once than a table of contents may be long.

    `zipfile` reads the whole table, of any length, before one can ask how many entries it has.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        given = self._file.read(LARGEST_DIRECTORY + 1 if size < 0 else min(size, LARGEST_DIRECTORY + 1))
        if len(given) > LARGEST_DIRECTORY:
            raise ArchiveError(ArchiveCode.TOO_MANY)
        return given


def _fault_of(members: list[zipfile.ZipInfo]) -> ArchiveCode | None:
    if not members:
        return ArchiveCode.EMPTY
    if len(members) > MOST_PICTURES:
        return ArchiveCode.TOO_MANY
    if sum(member.file_size for member in members if member.file_size <= LARGEST_PICTURE) > LARGEST_UNPACKED:
        return ArchiveCode.TOO_LARGE
    if any(member.flag_bits & ENCRYPTED for member in members):
        return ArchiveCode.ENCRYPTED
    if any(member.compress_type not in METHODS for member in members):
        return ArchiveCode.UNUSUAL
    return None


def _is_junk(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return member.is_dir() or parts[-1].startswith(".") or any(part.lower() in JUNK for part in parts)


def _path(member: zipfile.ZipInfo) -> str:
    """The path, also of archives that do not say in which encoding: macOS means UTF-8 then, Windows code page 866."""
    if member.flag_bits & UTF_8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")  # as which zipfile has decoded it
    except UnicodeEncodeError:
        return member.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp866")


def safe_name(path: str) -> str:
    """The last part of a path, fit to be shown: nothing invisible, nothing that turns the direction, not too long."""
    base = unicodedata.normalize("NFC", path.replace("\\", "/").rstrip("/").rpartition("/")[2])
    shown = "".join(letter for letter in base if unicodedata.category(letter)[0] not in "CZ" or letter == " ").strip()
    return (shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…") or "?"
