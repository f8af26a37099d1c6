"""Personal data leaves no readable trace, and a sealed value opens only where and with what it was sealed."""

import logging
from pathlib import Path

import pytest
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from storage_samples import ANSWERS, CARD, GUEST, HOST, IIN, LANDLORD, NOW, SECRET, certificate, notice, request

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Draft
from bot.registration.outlook import Outlook
from storage.answers_json import answers_to_json
from storage.database import Database, WrongKeyError
from storage.fsm import FsmStorage
from storage.outbox import Outbox
from storage.tables import cases, drafts, hosts, notices
from storage.vault import SealBrokenError, Vault, WeakSecretError

QR_TEXT = "https://t.me/bot?start=rABCDEFGH&c#31415926535"
TOKEN = "canary-token_0123456789"
TOLD = "required register=2026-12-19 leave=2027-02-09"
REMINDER = notice("deadline", data={"register": "2026-12-19"})
NEWS = notice("law_changed", kind=NoticeKind.LAW_CHANGED, data={"was": TOLD})
CANARIES = (
    "Қанарейкина",
    "Гүлнәр-Жұлдыз",
    "FA7654321",
    "850101300012",
    "+77015554433",
    "77015554433",
    "Канарейкин Сәкен Ұлы",
    "улица Канареечная",
    "Канареечная",
    "1991-02-03",
    "31415926535",
    "canary-token",
    "inv-1",
    "canary in the FSM",
    "2026-12-19",
    "leave=",
)


async def _write_everything(database: Database) -> None:
    async with database.begin() as work:
        await work.drafts.save(Draft(chat=GUEST, answers=ANSWERS, saved_at=NOW, passport=CARD))
        await work.hosts.save(LANDLORD)
        case = await work.cases.add(request(TOKEN))
        await work.certificates.add(certificate(case.number))
        await work.certificates.keep_text(case.number, QR_TEXT)
        await work.outlooks.save(Outlook(chat=GUEST, told=TOLD, assessed_on=NOW.date()))
        await work.notices.owe(REMINDER, NEWS)
        await work.commit()
    await FsmStorage(database).set_data(StorageKey(1, GUEST, GUEST), {"typed": "canary in the FSM"})
    async with database.look() as work:
        assert await work.drafts.get(GUEST) is not None
        assert await work.hosts.by_number(IIN) == LANDLORD
        assert await work.cases.by_token(TOKEN) is not None


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("tirkeu.db*")}


def _traces(where: bytes) -> list[str]:
    return [
        f"{canary} in {encoding}"
        for canary in CANARIES
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
        if canary.encode(encoding, "replace") in where
    ]


