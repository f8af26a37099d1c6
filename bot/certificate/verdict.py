"""The verdict on a genuine certificate: a pure function of its claims, what is known of its status, and the time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, StrEnum

from bot.certificate.claims import PublicClaims


class Verdict(StrEnum):
    """What the reader is told (SEAL 4.4). Only VALID and VALID_OFFLINE_STATUS_UNKNOWN speak for the certificate."""

    VALID = "valid"
    VALID_OFFLINE_STATUS_UNKNOWN = "valid_offline_status_unknown"
    STALE_LIST = "stale_list"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    NOT_GENUINE = "not_genuine"
    KEY_WITHDRAWN = "key_withdrawn"


class NotGenuine(Enum):
    """Why a text is not our certificate: for the log and the tests; the reader gets one word for all of them."""

    TOO_LONG = "too_long"
    NOT_OUR_TEXT = "not_our_text"
    LINK_ONLY = "link_only"
    NOT_OUR_ENVELOPE = "not_our_envelope"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_CLAIMS = "bad_claims"
    OTHER_ID = "other_id"
    OTHER_ISSUER = "other_issuer"
    OUTSIDE_SIGNING_WINDOW = "outside_signing_window"
    OUTLIVES_KEY = "outlives_key"


class Status(IntEnum):
    """The two bits of a certificate in the status list (Token Status List; 3 is ours: replaced by a newer one)."""

    VALID = 0
    REVOKED = 1
    SUSPENDED = 2
    SUPERSEDED = 3


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """A status and how long it may be relied on: a list's age, or this very moment when the bot itself answers."""

    status: Status
    as_of: datetime
    fresh_until: datetime


StatusLookup = Callable[[PublicClaims], KnownStatus | None]


def status_unknown(_: PublicClaims) -> None:
    """The lookup of a verifier without a status list: missing, forged and out of range all end here (SEAL F4)."""


def judge(claims: PublicClaims, known: KnownStatus | None, now: datetime) -> Verdict:
    """The verdict on a certificate whose signature holds.

    Expiry outranks every stored status, because a slot of the list is given to another certificate a year after it.
    A stale list may still take a certificate away, but no longer speak for it.
    """
    if now < claims.issued_at:
        return Verdict.NOT_YET_VALID
    # `expires_at` names a whole second, so the certificate lives until the next one begins
    if int(now.timestamp()) > int(claims.expires_at.timestamp()):
        return Verdict.EXPIRED
    if known is None:
        return Verdict.VALID_OFFLINE_STATUS_UNKNOWN
    if known.status is Status.VALID and now > known.fresh_until:
        return Verdict.STALE_LIST
    return _OF_STATUS[known.status]


_OF_STATUS = {
    Status.VALID: Verdict.VALID,
    Status.REVOKED: Verdict.REVOKED,
    Status.SUSPENDED: Verdict.SUSPENDED,
    Status.SUPERSEDED: Verdict.SUPERSEDED,
}
