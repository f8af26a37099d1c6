"""A bare echo bot under the same crowd: what the machine, the simulator and aiogram allow a bot that does nothing."""

from functools import partial
from itertools import pairwise
from typing import NamedTuple

from bot.load.crowd import play, say
from bot.load.metering import Meter, Stretch
from bot.load.registering import Tally, side_by_side
from bot.load.stage import BARE_BOT, open_stage
from bot.simulator.phone import Phone

TALK = 22  # updates a person, about as many as a registration has
WARM_UP = 10  # people before the watch is started
ECHOED = "echo "


class Echo(NamedTuple):
    """What the bare bot did, and the memory it held afterwards."""

    stretch: Stretch
    memory_mb: float


async def echo(updates: int) -> Echo:
    """About so many updates, echoed."""
    async with open_stage() as stage, stage.bot(*BARE_BOT) as worker:
        most = max(updates // TALK, 1)
        phones = [stage.simulator.person(number + 1, "Echo", language_code="en") for number in range(most + WARM_UP)]
        meter = Meter(tally=Tally(stage.simulator), workers=[worker])
        await side_by_side(partial(_chat, phone) for phone in phones[:WARM_UP])
        before = meter.read()
        await side_by_side(partial(_chat, phone) for phone in phones[WARM_UP:])
        return Echo(meter.since(before), worker.memory_mb)


async def _chat(phone: Phone) -> None:
    """Say something, wait for the echo, say the next thing: as a guest does with answers."""
    said = [f"{ECHOED}{number:04d}" for number in range(TALK)]
    script = {text: say(following) for text, following in pairwise(said)}
    await play(phone, say(said[0]), script, until=(said[-1],))
