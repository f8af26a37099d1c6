"""kill -9 at any moment loses nothing that was acknowledged and makes no number twice."""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import pytest
from storage_samples import ANSWERS, NOW, SECRET

from bot.domain.case import EventKind
from bot.domain.people import ChatId
from storage.database import Database
from storage.outbox import Outbox

WRITER = Path(__file__).with_name("killed_writer.py")


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.nightly)])
async def test_what_was_acknowledged_survives_kill_9(sqlite_url: str, rounds: int) -> None:
    """Every commit that the child reported is there, whole; no number was given twice; nothing is there by half."""
    moments = random.Random(923)
    acknowledged: list[tuple[int, ChatId]] = []
    for run in range(1, rounds + 1):
        acknowledged += await _write_until_killed(sqlite_url, run, moments.uniform(0.01, 0.3))
    numbers = [number for number, _ in acknowledged]
    assert len(numbers) > rounds
    assert len(set(numbers)) == len(numbers)
    database = await Database.open(sqlite_url, SECRET)
    try:
        await _check(database, acknowledged)
    finally:
        await database.close()


async def _write_until_killed(url: str, run: int, seconds: float) -> list[tuple[int, ChatId]]:
    same_modules = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = await asyncio.create_subprocess_exec(
        sys.executable, str(WRITER), url, str(run), stdout=asyncio.subprocess.PIPE, env=same_modules
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"ready\n"
    await asyncio.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    said = await child.stdout.read()
    assert await child.wait() == -signal.SIGKILL
    whole_lines = said[: said.rfind(b"\n") + 1].splitlines()
    return [(int(line.split()[0]), ChatId(int(line.split()[1]))) for line in whole_lines]


async def _check(database: Database, acknowledged: list[tuple[int, ChatId]]) -> None:
    async with database.look() as work:
        for number, chat in acknowledged:
            case, talk, draft = await work.cases.get(number), await work.chats.get(chat), await work.drafts.get(chat)
            assert case is not None
            assert (case.guest, case.answers) == (chat, ANSWERS)
            assert [event.kind for event in case.events] == [EventKind.ASKED, EventKind.GRANTED]
            assert talk is not None
            assert talk.consented_at == NOW
            assert draft is not None
            assert draft.answers == ANSWERS
            assert await work.certificates.get(number) is not None
    async with database.reading() as connection:
        counts = [
            (await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608 - from this tuple
            for table in ("cases", "chats", "drafts", "certificates", "notices")
        ]
    assert len(set(counts)) == 1
    assert len(await Outbox(database).due(NOW, 10_000)) == counts[0]
