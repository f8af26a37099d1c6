"""Whatever differs from an issued certificate in one bit or character is refused, and no text makes the check fall."""

import random
import string
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from specimens import BASE, KEY, NOW, RING, certificate, quickly_sealed, ring_of, signing_key

from bot.certificate import cose
from bot.certificate.seal import Opened, open_text
from bot.certificate.verdict import NotGenuine, Verdict

TEXT = quickly_sealed(certificate(11))
LINK, _, DIGITS = TEXT.partition("#")


def check(text: str) -> Opened:
    return open_text(text, RING, BASE, NOW)


def envelope_of(text: str) -> bytes:
    number = int(text.partition("#")[2])
    return number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]


def text_of(envelope: bytes, link: str = LINK) -> str:
    return link + "#" + str(int.from_bytes(b"\x01" + envelope, "big"))


RAW = envelope_of(TEXT)
PAYLOAD = cbor2.loads(RAW).value[2]


def signed(payload: bytes) -> str:
    """A text whose payload is ours to choose, rightly signed: what a careless issuer could have written."""
    return text_of(cose.sign1(payload, kid=KEY.kid, private=KEY.private))


def with_claims(**changed: Any) -> bytes:
    names = {"iss": 1, "exp": 4, "iat": 6, "cti": 7, "body": -70001, "extra": 99}
    claims = {**cbor2.loads(PAYLOAD), **{names[name]: value for name, value in changed.items()}}
    return cbor2.dumps({key: value for key, value in claims.items() if value is not None}, canonical=True)


def test_the_untouched_text_is_genuine() -> None:
    """The forgeries below start from something that passes."""
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is check(TEXT).verdict
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is check(signed(PAYLOAD)).verdict
    assert with_claims() == PAYLOAD


def test_every_flipped_bit_is_refused() -> None:
    """No bit of the envelope, signed or not, may change."""
    accepted = []
    for position in range(len(RAW) * 8):
        flipped = bytearray(RAW)
        flipped[position // 8] ^= 1 << position % 8
        if check(text_of(bytes(flipped))).verdict is not Verdict.NOT_GENUINE:
            accepted.append(position)

    assert accepted == []
    assert len(RAW) * 8 > 1500


def test_every_changed_character_is_refused() -> None:
    """No character of the text may change: host, bot, id and digits alike."""
    chance = random.Random(1)
    accepted = [
        (position, new)
        for position, old in enumerate(TEXT)
        for new in chance.sample(string.digits + string.ascii_letters + "-_#&?=/. ", 10)
        if new != old and check(TEXT[:position] + new + TEXT[position + 1 :]).verdict is not Verdict.NOT_GENUINE
    ]

    assert accepted == []


def test_every_truncation_is_refused() -> None:
    """A text cut anywhere, and an envelope cut anywhere, is refused."""
    assert all(check(TEXT[:length]).verdict is Verdict.NOT_GENUINE for length in range(len(TEXT)))
    assert all(check(text_of(RAW[:length])).verdict is Verdict.NOT_GENUINE for length in range(len(RAW)))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: "\n" + text,
        lambda text: text + "0",
        lambda text: text.replace("#", "#0"),
        lambda text: text.replace("#", "#+"),
        lambda text: text.replace("#", "#_"),
        lambda text: text[:-1] + "٣",  # an Arabic-Indic digit
        lambda text: text.replace("https", "http"),
        lambda text: text.replace("t.me", "t.me.evil.example"),
        lambda text: text.replace("t.me", "T.me"),
        lambda text: text.replace("TirkeuDemoBot", "TirkeuDemoB0t"),
        lambda text: text.replace("&c#", "#"),
        lambda text: text.replace("&c#", "&c&d#"),
        lambda text: text.replace("start=r", "start=h"),
        lambda text: "tg://resolve?domain=TirkeuDemoBot&" + text.partition("?")[2],
        lambda _: text_of(RAW + b"\x00"),
        lambda _: text_of(b"\x00" + RAW),
        lambda _: LINK + "#" + str(int.from_bytes(b"\x02" + RAW, "big")),
        lambda _: LINK + "#" + str(int.from_bytes(RAW, "big")),
    ],
)
def test_another_spelling_of_the_text_is_refused(change: Callable[[str], str]) -> None:
    """There is one text for one certificate."""
    assert change(TEXT) != TEXT
    assert Verdict.NOT_GENUINE is check(change(TEXT)).verdict


