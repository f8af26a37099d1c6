"""How a running bot is told to stop."""

import asyncio
import os
import signal

from bot.commands.run import until_stopped


async def test_sigterm_stops_in_order() -> None:
    """Told to stop as systemd and containers do it, the bot ends its works itself, and that is no fault."""
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            ended.set()

    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(until_stopped(work()), 5)
    assert ended.is_set()
