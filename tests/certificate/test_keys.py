"""Keys in their folder and the signed list: made, rotated, withdrawn, never rolled back."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from specimens import BASE, KEY, KEYS_MADE, NOW, certificate, quickly_sealed, ring_of, signing_key

from bot.bootstrap.app import open_keys
from bot.certificate import keys, keystore
from bot.certificate.keys import SIGNING_TERM, KeyRing, KeysCode, KeysError, KeyUse, draft_list, read_list, sign_list
from bot.certificate.seal import open_text
from bot.certificate.verdict import NotGenuine, Verdict

ROOT = ec.derive_private_key(31, ec.SECP256R1())


def listed(sequence: int = 1, root: ec.EllipticCurvePrivateKey = ROOT) -> str:
    return sign_list(draft_list(issuer="KZ923", sequence=sequence, keys=(KEY.verifying,)), root)


def refusal(document: str, least_sequence: int = 0) -> KeysCode:
    with pytest.raises(KeysError) as refused:
        read_list(document, root=ROOT.public_key(), least_sequence=least_sequence)
    return refused.value.code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keystore.make(tmp_path / "keys", now=KEYS_MADE)
    return tmp_path / "keys"


def sealed_by(ring: KeyRing, seed: int = 1) -> str:
    return quickly_sealed(certificate(seed), ring.signing_key(NOW))


def test_private_halves_are_the_owners_alone(folder: Path) -> None:
    """Every private file is 0600, nothing temporary is left, and public files hold nothing private."""
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    private = {path.name for path in folder.iterdir() if b"PRIVATE" in path.read_bytes()}

    assert {"root_public.pem", "keys.json"} == set(modes) - private
    assert len(private) == 3
    assert {0o600} == {modes[name] for name in private}


def test_made_keys_sign_and_verify(folder: Path) -> None:
    """What the folder's key signs, the folder's list verifies, now and after loading again."""
    text = sealed_by(keystore.load(folder))

    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is open_text(text, keystore.load(folder), BASE, NOW).verdict


def test_keys_are_never_made_over_others(folder: Path) -> None:
    """Making keys where there are some changes no byte."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(KeysError) as refused:
        keystore.make(folder, now=NOW)

    assert KeysCode.ALREADY_MADE is refused.value.code
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_workers_that_start_together_make_one_set_of_keys(tmp_path: Path) -> None:
    """Eight that find an empty folder at once sign under one root, with the same keys."""
    with ThreadPoolExecutor(8) as workers:
        rings = list(workers.map(lambda _: open_keys(tmp_path / "keys", NOW, "TIRKEU"), range(8)))

    assert len({ring.root_fingerprint for ring in rings}) == 1
    assert len({tuple(key.verifying.kid for key in ring.signing) for ring in rings}) == 1


def test_a_folder_without_keys_says_so(tmp_path: Path) -> None:
    """Loading from nowhere is refused in a word."""
    with pytest.raises(KeysError) as refused:
        keystore.load(tmp_path)

    assert KeysCode.NOT_MADE is refused.value.code


def test_after_rotation_the_new_key_signs_and_the_old_one_verifies(folder: Path) -> None:
    """Rotation takes no certificate away."""
    old = keystore.load(folder)
    text = sealed_by(old)

    new = keystore.rotate(folder, now=NOW)

    assert new.sequence == old.sequence + 1
    assert new.signing_key(NOW).kid != old.signing_key(NOW).kid
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is open_text(text, new, BASE, NOW).verdict
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is open_text(sealed_by(new), new, BASE, NOW).verdict
    assert NotGenuine.UNKNOWN_KEY is open_text(sealed_by(new), old, BASE, NOW).reason


def test_nothing_a_withdrawn_key_signed_counts(folder: Path) -> None:
    """A withdrawn key's certificates say so, even those dated before; its private half is gone and cannot sign."""
    ring = keystore.load(folder)
    text, kid = sealed_by(ring), ring.signing_key(NOW).kid

    after = keystore.withdraw(folder, kid, now=NOW + timedelta(days=1))

    assert Verdict.KEY_WITHDRAWN is open_text(text, after, BASE, NOW).verdict
    assert not (folder / f"{kid.hex()}.pem").exists()
    with pytest.raises(KeysError) as refused:
        after.signing_key(NOW)
    assert KeysCode.NO_SIGNING_KEY is refused.value.code


def test_withdrawing_twice_keeps_the_first_date(folder: Path) -> None:
    """The moment of withdrawal is a fact, not a setting."""
    kid = keystore.load(folder).signing_key(NOW).kid
    keystore.withdraw(folder, kid, now=NOW)

    again = keystore.withdraw(folder, kid, now=NOW + timedelta(days=9))

    assert [key.revoked_at for key in again.find(kid)] == [NOW]


def test_without_the_roots_private_key_nothing_changes(folder: Path) -> None:
    """With the root in a drawer one can sign certificates, but not rotate or withdraw."""
    (folder / "root.pem").unlink()
    kid = keystore.load(folder).signing_key(NOW).kid
    codes = []
    for action in (lambda: keystore.rotate(folder, now=NOW), lambda: keystore.withdraw(folder, kid, now=NOW)):
        with pytest.raises(KeysError) as refused:
            action()
        codes.append(refused.value.code)

    assert codes == [KeysCode.ROOT_KEY_AWAY] * 2
    assert keystore.load(folder).sequence == 1


