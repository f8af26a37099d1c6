"""COSE_Sign1 with ES256 (RFC 9052, RFC 9053), the one envelope of certificates and status lists.

An envelope is matched byte for byte before its signature is checked, so nothing unsigned reaches a CBOR parser, and
every way of writing the same content differently is refused.
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
_ALG, _KID, _TYPE = 1, 4, 16
_ES256: Final = -7
_TAG_SIGN1: Final = 18
_ENVELOPE: Final = re.compile(
    rb"\xd2\x84(?P<head>\x58.|[\x40-\x57])(?P<protected>[\xa2\xa3]\x01\x26\x04\x48(?P<kid>.{8}).*?)\xa0"
    rb"(?:[\x40-\x57]|\x58.|\x59..|\x5a....)(?P<payload>.+)\x58\x40(?P<signature>.{64})",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A well-formed COSE_Sign1 whose signature has not been checked yet."""

    protected: bytes
    kid: bytes
    payload: bytes
    signature: bytes
