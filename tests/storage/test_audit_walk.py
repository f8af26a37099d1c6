"""`tirkeu audit verify` finds what was done to the record behind the program's back, and names it."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from storage_samples import NOW, SECRET

from bot.certificate import keystore
from bot.certificate.attested import Head
from bot.certificate.keys import KeyRing
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from storage.audit_heads import record_keys, sign_the_head
from storage.audit_rows import NOTHING_BEFORE, moment_text, row_hash
from storage.audit_walk import Fault, Verified, Wrong, verify
from storage.database import Database

BEGAN = datetime(2026, 7, 1, tzinfo=UTC)
_ADD = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def chain(rows: int) -> Iterator[tuple[object, ...]]:
    """Rows as they are stored in an SQLite file, with their hashes."""
    before = NOTHING_BEFORE
    for seq in range(1, rows + 1):
        at = BEGAN + timedelta(seconds=seq)
        rest = ("person:" + f"{seq % 97:032x}", "request", seq // 3, None, '{"kind":"granted"}', "0123456789abcdef")
        before = row_hash(before, [seq, moment_text(at), *rest])
        yield (seq, f"{at:%Y-%m-%d %H:%M:%S.%f}", *rest, before)


async def filled(file: Path, rows: int) -> str:
    url = f"sqlite+aiosqlite:///{file}"
    await (await Database.open(url, SECRET)).close()
    with closing(sqlite3.connect(file)) as link:
        link.executemany(_ADD, chain(rows))
        link.commit()
    return url


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """The operator's keys."""
    return keystore.make(tmp_path_factory.mktemp("keys"), now=NOW)


async def walk(url: str, ring: KeyRing, *kept: Head) -> Verified:
    database = await Database.open(url, SECRET)
    async with database.reading() as connection:
        found = await verify(connection, ring, kept)
    await database.close()
    return found


def behind_its_back(file: Path, *statements: str) -> None:
    """What somebody with the file can do, who takes the triggers away first."""
    with closing(sqlite3.connect(file)) as link:
        for (name,) in link.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            link.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            link.execute(statement)
        link.commit()


def rewritten_from(file: Path, seq: int) -> None:
    """A row changed, and every hash from there on made to fit."""
    behind_its_back(file, f"UPDATE audit SET detail = '{{}}' WHERE seq = {seq}")  # noqa: S608 - a number
    with closing(sqlite3.connect(file)) as link:
        (before,) = link.execute("SELECT hash FROM audit WHERE seq = ?", (seq - 1,)).fetchone()
        for row in link.execute("SELECT * FROM audit WHERE seq >= ? ORDER BY seq", (seq,)).fetchall():
            before = row_hash(before, [row[0], f"{row[1].replace(' ', 'T')}+00:00", *row[2:-1]])
            link.execute("UPDATE audit SET hash = ? WHERE seq = ?", (before, row[0]))
        link.commit()


def swap(one: int, other: int) -> list[str]:
    moves = ((-1, one), (one, other), (other, -1))
    return [f"UPDATE audit SET seq = {a} WHERE seq = {b}" for a, b in moves]  # noqa: S608 - numbers


CHANGES: dict[str, tuple[Callable[[Path], None], tuple[Fault, ...]]] = {
    "a changed": (
        lambda file: behind_its_back(file, "UPDATE audit SET actor = 'bot' WHERE seq = 7777"),
        (Fault(seq=7777, wrong=Wrong.CHANGED),),
    ),
    "a moment": (
        lambda file: behind_its_back(file, "UPDATE audit SET at = '2026-07-02 00:00:00.000001' WHERE seq = 1"),
        (Fault(seq=1, wrong=Wrong.CHANGED),),
    ),
    "a missing": (
        lambda file: behind_its_back(file, "DELETE FROM audit WHERE seq = 12345"),
        (Fault(seq=12345, wrong=Wrong.MISSING, upto=12345),),
    ),
    "the first": (
        lambda file: behind_its_back(file, "DELETE FROM audit WHERE seq < 3"),
        (Fault(seq=1, wrong=Wrong.MISSING, upto=2),),
    ),
    "swapped": (
        lambda file: behind_its_back(file, *swap(100, 15000)),
        (Fault(seq=100, wrong=Wrong.SWAPPED, upto=15000),),
    ),
    "neighbours swapped": (
        lambda file: behind_its_back(file, *swap(9999, 10000)),
        (Fault(seq=9999, wrong=Wrong.SWAPPED, upto=10000),),
    ),
    "several": (
        lambda file: behind_its_back(
            file, "UPDATE audit SET law = '' WHERE seq IN (5, 10001)", "DELETE FROM audit WHERE seq BETWEEN 50 AND 60"
        ),
        (
            Fault(seq=5, wrong=Wrong.CHANGED),
            Fault(seq=50, wrong=Wrong.MISSING, upto=60),
            Fault(seq=10001, wrong=Wrong.CHANGED),
        ),
    ),
    "tail cut": (
        lambda file: behind_its_back(file, "DELETE FROM audit WHERE seq > 19990"),
        (Fault(seq=19991, wrong=Wrong.CUT, upto=20004),),
    ),
    "rewritten": (
        lambda file: rewritten_from(file, 19000),
        (Fault(seq=20004, wrong=Wrong.REWRITTEN),),
    ),
    "a hash": (
        lambda file: behind_its_back(file, "UPDATE audit SET hash = zeroblob(32) WHERE seq = 10"),
        (Fault(seq=10, wrong=Wrong.CHANGED),),
    ),
    "of another kind": (
        lambda file: behind_its_back(
            file,
            "UPDATE audit SET hash = 'text' WHERE seq = 10",
            "UPDATE audit SET detail = x'ff' WHERE seq = 20",
            "UPDATE audit SET matter = 1e300 WHERE seq = 30",
        ),
        tuple(Fault(seq=seq, wrong=Wrong.CHANGED) for seq in (10, 20, 30)),
    ),
    "before the first": (
        lambda file: behind_its_back(file, "UPDATE audit SET seq = 0 WHERE seq = 20003"),
        (Fault(seq=0, wrong=Wrong.CHANGED), Fault(seq=20003, wrong=Wrong.MISSING, upto=20003)),
    ),
    "head forged": (
        lambda file: behind_its_back(file, "UPDATE audit_heads SET at = '2026-11-01 00:00:00.000000'"),
        (Fault(seq=20004, wrong=Wrong.HEAD_FORGED),),
    ),
}


