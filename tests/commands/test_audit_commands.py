"""`tirkeu audit`: the operator proves the record, reads a story in it and signs it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.commands.office_ground import DATABASE, OFFICER, build, stand_in
from tests.storage.storage_samples import GUEST


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once."""
    return build(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def folder(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator stands."""
    return stand_in(tmp_path, ground, monkeypatch)


def test_a_sound_record_is_signed_and_proved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not signed yet is said; once it is, the printed head is believed, and another one is not."""
    assert main(["audit", "verify"]) == 0
    assert "Rows 1 to 8 are not signed yet" in capsys.readouterr().out
    assert main(["audit", "sign"]) == 0
    head = capsys.readouterr().out.splitlines()[0].removeprefix("Signed: ")
    assert main(["audit", "verify", "--head", head, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["rows"], told["signed_upto"]) == (True, 10, 10)  # the two keys were entered first
    assert main(["audit", "verify", "--head", f"9:{'00' * 32}"]) == 2
    assert "row 9 is another one than was signed" in capsys.readouterr().out
    assert main(["audit", "verify", "--head", "what"]) == 2
    assert "ROW:HASH" in capsys.readouterr().err


def test_a_changed_row_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 2 and the row is named; without the keys nothing is said to be sound."""
    with closing(sqlite3.connect(folder / DATABASE)) as link:
        link.execute("DROP TRIGGER audit_no_update")
        link.execute("UPDATE audit SET actor = 'officer:1' WHERE seq = 3")
        link.commit()
    assert main(["audit", "verify"]) == 2
    assert capsys.readouterr().out.splitlines()[0].startswith("row 3 was changed")
    (folder / "keys").rename(folder / "elsewhere")
    assert main(["audit", "verify"]) == 2
    assert "not_made" in capsys.readouterr().err


def test_one_story_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line an event: who as guest, host or officer, what, why, by which rules; nobody else's chat is named."""
    assert main(["audit", "show", "1"]) == 0
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert [line.split("  ")[1:3] for line in lines] == [
        ["guest", "request asked"],
        ["host", "request granted"],
        ["host", "certificate key=010203 status=valid"],
        [f"officer {OFFICER} (officer)", "looked_up purpose=check way=document"],
    ]
    assert lines[0].startswith("2026-11-12 18:14:15 +0500")
    assert all("  law " in line for line in lines)
    assert str(GUEST) not in said
    assert main(["audit", "show", "1", "--json"]) == 0
    assert [line["who"] for line in json.loads(capsys.readouterr().out)][:2] == ["guest", "host"]
    assert main(["audit", "show", "77"]) == 2


def test_no_database_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no database, no key, or another one, a line says so and nothing is made."""
    monkeypatch.chdir(tmp_path)
    assert main(["audit", "show", "1"]) == 2
    assert "SECRET_KEY" in capsys.readouterr().err
    monkeypatch.setenv("SECRET_KEY", "another secret of sixteen")
    assert main(["audit", "show", "1"]) == 2
    assert "no database" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


COMMANDS = [
    ["audit", "verify"],
    ["breach", "--since", "2026-11-01", "--until", "2026-11-02"],
    ["hold", "list"],
    ["purge", "--dry-run"],
    ["overstays"],
    ["import", "crossings", "border.csv"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_no_command_opens_what_it_should_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """A database of a later version, a mistyped path, a server that is away: a line for each, and nothing is made."""
    (folder / "border.csv").write_text("document,citizenship,direction,date,checkpoint\n")
    with closing(sqlite3.connect(folder / DATABASE)) as books:
        books.execute("UPDATE alembic_version SET version_num = '9999'")
        books.commit()
    away = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    for address in (f"sqlite+aiosqlite:///{DATABASE}", "sqlite+aiosqlite:///mistyped.db", away):
        monkeypatch.setenv("DATABASE_URL", address)
        assert main(command) == 2

    later, mistyped, gone = capsys.readouterr().err.splitlines()
    assert "later version" in later
    assert "no database" in mistyped
    assert "cannot be reached" in gone or "not installed" in gone
    assert not (folder / "mistyped.db").exists()


def test_a_restored_record_says_where_it_comes_from(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup carries rows and signed heads unchanged; the restored record goes on with the moment of the backup."""
    assert main(["audit", "sign"]) == 0
    assert main(["backup", "saved.age"]) == 0
    assert main(["restore", "saved.age", "--into", "sqlite:///again.db"]) == 0
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///again.db")
    capsys.readouterr()
    assert main(["audit", "verify", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["signed_upto"]) == (11, 10)
    with closing(sqlite3.connect(folder / "again.db")) as link:
        [(actor, action, detail)] = link.execute("SELECT actor, action, detail FROM audit WHERE seq = 11").fetchall()
    assert (actor, action) == ("operator", "restored")
    assert set(json.loads(detail)) == {"made_at", "skipped"}
