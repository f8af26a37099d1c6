"""The page's own files under an address that changes with their bytes: kept for ever, and never of two builds mixed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from bot.certificate.sealed import DICTIONARY
from bot.web.site import STYLE

TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
WORKER: Final = "worker.js"
_HERE: Final = files("bot.web.check")


@dataclass(frozen=True, slots=True)
class Build:
    """The files by name, and the name of all of them together."""

    name: str
    files: Mapping[str, bytes]
    worker: str


@cache
def build() -> Build:
    """Read once from the package."""
    own = dict(_read(_HERE.joinpath("static"), ""))
    worker = own.pop(WORKER).decode()
    all_files = {**own, **dict(_read(_HERE.joinpath("vendor"), "vendor/")), "seal_dictionary_v1.txt": DICTIONARY}
    digest = hashlib.sha256((worker + STYLE).encode())
    for name, content in sorted(all_files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return Build(digest.hexdigest()[:12], all_files, worker)


def _read(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _read(entry, f"{prefix}{entry.name}/")
        elif any(entry.name.endswith(ending) for ending in (".js", ".css")):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
