"""Units of work that were undone because others were in the way are done once more, and nobody hears of it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.registration.ports import ContendedError

TRIES = 3
Answer = TypeVar("Answer")


async def done_again(do: Callable[[], Awaitable[Answer]]) -> Answer:
    """What `do` has for an answer, which is tried three times while others are in its way.

    It must bear being done twice, as all that handles an update does: what it had done before it was undone may be said
    or written once more.

    Raises:
        ContendedError: Others were in the way each time.
    """
    for _ in range(TRIES - 1):
        with suppress(ContendedError):
            return await do()
    return await do()
