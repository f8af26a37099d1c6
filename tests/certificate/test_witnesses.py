"""Verifiers nobody of us wrote agree with ours."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import cwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cwt import COSEKey
from specimens import BASE, KEY, NOW, certificate, quickly_sealed

from bot.certificate.keys import spki
from bot.certificate.seal import seal

NODE = shutil.which("node")
STRANGER = Path(__file__).parent / "stranger.mjs"
DICTIONARY = Path(__file__).parents[2] / "bot" / "certificate" / "assets" / "seal_dictionary_v1.txt"


def envelope_of(text: str) -> bytes:
    number = int(text.partition("#")[2])
    return number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]


def test_the_cwt_library_takes_fifty_and_refuses_fifty_altered() -> None:
    """`cwt` verifies our envelopes as they are and refuses each with one bit of the signed part changed."""
    pem = KEY.verifying.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = COSEKey.from_pem(pem, kid=KEY.kid)
    for seed in range(50):
        claims = certificate(seed, stay_until=certificate(seed).stay_until.replace(year=2027))
        raw = envelope_of(quickly_sealed(claims))
        altered = bytearray(raw)
        altered[30 + seed] ^= 1

        read = cwt.COSE.new().decode(raw, key)

        assert claims.cti in read
        with pytest.raises((cwt.VerifyError, cwt.DecodeError, ValueError)):
            cwt.COSE.new().decode(bytes(altered), key)


def test_node_opens_a_certificate_from_the_specification_alone() -> None:
    """A verifier written on Node's own crypto and zlib reads both halves, and not with a wrong passport."""
    if NODE is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has to have Node: a second implementation checks the seal there")
        pytest.skip("NODE IS NOT INSTALLED: the second implementation of the seal was not asked")
    claims = certificate(31, address="Астана қ., Сарыарқа ауданы, Абылай хан даңғылы, 5 үй")
    question = {
        "text": seal(claims, KEY, BASE),
        "spki": spki(KEY.verifying.public).hex(),
        "dictionary": str(DICTIONARY),
        "application": claims.application_number,
        "passports": [claims.document_number, "X0000000"],
    }

    ran = subprocess.run([NODE, STRANGER], input=json.dumps(question), capture_output=True, text=True, check=True)
    answer = json.loads(ran.stdout)

    assert answer["signed"] is True
    assert answer["public"] == {
        "iss": "KZ923",
        "iat": int(NOW.timestamp()),
        "exp": int(claims.expires_at.timestamp()),
        "cti": claims.cti.hex(),
        "idx": claims.status_index,
    }
    assert answer["opened"][0] == [
        claims.surname,
        claims.given_and_patronymic,
        claims.citizenship,
        claims.address,
        claims.stay_from.toordinal() - 719_163,
        claims.host_iin[-4:],
        claims.host_name,
    ]
    assert answer["opened"][1] is None
