"""One worker process reads a set of photos, as it does in the bot."""

import math
import os
import sys
import time
from pathlib import Path
from typing import cast

from bot.commands.progress import Progress
from bot.load.figures import Figure
from bot.machine.passports import PassportReaders
from bot.passport.reading import Unread
from tools.bench.causes import Outcome
from tools.bench.passport_work import OTHER_READER, Measured, read_cut_off, unpack_measured
from tools.bench.scoring import score
from tools.passports.photos.people import DRAWN_ON
from tools.passports.photos.truth import read_truth

WORK = f"{read_cut_off.__module__}:{read_cut_off.__name__}"
MOST_MEMORY_MB = 200


class Worker:
    """One worker process, and what it has used up to now."""

    def __init__(self) -> None:
        other = {name: value for name, value in os.environ.items() if name == OTHER_READER}
        self.readers = PassportReaders(
            lambda: DRAWN_ON, work=WORK, unpack=unpack_measured, environment=other, workers=1
        )
        self.start_seconds, self.peak_mb, self.sockets = math.nan, 0.0, 0

    async def start(self) -> None:
        """The first picture waits for imports and for the network's weights."""
        began = time.perf_counter()
        await self.readers.read(b"no picture")
        self.start_seconds = time.perf_counter() - began

    async def read_set(self, folder: Path) -> list[Outcome]:
        """One photo after the other."""
        rows = read_truth(folder)
        progress, outcomes = Progress(sys.stderr, len(rows), time.monotonic), []
        for row in rows:
            outcomes.append(await self._read(row, (folder / row["file"]).read_bytes()))
            progress.show(len(outcomes))
        progress.end(len(rows))
        return outcomes

    async def _read(self, row: dict[str, str], picture: bytes) -> Outcome:
        began = time.perf_counter()
        # the readers hand on what the work returns; where they ended the worker, they answer for it
        measured = cast("Measured | Unread", await self.readers.read(picture))
        wall = time.perf_counter() - began
        if isinstance(measured, Unread):
            measured = Measured(measured, wall, self.peak_mb, self.sockets)
        self.peak_mb, self.sockets = max(self.peak_mb, measured.peak_mb), max(self.sockets, measured.sockets)
        answer, verdict = measured.answer, score(measured.answer, row)
        return Outcome(row=row, answer=answer, score=verdict, wall=wall, processor=measured.processor)

    def figures(self) -> list[Figure]:
        """What belongs to no set."""
        return [
            Figure(
                name="peak memory of the worker", value=self.peak_mb, unit="MB", most=MOST_MEMORY_MB, runs="all sets"
            ),
            Figure(name="sockets asked for while reading", value=self.sockets, unit="", most=0, runs="all sets"),
            Figure(name="a new worker's first answer", value=self.start_seconds, unit="s", runs="one"),
        ]
