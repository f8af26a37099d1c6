"""`tirkeu audit`: the operator proves the record, reads a story in it and signs it."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.certificate import keystore
from bot.domain.audit import Actor, AuditAction, AuditEntry
from tests.commands.office_ground import DATABASE, OFFICER, build, opened, stand_in, withdraw_the_key
from tests.storage.storage_samples import GUEST, NOW


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


def test_what_is_missing_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One row by its number, several by the first and the last; of very many only how many more there are."""
    with closing(sqlite3.connect(folder / DATABASE)) as link:
        link.execute("DROP TRIGGER audit_no_delete")
        link.execute("DELETE FROM audit WHERE seq IN (4, 6, 7)")
        link.commit()
    assert main(["audit", "verify"]) == 2
    assert capsys.readouterr().out.splitlines()[:2] == ["row 4 is missing", "rows 6 to 7 are missing"]
    monkeypatch.setattr("storage.audit_walk.MOST_NAMED", 1)
    assert main(["audit", "verify"]) == 2
    assert capsys.readouterr().out.splitlines()[:2] == ["row 4 is missing", "and 1 more rows"]


def test_a_withdrawn_keys_signature_proves_nothing_and_is_no_fault(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is noted, no row counts as signed by it, and the record is signed again with the next key."""
    assert main(["audit", "sign"]) == 0
    withdraw_the_key()
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "note: the signature over row 10 is of a key that was withdrawn" in said
    assert "rows up to 0 cannot have been changed" in said
    assert main(["audit", "sign"]) == 0
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    assert "rows up to 12 cannot have been changed" in capsys.readouterr().out  # of the new key and the old one's end


@pytest.mark.parametrize("command", [["audit", "sign"], ["export", "registrations", "--format", "csv", "--to", "out"]])
def test_with_keys_that_have_ended_nothing_is_signed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """The folder is named, and nothing goes out."""
    (folder / "out").mkdir()
    keystore.make(folder / "old", now=NOW - timedelta(days=3 * 366))
    monkeypatch.setenv("KEYS_DIR", "old")
    assert main(command) == 2
    assert "Keys in old: no_signing_key" in capsys.readouterr().err
    assert list((folder / "out").iterdir()) == []


def test_an_officer_who_left_and_a_matter_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who did it then is no officer now; what was shown of a matter is named by its number."""

    async def look_at_a_matter() -> None:
        database = await opened(folder)
        async with database.begin() as work:
            by, detail = Actor.officer(OFFICER), {"purpose": "check"}
            action = AuditAction.LOOKED_UP
            work.audit.record(AuditEntry(action=action, at=NOW, by=by, case=1, matter=5, detail=detail))
            await work.commit()
        await database.close()

    asyncio.run(look_at_a_matter())
    monkeypatch.setenv("OFFICERS", "")
    assert main(["audit", "show", "1"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert f"officer {OFFICER} (no officer any more)  looked_up matter 5 purpose=check" in last


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
    ["reassess"],
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
