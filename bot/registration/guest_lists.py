"""Photos of guests' passports, many at once: read for their host and kept nowhere."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.passport import PassportCard
from bot.domain.people import ChatId
from bot.passport.archive import Packed
from bot.passport.reading import Unread
from bot.registration.organisations import linked_host
from bot.registration.passport_cards import card_of
from bot.registration.ports import Begin, Clock, PassportReader

Progress = Callable[[int, int], Awaitable[None]]  # is told how many photos are done, and of how many


class Photos(Protocol):
    """Photos, unpacked one after another and gone through once."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Packed]:
        """Each by itself."""


@dataclass(frozen=True, slots=True)
class GuestRow:
    """What was read from one photo, or why nothing was. People name photos after people: `repr` is mute."""

    name: str = field(repr=False)  # of the photo's file, fit to be shown
    read: PassportCard | Unread = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGuestList:
    """A host wants a list of guests. Raises Refusal: NOT_A_HOST."""

    look: Begin

    async def __call__(self, chat: ChatId) -> None:
        """Nothing, when the host may."""
        async with self.look() as work:
            await linked_host(work, chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGuestPhotos:
    """A host sends photos of guests' passports. Raises Refusal: NOT_A_HOST."""

    look: Begin
    clock: Clock
    reader: PassportReader
    at_once: int  # photos of one list in hand

    async def __call__(self, chat: ChatId, photos: Photos, progress: Progress) -> list[GuestRow]:
        """A row a photo, in the order of the photos; no more of them than `at_once` are in memory."""
        async with self.look() as work:
            await linked_host(work, chat)
        pile = _Pile(photos)
        async with asyncio.TaskGroup() as readers:
            for _ in range(self.at_once):
                readers.create_task(self._read_on(pile, progress))
        return pile.rows

    async def _read_on(self, pile: "_Pile", progress: Progress) -> None:
        while (taken := await pile.take()) is not None:
            place, photo = taken
            pile.put(place, GuestRow(photo.name, await self._read(photo.content)))
            await progress(pile.done, pile.total)

    async def _read(self, content: bytes | Unread) -> PassportCard | Unread:
        read = content if isinstance(content, Unread) else await self.reader.read(content)
        return read if isinstance(read, Unread) else card_of(read, self.clock.today())


class _Pile:
    """Photos from which several readers take, and the rows that they put back."""

    def __init__(self, photos: Photos) -> None:
        self.total = len(photos)
        self._rows: dict[int, GuestRow] = {}
        self._left = enumerate(photos)
        self._one_takes = asyncio.Lock()  # what unpacks cannot be asked by two threads

    @property
    def done(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> list[GuestRow]:
        return [self._rows[place] for place in sorted(self._rows)]

    def put(self, place: int, row: GuestRow) -> None:
        self._rows[place] = row

    async def take(self) -> tuple[int, Packed] | None:
        """Unpack the next one, away from the event loop."""
        async with self._one_takes:
            return await asyncio.to_thread(next, self._left, None)
