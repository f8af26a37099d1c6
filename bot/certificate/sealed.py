"""The personal part: AES-256-GCM under a key that only the two printed numbers give (SEAL 4.2).

The idea is that of a passport chip, whose key is what is printed on the passport: whoever holds the paper and the
passport reads the fields, whoever photographs the code alone reads nothing.
"""

import hashlib
import re
import zlib
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.certificate.claims import Claims, PersonalClaims, PublicClaims, normal_number
from bot.certificate.cose import decode_canonical

SCRYPT_COST: Final = 2**15
SCRYPT_MEMORY: Final = 64 * 2**20  # OpenSSL's own limit of 32 MiB is just too low for this cost
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
MOST_INFLATED: Final = 4096
RAW, DEFLATED = b"\x00", b"\x01"
EPOCH: Final = date(1970, 1, 1)
# Frozen: a changed byte would close every certificate ever sealed with it. A new dictionary gets a new codec.
DICTIONARY: Final = (Path(__file__).parent / "assets" / "seal_dictionary_v1.txt").read_bytes()


class UnsealCode(StrEnum):
    """Why the personal part stayed closed."""

    WRONG_NUMBERS = "wrong_numbers"
    MALFORMED = "malformed"


class UnsealError(Exception):
    """The personal part stayed closed; `code` says why."""

    def __init__(self, code: UnsealCode) -> None:
        super().__init__(code.value)
        self.code = code


def derive_key(application_number: str, document_number: str, cti: bytes) -> bytes:
    """Key and nonce of one certificate's sealed part: 44 bytes, about 60 ms of CPU and 32 MiB, the lock released.

    Raises:
        ValueError: a number is not one that could have been printed.
    """
    password = f"{normal_number(application_number)}|{normal_number(document_number)}".encode("ascii")
    return hashlib.scrypt(
        password, salt=cti, n=SCRYPT_COST, r=8, p=1, maxmem=SCRYPT_MEMORY, dklen=KEY_BYTES + NONCE_BYTES
    )


def close(claims: Claims, derived: bytes) -> bytes:
    """The sealed part of these claims under a key from `derive_key`."""
    body = cbor2.dumps(
        [
            claims.surname,
            claims.given_and_patronymic,
            claims.citizenship,
            claims.address,
            (claims.stay_from - EPOCH).days,
            claims.host_iin[-4:],
            claims.host_name,
        ],
        canonical=True,
    )
    return AESGCM(derived[:KEY_BYTES]).encrypt(derived[KEY_BYTES:], _encode(body), claims.cti)


def unseal(claims: PublicClaims, *, application_number: str, document_number: str) -> PersonalClaims:
    """The personal fields of a genuine certificate, for who knows both printed numbers.

    The caller limits how often a stranger may try: this answers right or wrong every time.

    Raises:
        UnsealError: WRONG_NUMBERS; MALFORMED if the issuer sealed something this version cannot read.
    """
    try:
        derived = derive_key(application_number, document_number, claims.cti)
        encoded = AESGCM(derived[:KEY_BYTES]).decrypt(derived[KEY_BYTES:], claims.sealed, claims.cti)
    except (InvalidTag, ValueError) as wrong:
        raise UnsealError(UnsealCode.WRONG_NUMBERS) from wrong
    try:
        return _fields(decode_canonical(_decode(encoded)))
    except (ValueError, TypeError, OverflowError, zlib.error) as broken:
        raise UnsealError(UnsealCode.MALFORMED) from broken


def _encode(body: bytes) -> bytes:
    packer = zlib.compressobj(level=9, wbits=-15, zdict=DICTIONARY)
    packed = packer.compress(body) + packer.flush()
    return min(DEFLATED + packed, RAW + body, key=len)


def _decode(encoded: bytes) -> bytes:
    codec, content = encoded[:1], encoded[1:]
    if codec == RAW:
        return content
    if codec != DEFLATED:
        raise ValueError("unknown codec")
    unpacker = zlib.decompressobj(wbits=-15, zdict=DICTIONARY)
    body = unpacker.decompress(content, MOST_INFLATED)
    if unpacker.unconsumed_tail or unpacker.unused_data or not unpacker.eof:
        raise ValueError("not one complete stream of the allowed size")
    return body


def _fields(item: object) -> PersonalClaims:
    match item:
        case [
            str(surname),
            str(given),
            str(citizenship),
            str(address),
            int(day),
            str(last4),
            str(host),
        ] if re.fullmatch(r"[0-9]{4}", last4):
            return PersonalClaims(
                surname=surname,
                given_and_patronymic=given,
                citizenship=citizenship,
                address=address,
                stay_from=EPOCH + timedelta(days=day),
                host_iin_last4=last4,
                host_name=host,
            )
    raise ValueError("other fields")
