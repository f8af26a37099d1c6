"""Personal data go when their term is over, as the consent says."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.case import LINK_LIVES
from bot.registration.imports import WAITS_FOR
from bot.registration.ports import Begin, Clock, Work
from bot.registration.send_request import ExpireRequest

KEPT_AFTER_END = timedelta(days=30)  # where the operator says nothing else (`KEEP_DAYS_AFTER_END`)
Row = TypeVar("Row", bound=int)  # a number, an id or a chat
AT_ONCE = 500  # rows a transaction
PLACES_AT_ONCE = 10 * AT_ONCE  # of each one number is emptied, and nothing else
A_DAY_AFTER = timedelta(days=1)  # its term, a certificate's place in the status list is another's to have
PROFILE_KEPT = timedelta(days=365)  # after the last use; both are named in the consent (`bot.texts.opening.consent`)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """End what was never answered; wipe what ended, and drafts not touched, the operator's term ago or earlier.

    What was told of travels goes with the last draft or request of its owner; what was sent goes with its request;
    what was saved for the next stay goes a year after its last use; guests of a spreadsheet go when its tap is over.
    Of appeals and reports the words and pictures go with the request, number and chain stay.

    Of a million registrations over ten thousand end a day, so what goes with them is looked for by reading, which keeps
    nobody waiting, and goes a few hundred rows a transaction; places in the status list go some thousands a
    transaction, and of the rest each kind in one of its own. Broken off, the next pass goes on where it stopped.
    """

    look: Begin
    begin: Begin
    clock: Clock
    expire_request: ExpireRequest
    kept_after_end: timedelta = KEPT_AFTER_END

    async def __call__(self) -> int:
        """How many requests, drafts, travel records, profiles, spreadsheets and appeals were wiped."""
        now = self.clock.now()
        async with self.look() as work:
            overdue = await work.cases.overdue(now - LINK_LIVES)
        for number in overdue:  # also of those who blocked the bot and will never be told
            await self.expire_request(number)
        before = now - self.kept_after_end
        wiped = await self._requests(before)
        wiped += await self._rest(before, now)
        await self._places(now - A_DAY_AFTER)
        await self._traces(before)
        return wiped

    async def _requests(self, before: datetime) -> int:
        async with self.look() as work:
            numbers = await work.cases.past_term(before)
        return await self._bit_by_bit(numbers, lambda work, some: work.cases.forget_ended(before, some))

    async def _rest(self, before: datetime, now: datetime) -> int:
        """Travels after drafts: they go with the last one."""
        kinds: Sequence[Callable[[Work], Awaitable[int]]] = (
            lambda work: work.drafts.forget_untouched(before),
            lambda work: work.travels.forget_untouched(before),
            lambda work: work.profiles.forget_untouched(now - PROFILE_KEPT),
            lambda work: work.imports.forget_old(now - WAITS_FOR),
            lambda work: work.matters.forget_texts(before),
        )
        return sum([await self._at_once(forget) for forget in kinds])

    async def _places(self, before: datetime) -> None:
        while await self._at_once(lambda work: work.certificates.free_places(before, PLACES_AT_ONCE)) >= PLACES_AT_ONCE:
            pass

    async def _traces(self, before: datetime) -> None:
        """What was said, told and done about what is gone now."""
        async with self.look() as work:
            settled, orphans, gone = (
                await work.notices.settled(before),
                await work.outlooks.orphans(),
                await work.wiping.gone(),
            )
        await self._bit_by_bit(settled, lambda work, some: work.notices.forget_settled(before, some))
        await self._bit_by_bit(orphans, lambda work, some: work.outlooks.forget_orphans(some))
        await self._bit_by_bit(gone, lambda work, some: work.wiping.untie_gone(some))

    async def _bit_by_bit(
        self, which: Sequence[Row], change: Callable[[Work, Sequence[Row]], Awaitable[int | None]]
    ) -> int:
        done = 0
        for first in range(0, len(which), AT_ONCE):
            async with self.begin() as work:
                done += await change(work, which[first : first + AT_ONCE]) or 0
                await work.commit()
        return done

    async def _at_once(self, change: Callable[[Work], Awaitable[int]]) -> int:
        """One transaction; how many rows it was about."""
        async with self.begin() as work:
            done = await change(work)
            await work.commit()
        return done
