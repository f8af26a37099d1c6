"""Readings of passports as lines of JSON."""

import json
import sys
import time

from bot.commands.progress import Progress
from bot.passport.reading import Reading, Unread

Answer = Reading | Unread | str  # the last: why there was nothing to be read from


class Teller:
    """Writes the answers down and counts them."""

    def __init__(self, total: int) -> None:
        self.unread = self._done = 0
        is_bar_of_use = total > 1 and sys.stderr.isatty() and not sys.stdout.isatty()  # there the lines show it
        self._bar = Progress(sys.stderr, total, time.monotonic) if is_bar_of_use else None

    def tell(self, file: str, answer: Answer) -> None:
        """One line, at once."""
        known = {"reason": str(answer)} if isinstance(answer, str) else _fields(answer)
        text = json.dumps({"file": file} | known, ensure_ascii=False)
        # in UTF-8 whatever the terminal's own encoding is; a name of a file need not be text at all
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
        self.unread += "reason" in known
        self._done += 1
        if self._bar:
            self._bar.show(self._done)

    def end(self) -> None:
        """The last state of the bar stays."""
        if self._bar:
            self._bar.end(self._done)


def _fields(reading: Reading) -> dict[str, object]:
    return {
        "surname": reading.surname,
        "given_names": reading.given_names,
        "number": reading.number,
        "nationality": reading.nationality,
        "birth_date": reading.birth_date and reading.birth_date.isoformat(),
        "sex": reading.sex and reading.sex.value,
        "expiry_date": reading.expiry_date and reading.expiry_date.isoformat(),
        "valid": reading.valid,
        "unsure": [field.value for field in reading.unsure],
        "lines": list(reading.lines),
    }
