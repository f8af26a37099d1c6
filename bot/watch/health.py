"""Whether this worker lives, and whether it can serve."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.watch.pulse import Pulse

LONGEST_CHECK = 1.0  # seconds; a database that needs more serves nobody
OK = "ok"
Check = Callable[[], Awaitable[str]]
"""Says `ok`, or in a few words of ours why not; may raise."""


class Stage(StrEnum):
    """Of a worker's life."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(slots=True, kw_only=True)
class Health:
    """Asked by whoever restarts workers and sends them work."""

    pulse: Pulse
    checks: Mapping[str, Check]
    stage: Stage = Stage.STARTING

    @property
    def is_alive(self) -> bool:
        """False where only a restart helps: the loop stands still. A database that is gone is mended by no restart."""
        return self.pulse.is_alive

    async def findings(self) -> dict[str, str]:
        """What each check says; all of them side by side, each for at most a second."""
        said = await asyncio.gather(*map(_within_a_second, self.checks.values()))
        stage = OK if self.stage is Stage.RUNNING else self.stage.value
        return {"stage": stage, **dict(zip(self.checks, said, strict=True))}

    async def run(self) -> None:
        """As long as the worker runs; who is cancelled here stops, while others still finish what they have in hand."""
        self.stage = Stage.RUNNING
        try:
            await asyncio.Event().wait()
        finally:
            self.stage = Stage.STOPPING


async def _within_a_second(check: Check) -> str:
    try:
        async with asyncio.timeout(LONGEST_CHECK):
            return await check()
    except TimeoutError:
        return "no answer within a second"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is why this worker cannot serve; its words may quote
        return type(error).__name__
