"""Many photos for `tirkeu read-passport`, by the worker processes that also read for the bot."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date

from bot.commands.photos import Photo
from bot.commands.readings import Answer, Teller
from bot.machine.passports import PassportReaders, cores
from bot.passport.reading import LARGEST_PICTURE

AHEAD = 2  # photos that are held for each worker


def read_many(photos: Iterable[Photo], jobs: int | None, today: Callable[[], date], teller: Teller) -> None:
    """Side by side, told in their order."""
    asyncio.run(_read_many(photos, jobs or cores(), today, teller))


async def _read_many(photos: Iterable[Photo], workers: int, today: Callable[[], date], teller: Teller) -> None:
    most = workers * AHEAD
    readers = PassportReaders(today, workers=workers, most=most, most_bytes=most * (LARGEST_PICTURE + 1))
    going: deque[tuple[str, asyncio.Task[Answer]]] = deque()
    try:
        for photo in photos:
            going.append((photo.file, asyncio.create_task(_answer(photo.content, readers))))
            if len(going) >= most:
                file, answer = going.popleft()
                teller.tell(file, await answer)
        for file, answer in going:
            teller.tell(file, await answer)
    finally:
        await readers.close()
        teller.end()


async def _answer(content: bytes | str, readers: PassportReaders) -> Answer:
    return content if isinstance(content, str) else await readers.read(content)
