"""Pictures of bars, each drawn by a process of its own (`bot.machine.chart_main`), away from the event loop."""

import asyncio
import dataclasses
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.texts.office.figures import Bars
from bot.watch.faults import kind_of

log = logging.getLogger(__name__)
LONGEST = 60.0  # seconds: where the machine is busy, two of processor time may be many
# what Python and Matplotlib need to begin; tokens and keys stay here. HOME: there Matplotlib keeps its list of fonts
_HANDED_ON = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Charts:
    """One picture at a time: a machine of two cores has other work."""

    turn: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock)

    async def draw(self, bars: Bars) -> bytes | None:
        """PNG; None where it could not be drawn (the figures stand in words and in the table, too)."""
        async with self.turn:
            return await asyncio.to_thread(_drawn, json.dumps(dataclasses.asdict(bars)).encode())


def _drawn(description: bytes) -> bytes | None:
    command = [sys.executable, "-P", "-m", "bot.machine.chart_main"]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, a module of ours; the words go by the pipe
            command, input=description, capture_output=True, timeout=LONGEST, check=True, env=_environment()
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("picture not drawn", extra={"action": "chart", "error": kind_of(error)})
        return None
    return done.stdout


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    places = os.pathsep.join(str(Path(place).absolute()) for place in sys.path)
    return kept | {"PYTHONPATH": places, "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
