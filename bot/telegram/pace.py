"""The pace of what the bot says unasked: so many messages a second in all, urgent ones first. Answers do not wait."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter

from bot.watch.faults import kind_of

log = logging.getLogger(__name__)

A_SECOND_IN_ALL = 30  # Telegram's bulk limit (Bots FAQ)
RESERVED_AT_ONCE = 10  # a third of a second: so long an urgent message waits behind what another worker has reserved
BEFORE_AGAIN = 1.0  # seconds, after the database could not be asked

Reserve = Callable[[int], Awaitable[Sequence[float]]]  # at most so many messages -> in how many seconds each may go


def own_pace(a_second: int = A_SECOND_IN_ALL) -> Reserve:
    """The pace of a process that is alone."""
    limiter = AsyncLimiter(a_second, 1.0)

    async def reserve(_most: int) -> Sequence[float]:
        await limiter.acquire()
        return (0.0,)

    return reserve


@dataclass(slots=True)
class Turns:
    """Hands the reserved moments to those who wait, the urgent first, then in the order of coming.

    A moment is given to whoever is first when it comes, not to the one for whom it was reserved.
    """

    reserve: Reserve = field(default_factory=own_pace)
    _waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _serving: asyncio.Task[None] | None = None

    async def wait(self, urgency: int) -> None:
        """Until this message may go."""
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (-urgency, next(self._numbers), turn))
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        await turn

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while self._somebody_waits():
            asked_at = loop.time()
            for seconds in await self._reserved(min(len(self._waiting), RESERVED_AT_ONCE)):
                await asyncio.sleep(max(asked_at + seconds - loop.time(), 0.0))
                if not self._somebody_waits():
                    return
                heappop(self._waiting)[2].set_result(None)

    async def _reserved(self, most: int) -> Sequence[float]:
        while True:
            try:
                return await self.reserve(most)
            except Exception as error:  # noqa: BLE001 - a database that is away for a while ends nothing
                log.warning("no pace", extra={"action": "deliver", "error": kind_of(error)})
                await asyncio.sleep(BEFORE_AGAIN)

    def _somebody_waits(self) -> bool:
        while self._waiting and self._waiting[0][2].done():  # cancelled: the bot stops
            heappop(self._waiting)
        return bool(self._waiting)
