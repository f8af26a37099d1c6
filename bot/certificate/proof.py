"""A proof of diligence: that a request was sent, and what came of it. Signed as certificates are, and never one.

`https://t.me/<BOT>?start=x<number>-<name>&c#<digits>`. Three things keep the two apart, and each alone would do: the
letter after `start=`, the kind of token in the protected header, and the claims. It says nothing about a person.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final

import cbor2

from bot.certificate import cose
from bot.certificate.keys import KeyRing, SigningKey
from bot.certificate.seal import LONGEST_TEXT, SealCode, SealError

CONTENT_TYPE: Final = "application/tirkeu-diligence+cwt"
LETTER: Final = "x"
MOST_REMINDED: Final = 1000
_VERSION: Final = b"\x01"
_ISS, _IAT, _CTI, _BODY = 1, 6, 7, -70002
_NEVER: Final = 0
_NAME: Final = r"(?P<number>[1-9][0-9]{0,15})-(?P<name>[A-Za-z0-9_-]{22})"
_START: Final = re.compile(LETTER + _NAME)
_AFTER_LINK: Final = re.compile(rf"\?start={LETTER}{_NAME}&c#(?P<digits>[1-9][0-9]{{99,1399}})")


class Outcome(IntEnum):
    """What came of the request by the moment of the proof."""

    NO_ANSWER = 0
    REFUSED = 1
    EXPIRED = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofClaims:
    """What a proof states. Moments are whole seconds.

    Args:
        number: of the request.
        name: 22 random characters, new for every proof; by it the register knows the proof.
        ended_at: when it was refused, expired or closed.
    """

    number: int
    name: str
    issued_at: datetime
    sent_at: datetime
    opened_at: datetime | None
    reminded: int
    outcome: Outcome
    ended_at: datetime | None


def link(claims: ProofClaims, base_link: str) -> str:
    """What a phone's camera opens: the bot, which knows the proof by its name."""
    return f"{base_link}?start={LETTER}{claims.number}-{claims.name}&c"


def named(start: str) -> tuple[int, str] | None:
    """The request's number and the proof's name in a start parameter, or None."""
    found = _START.fullmatch(start)
    return (int(found["number"]), found["name"]) if found else None


def is_proof(text: str, base_link: str) -> bool:
    """Whether a text is written like a proof of ours; that says nothing about its signature."""
    return len(text) <= LONGEST_TEXT and _found(text, base_link) is not None


def sign_proof(claims: ProofClaims, key: SigningKey, base_link: str) -> str:
    """The text of the QR code; the same claims, key and link always give the same text.

    Raises:
        SealError: OUTSIDE_SIGNING_WINDOW.
    """
    if not key.verifying.may_sign(claims.issued_at):
        raise SealError(SealCode.OUTSIDE_SIGNING_WINDOW)
    payload = _payload(claims, key.verifying.issuer)
    envelope = cose.sign1(payload, kid=key.kid, private=key.private, content_type=CONTENT_TYPE)
    return f"{link(claims, base_link)}#{int.from_bytes(_VERSION + envelope, 'big')}"


def open_proof(text: str, ring: KeyRing, base_link: str) -> ProofClaims | None:
    """What a genuine proof states; None for anything else. A key that was withdrawn vouches for none."""
    found = _found(text, base_link) if len(text) <= LONGEST_TEXT else None
    if found is None:
        return None
    number = int(found["digits"])
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    envelope = cose.parse(raw.removeprefix(_VERSION), CONTENT_TYPE) if raw.startswith(_VERSION) else None
    if envelope is None:
        return None
    for key in ring.find(envelope.kid):
        if key.revoked_at is None and cose.is_signed_by(envelope, key.public):
            claims = _claims(envelope.payload, key.issuer)
            is_whole = claims is not None and (claims.number, claims.name) == (int(found["number"]), found["name"])
            return claims if claims is not None and is_whole and key.may_sign(claims.issued_at) else None
    return None


def _found(text: str, base_link: str) -> re.Match[str] | None:
    return _AFTER_LINK.fullmatch(text, len(base_link)) if text.startswith(base_link) else None


def _payload(claims: ProofClaims, issuer: str) -> bytes:
    body = [
        claims.number,
        _seconds(claims.sent_at),
        _seconds(claims.opened_at),
        claims.reminded,
        claims.outcome.value,
        _seconds(claims.ended_at),
    ]
    content = {_ISS: issuer, _IAT: _seconds(claims.issued_at), _CTI: claims.name.encode("ascii"), _BODY: body}
    return cbor2.dumps(content, canonical=True)


def _claims(payload: bytes, issuer: str) -> ProofClaims | None:
    try:
        item = cose.decode_canonical(payload)
        if not isinstance(item, dict) or set(item) != {_ISS, _IAT, _CTI, _BODY} or item[_ISS] != issuer:
            return None
        return _typed(item[_IAT], item[_CTI], item[_BODY])
    except (ValueError, OverflowError, OSError):
        return None


def _typed(issued: object, name: object, body: object) -> ProofClaims | None:
    if not (isinstance(body, list) and len(body) == 6 and all(type(part) is int for part in (issued, *body))):
        return None
    number, sent, opened, reminded, outcome, ended = body
    if not isinstance(name, bytes) or not 0 <= reminded <= MOST_REMINDED:
        return None
    return ProofClaims(
        number=number,
        name=name.decode("ascii"),
        issued_at=datetime.fromtimestamp(int(str(issued)), UTC),
        sent_at=datetime.fromtimestamp(sent, UTC),
        opened_at=_moment(opened),
        reminded=reminded,
        outcome=Outcome(outcome),
        ended_at=_moment(ended),
    )


def _seconds(moment: datetime | None) -> int:
    return _NEVER if moment is None else int(moment.timestamp())


def _moment(seconds: int) -> datetime | None:
    return None if seconds == _NEVER else datetime.fromtimestamp(seconds, UTC)
