"""Alive and ready: the two answers that decide whether a worker is restarted, and whether it is sent work."""

import asyncio

import pytest

from bot.watch import health as under_test
from bot.watch import pulse
from bot.watch.health import OK, Health
from bot.watch.pulse import Pulse


async def fine() -> str:
    return OK


async def slow() -> str:
    await asyncio.sleep(60)
    return OK


async def broken() -> str:
    raise ConnectionError("password of the database")


async def test_a_check_never_hangs_and_never_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is silent for a second, or raises, is told as that; the others are told all the same."""
    monkeypatch.setattr(under_test, "LONGEST_CHECK", 0.05)
    health = Health(pulse=Pulse(), checks={"fine": fine, "slow": slow, "broken": broken})

    said = await health.findings()

    assert said == {
        "stage": "starting",
        "fine": "ok",
        "slow": "no answer within a second",
        "broken": "ConnectionError",
    }


async def test_a_worker_is_ready_only_while_it_runs() -> None:
    """Not before its works have begun, and not from the moment when it is told to stop."""
    health = Health(pulse=Pulse(), checks={})
    said = [(await health.findings())["stage"]]
    running = asyncio.create_task(health.run())
    await asyncio.sleep(0)
    said.append((await health.findings())["stage"])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    said.append((await health.findings())["stage"])

    assert said == ["starting", "ok", "stopping"]


async def test_a_loop_that_stood_still_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """How late a beat comes is told, and without beats nobody calls the worker alive."""
    monkeypatch.setattr(pulse, "BETWEEN", 0.01)
    late: list[float] = []
    heart = Pulse(on_beat=late.append)
    beating = asyncio.create_task(heart.beat())
    await asyncio.sleep(0.05)
    assert heart.is_alive
    until = asyncio.get_running_loop().time() + 0.1
    while asyncio.get_running_loop().time() < until:
        """Nobody else gets a turn."""
    await asyncio.sleep(0.02)
    beating.cancel()
    heart.last -= pulse.STOPPED_AFTER

    assert max(late) > 0.05
    assert not heart.is_alive