@pytest.fixture(scope="module")
def signed_once(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """Twenty thousand rows, and those of the keys, signed."""
    file = tmp_path_factory.mktemp("signed") / "tirkeu.db"
    asyncio.run(signed(file, ring))
    with closing(sqlite3.connect(file)) as link:
        link.execute("PRAGMA journal_mode = DELETE")
    return file


@pytest.fixture
def file(signed_once: Path, tmp_path: Path) -> Path:
    """One of a test's own."""
    return Path(shutil.copy(signed_once, tmp_path / "tirkeu.db"))


async def signed(file: Path, ring: KeyRing) -> None:
    database = await Database.open(await filled(file, 20_000), SECRET)
    for _ in range(2):
        async with database.begin() as work:
            work.audit.record(AuditEntry(action=AuditAction.IMPORTED, at=NOW, by=OPERATOR))
            await work.commit()
    await sign_the_head(database, ring, NOW)
    await database.close()


@pytest.mark.parametrize("what", CHANGES)
async def test_what_was_done_is_named(what: str, file: Path, ring: KeyRing) -> None:
    """Among twenty thousand rows the changed, missing, swapped, cut and rewritten are named, and nothing else."""
    url = f"sqlite+aiosqlite:///{file}"
    deed, expected = CHANGES[what]
    deed(file)
    found = await walk(url, ring)
    assert found.faults == expected
    assert not found.is_sound


async def test_a_sound_record_is_said_to_be(file: Path, tmp_path: Path, ring: KeyRing) -> None:
    """Nothing was done: no fault, all rows counted, and the head covers them; another operator's keys prove nothing."""
    url = f"sqlite+aiosqlite:///{file}"
    found = await walk(url, ring)
    assert (found.rows, found.last, found.heads, found.signed_upto, found.faults) == (20_004, 20_004, 1, 20_004, ())
    foreign = keystore.make(tmp_path / "foreign", now=NOW)
    assert [fault.wrong for fault in (await walk(url, foreign)).faults] == [Wrong.HEAD_FORGED]


async def test_a_head_kept_elsewhere_shows_a_record_made_anew(file: Path, ring: KeyRing) -> None:
    """Who rewrites everything and removes the signed heads is found by a head that the operator has kept."""
    url = f"sqlite+aiosqlite:///{file}"
    kept = Head(seq=20_004, hash=(await walk(url, ring)).hash, at=NOW)
    assert (await walk(url, ring, kept)).is_sound
    rewritten_from(file, 10)
    behind_its_back(file, "DELETE FROM audit_heads")
    assert (await walk(url, ring)).is_sound
    assert (await walk(url, ring, kept)).faults == (Fault(seq=20_004, wrong=Wrong.REWRITTEN),)


async def test_keys_are_entered_once_and_their_end_too(sqlite: Database, tmp_path: Path) -> None:
    """However a key was made or withdrawn, the record says so once; a head of a withdrawn key is only a note."""
    keys = tmp_path / "keys"
    ring = keystore.make(keys, now=NOW)
    assert await record_keys(sqlite, ring, NOW) == 2
    assert await record_keys(sqlite, ring, NOW) == 0
    first = await sign_the_head(sqlite, ring, NOW)
    assert first is not None
    assert first.seq == 2
    kid = ring.signing_key(NOW).kid
    keystore.rotate(keys, now=NOW)
    ring = keystore.withdraw(keys, kid, now=NOW)
    second = await sign_the_head(sqlite, ring, NOW)
    assert second is not None
    assert second.seq == 4
    async with sqlite.reading() as connection:
        found = await verify(connection, ring)
    assert (found.faults, found.signed_upto) == ((), 4)
    assert found.notes == (Fault(seq=2, wrong=Wrong.HEAD_WITHDRAWN),)


@pytest.mark.nightly
@pytest.mark.timeout(600)
async def test_a_million_rows_take_under_thirty_seconds(tmp_path: Path, ring: KeyRing) -> None:
    """One changed row among a million is named in under thirty seconds."""
    file = tmp_path / "tirkeu.db"
    url = await filled(file, 1_000_000)
    behind_its_back(file, "UPDATE audit SET detail = '{}' WHERE seq = 654321")
    began = time.perf_counter()
    found = await walk(url, ring)
    took = time.perf_counter() - began
    assert found.faults == (Fault(seq=654_321, wrong=Wrong.CHANGED),)
    assert found.rows == 1_000_000
    assert took < 30