def test_the_link_of_one_certificate_with_the_digits_of_another_is_refused() -> None:
    """The id in the link is the id that was signed."""
    other = quickly_sealed(certificate(12))

    mixed = check(other.partition("#")[0] + "#" + DIGITS)

    assert (mixed.verdict, mixed.reason) == (Verdict.NOT_GENUINE, NotGenuine.OTHER_ID)


def test_the_high_s_twin_of_a_signature_is_refused() -> None:
    """(r, n-s) verifies in any ECDSA library, and would be a second text of the same certificate."""
    s = int.from_bytes(RAW[-32:], "big")
    twin = RAW[:-32] + (cose.P256_ORDER - s).to_bytes(32, "big")

    answer = check(text_of(twin))

    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.BAD_SIGNATURE)


def resigned(header: Any, *, unprotected: Any = None, tag: int = 18, canonical: bool = True) -> bytes:
    """An envelope with another header and a signature that holds over it."""
    protected = header if isinstance(header, bytes) else cbor2.dumps(header, canonical=canonical)
    to_sign = cbor2.dumps(["Signature1", protected, b"", PAYLOAD])
    r, s = decode_dss_signature(KEY.private.sign(to_sign, ec.ECDSA(SHA256(), deterministic_signing=True)))
    signature = r.to_bytes(32, "big") + min(s, cose.P256_ORDER - s).to_bytes(32, "big")
    return cbor2.dumps(cbor2.CBORTag(tag, [protected, unprotected or {}, PAYLOAD, signature]))


@pytest.mark.parametrize(
    "envelope",
    [
        resigned({1: -8, 4: KEY.kid}),
        resigned({1: 0, 4: KEY.kid}),
        resigned({1: "none", 4: KEY.kid}),
        resigned({1: -7}),
        resigned({1: -7, 4: KEY.kid, 5: b"iv"}),
        resigned({4: KEY.kid, 1: -7}, canonical=False),
        resigned(b"\xa3\x01\x26\x01\x26\x04\x48" + KEY.kid),
        resigned({1: -7, 4: KEY.kid, 16: "application/statuslist+cwt"}),
        resigned(b""),
        resigned({1: -7, 4: KEY.kid}, unprotected={4: KEY.kid}),
        resigned({1: -7, 4: KEY.kid}, tag=17),
        resigned({1: -7, 4: KEY.kid}, tag=98),
        RAW.replace(b"\xa0", b"\x80", 1),
        RAW.replace(b"\xa0", b"\xe0", 1),
        RAW.removeprefix(b"\xd2"),
        b"\xd8\x3d" + RAW,
        b"\xd2\x9f" + RAW[2:] + b"\xff",
    ],
)
def test_another_envelope_is_refused_even_if_its_signature_holds(envelope: bytes) -> None:
    """Other algorithms, header entries, tags and ways to write the same header are not ours."""
    answer = check(text_of(envelope))

    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.NOT_OUR_ENVELOPE)


def test_the_plain_header_resigned_is_genuine() -> None:
    """The helper above really signs: with our own header its envelope passes."""
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is check(text_of(resigned({1: -7, 4: KEY.kid}))).verdict


BODY = cbor2.loads(PAYLOAD)[-70001]


@pytest.mark.parametrize(
    "payload",
    [
        with_claims(extra=1),
        with_claims(iss=None),
        with_claims(exp=None),
        with_claims(iat=None),
        with_claims(cti=None),
        with_claims(body=None),
        with_claims(exp="2027"),
        with_claims(iat=1.5),
        with_claims(iat=True),
        with_claims(exp=2**70),
        with_claims(exp=-(2**70)),
        with_claims(cti=bytes(11)),
        with_claims(body=[*BODY, 0]),
        with_claims(body=[131_072, BODY[1]]),
        with_claims(body=[-1, BODY[1]]),
        with_claims(body=[True, BODY[1]]),
        with_claims(body=[BODY[0], "text"]),
        cbor2.dumps(dict(reversed(cbor2.loads(PAYLOAD).items()))),  # the same claims in another order
        b"\xa6" + PAYLOAD[1:] + b"\x01\x60",  # the issuer claimed twice
        b"\xbf" + PAYLOAD[1:] + b"\xff",  # an unending map
        PAYLOAD + b"\xf6",
        cbor2.dumps([1, 2]),
        b"\x9f" * 200,
        b"\x81" * 300,
        b"\xbb" + b"\xff" * 8,
        b"\x5b\x7f" + b"\xff" * 7,
        b"\xd8\x23\x61(",  # a broken regular expression
        b"",
    ],
)
def test_other_claims_are_refused_even_if_rightly_signed(payload: bytes) -> None:
    """Extra, missing, mistyped, repeated or oddly written claims are not a certificate, whoever signed them."""
    answer = check(signed(payload))

    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.BAD_CLAIMS)


