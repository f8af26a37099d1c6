"""Personal data go when their term is over, as the consent says; what is held for a court or a dispute stays."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.audit import BOT, Actor, AuditAction, AuditEntry
from bot.domain.case import LINK_LIVES
from bot.domain.terms import USUAL, Terms
from bot.registration.expire_request import ExpireRequest
from bot.registration.imports import WAITS_FOR
from bot.registration.ports import Begin, Clock, Work

Row = TypeVar("Row", bound=int)  # a number, an id or a chat
AT_ONCE = 500  # rows a transaction
PLACES_AT_ONCE = 10 * AT_ONCE  # of each one number is emptied, or a row without any person goes, and nothing else
A_DAY_AFTER = timedelta(days=1)  # its term, a certificate's place in the status list is another's to have


class Kind(StrEnum):
    """What goes, as it is counted."""

    UNANSWERED = "unanswered requests ended"
    LET_GO = "requests no longer held"
    REQUESTS = "requests"
    DRAFTS = "drafts"
    TRAVELS = "travels"
    PROFILES = "profiles"
    SPREADSHEETS = "spreadsheets"
    MATTERS = "words of appeals and reports"
    PLACES = "places in the status list"
    NOTICES = "settled messages"
    OUTLOOKS = "outlooks of nobody"
    TIES = "ties to people who have gone"
    CROSSINGS = "crossings"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """End what was never answered; wipe what ended, and drafts not touched, the operator's term ago or earlier.

    What was told of travels goes with the last draft or request of its owner; what was sent goes with its request;
    what was saved for the next stay goes a year after its last use; guests of a spreadsheet go when its tap is over.
    Of appeals and reports the words and pictures go with the request, number and chain stay. What is held stays, and
    goes with the next pass after the hold, where its person has wanted that meanwhile.

    Of a million registrations over ten thousand end a day, so what goes with them is looked for by reading, which keeps
    nobody waiting, and goes a few hundred rows a transaction; places in the status list and crossings go some thousands
    a transaction, and of the rest each kind in one of its own. Broken off, the next pass goes on where it stopped. Each
    transaction leaves a line in the record of how many of which kind went.
    """

    look: Begin
    begin: Begin
    clock: Clock
    expire_request: ExpireRequest
    terms: Terms = USUAL
    by: Actor = BOT

    async def __call__(self) -> Counter[Kind]:
        """How many of each kind went."""
        now, went = self.clock.now(), Counter[Kind]()
        await self._end_unanswered(now, went)
        await self._let_go(now, went)
        await self._requests(now, went)
        await self._rest(now, went)
        await self._places(now, went)
        await self._traces(now, went)
        await self._crossings(now, went)
        return +went

    async def _end_unanswered(self, now: datetime, went: Counter[Kind]) -> None:
        """Also of those who blocked the bot and will never be told."""
        async with self.look() as work:
            overdue = await work.cases.overdue(now - LINK_LIVES)
        for number in overdue:
            await self.expire_request(number)
        went[Kind.UNANSWERED] += len(overdue)

    async def _let_go(self, now: datetime, went: Counter[Kind]) -> None:
        """Holds end on their day; what they alone have kept is let go."""
        async with self.begin() as work:
            lapsed = await work.legal_holds.lapse(now)
            work.audit.record(*(_lapsed(number, now) for number in lapsed))
            await work.commit()
        async with self.look() as work:
            over = await work.legal_holds.over()

        async def let_go(work: Work, some: Sequence[int]) -> int:
            await work.wiping.wipe([number for number in some if over[number]])
            await work.legal_holds.let_go(some)
            return len(some)

        await self._bit_by_bit(Kind.LET_GO, list(over), let_go, went)

    async def _requests(self, now: datetime, went: Counter[Kind]) -> None:
        before = now - self.terms.answers
        async with self.look() as work:
            numbers = await work.cases.past_term(before)
        await self._bit_by_bit(Kind.REQUESTS, numbers, lambda work, some: work.cases.forget_ended(before, some), went)

    async def _rest(self, now: datetime, went: Counter[Kind]) -> None:
        """Travels after drafts: they go with the last one."""
        terms = self.terms
        kinds: Sequence[tuple[Kind, Callable[[Work], Awaitable[int]]]] = (
            (Kind.DRAFTS, lambda work: work.drafts.forget_untouched(now - terms.drafts)),
            (Kind.TRAVELS, lambda work: work.travels.forget_untouched(now - terms.drafts)),
            (Kind.PROFILES, lambda work: work.profiles.forget_untouched(now - terms.profiles)),
            (Kind.SPREADSHEETS, lambda work: work.imports.forget_old(now - WAITS_FOR)),
            (Kind.MATTERS, lambda work: work.matters.forget_texts(now - terms.matters)),
        )
        for kind, forget in kinds:
            await self._at_once(kind, forget, went)

    async def _places(self, now: datetime, went: Counter[Kind]) -> None:
        before, more = now - A_DAY_AFTER, PLACES_AT_ONCE
        while more >= PLACES_AT_ONCE:
            more = await self._at_once(
                Kind.PLACES, lambda work: work.certificates.free_places(before, PLACES_AT_ONCE), went
            )

    async def _traces(self, now: datetime, went: Counter[Kind]) -> None:
        """What was said, told and done about what is gone now."""
        before = now - self.terms.notices
        async with self.look() as work:
            settled, orphans, gone = (
                await work.notices.settled(before),
                await work.outlooks.orphans(),
                await work.wiping.gone(),
            )
        await self._bit_by_bit(
            Kind.NOTICES, settled, lambda work, some: work.notices.forget_settled(before, some), went
        )
        await self._bit_by_bit(Kind.OUTLOOKS, orphans, lambda work, some: work.outlooks.forget_orphans(some), went)
        await self._bit_by_bit(Kind.TIES, gone, lambda work, some: work.wiping.untie_gone(some), went)

    async def _crossings(self, now: datetime, went: Counter[Kind]) -> None:
        async with self.look() as work:
            old = await work.wiping.old_crossings((now - self.terms.crossings).date())
        await self._bit_by_bit(
            Kind.CROSSINGS, old, lambda work, some: work.wiping.forget_crossings(some), went, PLACES_AT_ONCE
        )

    async def _bit_by_bit(
        self,
        kind: Kind,
        which: Sequence[Row],
        change: Callable[[Work, Sequence[Row]], Awaitable[int]],
        went: Counter[Kind],
        at_once: int = AT_ONCE,
    ) -> None:
        for first in range(0, len(which), at_once):
            some = which[first : first + at_once]
            await self._at_once(kind, lambda work, some=some: change(work, some), went)  # type: ignore[misc]  # bound now

    async def _at_once(self, kind: Kind, change: Callable[[Work], Awaitable[int]], went: Counter[Kind]) -> int:
        """One transaction, with its line in the record; how many rows it was about."""
        async with self.begin() as work:
            done = await change(work)
            if done:
                work.audit.record(self._line(kind, done))
            await work.commit()
        went[kind] += done
        return done

    def _line(self, kind: Kind, done: int) -> AuditEntry:
        detail = {"kind": kind.name.lower(), "count": str(done)}
        return AuditEntry(action=AuditAction.PURGED, at=self.clock.now(), by=self.by, detail=detail)


def _lapsed(number: int, now: datetime) -> AuditEntry:
    return AuditEntry(action=AuditAction.HELD, at=now, by=BOT, case=number, detail={"deed": "lapsed"})
