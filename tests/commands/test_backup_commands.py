"""`tirkeu copy-database`, `backup` and `restore`, as an operator runs them."""

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyrage
import pytest

from bot.__main__ import main
from bot.certificate import keystore
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Chat, ChatId
from bot.machine.clock import RealClock
from storage.database import Database
from storage.moving.targets import SqliteTarget
from storage.moving.workspace import publish
from storage.tables import chats

SECRET = "a secret of this test only"
NOW = RealClock(ZoneInfo("Asia/Almaty")).now()


async def _settle(file: Path) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{file}", SECRET)
    async with database.begin() as work:
        await work.chats.save(Chat(id=ChatId(1), language="ru", consented_at=NOW, consent_version="1"))
        for name, kind, late in (("told", NoticeKind.CERTIFICATE_FILE, None), ("old", NoticeKind.DEADLINE, NOW)):
            due = NOW - timedelta(hours=1)
            await work.notices.owe(Notice(key=name, chat=ChatId(1), kind=kind, due_at=due, expires_at=late))
        await work.commit()
    await database.close()


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database and keys, made once."""
    folder = tmp_path_factory.mktemp("settled")
    asyncio.run(_settle(folder / "tirkeu.db"))
    keystore.make(folder / "keys", now=NOW)
    return folder


@pytest.fixture
def folder(settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator runs the commands."""
    shutil.copy(settled / "tirkeu.db", tmp_path / "tirkeu.db")
    shutil.copytree(settled / "keys", tmp_path / "keys")
    (tmp_path / "backups").mkdir()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///tirkeu.db")
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("KEYS_DIR", "keys")
    return tmp_path


def test_a_copy_is_told_table_by_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows and checksums of both sides are printed, and that they are the same; the second time it is refused."""
    assert main(["copy-database", "sqlite:///tirkeu.db", "sqlite:///new/copy.db"]) == 0
    said = capsys.readouterr()
    [row] = [line.split() for line in said.out.splitlines() if line.startswith("notices")]
    assert (row[1], row[2], row[5]) == ("2", "2", "same")
    assert row[3] == row[4]
    assert said.out.endswith("4 rows; every table is the same on both sides.\n")
    assert main(["copy-database", "sqlite:///tirkeu.db", "sqlite:///new/copy.db"]) == 2
    assert "something already" in capsys.readouterr().err


def test_a_copy_that_differs_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table that differs is named, the exit code is 1, and there is no copy."""
    write = SqliteTarget.write

    async def change(self: SqliteTarget, table: object, rows: list[tuple[object, ...]]) -> None:
        await write(self, table, [(each[0], "kk", *each[2:]) for each in rows] if table is chats else rows)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteTarget, "write", change)
    assert main(["copy-database", "sqlite:///tirkeu.db", "sqlite:///copy.db"]) == 1
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines() if "DIFFERS" in line] == ["chats"]
    assert "nothing was kept" in said.err
    assert not (folder / "copy.db").exists()


def test_no_password_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A database that cannot be reached is named without account and password."""
    there = f"postgresql+asyncpg://operator:geheim@/tirkeu?host={folder}&password=geheim"
    assert main(["copy-database", "sqlite:///tirkeu.db", there]) == 2
    said = capsys.readouterr()
    assert "PostgreSQL tirkeu on" in said.err
    assert "No such file" in said.err
    assert "geheim" not in said.out + said.err


def test_backup_and_restore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into a folder goes a dated name, of which the newest are kept; from it database and keys come back."""
    assert main(["backup", "backups", "--keep", "1"]) == 0
    assert "encrypted under SECRET_KEY" in capsys.readouterr().err
    [first] = (folder / "backups").iterdir()
    first.rename(first.with_name("tirkeu-20260101T000000Z.age"))
    assert main(["backup", "backups", "--keep", "1"]) == 0
    [file] = (folder / "backups").iterdir()
    assert f"{Path('backups', file.name)}: 4 rows, " in (said := capsys.readouterr().out)
    assert said.count("removed") == 1
    shutil.rmtree(folder / "keys")
    (folder / "tirkeu.db").unlink()
    assert main(["restore", str(file), "--into", "sqlite:///tirkeu.db", "--keys-into", "keys"]) == 0
    assert "the next 100000 numbers" in capsys.readouterr().out
    assert keystore.load(folder / "keys").signing
    assert asyncio.run(_waiting(folder)) == ["told"]
    assert list((folder / "temporary").iterdir()) == []


