"""From the host's tap on Agree to the picture on the guest's phone, and how the bot's event loop fares meanwhile."""

import asyncio
import json
import signal
import time
from pathlib import Path

import psutil

from bot.simulator.phone import Phone
from tools.bench.crowd import REQUEST_CARD, Guest, Host, ask, iins, link_of, play, tap, until_picture
from tools.bench.figures import Figure, median, p95
from tools.bench.stage import Stage, open_stage

ALONE, BURSTS, IN_A_BURST = 20, 2, 20
CALM = 2.2  # seconds after a picture until its card and its file for printing are sent too (one a second in a chat)
MILLISECOND = 1000.0
Couple = tuple[Phone, Phone]


async def measure() -> list[Figure]:
    """Hosts one by one, then many in the same instant."""
    async with open_stage() as stage:
        report = stage.folder / "lag.json"
        async with stage.bot("-m", "tools.bench.watched_bot", str(report)) as process:
            couples = await _ready_to_agree(stage, ALONE + BURSTS * IN_A_BURST)
            alone = [await _one(*couple) for couple in couples[:ALONE]]
            crowded, spans = [], []
            for start in range(ALONE, len(couples), IN_A_BURST):
                began = time.monotonic()
                crowded += await asyncio.gather(*(_agree(*couple) for couple in couples[start : start + IN_A_BURST]))
                spans.append((began, time.monotonic()))
                await asyncio.sleep(CALM)
            _end(process)
        lags = await asyncio.to_thread(_lags, report, spans)
    return [*_figures(alone, crowded), *_lag_figures(lags)]


async def _ready_to_agree(stage: Stage, most: int) -> list[Couple]:
    """Guests with sent requests, and their hosts with the card before them, thumb above the button."""
    couples = await asyncio.gather(*(_one_ready(stage, number, iin) for number, iin in enumerate(iins(0, most))))
    await asyncio.sleep(CALM)
    return couples


async def _one_ready(stage: Stage, number: int, iin: str) -> Couple:
    guest = await ask(stage.simulator, Guest(number, iin))
    host = Host(number, iin)
    phone = stage.simulator.person(host.chat, "Aigul", language_code="en")
    link = link_of(guest)
    await play(phone, lambda phone: phone.open_link(link), host.script(agrees=False), until=(REQUEST_CARD,))
    return guest, phone


async def _one(guest: Phone, host: Phone) -> float:
    seconds = await _agree(guest, host)
    await asyncio.sleep(CALM)
    return seconds


async def _agree(guest: Phone, host: Phone) -> float:
    began = time.perf_counter()
    tap("Agree")(host)
    await until_picture(guest)
    return time.perf_counter() - began


def _end(process: psutil.Process) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait()


def _lags(report: Path, spans: list[tuple[float, float]]) -> list[float]:
    samples = json.loads(report.read_text())
    return [lag for woken, lag in samples if any(began <= woken <= ended for began, ended in spans)]


def _figures(alone: list[float], crowded: list[float]) -> list[Figure]:
    return [
        Figure(
            name="tap on Agree to the picture, alone",
            value=median(alone) * MILLISECOND,
            unit="ms",
            most=200,
            runs=f"median of {len(alone)}",
        ),
        Figure(
            name=f"tap on Agree to the picture, {IN_A_BURST} hosts in one instant",
            value=p95(crowded) * MILLISECOND,
            unit="ms",
            most=1200,
            runs=f"p95 of {len(crowded)} in {BURSTS} bursts",
        ),
    ]


def _lag_figures(lags: list[float]) -> list[Figure]:
    made_of = f"{len(lags)} ticks of 5 ms during the bursts"
    return [
        Figure(name="event-loop lag meanwhile, p95", value=p95(lags) * MILLISECOND, unit="ms", runs=made_of),
        Figure(
            name="event-loop lag meanwhile, longest", value=max(lags) * MILLISECOND, unit="ms", most=50, runs=made_of
        ),
    ]
