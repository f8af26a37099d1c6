"""Of a request's chain of events."""

from dataclasses import replace

from bot.domain.acts import appealable
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import ACTS, UNDO_WITHIN, officers_act
from storage.checkup.invariant import OfARequest
from storage.checkup.records import CLOCK_MAY_STEP, Record
from storage.tables import ENDINGS

_KIND = EventKind
_BEFORE_THE_END = {
    *(_KIND.OPENED, _KIND.REMINDED, _KIND.WRONG_IIN, _KIND.CODE_SHOWN, _KIND.WRONG_CODE, _KIND.HOST_CONSENTED),
    *(_KIND.PROOF_ISSUED, _KIND.DOCUMENT_LOST, _KIND.AWAITS_VOUCHING, _KIND.ENTRY_CONFIRMED),
}
_OF_A_STAY = {
    *(_KIND.STILL_HERE, _KIND.LEFT, _KIND.HOST_ENDED, _KIND.RESTORED, _KIND.REPLACED, _KIND.HOST_NOTIFIED),
    *(_KIND.DOCUMENT_LOST, _KIND.DOCUMENT_FOUND, _KIND.TAKEN_OVER, _KIND.WRONG_DOCUMENT),
    *(_KIND.ENTRY_CONFIRMED, _KIND.EXIT_CONFIRMED, _KIND.UNDONE, *ACTS),
}
_AFTER = {
    _KIND.GRANTED: _OF_A_STAY,
    _KIND.REFUSED: {_KIND.PROOF_ISSUED},
    _KIND.EXPIRED: {_KIND.PROOF_ISSUED},
    _KIND.CLOSED: {_KIND.PROOF_ISSUED},
    _KIND.CANCELLED: {_KIND.DOCUMENT_FOUND},  # it had ended with the report of a lost document
}
_UNDOES = {
    _KIND.RESTORED: {_KIND.LEFT, _KIND.HOST_ENDED},
    _KIND.DOCUMENT_FOUND: {_KIND.DOCUMENT_LOST},
}


def _endings(record: Record) -> list[int]:
    return [place for place, event in enumerate(record.case.events) if event.kind.value in ENDINGS]


def _has_gaps(record: Record) -> bool:
    kinds = [event.kind for event in record.case.events]
    is_whole = record.seqs == tuple(range(len(record.seqs))) and not record.strange
    return not is_whole or kinds[:1] != [_KIND.ASKED] or kinds.count(_KIND.ASKED) != 1


def _is_out_of_order(record: Record) -> bool:
    chain, endings = record.case.events[1:], _endings(record)
    if not endings:
        return any(event.kind not in _BEFORE_THE_END - {_KIND.DOCUMENT_LOST} for event in chain)
    end = record.case.events[endings[0]]
    before, after = record.case.events[1 : endings[0]], record.case.events[endings[0] + 1 :]
    is_lost = any(event.kind is _KIND.DOCUMENT_LOST for event in before)
    return (
        any(event.kind not in _BEFORE_THE_END for event in before)
        or any(event.kind not in _AFTER.get(end.kind, set()) for event in after)
        or (is_lost and end.kind is not _KIND.CANCELLED)
        or any(_undoes_nothing(record, place) for place in range(endings[0] + 1, len(record.case.events)))
    )


def _undoes_nothing(record: Record, place: int) -> bool:
    """Whether an event takes back what has not happened, or happened too long ago."""
    before, event = record.case.events[:place], record.case.events[place]
    if event.kind in {_KIND.UNDONE, _KIND.REINSTATED}:
        return _undoes_no_act(replace(record.case, events=before), event)
    undone = _UNDOES.get(event.kind)
    if undone is None:
        return False
    last = next((one for one in reversed(before) if one.kind in {*undone, event.kind}), None)
    return last is None or last.kind is event.kind or event.at - last.at > UNDO_WITHIN + CLOCK_MAY_STEP


def _undoes_no_act(before: Case, event: Event) -> bool:
    """An officer's: undone is the last act, within ten minutes; reinstated is what one, or the border, has taken."""
    act = officers_act(before)
    if event.kind is _KIND.REINSTATED:
        return appealable(before) is None
    is_late = act is not None and event.at - act.at > UNDO_WITHIN + CLOCK_MAY_STEP
    return act is None or is_late or event.reason not in {act.kind.value, None}


def _is_before_it_was_asked(record: Record) -> bool:
    """A host's word to the police may be older: it is kept where a registration only continues another."""
    asked, *later = record.case.events
    told = (event for event in later if event.kind is not _KIND.HOST_NOTIFIED)
    return any(event.at < asked.at - CLOCK_MAY_STEP for event in told)


INVARIANTS = (
    OfARequest(
        name="chain",
        sentence="A request's chain begins with its asking, once, and has no gap and no event of an unknown kind.",
        breaks=_has_gaps,
    ),
    OfARequest(
        name="one-ending", sentence="A request ends at most once.", breaks=lambda record: len(_endings(record)) > 1
    ),
    OfARequest(
        name="order",
        sentence="After its ending a request sees only what that ending allows, and nothing undone that was not done.",
        breaks=_is_out_of_order,
    ),
    OfARequest(
        name="times",
        sentence="Nothing happens to a request before it was asked, however the clock was set.",
        breaks=_is_before_it_was_asked,
    ),
)
