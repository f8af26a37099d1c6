"""The text of the QR code: written from claims, and read back strictly (SEAL 4.1, 4.2).

`https://t.me/<BOT>?start=r<id>&c#<digits>`: a phone's camera opens the bot with the id; a verifier checks the digits
offline. There is exactly one text for a certificate: whatever differs from it in one character or bit is refused.
"""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import cbor2

from bot.certificate import cose
from bot.certificate.claims import CTI_BYTES, STATUS_SLOTS, Claims, PublicClaims
from bot.certificate.keys import KeyRing, SigningKey, VerifyingKey
from bot.certificate.sealed import close, derive_key
from bot.certificate.verdict import NotGenuine, StatusLookup, Verdict, judge, status_unknown

MOST_DIGITS: Final = 1400
FEWEST_DIGITS: Final = 100
LONGEST_TEXT: Final = 2048
_VERSION: Final = b"\x01"  # also keeps the envelope's leading bytes when it becomes a number
_ISS, _EXP, _IAT, _CTI, _BODY = 1, 4, 6, 7, -70001
_AFTER_LINK: Final = re.compile(r"\?start=r(?P<id>[A-Za-z0-9_-]{16})&c(?:#(?P<digits>[1-9][0-9]{99,1399}))?")


class SealCode(StrEnum):
    """Why claims were not sealed."""

    OUTSIDE_SIGNING_WINDOW = "outside_signing_window"
    OUTLIVES_KEY = "outlives_key"
    TOO_LONG = "too_long"


