"""Small errands to the database that travel together: who asks while one journey is on its way goes with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
MOST_TOGETHER = 100


@dataclass(slots=True, eq=False)
class Together(Generic[Item, Answer]):
    """Calls `work` with all that was asked since its last call; one who asks alone is served at once.

    One call at a time. A call that fails, fails for all who travelled in it.
    """

    work: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]]
    most: int = MOST_TOGETHER
    _waiting: list[tuple[Item, asyncio.Future[Answer]]] = field(default_factory=list)
    _journey: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """The answer to this item. Raises whatever the call raised. Who gives up waiting has asked all the same."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._journey is None:
            self._journey = asyncio.create_task(self._travel())
        return await answer

    async def close(self) -> None:
        """Wait until nobody waits any more."""
        if self._journey is not None:
            await asyncio.gather(self._journey, return_exceptions=True)

    async def _travel(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting[: self.most], self._waiting[self.most :]
                await self._call(together)
        finally:
            self._journey = None

    async def _call(self, asked: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self.work([item for item, _ in asked])
        except BaseException as error:
            for _, answer in asked:
                if not answer.done():
                    answer.set_exception(error) if isinstance(error, Exception) else answer.cancel()
            if not isinstance(error, Exception):
                raise
            return
        for (_, answer), result in zip(asked, answers, strict=True):
            if not answer.done():
                answer.set_result(result)
