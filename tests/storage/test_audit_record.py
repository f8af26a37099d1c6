"""The record: what comes into it by itself, in one unbroken chain, and that nothing ever leaves it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from storage_samples import GUEST, HOST, HOUR, NOW, SECRET, certificate, request

from bot.certificate import keystore
from bot.domain.audit import OPERATOR, Actor, AuditAction, AuditEntry
from bot.domain.case import Event, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.people import Chat, ChatId
from bot.law import version
from bot.law.version import law_version
from bot.office.breach import Side, Touch, find_breach, people_of
from bot.registration.granting import FILED_BY_HOST
from storage.audit import _detail
from storage.audit_exports import Place, part_since, registrations
from storage.audit_heads import sign_the_head
from storage.audit_reading import SqlRecordReader
from storage.audit_rows import HASHED, NOTHING_BEFORE, as_hashed, row_hash, written
from storage.audit_walk import Verified, verify
from storage.database import Database
from storage.moving.copying import copy_database
from storage.record_state import record_state
from storage.tables import audit, audit_heads

OFFICER = ChatId(7_000_000_009)
OTHER = ChatId(7_000_000_010)
NO_RING = keystore.KeyRing(issuer="TEST", sequence=1, root_fingerprint="", verifying=())


async def rows_of(database: Database) -> Sequence[Any]:
    async with database.reading() as connection:
        return (await connection.execute(select(audit).order_by(audit.c.seq))).all()


async def walked(database: Database) -> Verified:
    async with database.reading() as connection:
        return await verify(connection, NO_RING)


def looked(number: int) -> AuditEntry:
    return AuditEntry(action=AuditAction.LOOKED_UP, at=NOW, by=Actor.officer(OFFICER), case=number)


async def test_what_happens_comes_into_the_record_by_itself(database: Database) -> None:
    """A request, its certificate and a matter leave a row for each step, with who, why and the version of the rules."""
    async with database.begin() as work:
        case = await work.cases.add(request())
        await work.cases.save(case.happened(EventKind.GRANTED, NOW + HOUR, HOST))
        await work.certificates.add(certificate(case.number))
        matter = await work.matters.add(
            Matter.received(MatterKind.STRANGER, at=NOW + HOUR, chat=HOST, by=HOST, case=case.number)
        )
        await work.commit()
    async with database.begin() as work:
        work.audit.officer(OFFICER)
        stored = await work.cases.get(case.number, lock=True)
        assert stored is not None
        await work.cases.save(stored.happened(EventKind.REVOKED, NOW + 2 * HOUR, OFFICER, "untrue"))
        await work.certificates.set_status(case.number, CertificateStatus.REVOKED)
        closed = matter.happened(MatterState.ANSWERED, NOW + 2 * HOUR, OFFICER, "a name", Decision.UNTRUE)
        await work.matters.save(closed)
        await work.commit()
    found = [(row.actor.split(":")[0], row.action, row.case, row.detail) for row in await rows_of(database)]
    number = case.number
    assert found == [
        ("person", "request", number, '{"kind":"asked"}'),
        ("person", "request", number, '{"kind":"granted"}'),
        ("person", "matter", number, '{"kind":"stranger","step":"received"}'),
        ("person", "certificate", number, '{"key":"010203","status":"valid"}'),
        ("officer", "request", number, '{"kind":"revoked","reason":"untrue"}'),
        ("officer", "matter", number, '{"decision":"untrue","kind":"stranger","step":"answered"}'),
        ("officer", "certificate", number, '{"status":"revoked"}'),
    ]
    assert {row.law for row in await rows_of(database)} == {law_version()}
    assert (await walked(database)).is_sound


async def test_nobody_can_be_read_out_of_the_record(database: Database) -> None:
    """A person is there as a keyed digest of its own, an officer by name; a day of a stay is not told at all."""
    async with database.begin() as work:
        case = await work.cases.add(request())
        await work.cases.save(case.happened(EventKind.LEFT, NOW, GUEST, "2026-12-01"))
        work.audit.record(looked(case.number))
        await work.commit()
    rows = await rows_of(database)
    assert str(GUEST) not in str(rows)
    assert "2026-12-01" not in str(rows)
    assert rows[0].actor == rows[1].actor
    assert rows[2].actor == f"officer:{OFFICER}"
    async with database.reading() as connection:
        story = await SqlRecordReader(connection, database.vault).story(case.number)
    assert [line.who for line in story] == ["guest", "guest", f"officer {OFFICER}"]


async def test_what_is_undone_leaves_no_row(database: Database) -> None:
    """A unit of work that is left without a commit is not in the record, and the next one goes on without a gap."""
    for is_done in (True, False, True):
        async with database.begin() as work:
            work.audit.record(looked(1))
            if is_done:
                await work.commit()
    assert [row.seq for row in await rows_of(database)] == [1, 2]
    assert (await walked(database)).is_sound


async def test_the_status_a_use_case_tells_itself_is_told_once(database: Database) -> None:
    """Where a unit of work has recorded who changed a certificate, no second row repeats it."""
    async with database.begin() as work:
        case = await work.cases.add(request())
        await work.certificates.add(certificate(case.number))
        await work.commit()
    async with database.begin() as work:
        await work.certificates.set_status(case.number, CertificateStatus.SUSPENDED)
        work.audit.record(
            AuditEntry(
                action=AuditAction.CERTIFICATE,
                at=NOW,
                by=Actor.officer(OFFICER),
                case=case.number,
                detail={"status": "suspended", "was": "valid"},
            )
        )
        await work.commit()
    assert [row.action for row in await rows_of(database)] == ["request", "certificate", "certificate"]


async def test_the_database_refuses_to_change_a_row(database: Database) -> None:
    """Neither a row of the record nor a signed head can be changed or removed, by whatever statement."""
    async with database.begin() as work:
        work.audit.record(looked(1))
        await work.commit()
    head = {"seq": 1, "at": NOW, "hash": b"h", "key_id": b"k", "signature": b"s"}
    async with database.writing() as connection:
        await connection.execute(audit_heads.insert(), head)
        await connection.commit()
    for deed in (update(audit).values(law="other"), delete(audit), update(audit_heads).values(hash=b"o")):
        async with database.writing() as connection:
            with pytest.raises(DBAPIError, match="stay as they are"):
                await connection.execute(deed)
    assert (await walked(database)).rows == 1


async def test_moments_are_hashed_as_the_database_writes_them(database: Database) -> None:
    """The database's own text of a row, and that of the program that wrote it, are the same, to the microsecond."""
    moments = (NOW, NOW.replace(microsecond=0), NOW.replace(microsecond=5))
    async with database.begin() as work:
        entries = [AuditEntry(action=AuditAction.EXPORTED, at=at, by=OPERATOR, detail={"ә": "қ"}) for at in moments]
        work.audit.record(*entries)
        await work.commit()
    async with database.reading() as connection:
        told = (await connection.execute(select(*as_hashed(connection.dialect.name)).order_by(audit.c.seq))).all()
        stored = (await connection.execute(select(*HASHED).order_by(audit.c.seq))).all()
    assert [list(row) for row in told] == [written(row) for row in stored]
    first = [1, "2026-11-12T13:14:15.161718+00:00", "operator", "exported", None, None, '{"ә":"қ"}', law_version()]
    assert list(told[0]) == first
    assert (await rows_of(database))[0].hash == row_hash(NOTHING_BEFORE, first)


