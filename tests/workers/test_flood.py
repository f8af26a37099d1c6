"""Whoever writes without end is served in turn with the others."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.telegram.intake import Holds
from tests.workers.crew import Book, Worker, until_handled, worker

FLOODING, QUIET = (1, 2), 3
MOST = 150  # a flood that ends, so that a failing test does too


@dataclass
class Flood(Book):
    """While an update of a flooding chat is handled, its next one comes."""

    worker: Worker | None = None
    pushed: int = 0

    async def handle(self, chat: int, number: int, worker: str) -> None:
        await super().handle(chat, number, worker)
        if chat in FLOODING:
            await self.push(chat)

    async def push(self, chat: int) -> None:
        assert self.worker is not None
        if self.pushed < MOST:
            self.pushed += 1
            await self.worker.push(chat, self.pushed)


@dataclass
class GivenInAFlood:
    """Holds of one worker; while a flooding chat is given to others, its next update comes as well."""

    holds: Holds
    flood: Flood

    @property
    def on_lost(self) -> set[Callable[[], None]]:
        return self.holds.on_lost

    async def take(self, name: str) -> bool:
        return await self.holds.take(name)

    async def give(self, name: str) -> None:
        chat = int(name.removeprefix("chat:"))
        if chat in FLOODING:
            await self.flood.push(chat)
        await self.holds.give(name)


async def test_a_flood_in_every_hand_keeps_nobody_out(tmp_path: Path) -> None:
    """Two hands, two accounts that never stop writing: a third one is served after one round of theirs."""
    flood = Flood(random.Random(6), longest=0)
    async with worker("one", f"sqlite+aiosqlite:///{tmp_path / 'worker.db'}", flood, chats_at_once=2) as one:
        flood.worker = one
        one.intake.holds = GivenInAFlood(one.intake.holds, flood)
        for chat in FLOODING:
            await flood.push(chat)
        await one.push(QUIET, MOST + 1)
        await until_handled(flood, MOST + 1)

    before = [chat for chat, _, _ in flood.handled].index(QUIET)
    assert before <= 2 * len(FLOODING) * one.inbox.most_of_a_chat
    assert flood.met == []
    for chat in FLOODING:
        assert flood.of_chat(chat) == sorted(flood.of_chat(chat))
