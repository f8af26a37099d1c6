"""What an officer may do with a request or a registration: which acts fit its state, on what grounds.

Order 923, paragraph 4, names the grounds for refusing a registration; of taking one back it does not speak. An act of
an officer here is one of this service: it ends or marks what this service has issued, and nothing else.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from bot.domain.case import Case, Event, EventKind
from bot.domain.life import (
    UNDO_WITHIN,
    check_of_facts,
    end_of_stay,
    is_document_lost,
    is_granted,
    is_registered,
    is_revoked,
    is_suspended,
    standing_events,
)
from bot.domain.life import officers_act as last_act

SHORTENED = "shortened"  # the reason of a grant that renews a certificate with a last day that an officer has set

GIVEN_BACK = "given_back"  # of one that has its longer term again


class Deed(StrEnum):
    """An act; `PAGE` is the list of those that are possible now."""

    PAGE = "page"
    REFUSE = "refuse"  # a request that waits for its host
    REVOKE = "revoke"
    SUSPEND = "suspend"  # while facts are checked: the person stays counted
    REINSTATE = "reinstate"
    SHORTEN = "shorten"  # Law on Migration, article 9, 8)
    EXPEL = "expel"  # Law on Migration, article 9, 6-1): what a court has decided
    UNDO = "undo"  # within ten minutes, by the same officer


class Ground(StrEnum):
    """Why; kept with the event."""

    UNTRUE = "untrue"  # Order 923, paragraph 4, 1)
    TERM_BROKEN = "term_broken"  # paragraph 4, 2)
    CHECKED = "checked"  # facts are being checked
    CLEARED = "cleared"  # they were, and all is well
    MISTAKE = "mistake"  # the act before was one
    COURT = "court"  # a court's act
    SHORTER = "shorter"  # article 9, 8)


_PARAGRAPH_4 = (Ground.UNTRUE, Ground.TERM_BROKEN)
GROUNDS: Mapping[Deed, tuple[Ground, ...]] = {
    Deed.REFUSE: _PARAGRAPH_4,
    Deed.REVOKE: _PARAGRAPH_4,
    Deed.SUSPEND: (Ground.CHECKED,),
    Deed.REINSTATE: (Ground.CLEARED, Ground.MISTAKE),
    Deed.SHORTEN: (Ground.SHORTER,),
    Deed.EXPEL: (Ground.COURT,),
}
_ALL_IS_WELL, _A_SLIP = (Ground.CLEARED,), (Ground.MISTAKE,)
WITH_A_DAY = frozenset({Deed.SHORTEN, Deed.EXPEL})
EVENTS: Mapping[Deed, EventKind] = {
    Deed.REFUSE: EventKind.DENIED,
    Deed.REVOKE: EventKind.REVOKED,
    Deed.SUSPEND: EventKind.SUSPENDED,
    Deed.REINSTATE: EventKind.REINSTATED,
    Deed.SHORTEN: EventKind.SHORTENED,
    Deed.EXPEL: EventKind.EXPELLED,
    Deed.UNDO: EventKind.UNDONE,
}


def is_shortened(case: Case) -> bool:
    """Whether it was granted in the place of a longer one, by an officer's act."""
    return case.ending is not None and is_granted(case) and case.ending.reason == SHORTENED


def is_renewed(case: Case) -> bool:
    """Whether an officer's act gave it, in the place of one with another term."""
    return is_granted(case) and case.ending is not None and case.ending.reason in {SHORTENED, GIVEN_BACK}


def stands(case: Case, place: int) -> bool:
    """Whether what happened at this place of the chain was not undone, nor the certificate that it gave."""
    ended = end_of_stay(case)
    is_undone = ended is not None and ended.kind is EventKind.REVOKED and ended.reason == EventKind.UNDONE.value
    return not is_undone and place < len(case.events) and case.events[place] in standing_events(case)


def appealable(case: Case) -> Event | None:
    """What an officer, or the border's record, has taken from a registration, and that stands; a refusal ends a
    request, and is told apart by its stage.
    """
    ended = end_of_stay(case)
    if ended is not None:
        is_undone = ended.reason == EventKind.UNDONE.value
        is_taken = (is_revoked(case) and not is_undone) or ended.kind is EventKind.EXIT_CONFIRMED
        return ended if is_taken else check_of_facts(case)
    return check_of_facts(case) or (case.ending if is_shortened(case) else None)


def possible(case: Case, now: datetime) -> frozenset[Deed]:
    """The acts that fit the state of this request, whoever asks."""
    if case.answers.is_empty:
        return frozenset()
    if case.stage(now).is_live:
        return frozenset({Deed.REFUSE})
    undo = {Deed.UNDO} if may_be_undone(case, now) else set()
    return frozenset(_on_a_registration(case, now) | undo)


def _on_a_registration(case: Case, now: datetime) -> set[Deed]:
    until = case.answers.until
    if not is_granted(case) or until is None:
        return set()
    ended, is_over = end_of_stay(case), until < now.date()
    if ended is not None:
        return _on_an_ended_one(case, ended, is_over=is_over)
    if is_over and not is_suspended(case):
        return {Deed.EXPEL}
    if is_suspended(case):
        return {Deed.REVOKE, Deed.REINSTATE, Deed.EXPEL}
    longer = {Deed.REINSTATE} if is_shortened(case) else set()
    shorter = set() if is_document_lost(case) or until == now.date() else {Deed.SHORTEN}
    return {Deed.REVOKE, Deed.SUSPEND, Deed.EXPEL} | shorter | longer


def _on_an_ended_one(case: Case, ended: Event, *, is_over: bool) -> set[Deed]:
    """An end by the guest, the host or the border keeps nobody from being marked; the border's record may be wrong.

    A check goes on after such an end, and an officer ends it: by lifting or by revoking.
    """
    if ended.kind in (EventKind.REVOKED, EventKind.EXPELLED):
        if ended.reason == EventKind.UNDONE.value:
            return set()
        return {Deed.REINSTATE} if ended.kind is EventKind.EXPELLED else {Deed.REINSTATE, Deed.EXPEL}
    if ended.kind is EventKind.REPLACED:
        return set()
    is_wrong_exit = ended.kind is EventKind.EXIT_CONFIRMED and not is_over
    lifts = {Deed.REINSTATE} if is_wrong_exit or check_of_facts(case) is not None else set()
    return {Deed.REVOKE, Deed.EXPEL} | lifts


def grounds_for(case: Case, deed: Deed) -> tuple[Ground, ...]:
    """On which grounds this may be done to this request."""
    ended = end_of_stay(case)
    if deed is not Deed.REINSTATE or is_revoked(case):
        return GROUNDS.get(deed, ())
    return _ALL_IS_WELL if ended is not None or is_suspended(case) else _A_SLIP


def may_be_undone(case: Case, now: datetime) -> bool:
    """Whether an officer's act stands that was the last, and is less than ten minutes old; by whom is not asked.

    That a certificate went with the act that gave it is part of that undoing, and not undone by itself.
    """
    act = last_act(case)
    if act is None or act.reason == EventKind.UNDONE.value or now - act.at >= UNDO_WITHIN:
        return False
    return is_registered(case, now) or _ended_by(case, act) or standing_events(case)[-1] == act


def _ended_by(case: Case, act: Event) -> bool:
    """Whether nothing but this act ended the registration, or put another in its place."""
    ended = end_of_stay(case)
    return ended is not None and (ended == act or (ended.kind is EventKind.REPLACED and ended.at == act.at))
