"""What the commands that go through a whole database have in common: how far they have come, and a table of copies."""

import sys
import time
from collections.abc import Sequence

from bot.commands.progress import Progress
from storage.moving.digests import Compared


class Watch:
    """A bar on a terminal; nothing where nobody looks."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        """So many rows of so many."""
        if not sys.stderr.isatty():
            return
        self._bar = self._bar or Progress(sys.stderr, total, time.monotonic)
        self._bar.show(done)
        self._done = done

    def end(self) -> None:
        """The last state stays."""
        if self._bar:
            self._bar.end(self._done)


def as_table(compared: Sequence[Compared]) -> str:
    """Every table with its rows and the beginning of its checksum on both sides."""
    lines = [f"{'table':<15} {'rows':>10} {'copied':>10}  {'checksum':<16} {'of the copy':<16}"]
    for each in compared:
        verdict = "same" if each.is_same else "DIFFERS"
        lines.append(
            f"{each.table:<15} {each.here.rows:>10} {each.there.rows:>10}  "
            f"{each.here.hex[:16]} {each.there.hex[:16]} {verdict}"
        )
    return "\n".join(lines)
