"""A guest tells of earlier stays and of a move; what follows from them is planned anew in the same transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.dates import OLDEST_ENTRY
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay, Travels
from bot.registration.consent import check_consent
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock
from bot.registration.prospects import read_prospect

MOST_TRIPS = 100
_Change = Callable[[Travels, date | None], Travels]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTrip:
    """A guest tells of an earlier stay; one that is on the list already changes nothing.

    Raises:
        Refusal: NO_CONSENT, DATE_UNREAD (no day of departure), TRIP_REVERSED, TRIP_FUTURE, DAY_TOO_OLD, TRIP_OVERLAPS
            or TRIP_TOO_MANY.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, trip: Stay) -> Travels:
        """The travels with the trip in its place."""
        _check_days(trip, self.clock.today())
        return await _change(self.begin, chat, self.clock.now(), lambda kept, entered: _with(kept, trip, entered))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTrip:
    """A guest takes an earlier stay off the list. Raises Refusal: NO_CONSENT, or STALE when it is not there."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, trip: Stay) -> Travels:
        """The travels without it."""
        return await _change(self.begin, chat, self.clock.now(), lambda kept, _: _without(kept, trip))


@dataclass(frozen=True, slots=True, kw_only=True)
class SayMoved:
    """A guest says on which day the address changed.

    Raises:
        Refusal: NO_CONSENT, MOVED_FUTURE, DRAFT_INCOMPLETE (the day of entry is not known) or MOVED_BEFORE_ENTRY.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, moved: date) -> Travels:
        """The travels with the move in them."""
        if moved > self.clock.today():
            raise Refusal(RefusalCode.MOVED_FUTURE)
        return await _change(self.begin, chat, self.clock.now(), lambda kept, entered: _moved(kept, moved, entered))


async def _change(begin: Begin, chat: ChatId, now: datetime, change: _Change) -> Travels:
    async with begin() as work:
        await check_consent(work, chat)
        await work.outlooks.lock(chat)  # of two trips told at once none may be lost
        prospect = await read_prospect(work, chat, now)
        kept = prospect.travels or Travels(chat=chat, saved_at=now)
        changed = change(kept, prospect.answers.entered)
        if changed == kept:
            return kept
        changed = replace(changed, saved_at=now)
        await work.travels.save(changed)
        await plan_reminders(work, chat, now)
        await work.commit()
    return changed


def _check_days(trip: Stay, today: date) -> None:
    if trip.left is None:
        raise Refusal(RefusalCode.DATE_UNREAD)
    if trip.left < trip.entered:
        raise Refusal(RefusalCode.TRIP_REVERSED)
    if trip.left > today:
        raise Refusal(RefusalCode.TRIP_FUTURE)
    if trip.entered < OLDEST_ENTRY:
        raise Refusal(RefusalCode.DAY_TOO_OLD, first=OLDEST_ENTRY)


def _with(kept: Travels, trip: Stay, entered: date | None) -> Travels:
    if trip in kept.earlier:
        return kept
    if len(kept.earlier) >= MOST_TRIPS:
        raise Refusal(RefusalCode.TRIP_TOO_MANY, most=MOST_TRIPS)
    present = (Stay(entered),) if entered is not None else ()
    if (other := _overlapped(trip, (*kept.earlier, *present))) is not None:
        days = {"entered": other.entered} | ({"left": other.left} if other.left else {})
        raise Refusal(RefusalCode.TRIP_OVERLAPS, **days)
    return replace(kept, earlier=tuple(sorted((*kept.earlier, trip), key=_in_time)))


def _in_time(trip: Stay) -> tuple[date, date]:
    return trip.entered, trip.left or date.max


def _overlapped(trip: Stay, others: Sequence[Stay]) -> Stay | None:
    """The stay that this one runs into; leaving and coming back on one day is no overlap."""
    first, last = _in_time(trip)
    return next((other for other in others if other.entered < last and first < (other.left or date.max)), None)


def _without(kept: Travels, trip: Stay) -> Travels:
    if trip not in kept.earlier:
        raise Refusal(RefusalCode.STALE)
    return replace(kept, earlier=tuple(stay for stay in kept.earlier if stay != trip))


def _moved(kept: Travels, moved: date, entered: date | None) -> Travels:
    if entered is None:
        raise Refusal(RefusalCode.DRAFT_INCOMPLETE)
    if moved < entered:
        raise Refusal(RefusalCode.MOVED_BEFORE_ENTRY, entered=entered)
    return replace(kept, moved=moved)
