"""What happened, a line each, with the simulated time: the same world gives the same bytes."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

KEPT = 30  # lines, to be shown when something is wrong


@dataclass(slots=True)
class Trace:
    """A digest of all lines, the last of them, and the whole where a file is given."""

    file: IO[str] | None = None
    lines: int = 0
    last: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    _digest: Any = field(default_factory=hashlib.sha256)

    def write(self, at: datetime, what: str) -> None:
        """One line; a line break in it is shown."""
        line = f"{at:%Y-%m-%d %H:%M:%S.%f} {what}".replace("\n", " / ")
        self.lines += 1
        self.last.append(line)
        self._digest.update(f"{line}\n".encode())
        if self.file is not None:
            self.file.write(f"{line}\n")

    def close(self) -> None:
        """Nothing follows."""
        if self.file is not None:
            self.file.close()

    @property
    def digest(self) -> str:
        """SHA-256 over every line so far."""
        return str(self._digest.hexdigest())


def open_trace(path: Path | None) -> Trace:
    """A trace that is kept in this file, if any."""
    return Trace(None if path is None else path.open("w", encoding="utf-8"))