async def test_whose_data_went_out_can_be_told(database: Database) -> None:
    """An export from the beginning held every registration, a later one what has changed; each is found again."""
    numbers = []
    for link in ("one", "two", "three"):
        async with database.begin() as work:
            case = await work.cases.add(request(link, host=HOST))
            await work.certificates.add(certificate(case.number, case.number))
            await work.chats.save(Chat(id=GUEST, language="ru"))
            await work.commit()
            numbers.append(case.number)
    first = await part_since(database, Place())
    assert [each.number async for each in registrations(database, first.numbers)] == numbers
    async with database.begin() as work:
        await work.certificates.set_status(numbers[1], CertificateStatus.REVOKED)
        await work.commit()
    second = await part_since(database, first.upto)
    [again] = [each async for each in registrations(database, second.numbers)]
    assert (again.number, again.status) == (numbers[1], CertificateStatus.REVOKED)
    async with database.begin() as work:
        for part in (first, second):
            detail = {"since": part.since.seq, "upto": part.upto.seq, "numbers_upto": part.numbers_upto}
            told = {name: str(value) for name, value in detail.items()}
            work.audit.record(AuditEntry(action=AuditAction.EXPORTED, at=NOW + HOUR, by=OPERATOR, detail=told))
        await work.commit()
    async with database.reading() as connection:
        reader = SqlRecordReader(connection, database.vault)
        breach = await find_breach(reader, NOW + HOUR, NOW + 2 * HOUR)
        people = [each async for each in people_of(reader, breach)]
        nobody = await find_breach(reader, NOW + 2 * HOUR, NOW + 3 * HOUR)
        before = await find_breach(reader, NOW, NOW + HOUR)
    assert [(each.number, each.guest, each.host) for each in people] == [
        (number, Side(chat=GUEST, language="ru"), None) for number in numbers
    ]
    assert (before.by_number, nobody.by_number, list(breach.times.values())) == ({}, {}, [2])


