"""Sends what is owed: within Telegram's limits, again after faults, never twice from our side."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiolimiter import AsyncLimiter

from bot.domain.notice import Notice
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal
from bot.registration.ports import Clock
from bot.telegram.notices import Deliverer

log = logging.getLogger(__name__)

A_SECOND_IN_ALL = 30  # Telegram's bulk limit (Bots FAQ)
BETWEEN_IN_ONE_CHAT = 1.0  # seconds, the same source
BATCH = 60
RENEW_AFTER = timedelta(seconds=20)  # a third of the outbox's lease
MOST_CHATS_AT_ONCE = 60
LONGEST_SLEEP = 60.0  # seconds: another process may owe something without waking this one
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=1)
MOST_TRIES = 40  # some thirty hours
FAREWELL = 5.0  # seconds a message on its way has to arrive and be noted when the bot stops


class Outbox(Protocol):
    """Where owed messages wait."""

    async def due(self, now: datetime, most: int) -> Sequence[tuple[int, Notice]]:
        """Claim what is due; nobody else gets the same."""

    async def recover(self) -> None:
        """Free what a process that died had claimed."""

    async def hold(self, notice: int, claimed_at: datetime, now: datetime) -> bool:
        """Renew a claim; False when it was lost or taken back, and the notice is not to be sent."""

    async def sent(self, notice: int, now: datetime) -> None:
        """It arrived."""

    async def postpone(self, notice: int, until: datetime, error: str) -> None:
        """Try again later."""

    async def drop(self, notice: int, now: datetime, why: str) -> None:
        """Never send it."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When to look again."""

    async def chat_blocked(self, chat: ChatId, now: datetime) -> None:
        """The person has blocked the bot: nothing that waits for them is sent."""


@dataclass(slots=True, kw_only=True)
class Courier:
    """One loop: claim what is due, hand it to a task for each chat, sleep until something is due.

    A chat gets its messages in order, a second apart; one slow chat keeps no other waiting.
    """

    outbox: Outbox
    deliverer: Deliverer
    clock: Clock
    in_all: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(A_SECOND_IN_ALL, 1.0))
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _rounds: set[asyncio.Task[None]] = field(default_factory=set)
    _on_the_way: set[asyncio.Task[None]] = field(default_factory=set)
    _chats: WeakValueDictionary[ChatId, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def wake(self) -> None:
        """Something is owed now."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is on its way then is sent and noted, and the rest stays owed."""
        await self.outbox.recover()
        try:
            while True:
                self._wake.clear()
                if len(self._rounds) >= MOST_CHATS_AT_ONCE:
                    await asyncio.wait(self._rounds, return_when=asyncio.FIRST_COMPLETED)
                if not await self._take_up():
                    await self._sleep(await self._pause())
        finally:
            await self._stop()

    async def _stop(self) -> None:
        """A message that arrived and was not noted would be sent again at the next start: let it be noted."""
        for round_ in self._rounds:
            round_.cancel()
        if self._on_the_way:
            await asyncio.wait(self._on_the_way, timeout=FAREWELL)
        left = [*self._rounds, *self._on_the_way]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _take_up(self) -> int:
        """Start sending what is due now; how many notices were claimed."""
        now = self.clock.now()
        claimed = await self.outbox.due(now, BATCH)
        by_chat: dict[ChatId, list[tuple[int, Notice]]] = defaultdict(list)
        for number, notice in claimed:
            by_chat[notice.chat].append((number, notice))
        for chat, waiting in by_chat.items():
            round_ = asyncio.create_task(self._to_one_chat(chat, waiting, now))
            self._rounds.add(round_)
            round_.add_done_callback(self._ended)
        return len(claimed)

    def _ended(self, round_: asyncio.Task[None]) -> None:
        self._rounds.discard(round_)
        if not round_.cancelled() and (error := round_.exception()) is not None:
            # what it had claimed is free again when the lease is over
            log.error("courier's round failed", extra={"action": "deliver", "error": type(error).__name__})

    async def _to_one_chat(self, chat: ChatId, waiting: Iterable[tuple[int, Notice]], claimed_at: datetime) -> None:
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:
            has_sent = False
            for number, notice in waiting:
                if not await self._is_ours(number, claimed_at):
                    continue
                if has_sent:
                    await asyncio.sleep(BETWEEN_IN_ONE_CHAT)
                await asyncio.shield(self._set_out(number, notice))
                has_sent = True

    def _set_out(self, number: int, notice: Notice) -> asyncio.Task[None]:
        """A task of its own, which outlives its round's end."""
        task = asyncio.create_task(self._one(number, notice))
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)
        return task

    async def _is_ours(self, number: int, claimed_at: datetime) -> bool:
        """A fresh claim is; an old one is renewed before it runs out, or was lost."""
        now = self.clock.now()
        return now - claimed_at < RENEW_AFTER or await self.outbox.hold(number, claimed_at, now)

    async def _one(self, number: int, notice: Notice) -> None:
        now = self.clock.now()
        if notice.expires_at is not None and now >= notice.expires_at:
            await self.outbox.drop(number, now, "too late")
            return
        try:
            async with self.in_all:
                await self.deliverer.deliver(notice)
        except TelegramRetryAfter as busy:
            await self.outbox.postpone(number, now + timedelta(seconds=busy.retry_after), "429")
        except TelegramForbiddenError:
            await self.outbox.chat_blocked(notice.chat, now)
        except Refusal as no:
            await self.outbox.drop(number, now, no.code.value)
        except Exception as error:  # noqa: BLE001 - one notice that cannot be drawn must not hold up its chat for ever
            await self._failed(number, notice, error, now)
        else:
            await self.outbox.sent(number, self.clock.now())

    async def _failed(self, number: int, notice: Notice, error: Exception, now: datetime) -> None:
        name = type(error).__name__
        log.warning("notice not sent", extra={"action": notice.kind.value, "case": notice.case, "error": name})
        if isinstance(error, TelegramBadRequest) or notice.tries >= MOST_TRIES:
            await self.outbox.drop(number, now, name)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(notice.tries, 20), LONGEST_PAUSE)
            await self.outbox.postpone(number, now + pause, name)

    async def _pause(self) -> float:
        now = self.clock.now()
        due = await self.outbox.next_due(now)
        return LONGEST_SLEEP if due is None else min(max((due - now).total_seconds(), 0.02), LONGEST_SLEEP)

    async def _sleep(self, seconds: float) -> None:
        try:
            # not `wait_for`: on Python 3.11 it loses a cancellation that comes together with the waking
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
