"""Every reason for which the bot says no: one code, one text a language, one specimen in the tests."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

RefusalData = Mapping[str, str | int | date | datetime]


class RefusalCode(StrEnum):
    """What went wrong, in the words of the question it answers."""

    # names
    NAME_EMPTY = "name_empty"
    NAME_LETTERS = "name_letters"
    NAME_LONG = "name_long"
    # dates
    DATE_UNREAD = "date_unread"
    DATE_NO_YEAR = "date_no_year"
    DATE_IMPOSSIBLE = "date_impossible"
    ENTRY_IN_FUTURE = "entry_in_future"
    ENTRY_TOO_OLD = "entry_too_old"
    BIRTH_IN_FUTURE = "birth_in_future"
    BIRTH_TOO_OLD = "birth_too_old"
    UNTIL_BEFORE_ENTRY = "until_before_entry"
    UNTIL_PAST = "until_past"
    UNTIL_TOO_FAR = "until_too_far"
    UNTIL_OVER_STAY = "until_over_stay"
    # travels
    TRIP_REVERSED = "trip_reversed"
    TRIP_FUTURE = "trip_future"
    TRIP_OVERLAPS = "trip_overlaps"
    TRIP_TOO_MANY = "trip_too_many"
    MOVED_FUTURE = "moved_future"
    MOVED_BEFORE_ENTRY = "moved_before_entry"
    # what if
    DAY_TOO_OLD = "day_too_old"
    DAY_TOO_FAR = "day_too_far"
    DAY_IN_FUTURE = "day_in_future"
    DAY_BEFORE_ENTRY = "day_before_entry"
    DAYS_REVERSED = "days_reversed"
    DAYS_TWO = "days_two"
    # documents
    DOCUMENT_LENGTH = "document_length"
    DOCUMENT_LETTERS = "document_letters"
    DOCUMENT_EXPIRED = "document_expired"
    PASSPORT_UNSEEN = "passport_unseen"
    # places
    CHOICE_UNKNOWN = "choice_unknown"
    CITIZENSHIP_UNKNOWN = "citizenship_unknown"
    ADDRESS_SHORT = "address_short"
    ADDRESS_LONG = "address_long"
    ADDRESS_NO_HOUSE = "address_no_house"
    PREMISES_NOT_LIVED_IN = "premises_not_lived_in"
    # the host
    IIN_LENGTH = "iin_length"
    IIN_CHECKSUM = "iin_checksum"
    IIN_IS_BIN = "iin_is_bin"
    IIN_OTHER = "iin_other"
    IIN_TAKEN = "iin_taken"
    HOST_HAS_IIN = "host_has_iin"
    HOST_LINK_UNKNOWN = "host_link_unknown"
    CONTACT_NOT_OWN = "contact_not_own"
    NOT_A_HOST = "not_a_host"
    OWN_HOST = "own_host"
    # the request
    DRAFT_INCOMPLETE = "draft_incomplete"
    NO_CONSENT = "no_consent"
    REQUEST_LIVE = "request_live"
    NOT_YOURS = "not_yours"
    ALREADY_ANSWERED = "already_answered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LINK_CLOSED = "link_closed"
    LINK_UNKNOWN = "link_unknown"
    REMINDED_TODAY = "reminded_today"
    PHONE_NOT_NEEDED = "phone_not_needed"
    STALE = "stale"
    # the law
    NOT_COVERED = "not_covered"
    STAY_BROKEN = "stay_broken"
    # the check of a certificate
    TOO_MANY_CHECKS = "too_many_checks"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A no with its reason: `code` says which, `data` carries dates and counts, never personal data."""

    def __init__(self, code: RefusalCode, **data: str | int | date | datetime) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: RefusalData = MappingProxyType(data)
