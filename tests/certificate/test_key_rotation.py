"""Keys over the years: three rotations, a withdrawal, a root that never comes near the server; no old paper breaks."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from specimens import BASE, KEYS_MADE, NOW, certificate, quickly_sealed

from bot.__main__ import main
from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysCode, KeysError, KeyUse, sign_list
from bot.certificate.seal import open_text
from bot.certificate.verdict import NotGenuine, Verdict
from bot.machine.live_ring import LiveRing

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
GENUINE = Verdict.VALID_OFFLINE_STATUS_UNKNOWN


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys whose first signing key is the one of the golden certificates, with its root in a folder of its own."""
    numbers = iter([GOLDEN["key_number"], *range(9301, 9400)])
    made = lambda curve: ec.derive_private_key(next(numbers), curve)  # noqa: E731 - one line says it
    monkeypatch.setattr("bot.certificate.keystore.ec.generate_private_key", made)
    keystore.make(tmp_path / "keys", now=KEYS_MADE)
    return tmp_path / "keys"


def verdicts(ring: KeyRing) -> list[str]:
    """On the day for which each was kept."""
    moments = [datetime.fromisoformat(each["now"]) for each in GOLDEN["certificates"]]
    texts = [each["text"] for each in GOLDEN["certificates"]]
    return [open_text(text, ring, BASE, now).verdict.value for text, now in zip(texts, moments, strict=True)]


def test_golden_certificates_outlive_three_rotations_and_another_keys_withdrawal(folder: Path) -> None:
    """What the first key signed verifies ever after; of three later keys only the withdrawn one's papers fall."""
    before = verdicts(keystore.load(folder))
    texts, moment = {}, KEYS_MADE
    for seed in (2, 3, 4):
        moment += timedelta(days=30)
        ring = keystore.rotate(folder, now=moment)
        signer = ring.signing_key(moment)
        texts[signer.kid] = quickly_sealed(certificate(seed, issued_at=NOW), signer)
    second, third, fourth = texts
    ring = keystore.withdraw(folder, second, now=moment)

    assert before == verdicts(ring) == [each["verdict"] for each in GOLDEN["certificates"]]
    assert GENUINE.value in before
    said = {kid: open_text(text, ring, BASE, NOW).verdict for kid, text in texts.items()}
    assert said == {second: Verdict.KEY_WITHDRAWN, third: GENUINE, fourth: GENUINE}
    assert ring.signing_key(NOW).kid == fourth


def test_keys_of_one_use_leave_the_other_alone(folder: Path) -> None:
    """A new key for status lists signs no certificate, and the other way round."""
    before = keystore.load(folder)
    ring = keystore.rotate(folder, now=NOW, use=KeyUse.STATUS)

    assert ring.signing_key(NOW).kid == before.signing_key(NOW).kid
    assert ring.signing_key(NOW, KeyUse.STATUS).kid != before.signing_key(NOW, KeyUse.STATUS).kid


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's folder of keys, still empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEYS_DIR", "server")
    return tmp_path / "server"


