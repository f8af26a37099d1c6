"""Who stayed on after the last lawful day, as far as the border's record goes; nobody is accused of what it lacks."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.domain.case import Case
from bot.domain.crossing import Coverage, Crossing
from bot.domain.terms import CROSSING_KEPT
from bot.office.matching import CrossingFacts, open_stay, stayed_on
from bot.office.same_document import with_document_of
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import assess_with_travels

A_SLICE = 200  # requests read at a time


class Overstay(NamedTuple):
    """One person, under the number of the newest request."""

    application_number: str
    lawful: date
    days_over: int


async def overstay_of(
    work: Work, case: Case, crossings: Sequence[Crossing], coverage: Coverage, now: datetime
) -> CrossingFacts | None:
    """Of the person's newest request; None where the person is not known to have stayed on, or left no trace."""
    stay, on = open_stay(case.answers, crossings), now.date()
    if stay is None or stayed_on(stay, stay.entered, coverage, on) is None or not await _is_newest(work, case):
        return None
    lawful = await _last_lawful(work, case, stay.entered, now)
    return stayed_on(stay, lawful, coverage, on) if lawful is not None else None


async def _is_newest(work: Work, case: Case) -> bool:
    """What is said in the newest request counts, as a residence permit that was given since."""
    newest = next(iter(await with_document_of(work, case.answers.document_number, case.answers.citizenship)), case)
    return newest.number == case.number


async def _last_lawful(work: Work, case: Case, recorded: date, now: datetime) -> date | None:
    """The last day by the laxer reading; told and recorded entry differing, the laxer of both. None: not known."""
    days = []
    for entered in {recorded, max(case.answers.entered or recorded, recorded)}:
        answers = case.answers.with_(entered=entered)
        stay = (await assess_with_travels(work, case.guest, answers, now)).stay
        if stay is None:
            return None
        days.append(stay.last_arguable)
    return max(days)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOverstays:
    """Everybody who stayed on, the newest request first."""

    look: Begin
    clock: Clock
    kept: timedelta = CROSSING_KEPT  # crossings, after their day

    async def coverage(self) -> Coverage:
        """Of which days the record can be asked."""
        async with self.look() as seen:
            return (await seen.crossings.coverage()).since((self.clock.now() - self.kept).date())

    async def __call__(self, on: date) -> AsyncIterator[Overstay]:
        """As of the end of this day."""
        coverage, before = await self.coverage(), None
        then = datetime.combine(on, time.max, self.clock.now().tzinfo)
        while True:
            async with self.look() as seen:
                numbers = await seen.crossings.requests_before(before, A_SLICE)
                found = [one for number in numbers if (one := await _found(seen, number, coverage, then)) is not None]
            for one in found:
                yield one
            if not numbers:
                return
            before = numbers[-1]


async def _found(work: Work, number: int, coverage: Coverage, now: datetime) -> Overstay | None:
    case = await work.cases.get(number)
    if case is None or case.answers.is_empty:
        return None
    crossings = [each for each in await work.crossings.of_request(number) if each.on <= now.date()]
    facts = await overstay_of(work, case, crossings, coverage, now)
    return Overstay(case.application_number, facts.said, facts.days_over) if facts is not None else None
