"""How far a long work has come: a bar on a terminal, now and then a line elsewhere."""

from collections.abc import Callable
from typing import TextIO

ON_A_TERMINAL, ELSEWHERE = 0.2, 10.0  # seconds between two reports
WIDTH = 30


class Progress:
    """Reports to a stream; `seconds` is a clock that only goes forward."""

    def __init__(self, stream: TextIO, total: int, seconds: Callable[[], float]) -> None:
        self._stream, self._total, self._seconds = stream, total, seconds
        self._is_terminal = stream.isatty()
        self._began = self._told = seconds()

    def show(self, done: int) -> None:
        """So many are done; said only when it is time to."""
        if self._seconds() - self._told >= (ON_A_TERMINAL if self._is_terminal else ELSEWHERE):
            self._say(done)

    def end(self, done: int) -> None:
        """The last word."""
        self._say(done)
        if self._is_terminal:
            self._stream.write("\n")

    def _say(self, done: int) -> None:
        self._told = self._seconds()
        rate = done / max(self._told - self._began, 1e-9)
        left = max(self._total - done, 0) / rate if rate else 0.0
        line = f"{done} of {self._total}, {rate:.0f} a second, {left:.0f} s to go"
        if self._is_terminal:
            filled = WIDTH * min(done, self._total) // max(self._total, 1)
            self._stream.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {line}   ")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()