def test_the_root_key_signs_on_another_machine(
    server: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made, rotated and withdrawn by drafts that are carried over and back; no root key is ever on the server."""
    drawer, draft, signed = tmp_path / "drawer", tmp_path / "draft.json", tmp_path / "signed.json"
    sign = ["keys", "sign", "--list", str(draft), "--root", str(drawer / "root.pem"), "--out", str(signed)]
    install = ["keys", "install", "--list", str(signed)]
    assert main(["keys", "root", "--out", str(drawer)]) == 0
    fingerprint = json.loads(capsys.readouterr().out)["root_fingerprint"]

    assert main(["keys", "make", "--draft", str(draft)]) == 0
    assert main(sign) == 0
    assert main([*install, "--root", str(drawer / "root_public.pem")]) == 0
    first = keystore.load(server)
    assert main(["keys", "rotate", "--draft", str(draft)]) == 0
    assert keystore.load(server).sequence == 1  # drafted is not done
    assert main(sign) == main(install) == 0
    second = keystore.load(server)
    kid = first.signing[0].kid
    assert main(["keys", "withdraw", "--kid", kid.hex(), "--draft", str(draft)]) == 0
    assert main(sign) == main(install) == 0
    capsys.readouterr()
    assert main(["keys", "list"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert (listed["sequence"], listed["root_fingerprint"]) == (3, fingerprint)
    assert len(first.signing) == 2
    assert len(second.signing) == 3
    assert [key["kid"] for key in listed["keys"] if key["withdrawn_at"]] == [kid.hex()]
    assert not (server / f"{kid.hex()}.pem").exists()
    assert not (server / "root.pem").exists()
    assert {path.name for path in drawer.iterdir()} == {"root.pem", "root_public.pem"}


def test_the_root_key_may_be_brought_along_and_is_not_left_behind(server: Path, tmp_path: Path) -> None:
    """`--root FILE` signs with a key on a stick; another root's signature is refused and nothing changes."""
    for name in ("drawer", "stranger"):
        assert main(["keys", "root", "--out", str(tmp_path / name)]) == 0
    root, other = tmp_path / "drawer" / "root.pem", tmp_path / "stranger" / "root.pem"

    assert main(["keys", "make", "--root", str(root)]) == 0
    assert main(["keys", "rotate", "--use", "status", "--root", str(root)]) == 0
    assert main(["keys", "rotate", "--root", str(other)]) == 2
    assert main(["keys", "rotate"]) == 2
    assert keystore.load(server).sequence == 2
    assert not (server / "root.pem").exists()
    assert main(["keys", "root", "--out", str(tmp_path / "drawer")]) == 2
    assert main(["keys", "sign"]) == main(["keys", "install"]) == 2


def test_of_two_drafts_made_side_by_side_the_second_is_refused(folder: Path) -> None:
    """It knows nothing of the first one's key, and would lose it; the first may be installed twice."""
    root = keystore.read_private(folder / "root.pem")
    one, other = (sign_list(keystore.draft_rotation(folder, now=NOW), root) for _ in range(2))
    first = keystore.install_list(folder, one)
    with pytest.raises(KeysError) as refused:
        keystore.install_list(folder, other)

    assert refused.value.code is KeysCode.ROLLED_BACK
    assert keystore.install_list(folder, one).signing_key(NOW).kid == first.signing_key(NOW).kid


@pytest.mark.parametrize("draft", ["", "[]", '{"type": "tirkeu-keys-1"}', "no JSON"])
def test_the_root_signs_nothing_that_is_no_key_list(draft: str) -> None:
    """What a verifier could not read gets no signature."""
    with pytest.raises(KeysError) as refused:
        sign_list(draft, ec.derive_private_key(31, ec.SECP256R1()))

    assert refused.value.code is KeysCode.NOT_A_LIST


def test_a_running_bot_goes_by_the_newest_list_and_by_no_other(folder: Path, tmp_path: Path) -> None:
    """Rotated and withdrawn keys count at once; a broken, older or foreign list changes nothing."""
    live = LiveRing(folder, keystore.load(folder))
    old = (folder / "keys.json").read_text()
    text = quickly_sealed(certificate(1), live().signing_key(NOW))
    first = live().signing_key(NOW).kid
    rotated = keystore.rotate(folder, now=NOW)
    assert live().signing_key(NOW).kid == rotated.signing_key(NOW).kid
    keystore.withdraw(folder, first, now=NOW)
    assert open_text(text, live(), BASE, NOW).verdict is Verdict.KEY_WITHDRAWN

    keystore.make(tmp_path / "other", now=KEYS_MADE)
    for wrong in (old, "no list", (tmp_path / "other" / "keys.json").read_text()):
        (folder / "keys.json").write_text(wrong)
        assert live().sequence == 3
        assert live().signing_key(NOW).kid == rotated.signing_key(NOW).kid


def test_a_verifier_with_yesterdays_list_learns_of_the_new_key(folder: Path) -> None:
    """Until it has fetched the new list the paper is unknown to it, never falsely genuine."""
    yesterday = keystore.load(folder)
    ring = keystore.rotate(folder, now=NOW)
    text = quickly_sealed(certificate(5), ring.signing_key(NOW))

    assert open_text(text, yesterday, BASE, NOW).reason is NotGenuine.UNKNOWN_KEY
    assert open_text(text, ring, BASE, NOW).verdict is GENUINE