class SealError(Exception):
    """The claims were not sealed; `code` says why."""

    def __init__(self, code: SealCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a text turned out to be.

    Args:
        reason: only with NOT_GENUINE; for the log.
        claims: the public half whenever the signature holds.
        as_of: when the status was read, if it is known.
    """

    verdict: Verdict
    reason: NotGenuine | None = None
    claims: PublicClaims | None = None
    as_of: datetime | None = None


def id_text(cti: bytes) -> str:
    """The certificate's id as printed and as the link's start parameter carries it after `r`: 16 characters."""
    return base64.urlsafe_b64encode(cti).decode("ascii")


def link(cti: bytes, base_link: str) -> str:
    """The link alone: what a certificate bears when its seal is too long for a code (SEAL F1, online check only)."""
    return f"{base_link}?start=r{id_text(cti)}&c"


def seal(claims: Claims, key: SigningKey, base_link: str, *, derived: bytes | None = None) -> str:
    """The QR text of these claims; the same claims, key and link always give the same text.

    Args:
        base_link: `https://t.me/<BOT>`, without a question mark.
        derived: what `derive_key` gave for these claims, if it was run beforehand.

    Raises:
        SealError: OUTSIDE_SIGNING_WINDOW, OUTLIVES_KEY, or TOO_LONG (possible only with a long address in a script
            that takes three bytes a letter; `link` is the way out).
    """
    if not key.verifying.may_sign(claims.issued_at.replace(microsecond=0)):
        raise SealError(SealCode.OUTSIDE_SIGNING_WINDOW)
    if claims.expires_at > key.verifying.exp:
        raise SealError(SealCode.OUTLIVES_KEY)
    derived = derived or derive_key(claims.application_number, claims.document_number, claims.cti)
    envelope = cose.sign1(_payload(claims, key, close(claims, derived)), kid=key.kid, private=key.private)
    digits = str(int.from_bytes(_VERSION + envelope, "big"))
    if len(digits) > MOST_DIGITS:
        raise SealError(SealCode.TOO_LONG)
    return f"{link(claims.cti, base_link)}#{digits}"


def open_text(text: str, ring: KeyRing, base_link: str, now: datetime, status: StatusLookup = status_unknown) -> Opened:
    """The verdict on a scanned or pasted text; never raises, whatever the text is.

    Args:
        base_link: the link our certificates bear; any other host or bot is not genuine.
        status: what is known of a genuine certificate's status; by default nothing is.
    """
    try:
        claims, key = _genuine(text, ring, base_link)
    except _Refused as refused:
        return Opened(verdict=Verdict.NOT_GENUINE, reason=refused.reason)
    if key.revoked_at is not None:
        return Opened(verdict=Verdict.KEY_WITHDRAWN, claims=claims)
    known = status(claims)
    as_of = None if known is None else known.as_of
    return Opened(verdict=judge(claims, known, now), claims=claims, as_of=as_of)


class _Refused(Exception):  # noqa: N818 - an outcome on its way to a verdict, not an error
    def __init__(self, reason: NotGenuine) -> None:
        super().__init__(reason.value)
        self.reason = reason


def _genuine(text: str, ring: KeyRing, base_link: str) -> tuple[PublicClaims, VerifyingKey]:
    cti, envelope = _parse(text, base_link)
    key = _signer(envelope, ring)
    claims = _public_claims(envelope.payload)
    if claims.cti != cti:
        raise _Refused(NotGenuine.OTHER_ID)
    if claims.issuer != key.issuer:
        raise _Refused(NotGenuine.OTHER_ISSUER)
    if not key.may_sign(claims.issued_at):
        raise _Refused(NotGenuine.OUTSIDE_SIGNING_WINDOW)
    if claims.expires_at > key.exp:
        raise _Refused(NotGenuine.OUTLIVES_KEY)
    return claims, key


def _parse(text: str, base_link: str) -> tuple[bytes, cose.Envelope]:
    if len(text) > LONGEST_TEXT:
        raise _Refused(NotGenuine.TOO_LONG)
    found = _AFTER_LINK.fullmatch(text, len(base_link)) if text.startswith(base_link) else None
    if found is None:
        raise _Refused(NotGenuine.NOT_OUR_TEXT)
    if found["digits"] is None:
        raise _Refused(NotGenuine.LINK_ONLY)
    number = int(found["digits"])
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    envelope = cose.parse(raw.removeprefix(_VERSION)) if raw.startswith(_VERSION) else None
    if envelope is None:
        raise _Refused(NotGenuine.NOT_OUR_ENVELOPE)
    return base64.urlsafe_b64decode(found["id"]), envelope


def _signer(envelope: cose.Envelope, ring: KeyRing) -> VerifyingKey:
    candidates = ring.find(envelope.kid)
    if not candidates:
        raise _Refused(NotGenuine.UNKNOWN_KEY)
    for key in candidates:
        if cose.is_signed_by(envelope, key.public):
            return key
    raise _Refused(NotGenuine.BAD_SIGNATURE)


def _payload(claims: Claims, key: SigningKey, sealed: bytes) -> bytes:
    return cbor2.dumps(
        {
            _ISS: key.verifying.issuer,
            _EXP: int(claims.expires_at.timestamp()),
            _IAT: int(claims.issued_at.timestamp()),
            _CTI: claims.cti,
            _BODY: [claims.status_index, sealed],
        },
        canonical=True,
    )


def _public_claims(payload: bytes) -> PublicClaims:
    try:
        item = cose.decode_canonical(payload)
        if not isinstance(item, dict) or set(item) != {_ISS, _EXP, _IAT, _CTI, _BODY}:
            raise ValueError("other claims")
        return _typed(item[_ISS], item[_EXP], item[_IAT], item[_CTI], item[_BODY])
    except (ValueError, OverflowError, OSError) as broken:
        raise _Refused(NotGenuine.BAD_CLAIMS) from broken


def _typed(iss: object, exp: object, iat: object, cti: object, body: object) -> PublicClaims:
    match (iss, exp, iat, cti, body):
        case (str(issuer), int(expires), int(issued), bytes(cti), [int(index), bytes(sealed)]):
            if bool in (type(expires), type(issued), type(index)):
                raise ValueError("a truth value for a number")
            if len(cti) == CTI_BYTES and 0 <= index < STATUS_SLOTS:
                return PublicClaims(
                    issuer=issuer,
                    issued_at=datetime.fromtimestamp(issued, UTC),
                    expires_at=datetime.fromtimestamp(expires, UTC),
                    cti=cti,
                    status_index=index,
                    sealed=sealed,
                )
    raise ValueError("claims of other types")
