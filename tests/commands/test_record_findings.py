"""`tirkeu doctor` about the record: how much is signed, since when, and whether all is as it was written."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.certificate import keystore
from bot.commands.finding import Finding
from bot.commands.record_findings import RECORD, ROWS, of_the_record
from bot.config import Settings
from storage.audit_heads import sign_the_head
from tests.commands.office_ground import DATABASE, build, look_up, opened, stand_in
from tests.storage.storage_samples import NOW, SECRET

A_DAY, LATER = timedelta(days=1), timedelta(hours=20)
OLDEST = NOW  # of the ground's rows


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once."""
    return build(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def folder(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator stands."""
    return stand_in(tmp_path, ground, monkeypatch)


def found(folder: Path, now: datetime, *, is_quick: bool = False) -> dict[str, Finding]:
    async def look() -> list[Finding]:
        settings = Settings(_env_file=None, secret_key=SecretStr(SECRET), keys_dir=folder / "keys")
        database = await opened(folder)
        findings = await of_the_record(database, settings, now, is_quick=is_quick)
        await database.close()
        return findings

    return {finding.name: finding for finding in asyncio.run(look())}


def sign(folder: Path, at: datetime) -> None:
    async def signed() -> None:
        database = await opened(folder)
        await sign_the_head(database, keystore.load(folder / "keys"), at)
        await database.close()

    asyncio.run(signed())


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as books:
        for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            books.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            books.execute(statement)
        books.commit()


def test_rows_wait_to_be_signed_for_a_day_and_no_longer(folder: Path) -> None:
    """Rows of today may wait for the daily round; after two days without one, the operator is told how to sign."""
    fresh, late = found(folder, OLDEST + A_DAY)[RECORD], found(folder, OLDEST + 3 * A_DAY)[RECORD]
    assert (fresh.state, fresh.said) == ("ok", "8 rows, 8 of them not signed yet")
    assert late.state == "warning"
    assert "the oldest waits for 7" in late.said
    assert "tirkeu audit sign" in late.said


def test_the_heads_age_is_told_and_alarms_nobody_while_nothing_happens(folder: Path) -> None:
    """A quiet week after a signature is well; a row written since counts from its own moment."""
    sign(folder, NOW + LATER)
    quiet = found(folder, NOW + LATER + 7 * A_DAY)[RECORD]
    assert (quiet.state, quiet.said) == (
        "ok",
        "10 rows, 0 of them not signed yet; signed up to row 10, 168.0 h ago",
    )
    asyncio.run(one_more_look(folder, hours=7 * 24))
    assert found(folder, NOW + 8 * A_DAY)[RECORD].state == "ok"
    late = found(folder, NOW + 10 * A_DAY)[RECORD]
    assert late.state == "warning"
    assert "12 rows, 2 of them not signed yet; signed up to row 10" in late.said


async def one_more_look(folder: Path, hours: int) -> None:
    database = await opened(folder)
    await look_up(database, 1, hours)
    await database.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM audit WHERE seq > 9", "rows 10 to 10 are gone from the end: they were signed"),
        ("UPDATE audit SET hash = zeroblob(32) WHERE seq = 10", "row 10 is another one than was signed"),
        ("UPDATE audit SET hash = 'a text' WHERE seq = 10", "row 10 is another one than was signed"),
        ("UPDATE audit_heads SET hash = zeroblob(32)", "the signature over row 10 is not the operator's"),
    ],
)
def test_a_head_that_does_not_fit_is_told_even_by_a_quick_look(folder: Path, statement: str, said: str) -> None:
    """The last signed row was cut off, changed, or its signature forged: broken, without reading the whole record."""
    sign(folder, NOW + LATER)
    change(folder, statement)
    told = found(folder, NOW + LATER, is_quick=True)
    assert told.keys() == {RECORD}
    assert told[RECORD].state == "broken"
    assert said in told[RECORD].said


def test_only_a_whole_walk_finds_a_row_in_the_middle(folder: Path) -> None:
    """A changed row before the head is named by its number, with how many there are."""
    sign(folder, NOW + LATER)
    assert found(folder, NOW + LATER)[ROWS].state == "ok"
    change(folder, "UPDATE audit SET actor = 'officer:1' WHERE seq = 3")
    told = found(folder, NOW + LATER)
    assert told[RECORD].state == "ok"
    assert (told[ROWS].state, told[ROWS].offenders) == ("broken", 1)
    assert told[ROWS].first[0].startswith("row 3 was changed")


def test_a_withdrawn_key_asks_for_another_signature(folder: Path) -> None:
    """Nothing is broken, but nothing is proved either until the record is signed with another key."""
    sign(folder, NOW + LATER)
    kid = keystore.load(folder / "keys").signing_key(NOW + LATER).kid
    keystore.rotate(folder / "keys", now=NOW + LATER)
    keystore.withdraw(folder / "keys", kid, now=NOW + A_DAY)
    told = found(folder, NOW + A_DAY)[RECORD]
    assert (told.state, "was withdrawn" in told.said) == ("warning", True)
    sign(folder, NOW + A_DAY)
    assert found(folder, NOW + A_DAY)[RECORD].state == "ok"


def test_without_the_keys_nothing_is_said_to_be_sound(folder: Path) -> None:
    """Whose signatures they are cannot be told."""
    (folder / "keys").rename(folder / "elsewhere")
    told = found(folder, NOW)
    assert told.keys() == {RECORD}
    assert told[RECORD].state == "warning"


@pytest.mark.parametrize("table", ["audit_heads", "audit"])
def test_a_moment_that_is_none_is_the_records_fault(folder: Path, table: str) -> None:
    """It read as a database that cannot be reached."""
    sign(folder, NOW + LATER)
    change(folder, f"UPDATE {table} SET at = 'noon'")  # noqa: S608 - two names of tables
    record = found(folder, NOW + A_DAY)
    assert "broken" in {finding.state for finding in record.values()}
