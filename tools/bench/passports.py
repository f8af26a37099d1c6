"""`python -m tools.bench.passports`: how well, how fast and how frugally photos of passports are read.

Three sets of made-up photos (made once, in `.bench/passports/`), read by one worker process exactly as in the bot.
A table, and the same in `.bench/passports.json`. With `--details FILE` one row a photo, as CSV.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.commands.progress import Progress
from bot.load.figures import Figure, machine, table, write
from bot.machine.worker import READER
from tools.bench.causes import Outcome, by_cause, write_details
from tools.bench.cut_off import cut_off, is_networked
from tools.bench.passport_figures import TRIALS, Trial, set_figures, start_figure
from tools.bench.passport_reading import Worker
from tools.bench.passport_work import OTHER_READER
from tools.passports.photos.making import FontsMissingError, make_set
from tools.passports.photos.truth import FILE

FOLDER, LATEST = Path(".bench/passports"), Path(".bench/passports.json")
MAKERS = 2  # processes


def main() -> int:
    """Measure everything in one run. A missed aim is a figure, not a failure: the exit code is 0, without fonts 1."""
    asked = _parser().parse_args()
    cut_off("tools.bench.passports")
    trials = [trial for trial in TRIALS if trial.name in asked.sets]
    try:
        for trial in trials:
            _make(trial)
    except FontsMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    _measure(trials, asked.details)
    return 0


def _measure(trials: Sequence[Trial], details: Path | None) -> None:
    began, described = time.perf_counter(), machine() | {"network": _network(), "reader": _reader_name()}
    outcomes, figures = asyncio.run(_read_all(trials))
    figures.append(start_figure())
    write(figures, described, LATEST)
    if details:
        write_details(details, outcomes)
    lines = [f"{name}: {value}" for name, value in described.items()]
    causes = [f"{name}, not read right, by cause:\n{by_cause(photos)}\n" for name, photos in outcomes.items()]
    took = f"{time.perf_counter() - began:.0f} s in all; written to {LATEST}"
    sys.stdout.write("\n".join([*lines, "", table(figures), "", *causes, took, ""]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.passports", description="Measure the passport reader.")
    names = [trial.name for trial in TRIALS]
    parser.add_argument("--sets", nargs="+", choices=names, default=names)
    parser.add_argument("--details", type=Path, metavar="FILE", help="one row a photo, as CSV")
    return parser


def _network() -> str:
    return "there is one; sockets are refused in the worker" if is_networked() else "none, not even a loopback"


def _reader_name() -> str:
    return os.environ.get(OTHER_READER, READER)


def _make(trial: Trial) -> None:
    folder = FOLDER / trial.name
    if (folder / FILE).exists():
        return
    sys.stderr.write(f"making {trial.photos.count} photos in {folder}\n")
    progress = Progress(sys.stderr, trial.photos.count, time.monotonic)
    make_set(trial.photos, folder, processes=MAKERS, tell=progress.show)
    progress.end(trial.photos.count)


async def _read_all(trials: Sequence[Trial]) -> tuple[dict[str, list[Outcome]], list[Figure]]:
    """All sets by the same worker: what it holds in the end, it would hold in the bot."""
    outcomes, figures, worker = {}, [], Worker()
    try:
        await worker.start()
        for trial in trials:
            outcomes[trial.name] = await worker.read_set(FOLDER / trial.name)
            figures += set_figures(trial, outcomes[trial.name])
    finally:
        await worker.readers.close()
    return outcomes, [*figures, *worker.figures()]


if __name__ == "__main__":
    sys.exit(main())
