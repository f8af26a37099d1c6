"""Sends what is owed: within Telegram's limits, again after faults, never twice from our side.

Several workers may be at it over one database. Each claims other notices; of one chat only the worker that has hold of
it sends, in order, and right before a message goes its notice is looked at once more.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter

from bot.domain.notice import Notice
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal
from bot.registration.ports import Clock
from bot.telegram.notices import Deliverer
from bot.telegram.pace import Turns
from bot.telegram.steps_back import DueClock
from bot.watch.faults import kind_of
from bot.watch.trace import begin

log = logging.getLogger(__name__)

BETWEEN_IN_ONE_CHAT = 1.0  # seconds (Bots FAQ)
PUT_BACK_RESTS = 1.0  # seconds, in which the next of its chat are not claimed either: they would be put back, too
BATCH = 30
# At the full pace thirty of them rest for their second. More in hand would only wait, and be lost with this worker.
MOST_CHATS_AT_ONCE = 60
SIXTH = 6  # of them are claimed at a time: a full evening costs three claims a second, and not one for each message
SHORTEST_SLEEP = 0.02  # seconds
LONGEST_SLEEP = 60.0  # seconds: another process may owe something without waking this one
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=1)
MOST_TRIES = 40  # some thirty hours
# seconds: the pause before the second try to note what has arrived, doubled each time; and how long it is tried from
# when its claim was looked at, which lasts so long at least
FIRST_REST, LONGEST_REST = 0.1, 5.0
CLAIM_LASTS = 40.0
FAREWELL = 5.0  # seconds a message on its way has to arrive and be noted when the bot stops


class Outbox(Protocol):
    """Where owed messages wait."""

    async def due(self, now: datetime, most: int, busy: Collection[ChatId]) -> Sequence[tuple[int, Notice]]:
        """Claim what is due, but nothing of the busy chats; nobody else gets the same."""

    async def recover(self) -> None:
        """Free what a process that died had claimed."""

    async def in_turn(self, chat: ChatId, numbers: Sequence[int], now: datetime) -> Sequence[int]:
        """Of these notices of one chat, in order, those that no other worker's must go before."""

    async def hold(self, number: int, now: datetime) -> bool:
        """Whether it is still owed, and claimed by us; if not, it is not to be sent."""

    async def put_back(self, numbers: Collection[int], now: datetime) -> None:
        """For whoever comes in a second; no try is counted."""

    def let_go(self, numbers: Collection[int]) -> None:
        """They are not in our hands any more."""

    def in_hand(self) -> Mapping[int, datetime]:
        """What is, each with the end of its lease."""

    async def give_back(self, claims: Mapping[int, datetime]) -> None:
        """Let others have at once what of these was not sent."""

    async def sent(self, number: int, now: datetime) -> None:
        """It arrived."""

    async def postpone(self, number: int, until: datetime, error: str) -> None:
        """Try again later."""

    async def drop(self, number: int, now: datetime, why: str) -> None:
        """Never send it."""

    async def next_due(self, now: datetime, busy: Collection[ChatId]) -> datetime | None:
        """The first moment when `due` has something to claim, but for the busy chats."""

    async def chat_blocked(self, chat: ChatId, now: datetime) -> None:
        """The person has blocked the bot: nothing that waits for them is sent."""


class Holds(Protocol):
    """Names of which one worker at a time has hold."""

    async def take(self, name: str) -> bool:
        """Take hold; False where another one has it."""

    async def give(self, name: str) -> None:
        """Let others have it."""

    def holds(self, name: str) -> bool:
        """Whether it is held here still."""


