"""Texts that are almost a certificate: forged with care, broken by chance, and those that stay genuine for ever."""

import json
import random
import string
from pathlib import Path
from typing import Any

import cbor2

from bot.certificate import cose
from bot.certificate.seal import link
from tests.certificate.specimens import BASE, KEY, certificate, quickly_sealed

CLAIMS = certificate(21)
TEXT = quickly_sealed(CLAIMS)


def golden_texts() -> list[str]:
    golden = Path(__file__).parents[1] / "certificate" / "golden.json"
    return [one["text"] for one in json.loads(golden.read_text(encoding="utf-8"))["certificates"]]


def envelope_of(text: str) -> bytes:
    number = int(text.partition("#")[2])
    return number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]


def text_of(envelope: bytes, cti: bytes = CLAIMS.cti) -> str:
    digits = int.from_bytes(b"\x01" + envelope, "big")
    return f"{link(cti, BASE)}#{digits}"


def signed_forgeries() -> list[str]:
    """What only the operator's key could sign: other claims, other order, other spelling; and the high-s signature."""
    raw = envelope_of(TEXT)
    payload = cbor2.loads(raw).value[2]
    claims = cbor2.loads(payload)
    claims_changed: list[dict[Any, Any]] = [
        {**claims, 99: 1},
        {key: value for key, value in claims.items() if key != 6},
        {**claims, 1: "KZ924"},
        {**claims, 1: b"KZ923"},
        {**claims, 4: True},
        {**claims, 4: 1.5},
        {**claims, 4: 2**63},
        {**claims, 4: 2**70},
        {**claims, 4: claims[4] + 10**9},
        {**claims, 6: -1},
        {**claims, 6: claims[6] - 10**8},
        {**claims, 7: claims[7] + b"x"},
        {**claims, 7: b"another name"},
        {**claims, -70001: [131_072, b""]},
        {**claims, -70001: [-1, b""]},
        {**claims, -70001: [1, "text"]},
        {**claims, -70001: [1, b"", 3]},
        {**claims, -70001: None},
    ]
    payloads = [cbor2.dumps(changed, canonical=True) for changed in claims_changed]
    backwards = cbor2.dumps(dict(reversed(claims.items())))
    payloads += [backwards, payload + b"\x00", payload[:-1], b"", b"\xff", b"\x9f\xff", b"\x81" * 200 + b"\x00"]
    payloads += [payload.replace(b"\x01\x65", b"\x01\x78\x05", 1), payload.replace(b"KZ923", b"KZ\xff23", 1)]
    texts = [text_of(cose.sign1(each, kid=KEY.kid, private=KEY.private)) for each in payloads]
    other_type = cose.sign1(payload, kid=KEY.kid, private=KEY.private, content_type="application/statuslist+cwt")
    return [*texts, text_of(other_type), text_of(high_s(raw)), text_of(b""), text_of(raw[:40]), text_of(raw, b"0" * 12)]


def high_s(raw: bytes) -> bytes:
    """The other signature that generic verifiers take for the same content."""
    s = int.from_bytes(raw[-32:], "big")
    return raw[:-32] + (cose.P256_ORDER - s).to_bytes(32, "big")


def mutated(count: int) -> list[str]:
    """One or two small changes each: a bit of the envelope, a sign of the text, a piece cut out or doubled."""
    chance = random.Random(7)
    signs = string.digits + string.ascii_letters + "-_#&?=/. \n٣é𝟙"

    def bit(text: str) -> str:
        raw = bytearray(envelope_of(TEXT))
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        return text_of(bytes(raw))

    def sign(text: str) -> str:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(signs) + text[at + chance.randrange(2) :]

    def piece(text: str) -> str:
        at, length = chance.randrange(len(text)), chance.randrange(1, 60)
        return (
            text[:at] + text[at + length :] if chance.random() < 0.5 else text[:at] + text[at - length : at] + text[at:]
        )

    def longer(text: str) -> str:
        return text + chance.choice(["", "9" * chance.randrange(1500)])

    return [chance.choice([bit, bit, sign, piece, longer])(TEXT) for _ in range(count)]
