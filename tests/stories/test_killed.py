"""kill -9 at any moment: no answered question, no consent and no certificate number is lost, and none is made twice.

The bot is a process of its own, killed and started again while people play whole registrations against it. TIRKEU_SEED
repeats a run's moments (what happens in them still depends on the machine).
"""

import asyncio
import logging
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.domain.answers import Answers
from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.load.crowd import Guest, Host, talk_of
from bot.simulator import Simulator
from storage.database import Database
from storage.work import SqlWork
from tests.faults.siege import Siege, besiege, kill, telegram
from tests.town import SECRET, TOKEN, USERNAME

log = logging.getLogger(__name__)
COUPLES = 4  # play side by side


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed three times at random moments, Telegram failing meanwhile, the bot keeps every answer, consent and number,
    each of them once, and tells nobody what did not happen.
    """
    await survive(tmp_path, monkeypatch, kills=3, seed=int(os.environ.get("TIRKEU_SEED", "923")))


@pytest.mark.nightly
@pytest.mark.timeout(1800)
async def test_two_hundred_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for two hundred moments, other ones every night."""
    seed = int(os.environ.get("TIRKEU_SEED") or random.SystemRandom().randrange(1_000_000))
    await survive(tmp_path, monkeypatch, kills=200, seed=seed)


async def survive(folder: Path, monkeypatch: pytest.MonkeyPatch, *, kills: int, seed: int) -> None:
    log.warning("TIRKEU_SEED=%d", seed)  # pytest shows it when the test fails
    monkeypatch.chdir(folder)
    url = f"sqlite+aiosqlite:///{folder / 'killed.db'}"

    async def strike(siege: Siege) -> None:
        await telegram(siege)
        await kill(siege)

    async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
        siege = Siege(simulator, folder, url, random.Random(seed))
        siege.write_settings()
        await besiege(siege, [strike], couples=COUPLES, times=kills)
        log.warning("%d kills, %s", kills, siege.ended)
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


async def check(siege: Siege) -> None:
    """What the database says is what people said, once."""
    database = await Database.open(f"sqlite+aiosqlite:///{siege.database}", SECRET)
    try:
        async with database.look() as work:
            cases = [await check_registration(work, siege, guest, host) for guest, host in siege.registered]
    finally:
        await database.close()
    check_rows(siege.database, {case.number for case in cases})


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
