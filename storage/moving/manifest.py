"""What a backup says of itself: when, of which version, and what every table and file in it has to be."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from storage.moving.digests import Digest
from storage.moving.places import MoveError

FORMAT = "tirkeu-backup-1"
DATABASE = "database.sqlite"
MANIFEST = "manifest.json"
KEYS = "keys/"
_KEY_FILE = re.compile(r"keys/[A-Za-z0-9_][A-Za-z0-9_.-]*\.(pem|json)")
_NOT_OURS = "This is not a backup of this bot, or of a later version's (restore it with the program that made it)."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """A file in the backup."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "FileInfo":
        """The file as it is."""
        with path.open("rb") as file:
            return cls(size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that is said; `files` go by their names in the archive."""

    made_at: datetime
    program: str
    schema: str
    tables: dict[str, Digest]
    files: dict[str, FileInfo]

    @property
    def keys(self) -> list[str]:
        """The names of the files of signing keys."""
        return [name for name in self.files if name.startswith(KEYS)]

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> bytes:
        """As it stands in the backup."""
        said = {
            "format": FORMAT,
            "made_at": self.made_at,
            "program": self.program,
            "schema": self.schema,
            "tables": {
                str(name): {"rows": table.rows, "digest": table.hex}  # SQLAlchemy's names are a kind of str of its own
                for name, table in self.tables.items()
            },
            "files": {name: {"size": file.size, "sha256": file.sha256} for name, file in self.files.items()},
        }
        return orjson.dumps(said, option=orjson.OPT_INDENT_2)

    @classmethod
    def from_json(cls, said: bytes) -> "Manifest":
        """Read it back. Raises MoveError where it is none that this version understands."""
        try:
            found = orjson.loads(said)
            if found["format"] != FORMAT:
                raise MoveError(_NOT_OURS)
            return cls(
                made_at=datetime.fromisoformat(found["made_at"]),
                program=str(found["program"]),
                schema=str(found["schema"]),
                tables={name: _table(table) for name, table in found["tables"].items()},
                files={_file_name(name): _file(file) for name, file in found["files"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise MoveError(_NOT_OURS) from None


def is_key_file(name: str) -> bool:
    """Whether a file of this name in the archive is one of the signing keys'."""
    return _KEY_FILE.fullmatch(name) is not None


def _table(said: dict[str, Any]) -> Digest:
    return Digest(rows=int(said["rows"]), total=int(said["digest"], 16))


def _file(said: dict[str, Any]) -> FileInfo:
    return FileInfo(size=int(said["size"]), sha256=str(said["sha256"]))


def _file_name(name: str) -> str:
    """Only what a backup has: a name leads nowhere else on the disk. Raises ValueError."""
    if name != DATABASE and not is_key_file(name):
        raise ValueError(name)
    return name
