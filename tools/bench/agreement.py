"""From the host's tap on Agree to the picture on the guest's phone, and how the bot's event loop fares meanwhile."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bot.load.crowd import REQUEST_CARD, Guest, Host, ask, iins, link_of, play, tap, until_picture
from bot.load.figures import MILLISECOND, Figure, median, p95
from bot.load.stage import Stage, open_stage
from bot.simulator.phone import Phone

ALONE, BURSTS, IN_A_BURST = 10, 2, 20
CALM = 2.2  # seconds after a picture until its card and its file for printing are sent too (one a second in a chat)
Couple = tuple[Phone, Phone]


async def measure() -> list[Figure]:
    """Hosts one by one, then many in the same instant."""
    async with open_stage() as stage:
        async with stage.polled() as [worker]:
            couples = await _ready_to_agree(stage, ALONE + BURSTS * IN_A_BURST)
            alone = [await _one(*couple) for couple in couples[:ALONE]]
            crowded = []
            for start in range(ALONE, len(couples), IN_A_BURST):
                worker.next_window()
                crowded += await asyncio.gather(*(_agree(*couple) for couple in couples[start : start + IN_A_BURST]))
                worker.next_window()
                await asyncio.sleep(CALM)
        bursts = worker.windows()[1::2]
    return [*_figures(alone, crowded), *_lag_figures(bursts)]


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


def _lag_figures(bursts: Sequence[Mapping[str, Any]]) -> list[Figure]:
    made_of = f"{sum(burst['ticks'] for burst in bursts)} ticks of 5 ms during the bursts"
    usual, longest = (max(burst[key] for burst in bursts) * MILLISECOND for key in ("p95", "longest"))
    return [
        Figure(name="event-loop lag meanwhile, p95", value=usual, unit="ms", runs=f"the worse burst of {made_of}"),
        Figure(name="event-loop lag meanwhile, longest", value=longest, unit="ms", most=50, runs=made_of),
    ]
