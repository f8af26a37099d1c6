"""Signing keys and the signed list that tells verifiers which keys to trust (SEAL 4.3).

A list is JSON for people; what the root key signs is the list's canonical form (sorted keys, no spaces, ASCII), so
spacing and order do not matter. Keeping these in a folder is `keystore`'s business.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from bot.certificate.cose import KID_BYTES

DEFAULT_ISSUER: Final = "KZ923"
SIGNING_TERM: Final = timedelta(days=365 + 31)  # a year, and a month in which the next key already signs
LONGEST_STAY: Final = timedelta(days=366)
AFTER_LAST_STAY: Final = timedelta(days=30)
LIST_TYPE: Final = "tirkeu-keys-1"


class KeysCode(StrEnum):
    """Why keys or a key list were refused."""

    ALREADY_MADE = "already_made"
    NOT_MADE = "not_made"
    NO_SIGNING_KEY = "no_signing_key"
    BEFORE_FIRST_KEY = "before_first_key"  # every key begins later: the clock is wrong, or was when it was made
    NO_SUCH_KEY = "no_such_key"
    ROOT_KEY_AWAY = "root_key_away"
    NOT_A_LIST = "not_a_list"
    OTHER_ROOT = "other_root"
    ROLLED_BACK = "rolled_back"
    NOT_A_KEY = "not_a_key"


class KeysError(Exception):
    """Keys were refused; `code` says why."""

    def __init__(self, code: KeysCode) -> None:
        super().__init__(code.value)
        self.code = code


class KeyUse(StrEnum):
    """What a key signs; a key of one use never vouches for the other (SEAL 4.4)."""

    SEAL = "seal"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyingKey:
    """One entry of the key list.

    Args:
        not_before, sign_until: a certificate is issued by this key only in between, both included.
        exp: no certificate of this key outlives this moment.
        revoked_at: since when the key is withdrawn; then nothing it signed counts, whatever date it bears.
    """

    kid: bytes
    public: ec.EllipticCurvePublicKey = field(repr=False)
    issuer: str
    not_before: datetime
    sign_until: datetime
    exp: datetime
    revoked_at: datetime | None = None
    use: KeyUse = KeyUse.SEAL

    def may_sign(self, at: datetime) -> bool:
        """Whether `at` is inside the key's signing window."""
        return self.not_before <= at <= self.sign_until


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A verifying key with its private half (ES256)."""

    verifying: VerifyingKey
    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def kid(self) -> bytes:
        """First eight bytes of SHA-256 over the public key's SPKI."""
        return self.verifying.kid

    @classmethod
    def of(
        cls,
        private: ec.EllipticCurvePrivateKey,
        *,
        since: datetime,
        issuer: str = DEFAULT_ISSUER,
        use: KeyUse = KeyUse.SEAL,
    ) -> "SigningKey":
        """A key that signs for a year and a month from `since`, and verifies for as long as its longest stay."""
        since = since.astimezone(UTC).replace(microsecond=0)
        public = private.public_key()
        verifying = VerifyingKey(
            kid=kid_of(public),
            public=public,
            issuer=issuer,
            not_before=since,
            sign_until=since + SIGNING_TERM,
            exp=since + SIGNING_TERM + LONGEST_STAY + AFTER_LAST_STAY,
            use=use,
        )
        return cls(verifying=verifying, private=private)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """The keys of one trusted list; an issuer's ring also holds private halves.

    Args:
        sequence: number of the list; a verifier never goes back to a smaller one.
        root_fingerprint: SHA-256 of the root key's SPKI in hex, as printed in the certificate's foot.
    """

    issuer: str
    sequence: int
    root_fingerprint: str
    verifying: tuple[VerifyingKey, ...]
    signing: tuple[SigningKey, ...] = ()

    def find(self, kid: bytes, use: KeyUse = KeyUse.SEAL) -> tuple[VerifyingKey, ...]:
        """Every key with this id: eight bytes are a hint, so a verifier tries them all."""
        return tuple(key for key in self.verifying if key.kid == kid and key.use is use)

    def own(self, use: KeyUse) -> list[SigningKey]:
        """The keys that sign, have signed or will sign; none that was withdrawn. The first to begin first."""
        mine = [key for key in self.signing if key.verifying.use is use and key.verifying.revoked_at is None]
        return sorted(mine, key=lambda key: (key.verifying.not_before, key.kid))

    def signing_key(self, at: datetime, use: KeyUse = KeyUse.SEAL) -> SigningKey:
        """The newest key that may sign at `at`.

        Raises:
            KeysError: NO_SIGNING_KEY or BEFORE_FIRST_KEY.
        """
        own = self.own(use)
        able = [key for key in own if key.verifying.may_sign(at)]
        if not able:
            is_early = bool(own) and at < own[0].verifying.not_before
            raise KeysError(KeysCode.BEFORE_FIRST_KEY if is_early else KeysCode.NO_SIGNING_KEY)
        return able[-1]


