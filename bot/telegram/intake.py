"""Handles updates that were pushed and stored: those of a chat in their order, one at a time over all workers.

A chat is held by name while its updates are handled, so that no two workers meet in it. A worker that stored something
for a chat asks for it at once, and again in a moment where another one has it; besides, all look from time to time for
what was left by one that died. Whatever is broken off comes again, so handlers bear an update that comes twice.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.registration.ports import Clock
from bot.telegram.faults import set_aside
from bot.watch.faults import kind_of

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 50  # in one worker; each holds a connection to the database only while it asks it something
MOST_LEFT = 200  # chats of which it is looked for at once what others left
LOOK_EVERY = 0.5  # seconds between two looks for what others left
FIRST_RETRY, LAST_RETRY = 0.02, 0.32  # seconds until a chat that another worker had is asked for again, and doubled
LEFT_OVER = timedelta(seconds=10)  # what waited for longer may have ended a worker before: that counts as a try
MOST_TRIES = 8
FIRST_PAUSE = 0.5  # seconds before the second try, doubled each time: about a minute in all
FAREWELL = 5.0  # seconds in which what is in hand may be finished when the bot stops


class Waits(Protocol):
    """An update that waits to be handled."""

    @property
    def number(self) -> int:
        """Telegram's `update_id`."""

    @property
    def received_at(self) -> datetime:
        """When it came."""

    @property
    def body(self) -> str | None:
        """Its JSON; None where there is nothing that can be read."""

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""


class Inbox(Protocol):
    """Where pushed updates wait."""

    @property
    def most_of_a_chat(self) -> int:
        """How many `waiting` brings at most."""

    async def waiting(self, chat: int) -> Sequence[Waits]:
        """What waits for this chat, the oldest first."""

    async def chats(self, most: int) -> list[int]:
        """Chats for which something waits."""

    async def tried(self, number: int) -> None:
        """It was tried in vain once more."""

    async def done(self, number: int, now: datetime) -> None:
        """It is handled."""

    async def settle(self) -> None:
        """Wait until nothing is on its way to the database."""


class Holds(Protocol):
    """Names of which one worker at a time has hold."""

    on_lost: set[Callable[[], None]]

    async def take(self, name: str) -> bool:
        """Take hold of a name, where nobody has it."""

    async def give(self, name: str) -> None:
        """Let others have it."""


@dataclass(slots=True, eq=False)
class _Hand:
    """A chat that is asked for or held (`is_ours`). `is_wanted`: more was stored since it was last looked at."""

    retry: float
    is_wanted: bool = False
    is_ours: bool = False
    task: "asyncio.Task[None] | None" = None


