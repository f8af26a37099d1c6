"""The whole bot with a watch on its event loop: how late a ticker of five milliseconds is woken.

Its one argument is the file that gets the samples when the process is told to end.
"""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path

import uvloop

from bot.bootstrap.app import open_app
from bot.config import Settings

TICK = 0.005  # seconds
Samples = list[tuple[float, float]]  # time.monotonic(), which all processes share, and the seconds of delay


async def main(report: Path) -> None:
    """Run until SIGTERM."""
    ended, samples = asyncio.Event(), Samples()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with open_app(Settings()) as app:
        tasks = [asyncio.create_task(app.run()), asyncio.create_task(watch(samples))]
        await ended.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.to_thread(report.write_text, json.dumps(samples))


async def watch(samples: Samples) -> None:
    """Note for every tick how much later than asked it came."""
    while True:
        asked = time.monotonic()
        await asyncio.sleep(TICK)
        woken = time.monotonic()
        samples.append((woken, woken - asked - TICK))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))  # the loop in which `tirkeu run` runs
