"""What was issued: enough to make the same certificate again, and what it is worth now."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CertificateStatus(StrEnum):
    """What an issued certificate is worth; that it has ended follows from its date and is not stored."""

    VALID = "valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    ENDED = "ended"  # the stay ended before its last day
    DOCUMENT_LOST = "document_lost"


# by which somebody is counted: one without a passport lives there still, and so does one whose facts are checked
COUNTED = frozenset({CertificateStatus.VALID, CertificateStatus.DOCUMENT_LOST, CertificateStatus.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """The public part of a certificate; `cti` is 12 random bytes, new for every issue."""

    number: int  # of the request
    cti: bytes
    status_index: int | None  # none once its term is over: the place in the list is free for another
    issued_at: datetime
    valid_until: datetime
    host_name: str = field(repr=False)  # as the host gave it; stays when the host withdraws
    key_id: bytes  # of the key that signs it: a repeated drawing after a rotation must give the same text
    status: CertificateStatus = CertificateStatus.VALID
