"""`python -m tools.bench`: a table, and the same in `.bench/latest.json`.

Quick: under three minutes on two idle cores, memory after 100 registrations. With `--long` after 1,000,
and a million stored stays are reassessed instead of 50,000.
"""

import argparse
import asyncio
import sys
import time

from tools.bench import agreement, reassessing, single, start, traffic
from tools.bench.figures import LATEST, Figure, machine, table, write

QUICK, LONG = 100, 1000  # registrations
FEW_STAYS, MANY_STAYS = 50_000, 1_000_000


def main() -> int:
    """Measure everything in one run. A missed aim is a figure, not a failure: the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure this project's own figures.")
    parser.add_argument("--long", action="store_true", help=f"{LONG} registrations, {MANY_STAYS} stays")
    is_long = parser.parse_args().long
    began, described = time.perf_counter(), machine()
    figures = single.measure() + asyncio.run(_with_processes(is_long=is_long))
    write(figures, described)
    lines = [f"{name}: {value}" for name, value in described.items()]
    took = f"{time.perf_counter() - began:.0f} s in all; written to {LATEST}"
    sys.stdout.write("\n".join([*lines, "", table(figures), "", took, ""]))
    return 0


async def _with_processes(*, is_long: bool) -> list[Figure]:
    return [
        *await start.measure(),
        *await agreement.measure(),
        *await traffic.measure(LONG if is_long else QUICK),
        *await reassessing.measure(MANY_STAYS if is_long else FEW_STAYS),
    ]


if __name__ == "__main__":
    sys.exit(main())