@dataclass(slots=True, kw_only=True)
class Courier:
    """One loop: sleep until something is due, claim it, hand it to a task for each chat.

    A chat gets its messages in order, a second apart; one slow chat keeps no other waiting. More for a chat is claimed
    when its round has ended: leases of what waits behind a long round would end before their turn.
    """

    outbox: Outbox
    deliverer: Deliverer
    clock: Clock
    holds: Holds
    turns: Turns = field(default_factory=Turns)
    longest_sleep: float = LONGEST_SLEEP  # seconds
    _due_clock: DueClock = field(init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _rounds: dict[ChatId, asyncio.Task[None]] = field(default_factory=dict)
    _on_the_way: set[asyncio.Task[bool]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Notices fall due by a clock that a step back does not stop."""
        self._due_clock = DueClock(self.clock)

    def wake(self) -> None:
        """Something is owed now."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is on its way then is sent and noted, and the rest stays owed."""
        await self.outbox.recover()
        try:
            while True:
                self._wake.clear()
                while self._room < max(MOST_CHATS_AT_ONCE // SIXTH, 1):
                    await asyncio.wait(self._rounds.values(), return_when=asyncio.FIRST_COMPLETED)
                if pause := await self._pause():
                    await self._sleep(pause)
                elif not await self._take_up():  # another worker was first, or it was news no more
                    await self._sleep(SHORTEST_SLEEP)
        finally:
            await self._stop()

    async def _stop(self) -> None:
        """A message that arrived and was not noted would be sent again at the next start: let it be noted.

        What was only claimed is another worker's at once, not when the lease is over.
        """
        in_hand = self.outbox.in_hand()
        for round_ in self._rounds.values():
            round_.cancel()
        if self._on_the_way:
            await asyncio.wait(self._on_the_way, timeout=FAREWELL)
        left = [*self._rounds.values(), *self._on_the_way]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        with contextlib.suppress(Exception):  # the database may be the reason for the end
            await self.outbox.give_back(in_hand)

    @property
    def _room(self) -> int:
        """How many more chats may be in hand."""
        return MOST_CHATS_AT_ONCE - len(self._rounds)

    async def _take_up(self) -> int:
        """Start sending what is due now; how many notices were claimed."""
        claimed = await self.outbox.due(self._due_clock.now(), min(BATCH, self._room), list(self._rounds))
        by_chat: dict[ChatId, list[tuple[int, Notice]]] = defaultdict(list)
        for number, notice in claimed:
            by_chat[notice.chat].append((number, notice))
        for chat, waiting in by_chat.items():
            round_ = asyncio.create_task(self._to_one_chat(chat, waiting))
            self._rounds[chat] = round_
            round_.add_done_callback(partial(self._ended, chat))
        return len(claimed)

    def _ended(self, chat: ChatId, round_: asyncio.Task[None]) -> None:
        del self._rounds[chat]
        self.wake()  # there may be more for this chat
        if not round_.cancelled() and (error := round_.exception()) is not None:
            # what it had claimed is free again when the lease is over
            log.error("courier's round failed", extra={"action": "deliver", "error": kind_of(error)})

    async def _to_one_chat(self, chat: ChatId, waiting: Sequence[tuple[int, Notice]]) -> None:
        name, numbers = f"deliver:{chat}", [number for number, _ in waiting]
        try:
            if await self.holds.take(name):
                try:
                    is_our_turn = await self._in_order(chat, waiting)
                finally:
                    await self.holds.give(name)
            else:
                is_our_turn = False
                await self.outbox.put_back(numbers, self.clock.now())
            if not is_our_turn:
                await asyncio.sleep(PUT_BACK_RESTS)
        finally:
            self.outbox.let_go(numbers)

    async def _in_order(self, chat: ChatId, waiting: Sequence[tuple[int, Notice]]) -> bool:
        """A second after each message, also after the last: then the next round, or another worker, may go on.

        False where another worker's must go before all of these.
        """
        numbers = [number for number, _ in waiting]
        in_turn = await self.outbox.in_turn(chat, numbers, self._due_clock.now())
        if others := set(numbers).difference(in_turn):
            await self.outbox.put_back(others, self.clock.now())
        for number, notice in waiting:
            if number not in others:
                await self.turns.wait(notice.urgency)
                if not self.holds.holds(f"deliver:{chat}"):
                    break  # the line to the database broke, and another worker may have the chat by now
                if await asyncio.shield(self._set_out(number, notice)):
                    await asyncio.sleep(BETWEEN_IN_ONE_CHAT)
        return bool(in_turn)

    def _set_out(self, number: int, notice: Notice) -> asyncio.Task[bool]:
        """A task of its own, which outlives its round's end."""
        task = asyncio.create_task(self._one(number, notice))
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)
        return task

    async def _one(self, number: int, notice: Notice) -> bool:
        """False where it was not to be sent any more."""
        begin()  # in the log a delivery has an id of its own
        now, until = self.clock.now(), asyncio.get_running_loop().time() + CLAIM_LASTS
        if not await self.outbox.hold(number, now):
            return False
        if notice.expires_at is not None and now >= notice.expires_at:
            await self.outbox.drop(number, now, "too late")
            return False
        if await self._deliver(number, notice, now):
            await self._note(number, until)
        return True

    async def _deliver(self, number: int, notice: Notice, now: datetime) -> bool:
        """Whether it has arrived; if not, what becomes of it is noted."""
        try:
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
            return True
        return False

    async def _note(self, number: int, until: float) -> None:
        """What has arrived and is not noted goes out twice: a database that is away is asked again while it is ours."""
        rest = FIRST_REST
        while True:
            try:
                return await self.outbox.sent(number, self.clock.now())
            except Exception as error:
                log.warning("sending not noted", extra={"action": "deliver", "error": kind_of(error)})
                if asyncio.get_running_loop().time() + rest > until:
                    raise
            await asyncio.sleep(rest)
            rest = min(rest * 2, LONGEST_REST)

    async def _failed(self, number: int, notice: Notice, error: Exception, now: datetime) -> None:
        name, about = type(error).__name__, {"action": notice.kind.value, "case": notice.case}
        log.warning("notice not sent", extra={**about, "error": kind_of(error)})
        if isinstance(error, TelegramBadRequest) or notice.tries >= MOST_TRIES:
            await self.outbox.drop(number, now, name)
        else:
            pause = min(FIRST_PAUSE * 2 ** min(notice.tries, 20), LONGEST_PAUSE)
            await self.outbox.postpone(number, now + pause, name)

    async def _pause(self) -> float:
        """Seconds until there is something to claim; none where there is."""
        now = self._due_clock.now()
        due = await self.outbox.next_due(now, list(self._rounds))
        if due is None:
            return self.longest_sleep
        return min(max((due - now).total_seconds(), SHORTEST_SLEEP), self.longest_sleep) if due > now else 0.0

    async def _sleep(self, seconds: float) -> None:
        try:
            # not `wait_for`: on Python 3.11 it loses a cancellation that comes together with the waking
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