async def test_a_canary_is_in_no_file_and_in_no_log(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Names, numbers, phones, addresses and links are in neither file, WAL nor the libraries' most talkative logs."""
    for logger in ("sqlalchemy", "aiosqlite", "alembic"):
        caplog.set_level(logging.DEBUG, logger)
    database = await Database.open(sqlite_url, SECRET)
    await _write_everything(database)
    files = _files(tmp_path)
    await database.close()
    assert set(files) == {"tirkeu.db", "tirkeu.db-wal", "tirkeu.db-shm"}
    assert [trace for content in files.values() for trace in _traces(content)] == []
    assert len(caplog.text) > 10_000
    assert _traces(caplog.text.encode()) == []


def test_the_search_finds_a_canary_that_is_there() -> None:
    """The search itself is no blind one."""
    assert _traces("дом: улица Канареечная".encode("cp1251")) == [
        "улица Канареечная in cp1251",
        "Канареечная in cp1251",
    ]
    assert _traces(answers_to_json(ANSWERS).encode())


async def test_an_error_tells_no_parameters(database: Database) -> None:
    """An exception of the database shows the statement, never a value of the bot's."""
    async with database.begin() as work:
        await work.cases.add(request(TOKEN))
        with pytest.raises(IntegrityError) as refused:
            await work.cases.add(request(TOKEN, guest=HOST))
    assert _traces(str(refused.value).encode()) == []
    assert str(HOST) not in str(refused.value)


async def test_a_moved_value_does_not_open(database: Database) -> None:
    """A phone put where the name was, or answers of a draft put into a request, are refused and not shown."""
    await _write_everything(database)
    async with database.writing() as connection:
        phone = (await connection.execute(select(hosts.c.phone))).scalar_one()
        answers = (await connection.execute(select(drafts.c.answers))).scalar_one()
        await connection.execute(update(hosts).values(name=phone))
        await connection.execute(update(cases).values(answers=answers))
        await connection.commit()
    async with database.look() as work:
        with pytest.raises(SealBrokenError):
            await work.hosts.get(HOST)
        with pytest.raises(SealBrokenError):
            await work.cases.by_token(TOKEN)


async def test_what_was_sent_or_dropped_says_nothing_any_more(database: Database) -> None:
    """Of a notice that is over only its key and its fate are left, sent, given up, late or for a blocked bot."""
    fates = {"sent", "dropped", "late", "blocked"}
    await _owe(database, *(notice(fate, expires_at=NOW if fate == "late" else None) for fate in fates))
    outbox = Outbox(database)
    taken = {owed.key: (number, owed.data) for number, owed in await outbox.due(NOW, 9)}
    assert {key: data for key, (_, data) in taken.items()} == {key: {"day": "3"} for key in fates - {"late"}}
    await outbox.sent(taken["sent"][0], NOW)
    await outbox.drop(taken["dropped"][0], NOW, "400")
    await outbox.chat_blocked(GUEST, NOW)

    async with database.reading() as connection:
        rows = await connection.execute(select(notices.c.key, notices.c.data))
        assert {row.key: row.data for row in rows} == dict.fromkeys(fates)


async def test_a_notice_that_does_not_open_holds_up_no_other(database: Database) -> None:
    """Changed bytes in one notice: it is dropped, and the others are handed out."""
    await _owe(database, notice("broken"), notice("whole"))
    async with database.writing() as connection:
        await connection.execute(update(notices).where(notices.c.key == "broken").values(data=b"\x01 broken"))
        await connection.commit()

    assert [owed.key for _, owed in await Outbox(database).due(NOW, 9)] == ["whole"]
    async with database.reading() as connection:
        found = await connection.execute(select(notices.c.last_error).where(notices.c.dropped_at.is_not(None)))
        assert found.scalars().all() == ["unreadable"]


async def _owe(database: Database, *owed: Notice) -> None:
    async with database.begin() as work:
        await work.notices.owe(*owed)
        await work.commit()


def test_every_changed_byte_is_noticed() -> None:
    """A sealed value with any one byte changed, cut or added does not open; it is never the same twice."""
    vault = Vault(SECRET.encode())
    sealed = vault.seal(hosts.c.phone, LANDLORD.phone)
    assert vault.open(hosts.c.phone, sealed) == LANDLORD.phone
    assert sealed != vault.seal(hosts.c.phone, LANDLORD.phone)
    flipped = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for broken in (*flipped, *(sealed[:length] for length in range(len(sealed))), sealed + b"\0"):
        with pytest.raises(SealBrokenError):
            vault.open(hosts.c.phone, broken)


def test_a_blind_index_depends_on_key_and_column() -> None:
    """Equal texts meet in one column under one key only."""
    vault = Vault(SECRET.encode())
    index = vault.index(hosts.c.iin_index, IIN.reveal())
    assert index == Vault(SECRET.encode()).index(hosts.c.iin_index, IIN.reveal())
    assert len(index) == 16
    assert index != vault.index(cases.c.host_index, IIN.reveal())
    assert index != Vault(b"another secret, as long").index(hosts.c.iin_index, IIN.reveal())


async def test_a_wrong_key_is_refused_at_the_door(url: str) -> None:
    """A database opens only under the secret it was written with, and the right one still does afterwards."""
    await (await Database.open(url, SECRET)).close()
    with pytest.raises(WrongKeyError):
        await Database.open(url, SECRET + "!")
    await (await Database.open(url, SECRET)).close()


async def test_a_short_secret_is_refused(sqlite_url: str) -> None:
    """A secret under sixteen bytes protects nothing and is not taken."""
    with pytest.raises(WeakSecretError):
        await Database.open(sqlite_url, "short")
