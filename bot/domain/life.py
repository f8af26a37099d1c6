"""The life of a registration after the host's yes, derived from its request's chain of events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce

from bot.domain.case import Case, Event, EventKind

UNDO_WITHIN = timedelta(minutes=10)
_LEAVES = {EventKind.LEFT, EventKind.EXIT_CONFIRMED}  # by the guest's own word, or by the border's record
_ENDS_A_STAY = {*_LEAVES, EventKind.HOST_ENDED, EventKind.REPLACED, EventKind.REVOKED, EventKind.EXPELLED}
_BY_AN_OFFICER = {EventKind.REVOKED, EventKind.EXPELLED}  # what an officer may reinstate
ACTS = frozenset({*_BY_AN_OFFICER, EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.SHORTENED})
_GIVES_A_NEW_ONE = {EventKind.SHORTENED, EventKind.REINSTATED}


def is_granted(case: Case) -> bool:
    """Whether the request led to a registration at all."""
    return case.ending is not None and case.ending.kind is EventKind.GRANTED


def is_asked_in_chat(case: Case) -> bool:
    """Whether the guest may hear that the bot reaches the host: they came by the host's link, or the host by theirs.

    Of a number that the guest typed it stays unsaid: it would tell whose number is known.
    """
    has_met = case.answers.host_by_link or any(
        event.kind is EventKind.OPENED and event.chat is not None for event in case.events
    )
    return case.host is not None and has_met


def standing_events(case: Case) -> Sequence[Event]:
    """The chain without what officers have undone within ten minutes, and without the undoing."""
    if all(event.kind is not EventKind.UNDONE for event in case.events):
        return case.events
    standing: list[Event] = []
    for event in case.events:
        if event.kind is EventKind.UNDONE:
            _take_out(standing, event.reason)
        else:
            standing.append(event)
    return standing


def _take_out(standing: list[Event], kind: str | None) -> None:
    """The last event of this kind; where it gave another certificate, with the word that this one is replaced."""
    place = next((at for at in reversed(range(len(standing))) if standing[at].kind.value == kind), None)
    if place is None:
        return
    undone = standing.pop(place)
    if undone.kind in _GIVES_A_NEW_ONE and [each.kind for each in standing[place:]][:1] == [EventKind.REPLACED]:
        standing.pop(place)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the chain adds up to: how the stay went by itself, what an officer took, the check that goes on."""

    own: Event | None = None  # left, ended by the host, replaced
    taken: Event | None = None
    check: Event | None = None

    def after(self, event: Event) -> "_Standing":
        """With one more event."""
        if event.kind in _BY_AN_OFFICER:  # counts before an earlier end; expulsion counts before all
            is_expelled = self.taken is not None and self.taken.kind is EventKind.EXPELLED
            return self if is_expelled else replace(self, taken=event)
        if event.kind in _ENDS_A_STAY:
            return self if self.own is not None else replace(self, own=event)
        if event.kind is EventKind.RESTORED:
            return replace(self, own=None)
        if event.kind is EventKind.SUSPENDED:
            return replace(self, check=event)
        return self._given_back() if event.kind is EventKind.REINSTATED else self

    def _given_back(self) -> "_Standing":
        """What an officer took, with the check that led to it; else the check alone; else what the border's record
        has ended.
        """
        if self.taken is not None:
            return replace(self, taken=None, check=None)
        if self.check is not None:
            return replace(self, check=None)
        is_exit = self.own is not None and self.own.kind is EventKind.EXIT_CONFIRMED
        return replace(self, own=None) if is_exit else self


def _standing(case: Case) -> _Standing:
    return reduce(_Standing.after, standing_events(case), _Standing())


def end_of_stay(case: Case) -> Event | None:
    """What ended the registration before its last day (left, ended by the host or an officer, replaced); None where
    nothing has. An officer's act counts before an earlier end.
    """
    standing = _standing(case)
    return standing.taken or standing.own


def is_revoked(case: Case) -> bool:
    """Whether an officer has ended the registration, on whatever ground, and that stands."""
    ended = end_of_stay(case)
    return ended is not None and ended.kind in _BY_AN_OFFICER


def is_expelled(case: Case) -> bool:
    """Whether a court's act of expulsion is recorded with it, and that stands."""
    ended = end_of_stay(case)
    return ended is not None and ended.kind is EventKind.EXPELLED


def suspension(case: Case) -> Event | None:
    """The officer's act by which the registration waits while facts are checked; None where it does not wait."""
    return check_of_facts(case) if end_of_stay(case) is None else None


def check_of_facts(case: Case) -> Event | None:
    """The same, also where the person or the host has ended the stay since: the check goes on until an officer ends it.

    Nobody gets out of a check by leaving on paper and registering anew.
    """
    standing = _standing(case)
    is_concluded = standing.taken is not None or (standing.own is not None and standing.own.kind is EventKind.REPLACED)
    return None if is_concluded else standing.check


def is_suspended(case: Case) -> bool:
    """Whether it waits while facts are checked: the person stays registered and counted, and can change nothing."""
    return suspension(case) is not None


def officers_act(case: Case) -> Event | None:
    """The officer's act on the registration that was the last and was not undone."""
    return next((event for event in reversed(standing_events(case)) if event.kind in ACTS), None)


def replaced_by(case: Case) -> int | None:
    """The number of the newer registration that ended this one; None where none did."""
    ended = end_of_stay(case)
    is_replaced = ended is not None and ended.kind is EventKind.REPLACED
    return int(ended.reason) if is_replaced and ended and ended.reason else None


def is_registered(case: Case, now: datetime) -> bool:
    """Whether the person is registered by this request at this moment; `now` knows the zone of the legal day."""
    until = case.answers.until
    return is_granted(case) and end_of_stay(case) is None and until is not None and now.date() <= until


def is_taken_over(case: Case) -> bool:
    """Whether the person for whom another had filed has the registration in the own chat now."""
    return any(event.kind is EventKind.TAKEN_OVER for event in case.events)


def is_own(case: Case) -> bool:
    """Whether it is of the person in whose chat it is, and not of one for whom that person files."""
    return case.answers.kinship is None or is_taken_over(case)


def is_document_lost(case: Case) -> bool:
    """Whether the document that the registration names was reported lost, and that was not taken back."""
    return lost_at(case) is not None


def lost_at(case: Case) -> datetime | None:
    """Since when the document of the registration counts as lost."""
    told: datetime | None = None
    for event in case.events:
        if event.kind is EventKind.DOCUMENT_LOST:
            told = event.at
        elif event.kind is EventKind.DOCUMENT_FOUND:
            told = None
    return told


def can_undo(case: Case, now: datetime) -> bool:
    """Whether the host may still take back the end of the stay."""
    ended = end_of_stay(case)
    return ended is not None and ended.kind is EventKind.HOST_ENDED and now - ended.at < UNDO_WITHIN


def can_take_back_leaving(case: Case, now: datetime) -> bool:
    """Whether the guest may still say that the word of having left was a wrong tap."""
    ended = end_of_stay(case)
    return ended is not None and ended.kind is EventKind.LEFT and now - ended.at < UNDO_WITHIN


def left_on(case: Case) -> date | None:
    """The day on which the guest left the country, where the guest or the border's record says so and that ended the
    registration.
    """
    ended = end_of_stay(case)
    if ended is None or ended.kind not in _LEAVES or ended.reason is None:
        return None
    return date.fromisoformat(ended.reason)
