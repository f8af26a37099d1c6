"""`tirkeu verify` and `tirkeu keys` as data."""

import json
from pathlib import Path

import pytest
from specimens import BASE, KEYS_MADE, NOW, certificate, form_of

from bot.certificate import keystore
from bot.certificate.claims import Claims
from bot.certificate.commands import KeysOrder, keys, verify
from bot.certificate.drawing import draw_pdf, draw_picture
from bot.certificate.keys import KeysCode, KeysError
from bot.certificate.scan import ScanError
from bot.certificate.seal import seal
from bot.certificate.verdict import KnownStatus, Status

CLAIMS: Claims = certificate(61)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys("make", KeysOrder(keys_dir=tmp_path / "keys", now=KEYS_MADE))
    return tmp_path / "keys"


@pytest.fixture
def text(folder: Path) -> str:
    return seal(CLAIMS, keystore.load(folder).signing_key(NOW), BASE)


@pytest.mark.parametrize("given", ["text", "text file", "picture", "pdf"])
def test_a_certificate_is_verified_however_it_is_given(folder: Path, text: str, tmp_path: Path, given: str) -> None:
    """The code's text, a file with it, the picture and our PDF get the same answer, without any personal field."""
    path = tmp_path / "given"
    match given:
        case "text file":
            path.write_text(text + "\n")
        case "picture":
            path.write_bytes(draw_picture(form_of(CLAIMS), text, sample=True))
        case "pdf":
            path.write_bytes(draw_pdf(form_of(CLAIMS), text, sample=True))

    answer = verify(text if given == "text" else str(path), keys_dir=folder, base_link=BASE, now=NOW)

    assert answer == {
        "verdict": "valid_offline_status_unknown",
        "id": text.partition("start=r")[2][:16],
        "issuer": "KZ923",
        "issued_at": NOW.isoformat(),
        "valid_until": CLAIMS.expires_at.isoformat(),
        "status_as_of": None,
    }


def test_both_numbers_open_the_fields_and_wrong_ones_do_not(folder: Path, text: str) -> None:
    """The personal half is told only to who gives both printed numbers."""
    where = {"keys_dir": folder, "base_link": BASE, "now": NOW, "application_number": CLAIMS.application_number}

    right = verify(text, **where, document_number=CLAIMS.document_number)
    wrong = verify(text, **where, document_number="X1")
    only_one = verify(text, **where)

    assert right["personal"]["address"] == CLAIMS.address
    assert right["personal"]["stay_from"] == CLAIMS.stay_from.isoformat()
    assert wrong["personal_error"] == "wrong_numbers"
    assert "personal" not in only_one.keys() | wrong.keys()
    assert json.loads(json.dumps(right)) == right


def test_a_known_status_is_told_with_its_time(folder: Path, text: str) -> None:
    """Where a lookup is given, its answer is the verdict."""
    answer = verify(
        text,
        keys_dir=folder,
        base_link=BASE,
        now=NOW,
        status=lambda _: KnownStatus(Status.REVOKED, as_of=NOW, fresh_until=NOW),
    )

    assert (answer["verdict"], answer["status_as_of"]) == ("revoked", NOW.isoformat())


def test_what_is_no_certificate_is_told_as_such(folder: Path, tmp_path: Path) -> None:
    """Other texts, pictures and PDFs without a code, and empty files are not genuine, with a reason."""
    white, empty, foreign = tmp_path / "white.png", tmp_path / "empty.txt", tmp_path / "foreign.pdf"
    draw = draw_picture(form_of(CLAIMS), f"{BASE}?start=rAAAAAAAAAAAAAAAA&c", sample=True)
    white.write_bytes(draw)
    empty.write_bytes(b"")
    foreign.write_bytes(b"%PDF-1.7 nothing of ours")

    reasons = [
        verify(given, keys_dir=folder, base_link=BASE, now=NOW)
        for given in ("hello", "x" * 10_000, "a\x00b", str(white), str(empty), str(foreign))
    ]

    assert {answer["verdict"] for answer in reasons} == {"not_genuine"}
    assert [answer["reason"] for answer in reasons] == [
        "not_our_text",
        "too_long",
        "not_our_text",
        "link_only",
        "no_code",
        "no_code",
    ]


def test_a_broken_picture_is_a_typed_refusal(folder: Path, tmp_path: Path) -> None:
    """The command line is told what is wrong, not shown a traceback of Pillow's."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")

    with pytest.raises(ScanError):
        verify(str(broken), keys_dir=folder, base_link=BASE, now=NOW)


def test_keys_are_told_as_they_stand(folder: Path) -> None:
    """Make, rotate and withdraw each answer with the list, the signer, and which private halves are here."""
    made = keys("list", KeysOrder(keys_dir=folder, now=NOW))
    rotated = keys("rotate", KeysOrder(keys_dir=folder, now=NOW))
    withdrawn = keys("withdraw", KeysOrder(keys_dir=folder, now=NOW, kid=rotated["signs_now"]))

    assert [each["sequence"] for each in (made, rotated, withdrawn)] == [1, 2, 3]
    assert sorted(key["use"] for key in made["keys"]) == ["seal", "status"]
    assert rotated["signs_now"] != made["signs_now"] == withdrawn["signs_now"]
    gone = next(key for key in withdrawn["keys"] if key["kid"] == rotated["signs_now"])
    assert (gone["withdrawn_at"], gone["private_half_here"]) == (NOW.isoformat(), False)
    assert "PRIVATE" not in json.dumps([made, rotated, withdrawn])


@pytest.mark.parametrize("kid", [None, "", "zz", "00" * 8])
def test_withdrawing_needs_a_key_that_is_there(folder: Path, kid: str | None) -> None:
    """A missing, broken or unknown id changes nothing."""
    with pytest.raises(KeysError) as refused:
        keys("withdraw", KeysOrder(keys_dir=folder, now=NOW, kid=kid))

    assert refused.value.code is KeysCode.NO_SUCH_KEY
    assert keys("list", KeysOrder(keys_dir=folder, now=NOW))["sequence"] == 1


def test_without_a_status_key_or_signer_the_list_still_shows(folder: Path) -> None:
    """Long after the last window nothing signs, and the list says so instead of failing."""
    late = keys("list", KeysOrder(keys_dir=folder, now=NOW.replace(year=2040)))

    assert late["signs_now"] is None
