"""From the start of the process to the first question for updates, against a bare aiogram bot."""

import time

from bot.load.figures import Figure, median
from bot.load.stage import BARE_BOT, OUR_BOT, Stage, open_stage

RUNS = 3


async def measure() -> list[Figure]:
    """Both bots in turn; the first start of each, which makes database, keys and byte code, does not count."""
    ours, bare = [], []
    async with open_stage() as stage:
        for bot in (OUR_BOT, BARE_BOT):
            await _start(stage, bot)
        for _ in range(RUNS):
            ours.append(await _start(stage, OUR_BOT))
            bare.append(await _start(stage, BARE_BOT))
    made_of = f"medians of {RUNS} alternating runs: {median(ours):.2f} and {median(bare):.2f} s"
    more = median(ours) - median(bare)
    return [Figure(name="start to first poll, above the bare bot's", value=more, unit="s", most=1, runs=made_of)]


async def _start(stage: Stage, bot: tuple[str, ...]) -> float:
    began = time.perf_counter()
    async with stage.bot(*bot):
        return time.perf_counter() - began
