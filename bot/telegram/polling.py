"""Long polling that confirms an update only after it was handled.

aiogram's own loop asks for the next updates, which confirms the last ones, while those may still be in hand; a process
killed then would lose an answer. Here the offset never passes an update that is not done, and what is in hand already
is skipped when it comes again. What fails before a handler could answer for it (the database is away) is tried again.
"""

import asyncio
import logging
from weakref import WeakValueDictionary

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import Update

from bot.telegram.faults import set_aside
from bot.watch.faults import kind_of

log = logging.getLogger(__name__)
POLL_SECONDS = 25
PATIENCE = 1.0  # seconds; after them, who comes anew is not kept waiting. Asking earlier reads what is in hand again
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
MOST_TRIES = 8  # of one update, as of one that was pushed
FIRST_REST = 0.5  # seconds before the second try, doubled each time: about a minute in all


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
            log.warning("no updates", extra={"action": "poll", "error": kind_of(error)})
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
        self._chats: WeakValueDictionary[int | None, asyncio.Lock] = WeakValueDictionary()

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
        """Until it is handled, or was tried so often that others must not wait for it any longer.

        Those of its chat wait for it; aiogram's own lock keeps their order only while a try lasts.
        """
        async with self._chats.setdefault(_chat_of(update), asyncio.Lock()):
            for tries in range(MOST_TRIES):
                if tries:
                    await asyncio.sleep(FIRST_REST * 2 ** (tries - 1))
                if await self._is_handled(update):
                    return
        await set_aside(self.bot, update)

    async def _is_handled(self, update: Update) -> bool:
        """False where it is to be tried again; what Telegram refused once it will refuse again."""
        try:
            await self.dispatcher.feed_update(self.bot, update)
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person, so only its kind is logged
            named = {"action": "update", "update_id": update.update_id, "error": kind_of(error)}
            log.error("update failed", extra=named)
            return isinstance(error, TelegramForbiddenError | TelegramBadRequest)
        return True


def _chat_of(update: Update) -> int | None:
    """In whose order it is handled, as the inbox has it: the chat, else the person."""
    context = UserContextMiddleware.resolve_event_context(update)
    return context.chat_id if context.chat_id is not None else context.user_id