def test_an_older_list_is_not_taken_back(folder: Path) -> None:
    """A published list from before a withdrawal cannot bring the withdrawn key back."""
    before = (folder / "keys.json").read_text()
    kid = keystore.load(folder).signing_key(NOW).kid
    keystore.withdraw(folder, kid, now=NOW)

    with pytest.raises(KeysError) as refused:
        keystore.install_list(folder, before)

    assert KeysCode.ROLLED_BACK is refused.value.code
    assert keystore.load(folder).sequence == 2


def test_a_newer_list_of_the_same_root_is_taken_over(folder: Path, tmp_path: Path) -> None:
    """A verifier without private keys follows the published list."""
    verifier = tmp_path / "verifier"
    verifier.mkdir()
    for name in ("root_public.pem", "keys.json"):
        (verifier / name).write_bytes((folder / name).read_bytes())
    text = sealed_by(keystore.rotate(folder, now=NOW))

    before = open_text(text, keystore.load(verifier), BASE, NOW)
    ring = keystore.install_list(verifier, (folder / "keys.json").read_text())

    assert NotGenuine.UNKNOWN_KEY is before.reason
    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is open_text(text, ring, BASE, NOW).verdict
    assert ring.signing == ()


def test_a_list_is_believed_only_as_its_root_signed_it() -> None:
    """Another root, an altered value or a smaller number is refused; spacing and order do not matter."""
    body = json.loads(listed(sequence=5))
    respaced = json.dumps(dict(reversed(body.items())))
    altered = json.dumps({**body, "sequence": 6})
    longer_lived = json.dumps({**body, "keys": [{**body["keys"][0], "exp": "2099-01-01T00:00:00+00:00"}]})

    assert read_list(respaced, root=ROOT.public_key(), least_sequence=5).sequence == 5
    assert KeysCode.OTHER_ROOT is refusal(listed(root=ec.derive_private_key(32, ec.SECP256R1())))
    assert KeysCode.OTHER_ROOT is refusal(altered)
    assert KeysCode.OTHER_ROOT is refusal(longer_lived)
    assert KeysCode.ROLLED_BACK is refusal(listed(sequence=5), least_sequence=6)


@pytest.mark.parametrize(
    "document", ["", "[]", "{}", "null", "7", '{"signature": 5}', '{"signature": "=="}', "[" * 9999]
)
def test_what_is_no_list_is_refused_as_such(document: str) -> None:
    """Broken JSON of any kind is one refusal, not an exception of the parser's."""
    assert KeysCode.NOT_A_LIST is refusal(document)


@pytest.mark.parametrize("change", [{"kid": "00" * 8}, {"spki": "AAAA"}, {"use": "root"}, {"not_before": "soon"}])
def test_even_a_signed_list_must_make_sense(change: dict[str, str]) -> None:
    """A rightly signed list with a false id, a broken key, an unknown use or date is refused whole."""

    entry = {**keys._entry(KEY.verifying), **change}
    body = {"type": keys.LIST_TYPE, "issuer": "KZ923", "sequence": 1, "keys": [entry]}
    signature = ROOT.sign(keys._canonical(body), ec.ECDSA(keys.SHA256()))

    assert KeysCode.NOT_A_LIST is refusal(json.dumps({**body, "signature": keys._to_base64(signature)}))


@pytest.mark.parametrize(
    ("issued", "genuine"),
    [
        (KEYS_MADE - timedelta(seconds=1), False),
        (KEYS_MADE, True),
        (KEYS_MADE + SIGNING_TERM, True),
        (KEYS_MADE + SIGNING_TERM + timedelta(seconds=1), False),
    ],
)
def test_a_key_vouches_only_for_what_was_issued_in_its_window(issued: object, genuine: bool) -> None:
    """The window's edges belong to it; a certificate dated outside is refused though its signature holds."""
    wide = signing_key(923, since=KEYS_MADE - timedelta(days=30))
    wide = replace(wide, verifying=replace(wide.verifying, sign_until=KEYS_MADE + 2 * SIGNING_TERM))
    claims = certificate(1, issued_at=issued, stay_until=(KEYS_MADE + SIGNING_TERM + timedelta(days=5)).date())

    answer = open_text(quickly_sealed(claims, wide), ring_of(KEY), BASE, KEYS_MADE + SIGNING_TERM + timedelta(days=1))

    assert genuine is (answer.verdict is Verdict.VALID_OFFLINE_STATUS_UNKNOWN)
    assert genuine or answer.reason is NotGenuine.OUTSIDE_SIGNING_WINDOW


def test_a_certificate_may_not_outlive_its_key() -> None:
    """Even rightly signed, a certificate that lasts longer than its key is refused."""
    claims = certificate(1)
    short_lived = replace(KEY.verifying, exp=claims.expires_at - timedelta(seconds=1))

    answer = open_text(quickly_sealed(claims), replace(ring_of(KEY), verifying=(short_lived,)), BASE, NOW)

    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.OUTLIVES_KEY)


def test_a_key_for_status_lists_signs_no_certificates(folder: Path) -> None:
    """The two uses never stand in for each other."""
    ring = keystore.load(folder)
    status_key = ring.signing_key(NOW, KeyUse.STATUS)

    answer = open_text(quickly_sealed(certificate(1), status_key), ring, BASE, NOW)

    assert status_key.kid != ring.signing_key(NOW).kid
    assert (answer.verdict, answer.reason) == (Verdict.NOT_GENUINE, NotGenuine.UNKNOWN_KEY)


def test_keys_print_no_secrets() -> None:
    """A key's representation holds neither half."""
    assert "PrivateKey" not in repr(KEY)
    assert "PublicKey" not in repr(ring_of(KEY))
