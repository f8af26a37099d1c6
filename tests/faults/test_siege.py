"""Random journeys under siege: whatever is struck, every request ends as it may, once, and nobody is told a lie.

TIRKEU_SEED repeats a run's dice, TIRKEU_JOURNEYS says how many journeys each siege is to see.
"""

import logging
import os
import random
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.load.balancer import balancer
from bot.simulator import Simulator
from tests import private_postgres
from tests.faults.database_strikes import cut_off, full, locked, restarted
from tests.faults.siege import Siege, Strike, Victim, besiege, kill, say_again, telegram
from tests.town import TOKEN, USERNAME

log = logging.getLogger(__name__)
JOURNEYS = int(os.environ.get("TIRKEU_JOURNEYS", "300"))
COUPLES = 24  # as many as keep the bot busy while most of them wait for it
LONGEST_PEACE = 6.0  # seconds: a bot that never stays up serves nobody
FOR_EVER = 10**9
OF_TELEGRAM: tuple[Strike, ...] = (kill, telegram, telegram, say_again)
pytestmark = [pytest.mark.nightly, pytest.mark.timeout(7200)]


def seed() -> int:
    """Another one every night, unless one is to be repeated."""
    return int(os.environ.get("TIRKEU_SEED") or random.SystemRandom().randrange(1_000_000))


@asynccontextmanager
async def siege_of(folder: Path, url: str, patch: pytest.MonkeyPatch) -> AsyncIterator[Siege]:
    patch.chdir(folder)
    chosen = seed()
    log.warning("TIRKEU_SEED=%d", chosen)  # pytest shows it when the test fails
    async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
        yield Siege(simulator, folder, url, random.Random(chosen), most=JOURNEYS, longest_peace=LONGEST_PEACE)


async def survive(siege: Siege, strikes: Sequence[Strike]) -> None:
    """Until so many journeys are through."""
    try:
        endings = await besiege(siege, strikes, couples=COUPLES, times=FOR_EVER)
    finally:
        log.warning("%d journeys: %s", siege.ended.total(), dict(siege.ended))
    log.warning("%s", dict(endings))
    assert endings.total() >= JOURNEYS


async def test_sqlite_under_siege(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker on SQLite: killed, Telegram failing, the database locked for up to half a minute, the disk full."""
    async with siege_of(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'siege.db'}", monkeypatch) as siege:
        siege.write_settings()
        siege.victims = [Victim(may_die=True)]  # started while the file is locked for half a minute it gives up
        await survive(siege, (*OF_TELEGRAM, *OF_TELEGRAM, locked(), full))


@pytest.mark.postgres
async def test_postgres_under_siege(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker on PostgreSQL that is asked to poll: its connections are cut, its server crashes and comes back."""
    with private_postgres.server() as server:  # its own, for it is stopped
        private_postgres.create(server, "siege")
        async with siege_of(tmp_path, server.format(name="siege"), monkeypatch) as siege:
            siege.write_settings()
            siege.victims = [Victim(may_die=True)]
            await survive(siege, (*OF_TELEGRAM, cut_off, restarted))


@pytest.mark.postgres
async def test_two_workers_under_siege(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    """Two workers behind a balancer, each killed in turn, their connections cut: nothing is handled twice or lost."""
    ports = [_free_port(), _free_port()]
    async with siege_of(tmp_path, postgres_url, monkeypatch) as siege, balancer(ports) as front:
        hook = f"http://127.0.0.1:{front}/pushed"
        siege.write_settings(WEBHOOK_URL=hook, WEBHOOK_FROM="")
        siege.victims = [Victim({"WEB_PORT": str(port)}, may_die=True) for port in ports]
        await survive(siege, (*OF_TELEGRAM, cut_off))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