@dataclass(slots=True, eq=False, kw_only=True)
class Intake:
    """Takes chats with waiting updates in hand, so many at once."""

    inbox: Inbox
    holds: Holds
    bot: Bot
    dispatcher: Dispatcher
    clock: Clock
    chats_at_once: int = CHATS_AT_ONCE
    _hands: dict[int, _Hand] = field(default_factory=dict)
    _queue: dict[int, float] = field(default_factory=dict)  # chats for which no hand is free, with their next retry
    _is_open: bool = False

    def want(self, chat: int, retry: float = FIRST_RETRY) -> None:
        """Something waits for this chat; a bot that is being stopped leaves it to others, or to its next start."""
        hand = self._hands.get(chat)
        if not self._is_open or chat in self._queue:  # its turn comes
            return
        if hand is not None:
            hand.is_wanted = True
        elif len(self._hands) >= self.chats_at_once:
            self._queue[chat] = retry
        else:
            hand = self._hands[chat] = _Hand(retry)
            hand.task = asyncio.create_task(self._serve(chat, hand))
            # wherever it is broken off, even before its first step, the chat must not stay in hand for ever
            hand.task.add_done_callback(lambda _: self._put_down(chat, hand))

    async def run(self) -> None:
        """Until cancelled; what is in hand then is finished, if that takes not long."""
        self.holds.on_lost.add(self._break_off)
        self._is_open = True
        try:
            while True:
                await self._look_for_left()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            self._is_open = False
            await self._farewell()
            self.holds.on_lost.discard(self._break_off)

    async def drain(self) -> None:
        """Handle all that waits, then return: before the bot goes over to polling."""
        if not await self.inbox.chats(1):
            return
        running = asyncio.create_task(self.run())
        try:
            while await self.inbox.chats(1):  # noqa: ASYNC110 - another worker may be the one that handles the last
                await asyncio.sleep(FIRST_RETRY)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _look_for_left(self) -> None:
        """A database that is gone for a while must not end the loop: it is asked again."""
        try:
            left = await self.inbox.chats(MOST_LEFT)
        except Exception as error:  # noqa: BLE001 - whatever the driver raises; its text may quote a row
            log.warning("inbox not read", extra={"action": "intake", "error": kind_of(error)})
            return
        for chat in left:
            if chat not in self._hands:
                self.want(chat, LAST_RETRY)  # where another worker has it, the next look is soon enough

    async def _farewell(self) -> None:
        self._queue.clear()
        tasks = self._tasks()
        if tasks:
            await asyncio.wait(tasks, timeout=FAREWELL)
        self._break_off()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.inbox.settle()

    def _break_off(self) -> None:
        """Stop at once: others may have the chats by now, and what is not done comes again."""
        for task in self._tasks():
            task.cancel()

    def _tasks(self) -> list["asyncio.Task[None]"]:
        return [hand.task for hand in self._hands.values() if hand.task is not None]

    async def _serve(self, chat: int, hand: _Hand) -> None:
        name = f"chat:{chat}"
        try:
            hand.is_ours = await self.holds.take(name)
            if hand.is_ours:
                await self._empty(chat, hand)
        except Exception as error:  # noqa: BLE001 - the database; what waits is found again by the next look
            log.warning("chat not served", extra={"action": "intake", "error": kind_of(error)})
        finally:
            if hand.is_ours:
                await self.holds.give(name)

    async def _empty(self, chat: int, hand: _Hand) -> None:
        """Handle what waits for a chat that is held, until nothing more is known to wait, or another chat's turn comes.

        Whoever writes without end would keep the hand for ever: after one round the chat queues behind those that wait.
        """
        more = True
        while more:
            hand.is_wanted = False
            waiting = await self.inbox.waiting(chat)
            for each in waiting:
                if self._is_stopping():
                    return
                await self._handle(each)
            more = hand.is_wanted or len(waiting) >= self.inbox.most_of_a_chat
            if more and self._queue:
                self._queue.setdefault(chat, FIRST_RETRY)
                hand.is_wanted = False
                return

    def _is_stopping(self) -> bool:
        return not self._is_open

    def _put_down(self, chat: int, hand: _Hand) -> None:
        """Free the hand for the next chat; ask for this one again where something came, or another worker had it."""
        del self._hands[chat]
        if hand.is_ours and hand.is_wanted:
            self.want(chat)
        elif not hand.is_ours and (hand.is_wanted or hand.retry < LAST_RETRY):
            asyncio.get_running_loop().call_later(hand.retry, self.want, chat, min(hand.retry * 2, LAST_RETRY))
        while self._queue and len(self._hands) < self.chats_at_once:
            following = next(iter(self._queue))
            self.want(following, self._queue.pop(following))

    async def _handle(self, waiting: Waits) -> None:
        """Until it is handled, or was tried so often that its chat must not wait for it any longer.

        That is about a minute of pauses (`FIRST_PAUSE`), and as long as the tries themselves last.
        """
        before = waiting.tries
        if self.clock.now() - waiting.received_at > LEFT_OVER:
            before += 1
            await self.inbox.tried(waiting.number)
        for tries in range(before, MOST_TRIES):
            if tries > before:
                await asyncio.sleep(FIRST_PAUSE * 2 ** (tries - 1))
            if await self._is_handled(waiting):
                break
            await self.inbox.tried(waiting.number)
        else:
            await self._set_aside(waiting)
        await self.inbox.done(waiting.number, self.clock.now())

    async def _set_aside(self, waiting: Waits) -> None:
        with suppress(ValidationError):  # what cannot be read does not come here
            await set_aside(self.bot, Update.model_validate_json(waiting.body or "", context={"bot": self.bot}))

    async def _is_handled(self, waiting: Waits) -> bool:
        """False where it is to be tried again; what cannot be read, or Telegram refuses, will be no better later."""
        if waiting.body is None:
            return True
        try:
            update = Update.model_validate_json(waiting.body, context={"bot": self.bot})
            _ = update.event_type  # of a kind that this version knows
        except (ValidationError, UpdateTypeLookupError):
            log.error("update not understood", extra={"action": "update", "update_id": waiting.number})
            return True
        try:
            await self.dispatcher.feed_update(self.bot, update)
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person, so only its kind is logged
            named = {"action": "update", "update_id": waiting.number, "error": kind_of(error)}
            log.error("update failed", extra=named)
            return isinstance(error, TelegramForbiddenError | TelegramBadRequest)
        return True
