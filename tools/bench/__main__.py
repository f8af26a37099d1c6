"""`python -m tools.bench`: a table, and the same in `.bench/latest.json`. `tirkeu load` is the long one.

Quick: some three minutes on two idle cores. With `--long` a million stored stays are reassessed instead of 20,000.
"""

import argparse
import sys
import time
from collections.abc import Sequence

import uvloop

from bot.load.figures import LATEST, Figure, machine, table, write
from bot.load.private_postgres import why_not
from bot.load.run import load
from bot.load.scenarios import POSTGRESQL, Amount, Scenario
from tools.bench import agreement, reassessing, single, start

AMOUNT, SHORT = Amount(registrations=40, half_seconds=15.0), Amount(registrations=40, half_seconds=0.0)
FEW_STAYS, MANY_STAYS = 20_000, 1_000_000


def main() -> int:
    """Measure everything in one run. A missed aim is a figure, not a failure: the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure this project's own figures.")
    parser.add_argument("--long", action="store_true", help=f"{MANY_STAYS} stored stays")
    is_long = parser.parse_args().long
    began, described = time.perf_counter(), machine()
    figures = single.measure() + uvloop.run(_with_processes(is_long=is_long))
    write(figures, described)
    lines = [f"{name}: {value}" for name, value in described.items()]
    took = f"{time.perf_counter() - began:.0f} s in all; written to {LATEST}"
    sys.stdout.write("\n".join([*lines, "", table(figures), "", took, ""]))
    return 0


async def _with_processes(*, is_long: bool) -> list[Figure]:
    return [
        *await start.measure(),
        *await agreement.measure(),
        *[figure async for some in load([Scenario()], AMOUNT, _tell) for figure in some],
        *[figure async for some in load(_on_postgres(), SHORT, _tell) for figure in some],
        *await reassessing.measure(MANY_STAYS if is_long else FEW_STAYS),
    ]


def _tell(what: str) -> None:
    sys.stderr.write(f"{what} …\n")


def _on_postgres() -> Sequence[Scenario]:
    """The other database, where there can be a private server."""
    return () if why_not() else (Scenario(database=POSTGRESQL, is_pushed=True),)


if __name__ == "__main__":
    sys.exit(main())
