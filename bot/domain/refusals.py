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
    LONGER_NOT_LATER = "longer_not_later"
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
    DAY_BEFORE_REGISTERED = "day_before_registered"
    DAYS_REVERSED = "days_reversed"
    DAYS_TWO = "days_two"
    # documents
    DOCUMENT_LENGTH = "document_length"
    DOCUMENT_LETTERS = "document_letters"
    DOCUMENT_EXPIRED = "document_expired"
    PASSPORT_UNSEEN = "passport_unseen"
    DOCUMENT_LOST = "document_lost"
    FOUND_TOO_LATE = "found_too_late"
    REGISTRATION_OVER = "registration_over"
    DRAFT_WAITS = "draft_waits"
    PROOF_TOO_EARLY = "proof_too_early"
    NOTHING_TO_PROVE = "nothing_to_prove"
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
    BIN_LENGTH = "bin_length"
    BIN_CHECKSUM = "bin_checksum"
    BIN_IS_IIN = "bin_is_iin"
    ORGANISATION_NAME = "organisation_name"
    HOST_HAS_IIN = "host_has_iin"
    HOST_LINK_UNKNOWN = "host_link_unknown"
    CONTACT_NOT_OWN = "contact_not_own"
    NOT_A_HOST = "not_a_host"
    # an organisation's staff
    STAFF_LINK_DEAD = "staff_link_dead"
    STAFF_OWN_LINK = "staff_own_link"
    STAFF_ELSEWHERE = "staff_elsewhere"
    STAFF_FULL = "staff_full"
    OWN_HOST = "own_host"
    # the request
    DRAFT_INCOMPLETE = "draft_incomplete"
    NO_CONSENT = "no_consent"
    REQUEST_LIVE = "request_live"
    HOST_BLOCKED_YOU = "host_blocked_you"
    GUEST_KEPT_OUT = "guest_kept_out"
    PLACE_FULL = "place_full"
    # standing invitations
    PLACE_PAUSED = "place_paused"
    PLACE_DAYS = "place_days"
    PLACE_NOT_YOURS = "place_not_yours"
    PLACE_NAME_LENGTH = "place_name_length"
    PLACE_MOST = "place_most"
    PLACE_DAYS_REVERSED = "place_days_reversed"
    PLACE_TOO_MANY = "place_too_many"
    NOT_YOURS = "not_yours"
    ALREADY_ANSWERED = "already_answered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LINK_CLOSED = "link_closed"
    LINK_UNKNOWN = "link_unknown"
    REMINDED_TODAY = "reminded_today"
    STAY_OVER = "stay_over"
    UNDO_OVER = "undo_over"
    GUEST_ELSEWHERE = "guest_elsewhere"
    PHONE_NOT_NEEDED = "phone_not_needed"
    STALE = "stale"
    # several people in one request
    KINSHIP_UNSAID = "kinship_unsaid"
    KINSHIP_GROWN = "kinship_grown"
    PERSON_TWICE = "person_twice"
    FAMILY_FULL = "family_full"
    OWN_LINK_UNKNOWN = "own_link_unknown"
    OWN_DOCUMENT_OTHER = "own_document_other"
    OWN_IS_OLDER = "own_is_older"
    # guests from a spreadsheet
    NOT_AN_ORGANISATION = "not_an_organisation"
    NO_PLACE_YET = "no_place_yet"
    ROW_NOT_COVERED = "row_not_covered"
    ROW_TWICE = "row_twice"
    REGISTERED_HERE = "registered_here"
    PLACE_UNTIL = "place_until"
    CELL_EMPTY = "cell_empty"
    CELL_FORMULA = "cell_formula"
    CITIZENSHIP_UNCLEAR = "citizenship_unclear"
    SEX_UNKNOWN = "sex_unknown"
    DOCUMENT_KIND_UNKNOWN = "document_kind_unknown"
    # a host without Telegram
    WEB_CODE_LENGTH = "web_code_length"
    WEB_CODE_WRONG = "web_code_wrong"
    WEB_CODE_CLOSED = "web_code_closed"
    WEB_CODES_SPENT = "web_codes_spent"
    WEB_NOT_FOR_BIN = "web_not_for_bin"
    WEB_HOST_IN_CHAT = "web_host_in_chat"
    WEB_NO_CONSENT = "web_no_consent"
    WEB_NO_REASON = "web_no_reason"
    # the law
    NOT_COVERED = "not_covered"
    STAY_BROKEN = "stay_broken"
    # appeals
    APPEAL_EMPTY = "appeal_empty"
    APPEAL_LONG = "appeal_long"
    APPEAL_PICTURES = "appeal_pictures"
    APPEAL_NOT_A_PHOTO = "appeal_not_a_photo"
    APPEAL_LATE = "appeal_late"
    APPEAL_OPEN = "appeal_open"
    APPEAL_MANY = "appeal_many"
    # the office
    NOT_AN_OFFICER = "not_an_officer"
    ROLE_TOO_LOW = "role_too_low"
    ACT_NOT_NOW = "act_not_now"
    ACT_ON_OWN = "act_on_own"
    APPEAL_ON_OWN = "appeal_on_own"
    ACT_NOT_YOURS = "act_not_yours"
    ACT_UNDO_OVER = "act_undo_over"
    ACT_SHORTEN_DAY = "act_shorten_day"
    ACT_COURT_DAY = "act_court_day"
    ACT_UNLAWFUL = "act_unlawful"
    # what an officer's act bars
    REGISTRATION_SUSPENDED = "registration_suspended"
    REGISTRATION_REVOKED = "registration_revoked"
    GUEST_CHECKED = "guest_checked"
    EXPELLED = "expelled"
    TOO_MANY_LOOK_UPS = "too_many_look_ups"
    FIND_UNCLEAR = "find_unclear"
    FOUND_NOBODY = "found_nobody"
    MATTER_TAKEN = "matter_taken"
    MATTER_OVER = "matter_over"
    MATTER_UNDO_OVER = "matter_undo_over"
    ANSWER_LENGTH = "answer_length"
    HOST_UNCHECKED = "host_unchecked"
    # the check of a certificate
    TOO_MANY_CHECKS = "too_many_checks"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A no with its reason: `code` says which, `data` carries dates and counts, never personal data."""

    def __init__(self, code: RefusalCode, **data: str | int | date | datetime) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: RefusalData = MappingProxyType(data)