async def _waiting(folder: Path) -> list[str]:
    """What of the notices owed is news still."""
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}", SECRET)
    async with database.look() as seen:
        kinds = (NoticeKind.CERTIFICATE_FILE, NoticeKind.DEADLINE)
        waiting = [notice for kind in kinds for notice in await seen.notices.waiting([ChatId(1)], kind)]
    await database.close()
    return [notice.key for notice in waiting if notice.expires_at is None or notice.expires_at > NOW]


def test_a_backup_for_a_recipient(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With BACKUP_RECIPIENT set only its private key opens the backup."""
    identity = pyrage.x25519.Identity.generate()
    (folder / "identity.txt").write_text(str(identity))
    monkeypatch.setenv("BACKUP_RECIPIENT", str(identity.to_public()))
    assert main(["backup", "one.age", "--without-keys"]) == 0
    assert main(["restore", "one.age", "--into", "sqlite:///new.db"]) == 2
    assert "--identity" in capsys.readouterr().err
    assert main(["restore", "one.age", "--into", "sqlite:///new.db", "--identity", "identity.txt"]) == 0
    assert (
        main(["restore", "one.age", "--into", "sqlite:///n.db", "--identity", "identity.txt", "--keys-into", "k"]) == 2
    )
    assert "no signing keys in this backup" in capsys.readouterr().err


def test_what_does_not_fit_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake is one sentence, exit code 2, and nothing is made."""
    mistakes: list[tuple[list[str], str]] = [
        (["backup", "one.age", "--keep", "3"], "name a folder"),
        (["restore", "none.age", "--into", "sqlite:///new.db"], "no such file"),
        (["restore", "tirkeu.db", "--into", "nonsense"], "not the address of a database"),
        (["restore", "tirkeu.db", "--into", "sqlite:///new.db"], "damaged or cut short"),
    ]
    for arguments, told in mistakes:
        assert main(arguments) == 2
        assert told in capsys.readouterr().err
    monkeypatch.setenv("SECRET_KEY", "")
    assert main(["backup", "one.age"]) == 2
    assert "nobody for whom" in capsys.readouterr().err
    assert not (folder / "one.age").exists()
    assert not (folder / "new.db").exists()


def _in_a_child(work: Callable[[], int], meanwhile: Callable[[int], None] = lambda _child: None) -> int:
    """Run it in a process of its own; its exit code, or minus the number of the signal that ended it."""
    child = os.fork()
    if not child:
        code = 99
        try:
            code = work()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    meanwhile(child)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_full_disk_leaves_no_half_backup(folder: Path) -> None:
    """Where the disk ends in the middle there is an exit code, and neither a file under the name nor one beside it."""

    def without_room(size: int) -> Callable[[], int]:
        def work() -> int:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            return main(["backup", "backups"])

        return work

    for size in (10_000, 150_000):
        assert _in_a_child(without_room(size)) == 2
        assert list((folder / "backups").iterdir()) == []


def test_who_is_stopped_in_the_middle_leaves_no_half_backup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM leaves nothing at all; kill -9 nothing under the name, and the next backup removes what lies beside."""
    for stop in (signal.SIGTERM, signal.SIGKILL):
        heard, says = os.pipe()

        def stand_still(*_arguments: object, says: int = says) -> None:
            os.write(says, b"!")
            time.sleep(60)

        def stop_it(child: int, heard: int = heard, stop: int = stop) -> None:
            os.read(heard, 1)
            os.kill(child, stop)

        monkeypatch.setattr("storage.moving.backup.publish", stand_still)
        code = _in_a_child(lambda: main(["backup", "backups"]), stop_it)
        os.close(heard)
        os.close(says)
        left = list((folder / "backups").iterdir())
        if stop == signal.SIGTERM:
            assert (code, left) == (128 + signal.SIGTERM, [])
        else:
            assert code == -signal.SIGKILL
            assert [path.name[:13] for path in left] == [".tirkeu-work-"]
    monkeypatch.setattr("storage.moving.backup.publish", publish)
    assert main(["backup", "backups"]) == 0
    [file] = (folder / "backups").iterdir()
    assert file.suffix == ".age"


def test_the_bot_goes_on_while_it_is_saved(folder: Path) -> None:
    """Another process's open transaction neither stops a backup nor gets into it."""
    with closing(sqlite3.connect("tirkeu.db", isolation_level=None)) as link:
        link.execute("BEGIN IMMEDIATE")
        link.execute("DELETE FROM chats")
        assert main(["backup", "one.age"]) == 0
        link.execute("COMMIT")
    assert main(["restore", "one.age", "--into", "sqlite:///new.db"]) == 0
    with closing(sqlite3.connect("new.db")) as link:
        assert link.execute("SELECT count(*) FROM chats").fetchone() == (1,)
