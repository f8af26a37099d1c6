"""COSE_Sign1 with ES256 (RFC 9052, RFC 9053), the one envelope of certificates and status lists.

An envelope is matched byte for byte before its signature is checked, so nothing unsigned reaches a CBOR parser, and
every other way of writing the same content is refused.
"""

import re
from dataclasses import dataclass
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
KID_BYTES: Final = 8
SIGNATURE_BYTES: Final = 64
_ALG, _KID, _TYPE = 1, 4, 16
_ES256: Final = -7
_TAGGED_ARRAY_OF_FOUR: Final = b"\xd2\x84"  # tag 18, COSE_Sign1
_EMPTY_MAP: Final = b"\xa0"
_SIGNATURE_HEAD: Final = b"\x58\x40"
_START: Final = re.compile(rb"\xd2\x84(?:[\x40-\x57]|\x58.)[\xa2\xa3]\x01\x26\x04\x48(?P<kid>.{8})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A well-formed COSE_Sign1 whose signature has not been checked yet."""

    protected: bytes
    kid: bytes
    payload: bytes
    signature: bytes


def protected_header(kid: bytes, content_type: str | None = None) -> bytes:
    """The only header we write or accept: ES256, the key's id, perhaps the kind of token."""
    header: dict[int, object] = {_ALG: _ES256, _KID: kid}
    if content_type is not None:
        header[_TYPE] = content_type
    return cbor2.dumps(header, canonical=True)


def sign1(payload: bytes, *, kid: bytes, private: ec.EllipticCurvePrivateKey, content_type: str | None = None) -> bytes:
    """The tagged envelope of `payload`; the same input always gives the same bytes (RFC 6979, low s)."""
    protected = protected_header(kid, content_type)
    der = private.sign(_to_be_signed(protected, payload), ec.ECDSA(SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    signature = r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")
    return _prefix(protected) + cbor2.dumps(payload) + _SIGNATURE_HEAD + signature


def parse(raw: bytes, content_type: str | None = None) -> Envelope | None:
    """The envelope, or None unless `raw` is exactly what `sign1` writes for this content type."""
    start = _START.match(raw)
    if start is None or raw[-SIGNATURE_BYTES - 2 : -SIGNATURE_BYTES] != _SIGNATURE_HEAD:
        return None
    protected = protected_header(start["kid"], content_type)
    prefix = _prefix(protected)
    payload = _byte_string(raw[len(prefix) : -SIGNATURE_BYTES - 2])
    if not raw.startswith(prefix) or payload is None:
        return None
    return Envelope(protected, start["kid"], payload, raw[-SIGNATURE_BYTES:])


def is_signed_by(envelope: Envelope, public: ec.EllipticCurvePublicKey) -> bool:
    """Whether the signature holds and is the low-s one: (r, n-s) would be a second text of the same certificate."""
    r = int.from_bytes(envelope.signature[:32], "big")
    s = int.from_bytes(envelope.signature[32:], "big")
    if not 0 < r < P256_ORDER or not 0 < s <= P256_ORDER // 2:
        return False
    try:
        public.verify(
            encode_dss_signature(r, s), _to_be_signed(envelope.protected, envelope.payload), ec.ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


def decode_canonical(payload: bytes) -> object:
    """The one CBOR item in `payload`.

    Raises:
        ValueError: not CBOR, more than one item, or not the canonical form (RFC 8949, 4.2).
    """
    try:
        item: object = cbor2.loads(payload)
        canonical = cbor2.dumps(item, canonical=True)
    except (cbor2.CBORDecodeError, cbor2.CBOREncodeError, RecursionError) as broken:
        raise ValueError("not CBOR") from broken
    if canonical != payload:
        raise ValueError("not canonical CBOR")
    return item


def _prefix(protected: bytes) -> bytes:
    return _TAGGED_ARRAY_OF_FOUR + cbor2.dumps(protected) + _EMPTY_MAP


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _byte_string(encoded: bytes) -> bytes | None:
    """The content of a byte string with the shortest possible length, or None."""
    for head in (1, 2, 3, 5):
        if cbor2.dumps(encoded[head:]) == encoded:
            return encoded[head:]
    return None
