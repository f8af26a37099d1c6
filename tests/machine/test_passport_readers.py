"""Photos are read in processes of their own: whatever happens there, the bot goes on and has an answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from bot.machine.passports import PassportReaders
from bot.machine.worker import Limits
from bot.passport.reading import Unread

TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.asyncio(loop_scope="module")  # the workers are shared: each takes a while to begin


def make(**particulars: Any) -> PassportReaders:
    """Workers that run the stand-in."""
    return PassportReaders(lambda: TODAY, **{"work": "stand_ins:work", "workers": 1} | particulars)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reading() -> AsyncIterator[PassportReaders]:
    """One worker for the whole file, with less time for a photo than it has in earnest."""
    made = make(limits=Limits(wall=0.8), most=4)
    yield made
    await made.close()


@asynccontextmanager
async def readers(**particulars: Any) -> AsyncIterator[PassportReaders]:
    """Workers for one test."""
    made = make(**particulars)
    try:
        yield made
    finally:
        await made.close()


def worker_processes() -> set[int]:
    """The ids of this process's workers that live."""
    return {child.pid for child in psutil.Process().children() if "spawn_main" in "".join(child.cmdline())}


async def comes_true(fact: Callable[[], bool]) -> None:
    """Wait for it, ten seconds at most."""
    async with asyncio.timeout(10):
        while not fact():  # noqa: ASYNC110 - nothing tells when it does
            await asyncio.sleep(0.005)


async def test_a_worker_is_kept_for_the_next_photo_and_knows_little(reading: PassportReaders) -> None:
    """One process reads photo after photo, at low priority, without core dumps, and imports no room but `passport`."""
    seen: Any = await reading.read(b"look " + bytes(20 * 10**6))
    again: Any = await reading.read(b"look")

    rooms = {".".join(name.split(".")[:2]) for name in seen["modules"] if name.split(".")[0] in {"bot", "storage"}}
    assert rooms == {"bot", "bot.machine", "bot.passport"}
    assert not {"aiogram", "aiohttp", "sqlalchemy", "babel", "pydantic"} & set(seen["modules"])
    assert (seen["bytes"], seen["today"]) == (20 * 10**6, TODAY)
    assert (seen["pid"], seen["core dumps"], seen["hears Ctrl+C"]) == (again["pid"], 0, False)
    assert seen["nice"] >= 5


async def test_a_photo_over_which_the_worker_dies_is_tried_once_more(reading: PassportReaders, tmp_path: Path) -> None:
    """A worker that died is replaced; dead twice over the same photo, the reading failed, and the next one does not."""
    assert await reading.read(f"die-once {tmp_path / 'mark'}".encode()) is Unread.BLURRED
    assert await reading.read(b"die") is Unread.FAILED
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_waiting_in_the_queue_is_no_time_of_a_photo(reading: PassportReaders) -> None:
    """Four photos behind one another take longer than one may, and all are read; a fifth would be too many."""
    queue = [asyncio.create_task(reading.read(b"nap 0.25")) for _ in range(4)]
    await asyncio.sleep(0)

    assert await reading.read(b"nap 0") is Unread.BUSY
    assert await asyncio.gather(*queue) == [Unread.FACE] * 4
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_what_hangs_is_ended(reading: PassportReaders) -> None:
    """A photo over which a worker only sleeps takes too long all the same; the next one is read."""
    assert await reading.read(b"hang") is Unread.TOO_LONG
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_memory_has_a_ceiling_and_the_log_says_nothing_of_the_photo(
    reading: PassportReaders, caplog: pytest.LogCaptureFixture
) -> None:
    """A picture that unpacks into too much fails; of an exception, whose text may quote, the type is written down."""
    with caplog.at_level(logging.DEBUG):
        assert await reading.read(b"eat IVANOV") is Unread.FAILED
        assert await reading.read(b"raise IVANOV") is Unread.FAILED

    assert [vars(record)["error"] for record in caplog.records if "error" in vars(record)] == [
        "MemoryError",
        "ValueError",
    ]
    assert "IVANOV" not in caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_a_guest_who_goes_away_spoils_nothing(reading: PassportReaders) -> None:
    """A reading that nobody waits for any more is finished all the same, and the worker takes the next photo."""
    gone = asyncio.create_task(reading.read(b"nap 0.1"))
    await asyncio.sleep(0.02)
    gone.cancel()

    assert await reading.read(b"nap 0") is Unread.FACE
    assert gone.cancelled()


async def test_two_photos_are_read_at_once_while_the_loop_stays_free(tmp_path: Path) -> None:
    """Two workers work side by side while the loop goes on, and a third photo waits for one of them."""
    marks = [tmp_path / name for name in "abc"]
    async with readers(workers=2) as reading:
        photos = [asyncio.create_task(reading.read(f"wait {mark}".encode())) for mark in marks]
        await comes_true(lambda: marks[0].exists() and marks[1].exists())
        assert not marks[2].exists()
        (tmp_path / "go").touch()

        assert await asyncio.gather(*photos) == [Unread.FACE] * 3


async def test_what_spins_is_ended_by_its_processor_time_and_disturbs_nobody(tmp_path: Path) -> None:
    """The kernel ends it, whatever C code it is in; a photo that is read beside it does not notice."""
    async with readers(workers=2, limits=Limits(processor=0.05)) as reading:
        beside = asyncio.create_task(reading.read(f"wait {tmp_path / 'mark'}".encode()))
        await comes_true((tmp_path / "mark").exists)

        assert await reading.read(b"spin") is Unread.TOO_LONG
        (tmp_path / "go").touch()
        assert await beside is Unread.FACE


async def test_a_quiet_bot_has_no_workers() -> None:
    """They begin with the first photo and end some time after the last one; the next photo begins them anew."""
    others = worker_processes()
    async with readers(idle=0.05) as reading:
        assert worker_processes() == others
        assert await reading.read(b"nap 0") is Unread.FACE
        await comes_true(lambda: worker_processes() <= others)
        assert await reading.read(b"nap 0") is Unread.FACE


async def test_closing_waits_for_nobody(tmp_path: Path) -> None:
    """With photos in work and in the queue, all are told at once that it failed, and no process is left."""
    others = worker_processes()
    async with readers() as reading:
        photos = [asyncio.create_task(reading.read(f"wait {tmp_path / name}".encode())) for name in "ab"]
        await comes_true((tmp_path / "a").exists)
        await reading.close()

        assert await asyncio.gather(*photos) == [Unread.FAILED] * 2
        assert await reading.read(b"nap 0") is Unread.FAILED
    assert worker_processes() <= others


async def test_a_worker_that_cannot_begin_keeps_nobody_waiting() -> None:
    """Without its reader it ends, and the answer is that it failed."""
    async with readers(work="stand_ins:nobody") as reading:
        assert await reading.read(b"nap 0") is Unread.FAILED
