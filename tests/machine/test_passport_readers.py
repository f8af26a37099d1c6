"""Photos are read in processes of their own: whatever happens there, the bot goes on and has an answer."""

import asyncio
import json
import logging
import resource
import subprocess
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from bot.machine import worker, worker_main
from bot.machine.passports import PassportReaders
from bot.machine.worker import Limits
from bot.passport.reading import Unread
from bot.passport.wire import unpack

TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.asyncio(loop_scope="module")  # the workers are shared: each takes a while to begin


def told(answer: bytes) -> object:
    """What the worker sees around it, or an answer."""
    return json.loads(answer) if answer.startswith(b"{") else unpack(answer)


def make(**particulars: Any) -> PassportReaders:
    """Workers that run the stand-in."""
    ordinary: dict[str, Any] = {"work": "stand_ins:work", "workers": 1}
    return PassportReaders(lambda: TODAY, **ordinary | particulars)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reading() -> AsyncIterator[PassportReaders]:
    """One worker for the whole file, with less time for a photo than it has in earnest."""
    made = make(limits=Limits(wall=0.6), most=4, unpack=told)
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
    living = set()
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # it ended meanwhile
            living |= {child.pid} if "worker_main" in "".join(child.cmdline()) else set()
    return living


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
    assert (seen["bytes"], seen["today"]) == (20 * 10**6, TODAY.isoformat())
    assert (seen["pid"], seen["core dumps"], seen["hears Ctrl+C"]) == (again["pid"], 0, False)
    assert seen["nice"] >= 5


async def test_a_photo_over_which_the_worker_dies_is_tried_once_more(reading: PassportReaders, tmp_path: Path) -> None:
    """A worker that died is replaced; dead twice over the same photo, the reading failed, and the next one does not."""
    assert await reading.read(f"die-once {tmp_path / 'mark'}".encode()) is Unread.BLURRED
    assert await reading.read(b"die") is Unread.FAILED
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_waiting_in_the_queue_is_no_time_of_a_photo(reading: PassportReaders) -> None:
    """Four photos behind one another take longer than one may, and all are read; a fifth would be too many."""
    queue = [asyncio.create_task(reading.read(b"nap 0.2")) for _ in range(4)]
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


async def test_an_answer_can_do_nothing_here(reading: PassportReaders, tmp_path: Path) -> None:
    """What is no answer, or too long for one, is not looked at further: it failed, and a new worker reads on."""
    before: Any = await reading.read(b"look")

    assert await reading.read(f"plant {tmp_path / 'mark'}".encode()) is Unread.FAILED
    assert not (tmp_path / "mark").exists()
    assert await reading.read(b'say "gold"') is Unread.FAILED
    after: Any = await reading.read(b"look")
    assert after["pid"] != before["pid"]
    assert await reading.read(b'say "dark"' + b" " * 10**5) is Unread.FAILED
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_a_worker_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the bot's environment a worker gets what Python needs, and never had more."""
    for name in ("BOT_TOKEN", "SECRET_KEY", "DATABASE_URL", "PGPASSWORD"):
        monkeypatch.setenv(name, "a secret")
    async with readers(unpack=told, environment={"WANTED": "yes"}) as reading:
        seen: Any = await reading.read(b"look")

    assert {"PATH", "WANTED"} <= set(seen["environment"])
    assert not {"BOT_TOKEN", "SECRET_KEY", "DATABASE_URL", "PGPASSWORD"} & set(seen["environment"])
    assert "a secret" not in seen["began with"]


@pytest.mark.parametrize("thing", [(subprocess.Popen, "__init__"), (threading.Timer, "start")])
async def test_where_nothing_more_can_be_begun_it_failed(
    reading: PassportReaders, monkeypatch: pytest.MonkeyPatch, thing: tuple[type, str]
) -> None:
    """Without a process or a thread for it a photo is not read, and the one after it is."""
    error = OSError if thing[0] is subprocess.Popen else RuntimeError

    def refuse(*_: object, **__: object) -> None:
        raise error("Resource temporarily unavailable")

    await reading.read(b"die")  # so that none rests
    with monkeypatch.context() as patch:
        patch.setattr(*thing, refuse)
        patch.setattr(subprocess.Popen, "__del__", lambda _: None)
        assert await reading.read(b"nap 0") is Unread.FAILED
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_nobody_gets_the_answer_of_somebody_else(
    reading: PassportReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the bot's own memory gives out before the answer is there, the worker that has it is given up."""
    assert await reading.read(b"nap 0") is Unread.FACE

    def refuse(*_: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(worker, "receive", refuse)
        assert await reading.read(b'say "dark"') is Unread.FAILED
    assert await reading.read(b"nap 0") is Unread.FACE


async def test_workers_that_were_ended_at_rest_cost_no_photo(tmp_path: Path) -> None:
    """However many the system has ended, the next photo is read by a living one."""
    others = worker_processes()
    async with readers(workers=2) as reading:
        photos = [asyncio.create_task(reading.read(f"wait {tmp_path / name}".encode())) for name in "ab"]
        await comes_true(lambda: (tmp_path / "a").exists() and (tmp_path / "b").exists())
        (tmp_path / "go").touch()
        await asyncio.gather(*photos)
        for pid in worker_processes() - others:
            psutil.Process(pid).kill()
        await comes_true(lambda: worker_processes() <= others)

        assert await reading.read(b"nap 0") is Unread.FACE


async def test_a_system_without_limits_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS refuses a limit of address space; what it allows is set all the same."""
    set_limits = []

    def refuse(limit: int, most: tuple[int, int]) -> None:
        if limit == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        set_limits.append((limit, most))

    monkeypatch.setattr("os.nice", lambda _: 0)
    monkeypatch.setattr(resource, "setrlimit", refuse)
    worker_main._hold_back(2**30)

    assert set_limits == [(resource.RLIMIT_CORE, (0, 0))]


async def test_what_decoders_print_is_heard_by_nobody(
    reading: PassportReaders, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is neither in the bot's log nor among the answers."""
    await reading.read(b"die")  # the next one begins with what is captured here

    assert await reading.read(b"shout IVANOV") is Unread.FACE
    assert await reading.read(b"nap 0") is Unread.FACE
    assert capfd.readouterr() == ("", "")


async def test_photos_in_hand_are_bounded_by_their_bytes(tmp_path: Path) -> None:
    """Also of somebody who went away: what is being read is in memory, and what waits no longer is not."""
    async with readers(most_bytes=1000) as reading:
        gone = [asyncio.create_task(reading.read(f"wait {tmp_path / name}".encode().ljust(450))) for name in "ab"]
        await comes_true((tmp_path / "a").exists)
        assert await reading.read(bytes(450)) is Unread.BUSY
        for photo in gone:
            photo.cancel()
        await asyncio.wait(gone)

        assert await reading.read(bytes(600)) is Unread.BUSY
        stays = asyncio.create_task(reading.read(b"nap 0".ljust(450)))
        await asyncio.sleep(0)
        (tmp_path / "go").touch()
        assert await stays is Unread.FACE
        assert await reading.read(b"nap 0".ljust(1000)) is Unread.FACE


async def test_a_machine_that_cannot_keep_up_is_busy(caplog: pytest.LogCaptureFixture) -> None:
    """A worker that is not ready in time is ended and not tried again; the log says what it was."""
    async with readers(limits=Limits(start=0.001)) as reading:
        assert await reading.read(b"nap 0") is Unread.BUSY

    assert [record.getMessage() for record in caplog.records] == ["a passport worker was not ready in 0.001 s"]