def test_keys_that_should_not_vouch_do_not() -> None:
    """Unknown keys, another key under the same id, and another issuer's key are each refused with their own reason."""
    stranger = signing_key(1)
    same_id = replace(stranger.verifying, kid=KEY.kid)
    other_issuer = replace(KEY.verifying, issuer="KZ999")
    ring = ring_of(KEY)

    reasons = [
        open_text(quickly_sealed(certificate(1), stranger), ring, BASE, NOW).reason,
        open_text(TEXT, replace(ring, verifying=(same_id,)), BASE, NOW).reason,
        open_text(TEXT, replace(ring, verifying=(other_issuer,)), BASE, NOW).reason,
        open_text(TEXT, replace(ring, verifying=()), BASE, NOW).reason,
    ]

    assert reasons == [
        NotGenuine.UNKNOWN_KEY,
        NotGenuine.BAD_SIGNATURE,
        NotGenuine.OTHER_ISSUER,
        NotGenuine.UNKNOWN_KEY,
    ]


def test_two_keys_with_one_id_are_both_tried() -> None:
    """An id is a hint: the right key is found whichever stands first."""
    same_id = replace(signing_key(1).verifying, kid=KEY.kid)

    verdicts = [
        open_text(TEXT, replace(RING, verifying=keys), BASE, NOW).verdict
        for keys in ((same_id, KEY.verifying), (KEY.verifying, same_id))
    ]

    assert verdicts == [Verdict.VALID_OFFLINE_STATUS_UNKNOWN] * 2


def mutated(chance: random.Random) -> str:
    """A text that is noise, almost a certificate, or a certificate with noise in it."""
    letters = string.printable + "ҚәһЫ\x00\ud800😀"
    noise = "".join(chance.choices(letters, k=chance.randrange(60)))
    digits = "".join(chance.choices(string.digits, k=chance.choice([5, 99, 100, 600, 1400, 1401, 1900])))
    at, till = sorted(chance.choices(range(len(TEXT)), k=2))
    raw = bytearray(RAW)
    raw[chance.randrange(len(raw))] = chance.randrange(256)
    return chance.choice(
        [
            noise,
            f"{LINK}#{digits}",
            f"{BASE}?start=r{noise}&c#{digits}",
            TEXT[:at] + noise + TEXT[till + 1 :],
            text_of(bytes(raw)),
            text_of(chance.randbytes(chance.randrange(50, 560))),
            text_of(b"\xd2\x84\x4d\xa2\x01\x26\x04\x48" + KEY.kid + chance.randbytes(200)),
            signed(chance.randbytes(chance.randrange(30, 300))),
        ]
    )


def fuzz(texts: int) -> None:
    chance = random.Random(20_000)
    slowest = 0.0
    for _ in range(texts):
        text = mutated(chance)
        start = time.process_time()
        answer = check(text)
        slowest = max(slowest, time.process_time() - start)
        assert Verdict.NOT_GENUINE is answer.verdict or text == TEXT
    assert slowest < 0.02


def test_two_thousand_odd_texts_are_refused_without_a_stumble() -> None:
    """Noise and mutations get a verdict, never an exception, each within milliseconds."""
    fuzz(2_000)


@pytest.mark.nightly
def test_twenty_thousand_odd_texts_are_refused_without_a_stumble() -> None:
    """The same, ten times as long."""
    fuzz(20_000)


def test_a_megabyte_of_text_is_refused_at_once() -> None:
    """Length is looked at before anything else."""
    start = time.process_time()

    answer = check(LINK + "#" + "1" * 2**20)

    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.TOO_LONG)
    assert time.process_time() - start < 0.005
