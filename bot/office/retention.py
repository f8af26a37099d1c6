"""The operator's own pass over what is past its term, tried before it is done."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from bot.domain.audit import OPERATOR
from bot.domain.terms import Terms
from bot.registration.expire_request import ExpireRequest
from bot.registration.ports import Begin, Clock, Scrub, Work
from bot.registration.retention import ForgetEnded, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What the bot does every night, now. Without doing it, it counts what would go."""

    look: Begin
    begin: Begin
    clock: Clock
    terms: Terms
    scrub: Scrub

    async def __call__(self) -> Counter[Kind]:
        """Do it; how many of each kind went."""
        went = await self._pass(self.look, self.begin)
        await self.scrub()
        return went

    async def rehearse(self) -> Counter[Kind]:
        """The same in one transaction that is undone: what it counts is what would go, with all that hangs on it.

        While it lasts nobody else writes (on SQLite), so it is for an hour in which few people write.
        """
        async with _undone(self.begin) as begin:
            return await self._pass(begin, begin)

    async def _pass(self, look: Begin, begin: Begin) -> Counter[Kind]:
        expire = ExpireRequest(begin=begin, clock=self.clock)
        forget = ForgetEnded(
            look=look, begin=begin, clock=self.clock, expire_request=expire, terms=self.terms, by=OPERATOR
        )
        return await forget()


class _Uncommitted:
    """A unit of work in which all units of work of a rehearsal take place; none of them lasts."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def commit(self) -> None:
        """Nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)


@asynccontextmanager
async def _undone(begin: Begin) -> AsyncIterator[Begin]:
    """Units of work that are one, and are undone at the end."""
    async with begin() as work:
        one = cast("Work", _Uncommitted(work))

        @asynccontextmanager
        async def again() -> AsyncIterator[Work]:
            yield one

        yield again
