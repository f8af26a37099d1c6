"""Long polling that confirms an update only after it was handled.

aiogram's own loop asks for the next updates, which confirms the last ones, while those may still be in hand; a process
killed then would lose an answer. Here the offset never passes an update that is not done, and what is in hand already
is skipped when it comes again.
"""

import asyncio
import logging

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramRetryAfter
from aiogram.types import Update

log = logging.getLogger(__name__)
POLL_SECONDS = 25
PATIENCE = 1.0  # seconds; after them, who comes anew is not kept waiting. Asking earlier reads what is in hand again
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


async def poll(bot: Bot, dispatcher: Dispatcher) -> None:
    """Until cancelled. Faults of the network are waited out, each time longer."""
    hand = _Hand(bot, dispatcher)
    allowed = dispatcher.resolve_used_update_types()
    try:
        await _ask_on(bot, hand, allowed)
    finally:
        await hand.let_go()


async def _ask_on(bot: Bot, hand: "_Hand", allowed: list[str]) -> None:
    pause = FIRST_PAUSE
    while True:
        await hand.settle()
        try:
            updates = await bot.get_updates(
                offset=hand.offset, timeout=POLL_SECONDS, allowed_updates=allowed, request_timeout=POLL_SECONDS + 10
            )
        except AiogramError as error:
            log.warning("no updates", extra={"action": "poll", "error": type(error).__name__})
            await asyncio.sleep(_pause_after(error, pause))
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            pause = FIRST_PAUSE
            hand.take(updates)


def _pause_after(error: AiogramError, pause: float) -> float:
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after
    return LONGEST_PAUSE if isinstance(error, TelegramConflictError) else pause


class _Hand:
    """The updates being handled, and the offset below which all are done."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self.bot = bot
        self.dispatcher = dispatcher
        self._next: int | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()  # above one that is not done

    @property
    def offset(self) -> int | None:
        """The first update that may not be confirmed yet."""
        return min(self._tasks, default=self._next)

    def take(self, updates: list[Update]) -> None:
        """Begin with what is new."""
        for update in updates:
            number = update.update_id
            if number not in self._tasks and number not in self._done:
                self._tasks[number] = asyncio.create_task(self._handle(update))
                self._next = max(number + 1, self._next or 0)

    async def settle(self) -> None:
        """Wait for what is in hand, but not long."""
        if not self._tasks:
            return
        await asyncio.wait(self._tasks.values(), timeout=PATIENCE)
        finished = {number for number, task in self._tasks.items() if task.done()}
        for number in finished:
            del self._tasks[number]
        lowest = self.offset or 0
        self._done = {number for number in self._done | finished if number > lowest}

    async def let_go(self) -> None:
        """Break off what is in hand: it is not confirmed, so it comes again, and the database may be closed."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _handle(self, update: Update) -> None:
        """One update's fault must not keep the others from being confirmed."""
        try:
            await self.dispatcher.feed_update(self.bot, update)
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person, so only its kind is logged
            named = {"action": "update", "update_id": update.update_id, "error": type(error).__name__}
            log.error("update failed", extra=named)
