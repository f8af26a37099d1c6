"""The status list: two bits a certificate, signed, for checking without asking (Token Status List, SEAL 4.4)."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

import cbor2

from bot.certificate import cose
from bot.certificate.claims import STATUS_SLOTS, PublicClaims
from bot.certificate.keys import KeyRing, KeyUse, SigningKey
from bot.certificate.verdict import KnownStatus, Status
from bot.domain.certificate import CertificateStatus

# Ended and lost are the bot's own finer words for what two bits can say. Who holds the paper of a stay that has ended
# is registered by it no more than by a revoked one; a document reported lost may be found again, so that is for now.
STATUS_OF: Final[Mapping[CertificateStatus, Status]] = MappingProxyType(
    {
        CertificateStatus.VALID: Status.VALID,
        CertificateStatus.REVOKED: Status.REVOKED,
        CertificateStatus.ENDED: Status.REVOKED,
        CertificateStatus.SUSPENDED: Status.SUSPENDED,
        CertificateStatus.DOCUMENT_LOST: Status.SUSPENDED,
        CertificateStatus.SUPERSEDED: Status.SUPERSEDED,
    }
)
CONTENT_TYPE: Final = "application/statuslist+cwt"
BITS: Final = 2
SLOTS_A_BYTE: Final = 8 // BITS
FRESH_FOR: Final = timedelta(hours=12)
KEPT_FOR: Final = timedelta(days=7)
_SUB, _EXP, _IAT, _LIST, _TTL = 2, 4, 6, 65533, 65534


class StatusListError(Exception):
    """The token is not a status list of ours; which way it is broken does not matter to who holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A list whose signature holds. Its method `lookup` is what `open_text` takes as `status`."""

    issued_at: datetime
    fresh_until: datetime
    bits: bytes = field(repr=False)

    def lookup(self, claims: PublicClaims) -> KnownStatus | None:
        """The certificate's status, or None if its slot is not in this list."""
        if claims.status_index >= len(self.bits) * SLOTS_A_BYTE:
            return None
        byte, place = divmod(claims.status_index, SLOTS_A_BYTE)
        status = Status(self.bits[byte] >> (place * BITS) & 0b11)
        return KnownStatus(status, as_of=self.issued_at, fresh_until=self.fresh_until)


def write_status_list(statuses: Mapping[int, Status], *, key: SigningKey, uri: str, now: datetime) -> bytes:
    """The signed list of 131,072 slots; those not named are valid.

    Args:
        key: a key of use STATUS.
        uri: the list's own address, its subject.
    """
    bits = bytearray(STATUS_SLOTS // SLOTS_A_BYTE)
    for index, status in statuses.items():
        byte, place = divmod(index, SLOTS_A_BYTE)
        bits[byte] |= status << (place * BITS)
    issued = int(now.timestamp())
    payload = {
        _SUB: uri,
        _EXP: issued + int(KEPT_FOR.total_seconds()),
        _IAT: issued,
        _LIST: {"bits": BITS, "lst": zlib.compress(bytes(bits), 9)},
        _TTL: int(FRESH_FOR.total_seconds()),
    }
    encoded = cbor2.dumps(payload, canonical=True)
    return cose.sign1(encoded, kid=key.kid, private=key.private, content_type=CONTENT_TYPE)


def read_status_list(token: bytes, *, ring: KeyRing, uri: str | None, now: datetime) -> StatusList:
    """The list in a token fetched from `uri` or kept since; None where nobody knows any more from where.

    Raises:
        StatusListError: not signed by a living status key of the ring, of another address, from the future, or broken.
    """
    envelope = cose.parse(token, CONTENT_TYPE)
    if envelope is None or not _is_vouched_for(envelope, ring):
        raise StatusListError
    try:
        listed = _listed(cose.decode_canonical(envelope.payload), uri)
    except (ValueError, OverflowError, OSError, zlib.error) as broken:
        raise StatusListError from broken
    if listed.issued_at > now:
        raise StatusListError
    return listed


def _is_vouched_for(envelope: cose.Envelope, ring: KeyRing) -> bool:
    keys = ring.find(envelope.kid, KeyUse.STATUS)
    return any(key.revoked_at is None and cose.is_signed_by(envelope, key.public) for key in keys)


def _listed(payload: object, uri: str | None) -> StatusList:
    match payload:
        case {2: str(sub), 4: int(exp), 6: int(iat), 65533: {"bits": 2, "lst": bytes(packed)}, 65534: int(ttl)}:
            if uri is not None and sub != uri:
                raise ValueError("a list of another address")
            return StatusList(
                issued_at=datetime.fromtimestamp(iat, UTC),
                fresh_until=datetime.fromtimestamp(min(exp, iat + ttl), UTC),
                bits=_inflated(packed),
            )
    raise ValueError("not a status list")


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    bits = unpacker.decompress(packed, STATUS_SLOTS // SLOTS_A_BYTE)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("longer than a list can be")
    return bits
