"""Whole registrations: by so many people side by side, or by people who arrive whether or not the bot keeps up."""

import asyncio
import random
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from bot.load.crowd import AT_ONCE, Guest, Host, Pace, agree, ask, link_of, until_picture
from bot.load.people import every_iin
from bot.simulator import Simulator
from bot.simulator.phone import Phone

SIDE_BY_SIDE = 40  # people who talk to the bot at a time
LINGER = 100  # registrations after which nothing more comes for somebody who is done
THINKING = 0.5  # seconds that somebody who arrives takes for an answer, on average

Couple = tuple[Guest, Host]
Errand = Callable[[], Coroutine[Any, Any, None]]


def couples() -> Iterator[Couple]:
    """Guests and their hosts, no two alike; no end."""
    return ((Guest(number, iin), Host(number, iin)) for number, iin in enumerate(every_iin()))


@dataclass(slots=True, eq=False)
class Tally:
    """What has been done so far; whoever is done is forgotten, for a crowd of thousands must not fill the memory."""

    simulator: Simulator
    registered: int = 0
    calls: Counter[str] = field(default_factory=Counter)  # of the bot's, by method, as far as a chat saw them
    _done: deque[Phone] = field(default_factory=deque)

    def add(self, *phones: Phone) -> None:
        """These people are done."""
        self.registered += 1
        self._done.extend(phones)
        while len(self._done) > LINGER * len(phones):
            self._forget(self._done.popleft())

    def close(self) -> None:
        """Count those who were done last."""
        while self._done:
            self._forget(self._done.popleft())

    def _forget(self, phone: Phone) -> None:
        chat, world = phone.chat, self.simulator.world
        self.calls.update(entry.what for entry in chat.history if entry.who == "bot")
        for message in chat.messages.values():
            for file in {message.file, *(message.file.siblings if message.file else ())} - {None}:
                world.files.pop(file.id, None)
                world.paths.pop(file.path, None)
        chat.messages.clear()
        chat.history.clear()


@dataclass(slots=True, eq=False)
class Thinking(Pace):
    """People who take their time, and write down how long the bot took."""

    dice: random.Random
    seconds: list[float] = field(default_factory=list)

    async def think(self) -> None:
        """Now longer, now shorter."""
        await asyncio.sleep(self.dice.expovariate(1 / THINKING))

    def answered(self, seconds: float) -> None:
        """One answer more."""
        self.seconds.append(seconds)


async def register(couple: Couple, tally: Tally, pace: Pace = AT_ONCE) -> None:
    """A whole registration: from Start to the certificate's picture on the guest's phone."""
    guest, host = couple
    asking = await ask(tally.simulator, guest, pace=pace)
    agreeing = await agree(tally.simulator, host, link_of(asking), pace=pace)
    await until_picture(asking)
    tally.add(asking, agreeing)


async def side_by_side(errands: Iterable[Errand]) -> None:
    """Everybody's errand, so many at a time; the next one begins when one is done."""
    queue = iter(errands)

    async def one_after_another() -> None:
        for errand in queue:
            await errand()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(SIDE_BY_SIDE):
            tasks.create_task(one_after_another())


async def register_all(people: Iterator[Couple], most: int, tally: Tally) -> None:
    """So many registrations, side by side."""
    await side_by_side(partial(register, couple, tally) for couple in islice(people, most))


async def arrive(people: Iterator[Couple], a_second: float, tally: Tally, thinking: Thinking) -> None:
    """Let people arrive until cancelled, so many a second on average, whether or not the bot keeps up (Poisson)."""
    async with asyncio.TaskGroup() as tasks:
        for couple in people:
            tasks.create_task(register(couple, tally, thinking))
            await asyncio.sleep(thinking.dice.expovariate(a_second))
