"""The whole bot with a watch on its event loop and on its threads: what waited, and who used the processor.

Its one argument is the file that gets the report when the process is told to end. SIGUSR1 ends a window and begins
the next one; the report has a line of JSON for each.
"""

import asyncio
import json
import signal
import sys
import threading
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bot.bootstrap.app import open_app
from bot.config import Settings
from bot.load.processes import thread_seconds

TICK = 0.005  # seconds
STEP = 0.0001  # seconds: how finely delays are told apart
LONGEST = 20_000  # steps; what is later than two seconds is counted with them, and kept as the longest


@dataclass(slots=True)
class Window:
    """Delays between two looks: counted, not kept, so that watching for an hour takes no more memory than a minute."""

    counts: "array[int]" = field(default_factory=lambda: array("L", [0] * (LONGEST + 1)))
    longest: float = 0.0

    def add(self, delay: float) -> None:
        """One tick was so late."""
        self.counts[min(int(delay / STEP), LONGEST)] += 1
        self.longest = max(self.longest, delay)

    def reached_by(self, share: float) -> float:
        """Seconds of delay that this share of the ticks does not exceed."""
        wanted, seen = sum(self.counts) * share, 0
        for step, count in enumerate(self.counts):
            seen += count
            if seen >= wanted:
                return (step + 1) * STEP
        return self.longest


@dataclass(slots=True)
class Watch:
    """Windows one after another."""

    window: Window = field(default_factory=Window)
    reports: list[dict[str, object]] = field(default_factory=list)
    used_before: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Note for every tick how much later than asked it came."""
        while True:
            asked = time.monotonic()
            await asyncio.sleep(TICK)
            self.window.add(max(time.monotonic() - asked - TICK, 0.0))

    def next_window(self) -> None:
        """End a window: what it was like, and what the threads used in it."""
        window, self.window = self.window, Window()
        used = cpu_by_thread()
        self.reports.append(
            {
                "ticks": sum(window.counts),
                "p95": window.reached_by(0.95),
                "p99": window.reached_by(0.99),
                "longest": window.longest,
                "cpu": {kind: seconds - self.used_before.get(kind, 0.0) for kind, seconds in used.items()},
            }
        )
        self.used_before = used


def cpu_by_thread() -> dict[str, float]:
    """CPU seconds of this process by the kinds of its threads; what no thread of Python's used is "other"."""
    used = {"other": time.process_time()}
    for thread in threading.enumerate():
        if thread.native_id is not None:
            seconds = thread_seconds(thread.native_id)
            kind = _kind(thread.name)
            used[kind] = used.get(kind, 0.0) + seconds
            used["other"] -= seconds
    return used


def _kind(name: str) -> str:
    """`draw_1` is one of those who draw; `Thread-3 (what it runs)` is named by what it runs."""
    _, bracket, runs = name.partition("(")
    return runs.rstrip(")") if bracket else name.rstrip("_0123456789")


async def main(report: Path) -> None:
    """Run until SIGTERM."""
    ended, watch = asyncio.Event(), Watch()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_signal_handler(signal.SIGUSR1, watch.next_window)
    async with open_app(Settings()) as app:
        tasks = [asyncio.create_task(app.run()), asyncio.create_task(watch.run())]
        await ended.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.to_thread(report.write_text, json.dumps(watch.reports))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))  # the loop in which `tirkeu run` runs