@pytest.mark.parametrize(("reason", "told"), [("2026-11-20", {}), (FILED_BY_HOST, {"reason": FILED_BY_HOST})])
def test_the_day_that_a_request_is_about_is_not_recorded(reason: str, told: dict[str, str]) -> None:
    """A day of somebody's stay goes with them, and no row of the record ever goes; who filed it is told."""
    asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST, reason=reason)

    assert _detail(asked) == {"kind": "asked", **told}


async def test_an_export_names_only_whom_it_held(database: Database) -> None:
    """Neither who had asked and was not granted, nor who was granted later."""
    async with database.begin() as work:
        for link in ("one", "two", "three"):
            await work.cases.add(request(link))
        await work.certificates.add(certificate(1, 1))
        await work.certificates.add(replace(certificate(3, 3), issued_at=NOW + 5 * HOUR))
        await work.commit()
    for since in ("0", "1"):
        detail = {"since": since, "upto": "99", "numbers_upto": "3"}
        touch = Touch(at=NOW + HOUR, by="operator", action=AuditAction.EXPORTED, number=None, detail=detail)
        async with database.reading() as connection:
            held = [*await SqlRecordReader(connection, database.vault).exported(touch)]
        assert held == [1]


async def test_a_look_at_a_matter_touches_whose_it_is(database: Database) -> None:
    """A host's without a request, and a complaint of one who is neither its guest nor its host; a guest's once."""
    async with database.begin() as work:
        case = await work.cases.add(request("one", host=HOST))
        await work.chats.save(Chat(id=HOST, language="kk"))
        for kind, chat, number in (
            (MatterKind.HOST, HOST, None),
            (MatterKind.STRANGER, OTHER, case.number),
            (MatterKind.APPEAL, GUEST, case.number),
        ):
            matter = await work.matters.add(Matter.received(kind, at=NOW, chat=chat, by=chat, case=number, text="x"))
            work.audit.record(replace(looked(1), case=number, matter=matter.number))
        await work.chats.save(Chat(id=OTHER, language="ru"))
        await work.commit()
    async with database.reading() as connection:
        reader = SqlRecordReader(connection, database.vault)
        people = [each async for each in people_of(reader, await find_breach(reader, NOW, NOW + HOUR))]

    assert [(each.number, each.matter, each.guest, each.host) for each in people] == [
        (1, None, None, Side(chat=HOST, language="kk")),
        (None, 1, None, Side(chat=HOST, language="kk")),
        (None, 2, Side(chat=OTHER, language="ru"), None),
    ]


@pytest.mark.postgres
async def test_two_workers_write_one_chain(postgres_url: str, tmp_path: Path) -> None:
    """Units of work of two processes at once leave one chain without a gap, a fork, or a row lost, signed whole."""
    opened = [await Database.open(postgres_url, SECRET) for _ in range(2)]

    async def work_at(database: Database, number: int) -> None:
        for step in range(5):
            async with database.begin() as work:
                work.audit.record(looked(number), looked(step))
                await work.commit()

    await asyncio.gather(*(work_at(opened[number % 2], number) for number in range(10)))
    found = await walked(opened[0])
    assert (found.rows, found.last, found.faults) == (100, 100, ())
    ring = keystore.make(tmp_path / "keys", now=NOW)
    await sign_the_head(opened[1], ring, NOW)
    async with opened[0].reading() as connection:
        standing = await record_state(connection, ring)
    assert (standing.last, standing.signed_upto, standing.unsigned_since, standing.fault) == (102, 102, None, None)
    for database in opened:
        await database.close()


async def test_a_copy_carries_the_chain(sqlite: Database, sqlite_url: str, tmp_path: Any) -> None:
    """A copied database has the same rows and hashes, refuses changes as well, and goes on with the same chain."""
    async with sqlite.begin() as work:
        work.audit.record(looked(1), looked(2))
        await work.commit()
    there = f"sqlite+aiosqlite:///{tmp_path / 'there.db'}"
    await copy_database(sqlite_url, there)
    copy = await Database.open(there, SECRET)
    assert await rows_of(copy) == await rows_of(sqlite)
    async with copy.begin() as work:
        work.audit.record(looked(3))
        await work.commit()
    assert (await walked(copy)).rows == 3
    async with copy.writing() as connection:
        with pytest.raises(DBAPIError):
            await connection.execute(text("DELETE FROM audit WHERE seq = 2"))
    await copy.close()


def test_the_version_of_the_rules_changes_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule less, a rule that ends, or one letter in a table is another version; asked again it is the same."""
    law_version.cache_clear()
    known = {law_version()}
    with monkeypatch.context() as patch:
        patch.setattr(version, "RULES", version.RULES[1:])
        law_version.cache_clear()
        known.add(law_version())
    with monkeypatch.context() as patch:
        patch.setattr(version, "_of_tables", lambda: ["states.csv\nKAZ"])
        law_version.cache_clear()
        known.add(law_version())
    law_version.cache_clear()
    assert len({law_version(), *known}) == 3
