"""The command line: what an operator and a curious neighbour can run."""

import gc
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.commands.run import made_to_stay

CASE = {"on": "2026-11-21", "citizenship": "RUS", "stays": [{"entered": "2026-11-12"}]}


def tirkeu(*arguments: str, stdin: str = "", folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder that has no .env."""
    environment = {name: value for name, value in os.environ.items() if name not in {"BOT_TOKEN", "SECRET_KEY"}}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])} | settings,
        timeout=60,
        check=False,
    )


def test_garbage_is_collected_again_after_the_imports() -> None:
    """Also where one of them fails."""
    with suppress(ImportError), made_to_stay():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()


def test_run_without_a_token_says_what_to_put_where(tmp_path: Path) -> None:
    """Without a token `run` says in one line what is missing and points to the demo."""
    ended = tirkeu("run", folder=tmp_path)

    assert ended.returncode == 2
    assert "BOT_TOKEN" in ended.stderr
    assert "make demo" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_run_without_a_key_says_how_to_make_one(tmp_path: Path) -> None:
    """Personal data are never stored unsealed: without a key `run` does not start."""
    ended = tirkeu("run", folder=tmp_path, BOT_TOKEN="42:made-up")

    assert ended.returncode == 2
    assert "SECRET_KEY" in ended.stderr


def test_assess_prints_the_assessment(tmp_path: Path) -> None:
    """A case on standard input comes back assessed, as JSON, without waiting for libraries that assess nothing."""
    ended = tirkeu("assess", "-", stdin=json.dumps(CASE), folder=tmp_path, PYTHONPROFILEIMPORTTIME="1")

    assessment = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert "bot.law" in ended.stderr
    assert not [name for name in ("aiogram", "sqlalchemy", "alembic") if f" {name}\n" in ended.stderr]
    assert assessment["registration"] == "required"
    assert {"duty": "register", "due": "2026-12-11", "last_arguable": "2026-12-12"}.items() <= next(
        duty for duty in assessment["duties"] if duty["duty"] == "register"
    ).items()


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({**CASE, "on": "yesterday"}, "on"),
        ({**CASE, "citizenship": "Russia"}, "citizenship"),
        ({"on": "2026-11-21"}, ""),
    ],
)
def test_assess_names_the_field_of_a_bad_case(case: dict[str, object], field: str, tmp_path: Path) -> None:
    """A bad case gets one line that names the field, and exit code 2."""
    ended = tirkeu("assess", "-", stdin=json.dumps(case), folder=tmp_path)

    assert ended.returncode == 2
    assert field in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_assess_refuses_what_is_no_text(tmp_path: Path) -> None:
    """A file of bytes that are no text gets one line, not a traceback."""
    (tmp_path / "case.json").write_bytes(b"\xff\xfe\x00")

    ended = tirkeu("assess", "case.json", folder=tmp_path)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("language", ["kk", "en"])
def test_assess_explains_in_words(language: str, tmp_path: Path) -> None:
    """With `--explain` the same case comes back in plain words, without Telegram's marks, on any terminal."""
    ended = tirkeu(
        "assess", "-", "--explain", language, stdin=json.dumps(CASE), folder=tmp_path, PYTHONIOENCODING="ascii"
    )

    assert ended.returncode == 0
    assert "923" in ended.stdout
    assert not [mark for mark in ("<b>", "&quot;", "O923", "{") if mark in ended.stdout]
    assert language != "en" or "Entered 12 November 2026 = day 1; day 30 = 11 December 2026." in ended.stdout


def test_assess_explains_no_bad_case(tmp_path: Path) -> None:
    """A bad case gets its one line with `--explain`, too."""
    ended = tirkeu("assess", "-", "--explain", "ru", stdin="{}", folder=tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1


def test_keys_are_made_listed_and_rotated(tmp_path: Path) -> None:
    """Keys are made once, and a rotation adds one without taking the old one away."""
    assert tirkeu("keys", "make", folder=tmp_path).returncode == 0
    assert tirkeu("keys", "make", folder=tmp_path).returncode == 2
    before = json.loads(tirkeu("keys", "list", folder=tmp_path).stdout)
    after = json.loads(tirkeu("keys", "rotate", folder=tmp_path).stdout)

    assert len(after["keys"]) == len(before["keys"]) + 1


def test_verify_says_not_genuine_of_a_made_up_text(tmp_path: Path) -> None:
    """What we did not sign is not genuine, and the exit code says so."""
    tirkeu("keys", "make", folder=tmp_path)

    ended = tirkeu("verify", "https://t.me/TirkeuDemoBot?start=rAAAAAAAAAAAAAAAA&c#123", folder=tmp_path)

    assert ended.returncode == 1
    assert json.loads(ended.stdout)["verdict"] == "not_genuine"
