"""Of all workers over one database one leads: it does what must be done once, and another takes over when it ends."""

import asyncio
from collections.abc import Awaitable, Callable

from storage.holds import Holds

LEADER = "leader"
LOOK_AGAIN = 5.0  # seconds until a worker that does not lead asks whether it may


async def lead(holds: Holds, errands: Callable[[], Awaitable[object]]) -> None:
    """Until cancelled: whenever this worker leads, run the errands; break them off when it leads no more."""
    while True:
        if await holds.take(LEADER):
            try:
                await _until_lost(holds, errands)
            finally:
                await holds.give(LEADER)
        await asyncio.sleep(LOOK_AGAIN)


async def _until_lost(holds: Holds, errands: Callable[[], Awaitable[object]]) -> None:
    at_work = asyncio.ensure_future(errands())
    lost = asyncio.ensure_future(holds.lost(LEADER))
    try:
        await asyncio.wait({at_work, lost}, return_when=asyncio.FIRST_COMPLETED)
        if at_work.done():
            at_work.result()
    finally:
        for task in (at_work, lost):
            task.cancel()
        await asyncio.gather(at_work, lost, return_exceptions=True)
