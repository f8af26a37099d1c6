"""Photos that the command line names: files, folders of them, ZIPs of them, standard input."""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bot.passport.archive import ArchiveError, PictureArchive
from bot.passport.reading import LARGEST_PICTURE

SUFFIXES = {".jpg", ".jpeg", ".png", ".heic", ".heif"}  # what of a folder is a picture; a file named is always read
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")  # of the first file inside, and of an empty archive (APPNOTE.TXT, 4.3)


class Photo(NamedTuple):
    """What to call it, and its bytes or the reason why they are not there."""

    file: str
    content: bytes | str

    def __repr__(self) -> str:
        return "Photo()"


class Source(NamedTuple):
    """So many photos, each loaded when its turn comes."""

    total: int
    photos: Iterable[Photo]


def open_source(argument: str) -> Source:
    """What an argument stands for. What cannot be opened is one photo with a reason."""
    if argument == "-":
        return Source(1, _standard_input())
    path = Path(argument)
    try:
        if not argument:
            return _without(argument, "no_such_file")
        if path.is_dir():
            return _folder(argument, path)
        if path.exists() and not path.is_file():  # a pipe gives what it has once, so it is not looked into first
            return Source(1, _files([path]))
        if _is_archive(path):
            return _archive(argument, path)
    except ArchiveError as error:
        return _without(argument, error.code.value)
    except (OSError, ValueError) as error:
        return _without(argument, _reason(error))
    return Source(1, _files([path]))


def _without(argument: str, reason: str) -> Source:
    return Source(1, [Photo(argument, reason)])


def _reason(error: Exception) -> str:
    return "no_such_file" if isinstance(error, FileNotFoundError | ValueError) else "cannot_be_opened"


def _standard_input() -> Iterator[Photo]:
    yield Photo("-", sys.stdin.buffer.read(LARGEST_PICTURE + 1))


def _folder(argument: str, folder: Path) -> Source:
    """The pictures in it and in the folders inside, in the order of their names; what is hidden stays so."""
    closed: list[OSError] = []
    walked = [Path(at, name) for at, _, names in os.walk(folder, onerror=closed.append) for name in names]
    paths = sorted(path for path in walked if _is_picture(path))
    unread = [Photo(str(error.filename), "cannot_be_opened") for error in closed]
    found = Source(len(paths) + len(unread), chain(_files(paths), unread))
    return found if found.total else _without(argument, "empty")


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.name[0] != "." and path.is_file()


def _files(paths: list[Path]) -> Iterator[Photo]:
    for path in paths:
        try:
            with path.open("rb") as file:
                yield Photo(str(path), file.read(LARGEST_PICTURE + 1))
        except OSError as error:
            yield Photo(str(path), _reason(error))


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix.lower() == ".zip" or file.read(4) in ZIP_MARKS


def _archive(argument: str, path: Path) -> Source:
    with path.open("rb") as file:
        return Source(len(PictureArchive(file)), _members(argument, path))


def _members(argument: str, path: Path) -> Iterator[Photo]:
    with path.open("rb") as file:
        for member in PictureArchive(file):
            content = member.content
            yield Photo(f"{argument}/{member.name}", content if isinstance(content, bytes) else content.value)