def spki(public: ec.EllipticCurvePublicKey) -> bytes:
    """The key as SubjectPublicKeyInfo in DER (RFC 5280)."""
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def kid_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """The key's id: the first eight bytes of its fingerprint."""
    return hashlib.sha256(spki(public)).digest()[:KID_BYTES]


def fingerprint_of(public: ec.EllipticCurvePublicKey) -> str:
    """SHA-256 of the SPKI, 64 hex digits."""
    return hashlib.sha256(spki(public)).hexdigest()


def draft_list(*, issuer: str, sequence: int, keys: tuple[VerifyingKey, ...]) -> str:
    """The key list before it is signed: what is carried to where the root key is."""
    body = {"type": LIST_TYPE, "issuer": issuer, "sequence": sequence, "keys": [_entry(key) for key in keys]}
    return json.dumps(body, indent=2) + "\n"


def sign_list(draft: str, root: ec.EllipticCurvePrivateKey) -> str:
    """The list in a draft, signed.

    Raises:
        KeysError: NOT_A_LIST; the root signs nothing that a verifier could not read.
    """
    try:
        body = json.loads(draft)
        body.pop("signature", None)  # a list may be signed again
        _ring(body, root.public_key())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as broken:
        raise KeysError(KeysCode.NOT_A_LIST) from broken
    signature = root.sign(_canonical(body), ec.ECDSA(SHA256(), deterministic_signing=True))
    return json.dumps({**body, "signature": _to_base64(signature)}, indent=2) + "\n"


def read_list(document: str, *, root: ec.EllipticCurvePublicKey, least_sequence: int = 0) -> KeyRing:
    """The ring of public keys in a signed list.

    Args:
        root: the root key shipped with the verifier.
        least_sequence: the highest sequence number this verifier has seen.

    Raises:
        KeysError: NOT_A_LIST, OTHER_ROOT (signed by another key, or altered) or ROLLED_BACK.
    """
    try:
        body = json.loads(document)
        signature = _from_base64(body.pop("signature"))
        root.verify(signature, _canonical(body), ec.ECDSA(SHA256()))
        ring = _ring(body, root)
    except InvalidSignature as forged:
        raise KeysError(KeysCode.OTHER_ROOT) from forged
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as broken:
        raise KeysError(KeysCode.NOT_A_LIST) from broken
    if ring.sequence < least_sequence:
        raise KeysError(KeysCode.ROLLED_BACK)
    return ring


def _ring(body: Mapping[str, Any], root: ec.EllipticCurvePublicKey) -> KeyRing:
    if body["type"] != LIST_TYPE:
        raise ValueError("another kind of list")
    issuer = str(body["issuer"])
    return KeyRing(
        issuer=issuer,
        sequence=int(body["sequence"]),
        root_fingerprint=fingerprint_of(root),
        verifying=tuple(_key(entry, issuer) for entry in body["keys"]),
    )


def _entry(key: VerifyingKey) -> dict[str, str]:
    entry = {
        "kid": key.kid.hex(),
        "use": key.use.value,
        "spki": _to_base64(spki(key.public)),
        "not_before": _to_text(key.not_before),
        "sign_until": _to_text(key.sign_until),
        "exp": _to_text(key.exp),
    }
    return entry if key.revoked_at is None else {**entry, "revoked_at": _to_text(key.revoked_at)}


def _key(entry: Mapping[str, str], issuer: str) -> VerifyingKey:
    public = load_der_public_key(_from_base64(entry["spki"]))
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise ValueError("not a P-256 key")
    if bytes.fromhex(entry["kid"]) != kid_of(public):
        raise ValueError("kid of another key")
    revoked_at = entry.get("revoked_at")
    return VerifyingKey(
        kid=kid_of(public),
        public=public,
        issuer=issuer,
        not_before=datetime.fromisoformat(entry["not_before"]),
        sign_until=datetime.fromisoformat(entry["sign_until"]),
        exp=datetime.fromisoformat(entry["exp"]),
        revoked_at=None if revoked_at is None else datetime.fromisoformat(revoked_at),
        use=KeyUse(entry["use"]),
    )


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _to_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
