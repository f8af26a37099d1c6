"""Requests compared with the border's record: entries confirmed, stays ended, and what does not fit, for an officer.

An entry of somebody who had registered and left starts nothing here: without a host nobody is registered, and the
guest's own chat offers the way back ("I am back in Kazakhstan") whenever they come.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.domain.case import Case, EventKind
from bot.domain.crossing import Coverage, Crossing
from bot.domain.ids import NOBODY
from bot.domain.life import end_of_stay, is_granted
from bot.domain.matter import Matter, MatterKind
from bot.domain.terms import CROSSING_KEPT
from bot.office.matching import CrossingFacts, Judgement, Mismatch, judge
from bot.office.overstays import overstay_of
from bot.office.same_document import with_document_of
from bot.registration.contention import done_again
from bot.registration.leaving import follow_exit
from bot.registration.ports import Begin, Clock, Work

A_SLICE = 200  # requests read at a time
AT_ONCE = 20  # requests a transaction: short ones, so that whoever taps need not wait for his turn
MARGIN = timedelta(hours=1)  # clocks of several machines; looked at twice, nothing changes
_KINDS = {Mismatch.STAYED_ON: MatterKind.OVERSTAY}
_DATES = frozenset({"said", "recorded", "before", "until"})


class Tally(NamedTuple):
    """How many requests were compared, and what came of it."""

    seen: int = 0
    confirmed: int = 0
    ended: int = 0
    contradicted: int = 0
    stayed_on: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def written(facts: CrossingFacts) -> str:
    """The text of a matter: codes and days, no person."""
    known = {name: value for name, value in asdict(facts).items() if value is not None}
    return json.dumps({name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()})


def crossing_facts(text: str) -> CrossingFacts | None:
    """What the text of a matter of kind CROSSING or OVERSTAY says; None where it was wiped, or is of another kind."""
    try:
        told = json.loads(text)
        days = {name: date.fromisoformat(told[name]) for name in _DATES & told.keys()}
        rest = {field.name: told.get(field.name) for field in fields(CrossingFacts) if field.name not in _DATES}
        return CrossingFacts(**{**rest, **days, "what": Mismatch(told["what"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCrossings:
    """Compares. Run again it changes nothing: what was confirmed, ended or put into the queue is there already."""

    look: Begin
    begin: Begin
    clock: Clock
    kept: timedelta = CROSSING_KEPT  # crossings, after their day

    async def daily(self) -> Tally:
        """What has changed since the last time; everything, where a file came that nothing was compared with."""
        began = self.clock.now()
        async with self.look() as seen:
            since = await seen.crossings.compared_until()
            if since is None:
                return Tally()
            changed = [] if since.is_behind else await seen.crossings.changed_since(since.at - MARGIN)
        if since.is_behind:
            return await self.all_of_them()
        tally = Tally()
        for first in range(0, len(changed), A_SLICE):
            tally = tally.plus(await self._slice(changed[first : first + A_SLICE]))
        await self._note(began)
        return tally

    async def all_of_them(self) -> Tally:
        """Every request whose document the record knows, the newest first."""
        began, tally, before = self.clock.now(), Tally(), None
        while True:
            async with self.look() as seen:
                numbers = await seen.crossings.requests_before(before, A_SLICE)
            if not numbers:
                break
            tally, before = tally.plus(await self._slice(numbers)), numbers[-1]
        await self._note(began)
        return tally

    async def _note(self, began: datetime) -> None:
        async with self.begin() as work:
            await work.crossings.compared(began)
            await work.commit()

    async def _slice(self, numbers: Sequence[int]) -> Tally:
        """Look first, and write only of those of whom something is to be written."""
        async with self.look() as seen:
            wanting = [number for number in numbers if await self._of_one(seen, number, is_trial=True) != Tally(seen=1)]
        tally = Tally(seen=len(numbers))
        for first in range(0, len(wanting), AT_ONCE):
            tally = tally.plus(await done_again(partial(self._write, wanting[first : first + AT_ONCE])))
        return tally

    async def _write(self, numbers: Sequence[int]) -> Tally:
        """After a second look that nobody can come in between."""
        tally = Tally()
        async with self.begin() as work:
            await work.cases.lock_behind(*numbers)
            for number in sorted(numbers):
                tally = tally.plus(await self._of_one(work, number, is_trial=False))
            await work.commit()
        return tally._replace(seen=0)

    async def _of_one(self, work: Work, number: int, *, is_trial: bool) -> Tally:
        case = await work.cases.get(number, lock=not is_trial)
        if case is None or case.answers.entered is None:
            return Tally(seen=1)
        now = self.clock.now()
        crossings = await work.crossings.of_request(number)
        coverage = (await work.crossings.coverage()).since((now - self.kept).date())
        judgement = judge(case.answers, case.sent_at.astimezone(now.tzinfo).date(), crossings, coverage)
        facts = await self._unasked(work, case, judgement, crossings, coverage)
        confirms, ends = _confirms(case, judgement, now), _ends(case, judgement)
        if not is_trial:
            await _apply(work, case, judgement, now, confirms=confirms, ends=ends)
            for one in facts:
                await work.matters.add(_matter(case, one, now))
        over = sum(one.what is Mismatch.STAYED_ON for one in facts)
        return Tally(1, int(confirms), int(ends), len(facts) - over, over)

    async def _unasked(
        self,
        work: Work,
        case: Case,
        judgement: Judgement,
        crossings: Sequence[Crossing],
        coverage: Coverage,
    ) -> list[CrossingFacts]:
        """What no officer was asked yet, whichever request of this document it was about."""
        now = self.clock.now()
        found = list(judgement.mismatches) if _is_current(case, now) else []
        over = await overstay_of(work, case, crossings, coverage, now)
        if over is not None:
            found.append(over)
        known = await _asked(work, case) if found else []
        return [one for one in found if not any(one.is_of_same(other) for other in known)]


def _is_current(case: Case, now: datetime) -> bool:
    """Whether anything hangs on it still: it waits for a host, or the person is registered by it."""
    until = case.answers.until
    is_held = is_granted(case) and end_of_stay(case) is None and until is not None and now.date() <= until
    return is_held or case.stage(now).is_live


def _confirms(case: Case, judgement: Judgement, now: datetime) -> bool:
    day = case.answers.entered.isoformat() if case.answers.entered else None
    is_known = any(event.kind is EventKind.ENTRY_CONFIRMED and event.reason == day for event in case.events)
    return judgement.is_confirmed and not is_known and _is_current(case, now)


def _ends(case: Case, judgement: Judgement) -> bool:
    """By one exit a stay ends once: what was given back after it holds, for the record was wrong then."""
    if judgement.left is None or not is_granted(case) or end_of_stay(case) is not None:
        return False
    day = judgement.left.isoformat()
    return not any(event.kind is EventKind.EXIT_CONFIRMED and event.reason == day for event in case.events)


async def _apply(work: Work, case: Case, judgement: Judgement, now: datetime, *, confirms: bool, ends: bool) -> None:
    if confirms and case.answers.entered is not None:
        case = case.happened(EventKind.ENTRY_CONFIRMED, now, reason=case.answers.entered.isoformat())
        await work.cases.save(case)
    if ends and judgement.left is not None:
        await follow_exit(work, case, judgement.left, now)


def _matter(case: Case, facts: CrossingFacts, now: datetime) -> Matter:
    kind = _KINDS.get(facts.what, MatterKind.CROSSING)
    chat = case.guest if case.guest != NOBODY or case.host is None else case.host
    return Matter.received(kind, at=now, chat=chat, by=None, case=case.number, text=written(facts))


async def _asked(work: Work, case: Case) -> list[CrossingFacts]:
    """What officers were asked of this person, known by document and citizenship."""
    same = await with_document_of(work, case.answers.document_number, case.answers.citizenship) or [case]
    texts = [matter.text for one in same for matter in await work.matters.of_case(one.number)]
    return [facts for text in texts if (facts := crossing_facts(text)) is not None]
