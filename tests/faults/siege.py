"""A siege: people play random journeys over HTTP while the bot's processes, Telegram and the database are struck.

Everything that is decided by dice is decided by one seed; what happens at a moment still depends on the machine. The
people sit in this process, in the simulator; the bot is `tirkeu run` in processes of their own.
"""

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.__main__ import main
from bot.domain.case import EventKind
from bot.domain.people import ChatId
from bot.load.crowd import (
    HOST_HAD_ANSWERED,
    Guest,
    Host,
    NoAnswerError,
    agree,
    ask,
    iins,
    link_of,
    play,
    tap,
    until_picture,
)
from bot.simulator import Simulator
from bot.simulator.errors import PhoneError
from bot.simulator.phone import Phone
from storage.database import Database
from tests.invariants import hold_and_told
from tests.town import SECRET, TOKEN

LONGEST_LIFE = 1.5  # seconds until a kill, from the first word or from the start of a bot that has said none
OFTEN = 0.7
SECOND_LOOK = 1.0  # seconds a person who is asked the same again waits for the bot to finish its sentence
PATIENCE = 180.0  # seconds until a person gives the bot up for dead
A_CHILD = multiprocessing.get_context("forkserver")
A_CHILD.set_forkserver_preload(["bot.bootstrap.app", "bot.commands.run"])  # seconds of imports; once is enough

REFUSED = "You refused"
TAKEN_BACK = "you took it back"
JOURNEYS = {"agreed": 6, "refused": 2, "taken back": 1, "unanswered": 1}  # how often each is begun
Strike = Callable[["Siege"], Awaitable[None]]


def _worker(settings: dict[str, str]) -> int:
    """What a worker's process runs: `tirkeu run`, with settings that it does not share with the others."""
    os.environ.update(settings)
    return main(["run"])


@dataclass
class Victim:
    """A worker in a process of its own; its settings come from a `.env` beside it, and its own few beside those."""

    own: dict[str, str] = field(default_factory=dict)
    may_die: bool = False  # where its database goes away a start may fail; whoever runs it starts it again
    process: ForkServerProcess | None = None

    async def start(self) -> None:
        self.process = A_CHILD.Process(target=_worker, args=(self.own,))
        await asyncio.to_thread(self.process.start)

    @property
    def pid(self) -> int:
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid

    async def see_to_it(self) -> None:
        """Start it again if it has ended, as whoever runs it would."""
        if self.process is None or self.process.exitcode is not None:
            assert self.process is None or self.may_die, "the bot had died on its own"
            await self.start()

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        assert self.may_die or self.process.exitcode == -signal.SIGKILL, "the bot had died on its own"


