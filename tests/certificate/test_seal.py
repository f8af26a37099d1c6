"""Sealing and opening: what comes back, what it looks like, and what old certificates rely on."""

import hashlib
import json
import re
import statistics
import time
import urllib.parse
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from specimens import BASE, KEY, KEYS_MADE, NOW, RING, certificate, quickly_sealed, ring_of, signing_key

from bot.certificate import sealed
from bot.certificate.drawing.code import code_modules
from bot.certificate.keys import LONGEST_STAY, SIGNING_TERM
from bot.certificate.seal import SealCode, SealError, link, open_text, seal
from bot.certificate.sealed import DICTIONARY, UnsealCode, UnsealError, derive_key, unseal
from bot.certificate.verdict import KnownStatus, Status, Verdict

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
SHAPE = re.compile(r"https://t\.me/TirkeuDemoBot\?start=r[A-Za-z0-9_-]{16}&c#[1-9][0-9]{99,1399}")


def version(text: str) -> int:
    return (len(code_modules(text)) - 17) // 4


@pytest.mark.parametrize("seed", range(4))
def test_what_was_sealed_is_read_back(seed: int) -> None:
    """The public half opens for anyone, the personal half for who has both printed numbers."""
    claims = certificate(seed)

    opened = open_text(seal(claims, KEY, BASE), RING, BASE, NOW)
    assert opened.claims is not None
    personal = unseal(
        opened.claims,
        application_number=claims.application_number,
        document_number=f" {claims.document_number.lower()}",
    )

    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is opened.verdict
    assert (claims.cti, claims.status_index, "KZ923") == (
        opened.claims.cti,
        opened.claims.status_index,
        opened.claims.issuer,
    )
    assert (claims.issued_at, claims.expires_at) == (opened.claims.issued_at, opened.claims.expires_at)
    assert [getattr(claims, name) for name in ("surname", "given_and_patronymic", "citizenship", "address")] == [
        getattr(personal, name) for name in ("surname", "given_and_patronymic", "citizenship", "address")
    ]
    assert (claims.stay_from, claims.host_iin[-4:], claims.host_name) == (
        personal.stay_from,
        personal.host_iin_last4,
        personal.host_name,
    )


@pytest.mark.parametrize(
    ("application", "document"),
    [("100000001", None), (None, "FA0000000"), ("", None), (None, "ФА1234567"), (None, "|"), ("1|2", "3")],
)
def test_a_wrong_number_opens_nothing(application: str | None, document: str | None) -> None:
    """One wrong or unprintable number and the personal half stays closed."""
    claims = certificate(3)
    opened = open_text(seal(claims, KEY, BASE), RING, BASE, NOW)
    assert opened.claims is not None

    with pytest.raises(UnsealError) as refused:
        unseal(
            opened.claims,
            application_number=claims.application_number if application is None else application,
            document_number=claims.document_number if document is None else document,
        )

    assert UnsealCode.WRONG_NUMBERS is refused.value.code


def test_sealing_is_repeatable() -> None:
    """The same claims under the same key give the same text, so a certificate can be drawn again; new ids do not."""
    claims = certificate(5)

    assert seal(claims, KEY, BASE) == seal(claims, KEY, BASE)
    assert quickly_sealed(claims) != quickly_sealed(replace(claims, cti=bytes(12)))


def test_a_key_derived_beforehand_gives_the_same_text() -> None:
    """Key derivation may run early or elsewhere without changing anything."""
    claims = certificate(6)
    early = derive_key(claims.application_number, claims.document_number, claims.cti)

    assert len(early) == 44
    assert seal(claims, KEY, BASE) == seal(claims, KEY, BASE, derived=early)


def test_two_hundred_certificates_fit_their_codes() -> None:
    """Ordinary certificates need version 15 at most; the 80-character address of the design version 14."""
    texts = [quickly_sealed(certificate(seed)) for seed in range(200)]
    eighty = certificate(7, address="г. Алматы, Бостандыкский район, мкр. Орбита-2, ул. Навои, дом 17, кв. 45, вход 1")

    assert len(eighty.address) == 80
    assert max(version(text) for text in texts) <= 15
    assert version(quickly_sealed(eighty)) <= 14
    assert all(SHAPE.fullmatch(text) for text in texts)


def test_digits_are_the_envelope_and_nothing_else() -> None:
    """The decimal number is 01 and the COSE bytes, exactly."""
    digits = quickly_sealed(certificate(8)).partition("#")[2]

    number = int(digits)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")

    assert raw[:3] == b"\x01\xd2\x84"
    assert str(int.from_bytes(raw, "big")) == digits


def test_the_link_opens_the_bot_with_the_id_alone() -> None:
    """urllib and a model of Telegram Desktop's parser (which knows no fragments) both get exactly the id."""
    text = quickly_sealed(certificate(9))

    standard = urllib.parse.parse_qs(urllib.parse.urlsplit(text).query)["start"][0]
    desktop = dict(part.partition("=")[::2] for part in text.split("?", 1)[1].split("&"))["start"]

    assert standard == desktop
    assert re.fullmatch(r"r[A-Za-z0-9_-]{16}", standard)


def test_a_certificate_issued_outside_the_keys_window_is_not_sealed() -> None:
    """The issuer refuses what every verifier would refuse."""
    early = certificate(1, issued_at=KEYS_MADE - timedelta(seconds=1))
    late = certificate(
        1,
        issued_at=KEYS_MADE + SIGNING_TERM + timedelta(seconds=1),
        stay_until=(KEYS_MADE + SIGNING_TERM + timedelta(days=9)).date(),
    )
    forever = certificate(1, stay_until=(KEYS_MADE + SIGNING_TERM + LONGEST_STAY + timedelta(days=32)).date())

    codes = []
    for claims in (early, late, forever):
        with pytest.raises(SealError) as refused:
            quickly_sealed(claims)
        codes.append(refused.value.code)

    assert codes == [SealCode.OUTSIDE_SIGNING_WINDOW, SealCode.OUTSIDE_SIGNING_WINDOW, SealCode.OUTLIVES_KEY]


