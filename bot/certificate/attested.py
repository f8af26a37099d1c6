"""What the operator signs besides certificates: the head of the record, and files that go out to a register.

COSE_Sign1 with a key that seals certificates; the kind of token in the protected header, and the claims, keep the two
apart from each other, from certificates and from status lists.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple

import cbor2

from bot.certificate import cose
from bot.certificate.keys import KeyRing, SigningKey

HEAD_TYPE: Final = "application/tirkeu-audit-head+cwt"
EXPORT_TYPE: Final = "application/tirkeu-export+cwt"
_ISS, _IAT, _HEAD, _EXPORT = 1, 6, -70003, -70004


class Word(StrEnum):
    """What a signature is worth."""

    GOOD = "good"
    FORGED = "forged"  # broken, of another kind, or not by a key of the operator's that signed at that time
    WITHDRAWN = "withdrawn"  # by a key that was withdrawn: it proves nothing any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last row of the record at a moment (whole seconds): its number and hash."""

    seq: int
    hash: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that went out: the digest of its bytes, its rows, and which part of the record it goes up to."""

    digest: bytes
    rows: int
    since: int
    upto: int
    at: datetime


class Signed(NamedTuple):
    """Bytes, and by whom."""

    envelope: bytes
    kid: bytes


def sign_head(head: Head, key: SigningKey) -> Signed:
    """The same head and key always give the same bytes."""
    return _sign(key, HEAD_TYPE, head.at, {_HEAD: [head.seq, head.hash]})


def judge_head(envelope: bytes, head: Head, ring: KeyRing) -> Word:
    """Whether the operator has signed this very head."""
    return _judge(envelope, HEAD_TYPE, head.at, {_HEAD: [head.seq, head.hash]}, ring)


def sign_export(export: Export, key: SigningKey) -> Signed:
    """As `sign_head`."""
    return _sign(key, EXPORT_TYPE, export.at, _of_export(export))


def open_export(envelope: bytes, ring: KeyRing) -> tuple[Word, Export | None]:
    """What is signed there; nothing where the signature is forged."""
    parsed = cose.parse(envelope, EXPORT_TYPE)
    try:
        export = None if parsed is None else _export(cose.decode_canonical(parsed.payload))
    except (ValueError, OverflowError, OSError):
        export = None
    if export is None:
        return Word.FORGED, None
    word = _judge(envelope, EXPORT_TYPE, export.at, _of_export(export), ring)
    return word, None if word is Word.FORGED else export


def _sign(key: SigningKey, kind: str, at: datetime, claims: dict[int, object]) -> Signed:
    payload = _payload(key.verifying.issuer, at, claims)
    return Signed(cose.sign1(payload, kid=key.kid, private=key.private, content_type=kind), key.kid)


def _judge(envelope: bytes, kind: str, at: datetime, claims: dict[int, object], ring: KeyRing) -> Word:
    parsed = cose.parse(envelope, kind)
    if parsed is None:
        return Word.FORGED
    for key in ring.find(parsed.kid):
        is_said = parsed.payload == _payload(key.issuer, at, claims)
        if is_said and key.may_sign(at) and cose.is_signed_by(parsed, key.public):
            return Word.GOOD if key.revoked_at is None else Word.WITHDRAWN
    return Word.FORGED


def _payload(issuer: str, at: datetime, claims: dict[int, object]) -> bytes:
    return cbor2.dumps({_ISS: issuer, _IAT: int(at.timestamp()), **claims}, canonical=True)


def _of_export(export: Export) -> dict[int, object]:
    return {_EXPORT: [export.digest, export.rows, export.since, export.upto]}


def _export(payload: object) -> Export | None:
    match payload:
        case {1: str(), 6: int(at), -70004: [bytes(digest), int(rows), int(since), int(upto)]}:
            return Export(digest=digest, rows=rows, since=since, upto=upto, at=datetime.fromtimestamp(at, UTC))
    return None
