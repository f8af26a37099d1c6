"""kill -9 at any moment: no answered question, no consent and no certificate number is lost, and none is made twice.

The bot is a process of its own, killed and started again while people play whole registrations against it. TIRKEU_SEED
repeats a run's moments (what happens in them still depends on the machine).
"""

import asyncio
import logging
import multiprocessing
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.domain.answers import Answers
from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.simulator import Simulator
from storage.database import Database
from storage.work import SqlWork
from tests.town import SECRET, TOKEN, USERNAME
from tools.bench.crowd import Guest, Host, agree, ask, iins, link_of, talk_of, until_picture

log = logging.getLogger(__name__)
COUPLES = 4  # play side by side
LONGEST_LIFE = 1.5  # seconds from a start of the bot to its end, so that some starts are killed too; longer if slow
SECOND_LOOK = 1.0  # seconds a person who is asked the same again waits for the bot to finish its sentence
A_CHILD = multiprocessing.get_context("forkserver")
A_CHILD.set_forkserver_preload(["bot.bootstrap.app", "bot.commands.run"])  # seconds of imports; once is enough


@dataclass
class Victim:
    """`tirkeu run` in a process of its own; its settings come from a `.env` beside it."""

    process: ForkServerProcess | None = None

    async def start(self) -> None:
        self.process = A_CHILD.Process(target=main, args=(["run"],))
        await asyncio.to_thread(self.process.start)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        assert self.process.exitcode == -signal.SIGKILL, "the bot had died on its own"


@dataclass
class Siege:
    """People who register one after another while the bot is killed and started again."""

    simulator: Simulator
    folder: Path
    dice: random.Random
    is_over: bool = False
    registered: list[tuple[Guest, Host]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "killed.db"

    @property
    def said_by_the_bot(self) -> int:
        return sum(phone.bot_messages for phone in self.simulator.phones.values())

    def write_settings(self) -> None:
        settings = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.simulator.base_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "SECRET_KEY": SECRET,
            "KEYS_DIR": str(self.folder / "keys"),
            "LOG_LEVEL": "WARNING",
        }
        (self.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    async def live_in(self, couple: int, iin: str) -> None:
        """One host takes in one guest after another: the first by link, the next ones are pinged as well."""
        host, number = Host(couple, iin), couple * 1000
        while not self.is_over:
            guest = Guest(number, iin)
            phone = await ask(self.simulator, guest, second_look=SECOND_LOOK)
            await agree(self.simulator, host, link_of(phone), second_look=SECOND_LOOK)
            self.registered.append((guest, host))
            number += 1

    async def kill_again_and_again(self, victim: Victim, kills: int) -> None:
        longest = LONGEST_LIFE
        for _ in range(kills):
            said, life = self.said_by_the_bot, self.dice.uniform(0, longest)
            await victim.start()
            await asyncio.sleep(life)
            if life > longest / 2 and self.said_by_the_bot == said:
                longest *= 1.5  # a slow machine: it had not come to say a word
            await victim.kill()
        self.is_over = True
        a_minute_passes(self.database)
        await victim.start()

    async def everyone_has_the_picture(self) -> None:
        phones = self.simulator.phones
        await asyncio.gather(*(until_picture(phones[guest.chat]) for guest, _ in self.registered))


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed ten times at random moments, the bot keeps every answer, consent and number, each of them once."""
    await besiege(tmp_path, monkeypatch, kills=10, seed=int(os.environ.get("TIRKEU_SEED", "923")))


@pytest.mark.nightly
@pytest.mark.timeout(1800)
async def test_two_hundred_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for two hundred moments, other ones every night."""
    seed = int(os.environ.get("TIRKEU_SEED") or random.SystemRandom().randrange(1_000_000))
    await besiege(tmp_path, monkeypatch, kills=200, seed=seed)


async def besiege(folder: Path, monkeypatch: pytest.MonkeyPatch, *, kills: int, seed: int) -> None:
    log.warning("TIRKEU_SEED=%d", seed)  # pytest shows it when the test fails
    monkeypatch.chdir(folder)
    victim = Victim()
    async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
        siege = Siege(simulator, folder, random.Random(seed))
        siege.write_settings()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(siege.kill_again_and_again(victim, kills))
                for couple, iin in enumerate(iins(0, COUPLES)):
                    tasks.create_task(siege.live_in(couple, iin))
            await siege.everyone_has_the_picture()
        finally:
            with suppress(AssertionError):
                await victim.kill()
        log.warning("%d kills, %d registrations", kills, len(siege.registered))
    assert len(siege.registered) >= COUPLES
    await check(siege)


@contextmanager
def stuck_at(place: str, patch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """A cheap kill at a chosen moment: who comes to this place never leaves it; the event tells that somebody has."""
    somebody_is_there = asyncio.Event()

    async def never_ends(*_: object, **__: object) -> None:
        somebody_is_there.set()
        await asyncio.Event().wait()

    with patch.context() as only_here:
        only_here.setattr(place, never_ends)
        yield somebody_is_there


def a_minute_passes(database: Path) -> None:
    """What a dead courier had in hand is free again after a minute, which this test does not wait."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE notices SET claimed_until = NULL")


async def check(siege: Siege) -> None:
    """What the database says is what people said, once."""
    database = await Database.open(f"sqlite+aiosqlite:///{siege.database}", SECRET)
    try:
        async with database.look() as work:
            cases = [await check_registration(work, siege, guest, host) for guest, host in siege.registered]
    finally:
        await database.close()
    numbers = [case.number for case in cases]
    assert sorted(numbers) == sorted(set(numbers))
    check_rows(siege.database, set(numbers))


async def check_registration(work: SqlWork, siege: Siege, guest: Guest, host: Host) -> Case:
    [case] = await work.cases.of_guest(ChatId(guest.chat))
    assert said(guest) == kept(case.answers), talk_of(siege.simulator.phones[guest.chat])
    assert [(EventKind.GRANTED, host.chat)] == [
        (event.kind, event.chat) for event in case.events if event.kind not in {EventKind.ASKED, EventKind.OPENED}
    ]
    assert await work.certificates.get(case.number) is not None
    return case


def said(guest: Guest) -> dict[str, str]:
    family, given, patronymic = guest.names
    return {
        "citizenship": "RUS",
        "names": f"{family} {given} {patronymic}",
        "born": "1990-03-27",
        "document": f"passport {guest.document} 2041-03-27",
        "host": guest.host_iin,
        "house": guest.house,
        "premises": "flat",
    }


def kept(answers: Answers) -> dict[str, str]:
    assert answers.document_number is not None
    assert answers.host is not None
    assert answers.address is not None
    return {
        "citizenship": str(answers.citizenship),
        "names": answers.full_name,
        "born": str(answers.born),
        "document": f"{answers.document_kind} {answers.document_number.reveal()} {answers.document_expires}",
        "host": answers.host.reveal(),
        "house": answers.address.line.partition("Abay avenue ")[2].partition(",")[0],
        "premises": str(answers.premises),
    }


def check_rows(database: Path, told: set[int]) -> None:
    """As many certificates as consents that hosts were told of, each with a name and a place of its own."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT number, cti, status_index, text FROM certificates").fetchall()
        granted = connection.execute("SELECT \"case\" FROM events WHERE kind = 'granted'").fetchall()
    numbers, ctis, places, texts = zip(*rows, strict=True)
    assert set(numbers) == told
    assert Counter(number for (number,) in granted) == dict.fromkeys(told, 1)
    assert len(set(ctis)) == len(set(places)) == len(set(texts)) == len(rows)
