"""A proof of diligence is signed like a certificate, and nobody can take the one for the other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.certificate import cose
from bot.certificate.proof import (
    CONTENT_TYPE,
    Outcome,
    ProofClaims,
    is_proof,
    link,
    named,
    open_proof,
    sign_proof,
)
from bot.certificate.seal import SealError, open_text
from bot.certificate.verdict import NotGenuine, Verdict
from tests.certificate.specimens import (
    BASE,
    KEY,
    KEYS_MADE,
    NOW,
    RING,
    certificate,
    quickly_sealed,
    ring_of,
    signing_key,
)

CLAIMS = ProofClaims(
    number=1234,
    name="Ab-_" * 5 + "Zz",
    issued_at=NOW,
    sent_at=NOW - timedelta(days=3),
    opened_at=NOW - timedelta(days=2),
    reminded=2,
    outcome=Outcome.NO_ANSWER,
    ended_at=None,
)
TEXT = sign_proof(CLAIMS, KEY, BASE)


@pytest.mark.parametrize(
    "claims",
    [
        CLAIMS,
        replace(CLAIMS, opened_at=None, reminded=0),
        *(replace(CLAIMS, outcome=outcome, ended_at=NOW - timedelta(hours=1)) for outcome in list(Outcome)[1:]),
    ],
)
def test_what_is_signed_is_read_back(claims: ProofClaims) -> None:
    """Every claim comes back, and the same claims give the same text."""
    text = sign_proof(claims, KEY, BASE)

    assert open_proof(text, RING, BASE) == claims
    assert text == sign_proof(claims, KEY, BASE)
    assert is_proof(text, BASE)


def test_a_proof_is_no_certificate() -> None:
    """The certificate's reader refuses the text of a proof as not even ours."""
    opened = open_text(TEXT, RING, BASE, NOW)

    assert (opened.verdict, opened.reason, opened.claims) == (Verdict.NOT_GENUINE, NotGenuine.NOT_OUR_TEXT, None)


def test_the_digits_of_a_proof_under_a_certificates_link_are_no_certificate() -> None:
    """Whoever rewrites the link finds that the kind of token is signed, too."""
    genuine = quickly_sealed(certificate(1))
    forged = genuine.partition("#")[0] + "#" + TEXT.partition("#")[2]

    assert open_text(forged, RING, BASE, NOW).reason is NotGenuine.NOT_OUR_ENVELOPE


def test_the_payload_of_a_proof_in_a_certificates_envelope_is_no_certificate() -> None:
    """Even signed by the operator's own key without its kind, its claims are not those of a certificate."""
    number = int(TEXT.partition("#")[2])
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]
    envelope = cose.parse(raw, CONTENT_TYPE)
    assert envelope is not None
    bare = cose.sign1(envelope.payload, kid=KEY.kid, private=KEY.private)
    start = quickly_sealed(certificate(1)).partition("#")[0]
    forged = f"{start}#{int.from_bytes(bytes([1]) + bare, 'big')}"

    assert open_text(forged, RING, BASE, NOW).reason is NotGenuine.BAD_CLAIMS


def test_a_certificate_is_no_proof() -> None:
    """The proof's reader refuses a certificate, under its own link and under a proof's."""
    genuine = quickly_sealed(certificate(1))
    forged = f"{link(CLAIMS, BASE)}#{genuine.partition('#')[2]}"

    assert open_proof(genuine, RING, BASE) is None
    assert not is_proof(genuine, BASE)
    assert open_proof(forged, RING, BASE) is None


def test_no_changed_digit_is_accepted() -> None:
    """A text that differs in one digit, in the number or in the name is refused."""
    start, _, digits = TEXT.partition("#")
    forged = [f"{start}#{digits[:at]}{(int(digits[at]) + 1) % 10}{digits[at + 1 :]}" for at in range(len(digits))]
    forged += [
        TEXT.replace("x1234-", "x1235-"),
        TEXT.replace("Zz&", "Zy&"),
        TEXT.replace("Tirkeu", "Other"),
        TEXT + "1",
    ]

    assert [text for text in forged if open_proof(text, RING, BASE) is not None] == []


@pytest.mark.parametrize("text", ["", "#", BASE, link(CLAIMS, BASE), "9" * 5000, TEXT.partition("#")[2], "\x00"])
def test_whatever_else_comes_is_no_proof(text: str) -> None:
    """Nothing raises."""
    assert open_proof(text, RING, BASE) is None


def test_a_withdrawn_or_strange_key_vouches_for_nothing() -> None:
    """A key that is withdrawn, or that is not in the list, makes no proof genuine."""
    withdrawn = replace(KEY, verifying=replace(KEY.verifying, revoked_at=NOW))

    assert open_proof(TEXT, ring_of(withdrawn), BASE) is None
    assert open_proof(TEXT, ring_of(signing_key(77)), BASE) is None


def test_a_key_signs_only_in_its_time() -> None:
    """Nobody can date a proof before the key was made."""
    with pytest.raises(SealError):
        sign_proof(replace(CLAIMS, issued_at=KEYS_MADE - timedelta(seconds=1)), KEY, BASE)
    late = signing_key(923, since=datetime(2027, 1, 1, tzinfo=UTC))
    assert open_proof(TEXT, ring_of(late), BASE) is None


def test_the_link_names_request_and_proof() -> None:
    """The start parameter is short enough for Telegram and is read strictly."""
    start = link(CLAIMS, BASE).partition("?start=")[2].removesuffix("&c")

    assert len(start) <= 64
    assert named(start) == (1234, CLAIMS.name)
    for forged in (
        "x-" + CLAIMS.name,
        "x0-" + CLAIMS.name,
        start + "A",
        "r" + start[1:],
        f"x{'9' * 17}-{CLAIMS.name}",
        "",
    ):
        assert named(forged) is None


def test_the_text_says_nothing_about_a_person() -> None:
    """Number, times and counts are all that is in it."""
    number = int(TEXT.partition("#")[2])
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")

    assert len(raw) < 260
    assert set(vars(CLAIMS) if hasattr(CLAIMS, "__dict__") else CLAIMS.__dataclass_fields__) == {
        "number", "name", "issued_at", "sent_at", "opened_at", "reminded", "outcome", "ended_at",
    }  # fmt: skip
