"""Updates a second of whole registrations, and the memory they leave, against a bare echo bot on the same simulator."""

import asyncio
import time
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.simulator import Simulator
from bot.simulator.phone import Phone
from tools.bench.crowd import Guest, Host, agree, ask, iins, link_of, play, say, until_picture
from tools.bench.figures import Figure
from tools.bench.stage import BARE_BOT, OUR_BOT, open_stage, resident_mb

SIDE_BY_SIDE = 25  # people who talk to the bot at a time
WARM_UP = 10  # registrations before the watch is started
ECHOED = "echo "


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one bot did with one crowd."""

    updates: int
    seconds: float
    memory_mb: float

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds


async def measure(registrations: int) -> list[Figure]:
    """Our bot with this many registrations, then the bare one with as many updates."""
    ours = await _our_bot(registrations)
    bare = await _bare_bot(ours.updates, of=registrations)
    made_of = f"{registrations} registrations = {ours.updates} updates, one run, {SIDE_BY_SIDE} people at a time"
    return [
        Figure(name="updates a second, whole registrations", value=ours.rate, unit="1/s", runs=made_of),
        Figure(
            name="updates a second, bare aiogram echo bot", value=bare.rate, unit="1/s", runs=f"{bare.updates} updates"
        ),
        Figure(name="their ratio", value=ours.rate / bare.rate, unit="", least=0.5, runs="both rates of this run"),
        Figure(
            name=f"memory above the bare bot's after {registrations} registrations",
            value=ours.memory_mb - bare.memory_mb,
            unit="MB",
            most=60,
            runs=f"resident: {ours.memory_mb:.0f} and {bare.memory_mb:.0f} MB, each after its {ours.updates} updates",
        ),
    ]


async def _our_bot(registrations: int) -> Traffic:
    numbers = iins(0, registrations + WARM_UP)
    async with open_stage() as stage, stage.bot(*OUR_BOT) as process:
        people = [(Guest(number, iin), Host(number, iin)) for number, iin in enumerate(numbers)]
        await _each(_register(stage.simulator, guest, host) for guest, host in people[:WARM_UP])
        began, before = time.perf_counter(), _updates(stage.simulator)
        await _each(_register(stage.simulator, guest, host) for guest, host in people[WARM_UP:])
        seconds, updates = time.perf_counter() - began, _updates(stage.simulator) - before
        await asyncio.gather(*(until_picture(stage.simulator.phones[guest.chat]) for guest, _ in people))
        return Traffic(updates, seconds, resident_mb(process))


async def _register(simulator: Simulator, guest: Guest, host: Host) -> None:
    phone = await ask(simulator, guest)
    await agree(simulator, host, link_of(phone))


async def _bare_bot(updates: int, *, of: int) -> Traffic:
    each = -(-updates // of)
    async with open_stage() as stage, stage.bot(*BARE_BOT) as process:
        phones = [stage.simulator.person(number, "Echo", language_code="en") for number in range(1, of + WARM_UP + 1)]
        await _each(_chat(phone, each) for phone in phones[:WARM_UP])
        began, before = time.perf_counter(), _updates(stage.simulator)
        await _each(_chat(phone, each) for phone in phones[WARM_UP:])
        seconds, answered = time.perf_counter() - began, _updates(stage.simulator) - before
        return Traffic(answered, seconds, resident_mb(process))


async def _chat(phone: Phone, times: int) -> None:
    """Say something, wait for the echo, say the next thing: as a guest does with answers."""
    said = [f"{ECHOED}{number:04d}" for number in range(times)]
    script = {text: say(following) for text, following in pairwise(said)}
    await play(phone, say(said[0]), script, until=(said[-1],))


async def _each(errands: Iterable[Awaitable[None]]) -> None:
    """Everybody's errand, so many at a time; the next one begins when one is done."""
    waiting: Sequence[Awaitable[None]] = list(errands)
    queue = iter(waiting)

    async def one_after_another() -> None:
        for errand in queue:
            await errand

    await asyncio.gather(*(one_after_another() for _ in range(SIDE_BY_SIDE)))


def _updates(simulator: Simulator) -> int:
    return simulator.world.updates.next_id
