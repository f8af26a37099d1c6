"""The life of a registration after the host's yes, derived from its request's chain of events."""

from datetime import date, datetime, timedelta

from bot.domain.case import Case, Event, EventKind

UNDO_WITHIN = timedelta(minutes=10)
_ENDS_A_STAY = {EventKind.LEFT, EventKind.HOST_ENDED, EventKind.REPLACED}


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


def end_of_stay(case: Case) -> Event | None:
    """What ended the registration before its last day (left, ended by the host, replaced); None where nothing has."""
    ended: Event | None = None
    for event in case.events:
        if event.kind in _ENDS_A_STAY:
            ended = ended or event
        elif event.kind is EventKind.RESTORED:
            ended = None
    return ended


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
    """The day on which the guest left the country, where the guest has said so and that ended the registration."""
    ended = end_of_stay(case)
    if ended is None or ended.kind is not EventKind.LEFT or ended.reason is None:
        return None
    return date.fromisoformat(ended.reason)