@dataclass
class Siege:
    """People who register one after another while one strike after another falls."""

    simulator: Simulator
    folder: Path
    url: str
    dice: random.Random
    victims: list[Victim] = field(default_factory=lambda: [Victim()])
    ended: Counter[str] = field(default_factory=Counter)
    registered: list[tuple[Guest, Host]] = field(default_factory=list)
    is_over: bool = False
    most: int | None = None  # journeys, where it ends with them
    longest_peace: float = 0.0  # seconds between two strikes

    @property
    def database(self) -> Path:
        """The file, where it is SQLite."""
        return Path(self.url.partition("///")[2])

    @property
    def said_by_the_bot(self) -> int:
        return sum(phone.bot_messages for phone in self.simulator.phones.values())

    async def a_word(self) -> None:
        """Wait until the bot says something more; for as long as people are patient."""
        said, loop = self.said_by_the_bot, asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE / 2
        while self.said_by_the_bot == said and not self.is_over and loop.time() < give_up:  # noqa: ASYNC110 - many chats
            await asyncio.sleep(0.05)

    def write_settings(self, **more: object) -> None:
        settings = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.simulator.base_url,
            "DATABASE_URL": self.url,
            "SECRET_KEY": SECRET,
            "KEYS_DIR": str(self.folder / "keys"),
            "LOG_LEVEL": "ERROR",
            **more,
        }
        (self.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    async def live_in(self, couple: int, iin: str) -> None:
        """One host and one guest after another: the first comes by link, the next ones are pinged as well."""
        host, number, dice = Host(couple, iin), couple * 1000, random.Random(self.dice.random())
        while not self.is_over:
            guest = Guest(number, iin)
            [how] = dice.choices(list(JOURNEYS), list(JOURNEYS.values())) if number % 1000 else ["agreed"]
            await self._journey(how, guest, host)
            self.ended[how] += 1
            number += 1
            self.is_over = self.is_over or (self.most is not None and self.ended.total() >= self.most)

    async def _journey(self, how: str, guest: Guest, host: Host) -> None:
        phone = await ask(self.simulator, guest, patience=PATIENCE, second_look=SECOND_LOOK)
        if how == "agreed":
            await agree(self.simulator, host, link_of(phone), patience=PATIENCE, second_look=SECOND_LOOK)
            self.registered.append((guest, host))
        elif how == "refused":
            await self._refuse(host, link_of(phone))
        elif how == "taken back":
            await _insist(phone, "Take it back", TAKEN_BACK)

    async def _refuse(self, host: Host, link: str) -> None:
        phone = self.simulator.person(host.chat, "Aigul", language_code="en")
        script = {
            **host.script(agrees=False),
            "Do not agree if you do not know": tap("Refuse"),
            "Why do you refuse?": tap("Another reason"),
        }
        first = lambda phone: phone.open_link(link)  # noqa: E731 - a deed like the others
        await play(phone, first, script, until=(REFUSED, HOST_HAD_ANSWERED), patience=PATIENCE, second_look=SECOND_LOOK)

    async def everyone_is_told(self) -> None:
        """All pictures have come, and nothing that is due waits any more."""
        phones = self.simulator.phones
        await asyncio.gather(*(until_picture(phones[guest.chat], PATIENCE) for guest, _ in self.registered))


async def _insist(phone: Phone, label: str, until: str) -> None:
    """Tap this until these words stand on the screen."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + PATIENCE
    while not any(until in message.text for message in phone.from_bot_newest()):
        if loop.time() > give_up:
            raise NoAnswerError(f"no {until!r} in {PATIENCE} s")
        with suppress(PhoneError):
            phone.tap(label)
        if not await phone.chat.changed(PATIENCE / 6):  # who taps every second makes a busy bot busier
            continue
        await asyncio.sleep(SECOND_LOOK)


async def kill(siege: Siege) -> None:
    """kill -9 at a random moment, and a new start; some starts are killed too, but most come to say a word."""
    if siege.dice.random() < OFTEN:
        await siege.a_word()
    await asyncio.sleep(siege.dice.uniform(0, LONGEST_LIFE))
    victim = siege.dice.choice(siege.victims)
    await victim.kill()
    await victim.start()


async def telegram(siege: Siege) -> None:
    """Telegram is busy or broken for the next calls, or hangs up before or after the deed; or says an update twice."""
    kind = siege.dice.choice(["429", "500", "drop", "drop_after", "twice"])
    if kind == "twice":
        siege.simulator.faults.repeat_next_update()
    else:
        siege.simulator.faults.add("*", kind, times=siege.dice.randint(1, 3))  # type: ignore[arg-type]  # one of its kinds
    await asyncio.sleep(siege.dice.uniform(0, 0.5))


async def say_again(siege: Siege) -> None:
    """Every update that waits is said twice, as after a confirmation that was lost."""
    siege.simulator.world.updates.repeats.update(siege.simulator.world.updates.pending)
    await asyncio.sleep(siege.dice.uniform(0, 0.5))


async def check(siege: Siege) -> Counter[EventKind | None]:
    """What is stored is whole and what was told is true; the endings of all requests."""
    database = await Database.open(siege.url, SECRET)
    try:
        await hold_and_told(database, siege.simulator)
        async with database.look() as work:
            chats = [chat for chat in siege.simulator.phones if chat >= Guest(0, "").chat]
            cases = [case for chat in chats for case in await work.cases.of_guest(ChatId(chat))]
    finally:
        await database.close()
    numbers = [case.number for case in cases]
    assert len(numbers) == len(set(numbers))
    return Counter(case.ending.kind if case.ending is not None else None for case in cases)


async def besiege(
    siege: Siege,
    strikes: Sequence[Strike],
    *,
    couples: int,
    times: int,
) -> Counter[EventKind | None]:
    """Let so many strikes fall (for ever where journeys are counted), wait until all are told, and check."""
    try:
        for victim in siege.victims:
            await victim.start()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_strike(siege, strikes, times))
            for couple, iin in enumerate(iins(0, couples)):
                tasks.create_task(siege.live_in(couple, iin))
        siege.simulator.faults.clear()
        for victim in siege.victims:
            await victim.see_to_it()
        await siege.everyone_is_told()
    finally:
        for victim in siege.victims:
            with suppress(AssertionError):
                await victim.kill()
    return await check(siege)


async def _strike(siege: Siege, strikes: Sequence[Strike], times: int) -> None:
    struck = 0
    while struck < times and not siege.is_over:
        await siege.dice.choice(strikes)(siege)
        for victim in siege.victims:
            await victim.see_to_it()
        struck += 1
        await asyncio.sleep(siege.dice.uniform(0, siege.longest_peace))
    if siege.most is None:
        siege.is_over = True
