"""What a method's handler is."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.parameters import Call
from bot.simulator.world import World

Handler = Callable[[World, Call], Awaitable[Any]]
