"""Of certificates: there is one for each yes, it says what the request says, and is worth what the chain tells."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus as Status
from bot.domain.life import end_of_stay, is_document_lost, is_revoked, is_suspended
from storage.certificates import STATUS_LIST_LENGTH
from storage.checkup.invariant import OfARequest
from storage.checkup.records import Record

_CTI_LENGTH = 12
_LAST_SECOND = time(23, 59, 59)
_WIDEST_ZONE = timedelta(hours=14)
_BY_AN_OFFICER = {Status.REVOKED, Status.SUSPENDED}


def _lacks_its_own(record: Record) -> bool:
    return record.has_certificate is not (record.granted is not None)


def _says_another_thing(record: Record) -> bool:
    row, granted = record.row, record.granted
    if not record.has_certificate or granted is None:
        return False
    place = row.issued_status_index  # none once its term is over
    is_named = len(row.issued_cti) == _CTI_LENGTH and (place is None or 0 <= place < STATUS_LIST_LENGTH)
    is_of_then = abs(row.issued_issued_at - granted.at) <= timedelta(seconds=1)
    return not (is_named and is_of_then) or _ends_another_day(record)


def _ends_another_day(record: Record) -> bool:
    """The last second of the last day, in whatever zone."""
    until = record.answers.until if record.answers is not None else None
    if until is None:
        return record.answers is not None
    last = datetime.combine(until, _LAST_SECOND, tzinfo=UTC)
    return bool(abs(record.row.issued_valid_until - last) > _WIDEST_ZONE)


def _is_worth_another_thing(record: Record) -> bool:
    status = Status(record.row.issued_status) if record.has_certificate else None
    return status is not None and status not in _worth(record) | _BY_AN_OFFICER


def _is_taken_by_nobody(record: Record) -> bool:
    """Or is not taken although the chain says so."""
    if not record.has_certificate:
        return False
    status = Status(record.row.issued_status)
    said = {Status.REVOKED: is_revoked(record.case), Status.SUSPENDED: is_suspended(record.case)}
    return any((status is one) is not holds for one, holds in said.items())


def _worth(record: Record) -> set[Status]:
    """What its events say; one that a newer one has replaced keeps the mark of a lost document."""
    ended, is_lost = end_of_stay(record.case), is_document_lost(record.case)
    if ended is None and is_suspended(record.case):
        return set()
    if ended is None:
        return {Status.DOCUMENT_LOST if is_lost else Status.VALID}
    if is_revoked(record.case):
        return set()
    if ended.kind is not EventKind.REPLACED:
        return {Status.ENDED}
    if is_lost:
        return {Status.DOCUMENT_LOST}
    was_found = any(event.kind is EventKind.DOCUMENT_FOUND for event in record.case.events)
    return {Status.SUPERSEDED, Status.ENDED} if was_found else {Status.SUPERSEDED}


INVARIANTS = (
    OfARequest(
        name="certificate", sentence="A request has a certificate if and only if it was granted.", breaks=_lacks_its_own
    ),
    OfARequest(
        name="certificate-facts",
        sentence="A certificate bears a name of 12 bytes, a place in the status list, the moment of its grant, and the "
        "last day that was asked for.",
        breaks=_says_another_thing,
    ),
    OfARequest(
        name="status",
        sentence="A certificate is worth what its request's events say: valid, ended, superseded, its document lost.",
        breaks=_is_worth_another_thing,
    ),
    OfARequest(
        name="acts",
        sentence="A certificate is revoked or suspended while an officer's act says so that nobody took back, and only "
        "then.",
        breaks=_is_taken_by_nobody,
    ),
)