def test_a_seal_too_long_for_a_code_is_refused_and_the_link_remains() -> None:
    """Three long texts in a script of three bytes a letter do not fit; such a certificate is checked online only."""
    letters = [chr(0x4E00 + number * 37 % 20_000) for number in range(320)]
    claims = certificate(
        1,
        surname="".join(letters[:80]),
        given_and_patronymic="".join(letters[80:160]),
        address="".join(letters[160:320]),
        host_name="".join(letters[40:120]),
    )

    with pytest.raises(SealError) as refused:
        quickly_sealed(claims)
    alone = link(claims.cti, BASE)

    assert SealCode.TOO_LONG is refused.value.code
    assert Verdict.NOT_GENUINE is open_text(alone, RING, BASE, NOW).verdict
    assert version(alone) <= 5


@pytest.mark.parametrize("vector", GOLDEN["certificates"], ids=lambda vector: vector["name"])
def test_a_certificate_once_issued_verifies_for_ever(vector: dict[str, Any]) -> None:
    """Committed certificates still open, field for field, with their own key and a newer one."""
    key = signing_key(GOLDEN["key_number"], since=datetime.fromisoformat(GOLDEN["key_since"]))
    ring = ring_of(key, signing_key(77, since=NOW))
    now = datetime.fromisoformat(vector["now"])

    opened = open_text(vector["text"], ring, GOLDEN["base_link"], now)
    assert opened.claims is not None
    personal = unseal(
        opened.claims,
        application_number=vector["application_number"],
        document_number=vector["document_number"],
    )

    assert vector["verdict"] == opened.verdict.value
    assert vector["cti"] == opened.claims.cti.hex()
    assert vector["status_index"] == opened.claims.status_index
    assert vector["issued_at"] == opened.claims.issued_at.isoformat()
    assert vector["expires_at"] == opened.claims.expires_at.isoformat()
    assert vector["personal"] == [
        personal.surname,
        personal.given_and_patronymic,
        personal.citizenship,
        personal.address,
        personal.stay_from.isoformat(),
        personal.host_iin_last4,
        personal.host_name,
    ]


def test_the_dictionary_is_frozen() -> None:
    """A changed byte of dictionary 1 would close every certificate ever sealed with it."""
    assert hashlib.sha256(DICTIONARY).hexdigest() == GOLDEN["dictionary_sha256"]


def test_an_inflate_bomb_inside_a_seal_is_refused() -> None:
    """Even an issuer's own sealed part may not unfold beyond 4,096 bytes."""
    claims = certificate(1)
    opened = open_text(quickly_sealed(claims), RING, BASE, NOW)
    assert opened.claims is not None
    packer = zlib.compressobj(9, wbits=-15, zdict=DICTIONARY)
    bomb = b"\x01" + packer.compress(bytes(2_000_000)) + packer.flush()
    derived = derive_key(claims.application_number, claims.document_number, claims.cti)
    armed = replace(opened.claims, sealed=AESGCM(derived[:32]).encrypt(derived[32:], bomb, claims.cti))

    with pytest.raises(UnsealError) as refused:
        unseal(armed, application_number=claims.application_number, document_number=claims.document_number)

    assert UnsealCode.MALFORMED is refused.value.code


def test_text_that_would_grow_when_packed_stays_raw() -> None:
    """The shorter of raw and deflated is sealed, and both are read back."""
    packed = sealed._encode(b"\x87" + "Қазақстан, Алматы қаласы, ".encode() * 3)
    noise = hashlib.sha512(b"noise").digest()

    assert packed[:1] == sealed.DEFLATED
    assert sealed._encode(noise) == sealed.RAW + noise
    assert sealed._decode(sealed._encode(noise)) == noise


def test_checking_costs_little_more_than_its_signature() -> None:
    """A strict check of a whole text takes at most five times one bare ES256 verification in the same run."""
    text = quickly_sealed(certificate(1, stay_until=date(2027, 1, 1)))
    signature, public = KEY.private.sign(b"x", ec.ECDSA(SHA256())), KEY.verifying.public

    def cost(action: Any) -> float:
        batches = []
        for _ in range(15):
            start = time.process_time()
            for _ in range(20):
                action()
            batches.append(time.process_time() - start)
        return statistics.median(batches)

    strict = cost(lambda: open_text(text, RING, BASE, NOW))
    bare = cost(lambda: public.verify(signature, b"x", ec.ECDSA(SHA256())))

    assert strict <= 5 * bare


def test_the_status_is_asked_for_genuine_certificates_only() -> None:
    """A lookup sees the public claims of a certificate whose signature holds, and nothing else."""
    asked = []

    def lookup(claims: Any) -> KnownStatus:
        asked.append(claims.cti)
        return KnownStatus(Status.SUPERSEDED, as_of=NOW, fresh_until=NOW)

    claims = certificate(2)
    good = open_text(quickly_sealed(claims), RING, BASE, NOW, lookup)
    bad = open_text(quickly_sealed(claims, signing_key(5)), RING, BASE, NOW, lookup)

    assert [claims.cti] == asked
    assert (good.verdict, good.as_of) == (Verdict.SUPERSEDED, NOW)
    assert Verdict.NOT_GENUINE is bad.verdict
