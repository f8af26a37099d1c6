"""Own data are complete when given out, and gone from the disk when deleted."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, Table, insert, select
from storage_samples import (
    ANSWERS,
    CARD,
    GUEST,
    HOST,
    HOUR,
    LANDLORD,
    NOW,
    STRANGER,
    certificate,
    notice,
    request,
)

from bot.domain.case import Event, EventKind
from bot.domain.ids import NOBODY
from bot.domain.matter import Matter, MatterEvent, MatterKind, MatterState
from bot.domain.organisation import StaffDeed, StaffEvent
from bot.domain.people import Chat, ChatId, Companion, Draft, Profile
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from bot.domain.terms import PROFILE_KEPT, Terms
from bot.domain.travel import Stay, Travels
from bot.registration.deleting import DeleteOwnData, ReadDeletable, Staying, WithdrawConsent
from bot.registration.expire_request import ExpireRequest
from bot.registration.granting import FILED_BY_HOST
from bot.registration.outlook import Outlook
from bot.registration.own_data import ReadOwnData
from bot.registration.retention import ForgetEnded
from storage.columns import Moment
from storage.database import Database
from storage.fsm import FsmStorage
from storage.inbox import Inbox
from storage.invariants import offences
from storage.own_data import _CHATS, NOBODYS, OWNED, WITHHELD
from storage.tables import METADATA

PERSONAL = [table for table in METADATA.sorted_tables if table.name not in NOBODYS]
OTHERS_WORDS = {"answers", "details", "record", "data", "passport", "companions", "pictures", "body"}
PAST = NOW - timedelta(days=400)
SAID, WISH = 601, 602  # updates: one that is handled, and the wish to delete, which is in hand


class Clock:
    """Stands where it is put."""

    def __init__(self, moment: datetime = NOW) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def today(self) -> date:
        return self._moment.date()


# --- complete ---


def canaries(
    database: Database, table: Table, me: ChatId, numbers: Iterator[int], keys: dict[str, Any]
) -> dict[str, Any]:
    """A row with a value of its own in every column, as it is stored."""
    return {column.name: _canary(database, column, me, next(numbers), keys) for column in table.c}


def _canary(database: Database, column: Column[Any], me: ChatId, number: int, keys: dict[str, Any]) -> Any:
    if column.foreign_keys:
        [key] = column.foreign_keys
        return keys[str(key.column)]
    if column.name in _CHATS or str(column) == "chats.id":
        return me
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, BigInteger | Integer):
        keys[str(column)] = number
        return number
    if isinstance(column.type, Moment):
        return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    if isinstance(column.type, Date):
        return date(2001, 1, 1) + timedelta(days=number)
    if isinstance(column.type, JSON):
        return [number]
    return _written(database, column, f"canary-{number}-{me}")


def _written(database: Database, column: Column[Any], canary: str) -> Any:
    if not isinstance(column.type, LargeBinary):
        return canary
    if str(column) in WITHHELD or column.name in {"cti", "key_id"}:
        return canary.encode()
    inside = json.dumps({"said": canary}) if column.name in OTHERS_WORDS else canary
    return database.vault.seal(column, inside)


async def fill(database: Database, me: ChatId, first: int) -> dict[str, dict[str, Any]]:
    """One row of each table for this person."""
    numbers, keys, rows = count(first), {}, {}
    async with database.writing() as connection:
        for table in PERSONAL:
            rows[table.name] = canaries(database, table, me, numbers, keys)
            await connection.execute(insert(table).values(rows[table.name]))
        await connection.commit()
    return rows


def test_every_table_is_somebodys_or_nobodys() -> None:
    """A new table has to say whose rows it holds before anything else passes; a name that is gone is taken out."""
    assert set(METADATA.tables) == set(OWNED) | set(NOBODYS)
    assert set(WITHHELD) <= {str(column) for table in PERSONAL for column in table.c}


async def test_own_data_hold_every_column_of_every_table_and_nothing_of_a_stranger(sqlite: Database) -> None:
    """A canary in each column of each table is found in the JSON, and none of another person's."""
    mine = await fill(sqlite, GUEST, 310_000)
    await fill(sqlite, STRANGER, 770_000)
    async with sqlite.look() as work:
        given = await work.own_data.of(GUEST)

    for table in PERSONAL:
        [row] = given[table.name]
        for column in table.c:
            if str(column) in WITHHELD:
                assert column.name not in row
            else:
                assert _found(sqlite, column, mine[table.name][column.name], row[column.name]), str(column)
    text = json.dumps(given, ensure_ascii=False)
    assert "7700" not in text
    assert str(STRANGER) not in text


def _found(database: Database, column: Column[Any], stored: Any, given: Any) -> bool:
    if isinstance(stored, bytes) and column.name not in {"cti", "key_id"}:
        said = database.vault.open(column, stored)
        return bool(given == (json.loads(said) if column.name in OTHERS_WORDS else said))
    if isinstance(stored, bytes):
        return bool(given == stored.hex())
    return bool(given == (stored.isoformat() if isinstance(stored, date) else stored))


async def test_a_host_gets_guests_only_as_counts(sqlite: Database) -> None:
    """Names, documents and chats of guests are not in the host's file; what the host did is."""
    async with sqlite.begin() as work:
        case = await work.cases.add(request(host=HOST))
        await work.cases.save(case.happened(EventKind.GRANTED, NOW, HOST))
        await work.certificates.add(certificate(case.number))
        await work.blocks.add(HOST, STRANGER, NOW)
        await work.commit()

    data = await ReadOwnData(begin=sqlite.look, clock=Clock())(HOST)
    text = json.dumps(data.as_json(30), ensure_ascii=False)

    assert data.hosted == {"requests": 1, "certificates": 1, "reports_by_others": 0}
    assert [(row["case"], row["kind"]) for row in data.records["events"]] == [(case.number, "granted")]
    for other in ("Қанарейкина", "FA7654321", "Канареечная", str(GUEST), str(STRANGER)):
        assert other not in text


# --- gone ---


async def live_a_life(database: Database, me: ChatId, *, until: datetime = PAST) -> int:
    """All that the bot can keep of one person; the number of a registration that ended then (or will)."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=me, language="en", consent_version="1", consented_at=NOW))
        await work.drafts.save(
            Draft(chat=me, answers=ANSWERS, saved_at=NOW, passport=CARD, companions=(Companion(answers=ANSWERS),))
        )
        await work.profiles.save(Profile(chat=me, answers=ANSWERS, saved_at=NOW))
        await work.travels.save(Travels(chat=me, saved_at=NOW, earlier=(Stay(date(2026, 1, 2), date(2026, 2, 3)),)))
        await work.outlooks.save(Outlook(chat=me, told="required register=2026-12-19", assessed_on=NOW.date()))
        refused = await work.cases.add(request("refused", guest=me))
        await work.cases.save(refused.happened(EventKind.REFUSED, NOW, HOST, "dates"))
        lasting = ANSWERS.with_(until=until.date())
        stayed = await work.cases.add(request("stayed", guest=me, answers=lasting))
        stayed = stayed.happened(EventKind.GRANTED, NOW, HOST)
        await work.cases.save(stayed if until > NOW else stayed.happened(EventKind.LEFT, NOW, me, "2026-12-24"))
        await work.certificates.add(certificate(stayed.number))
        await work.certificates.keep_text(stayed.number, "https://t.me/bot?start=rABCDEFGH&c#31415926535")
        await work.commit()
    await _be_a_host(database, me)
    await _complain(database, me, refused.number)
    await FsmStorage(database).set_data(StorageKey(1, me, me), {"typed": "canary in the FSM"})
    for update in (SAID, WISH):
        await Inbox(database).store(update, me, f'{{"canary": {me}}}', NOW)
    await Inbox(database).done(SAID, NOW)
    return stayed.number


async def _be_a_host(database: Database, me: ChatId) -> None:
    opened = PlaceEvent(kind=PlaceDeed.OPENED, at=NOW, chat=me, token="door-token")
    async with database.begin() as work:
        landlord = LANDLORD.__class__(**{**_fields(LANDLORD), "chat": me})
        await work.hosts.save(landlord)
        assert ANSWERS.address is not None
        assert ANSWERS.premises is not None
        place = Place(
            id=PlaceId(0),
            owner=me,
            address=ANSWERS.address,
            premises=ANSWERS.premises,
            most=3,
            language="kk",
            events=(opened,),
        )
        await work.places.add(place)
        for deed, member in ((StaffDeed.INVITED, None), (StaffDeed.JOINED, STRANGER)):
            await work.staff.add(
                StaffEvent(owner=me, kind=deed, at=NOW, by=me, member=member, name="Канарейка", token="staff-token")
            )
        await work.blocks.add(me, STRANGER, NOW)
        guest = await work.cases.add(request("guest's", guest=STRANGER, host=me))
        await work.cases.save(guest.happened(EventKind.REFUSED, NOW, me, "stranger"))
        await work.commit()


def _fields(host: Any) -> dict[str, Any]:
    return {name: getattr(host, name) for name in host.__dataclass_fields__}


async def _complain(database: Database, me: ChatId, case: int) -> None:
    events = (
        MatterEvent(kind=MatterState.RECEIVED, at=NOW, chat=me),
        MatterEvent(kind=MatterState.ANSWERED, at=NOW, chat=HOST, note="канарейка ответа"),
    )
    async with database.begin() as work:
        await work.matters.add(
            Matter(
                number=0,
                kind=MatterKind.APPEAL,
                chat=me,
                events=events,
                case=case,
                text="канарейка",
                pictures=("AgAC",),
            )
        )
        await work.notices.owe(notice("reminder", chat=me, case=case, data={"register": "2026-12-19"}))
        await work.commit()


async def sealed_values(database: Database) -> dict[str, list[bytes]]:
    """Every sealed value that is stored, by its column."""
    found: dict[str, list[bytes]] = {}
    async with database.reading() as connection:
        for table in PERSONAL:
            for column in table.c:
                if isinstance(column.type, LargeBinary):
                    values = (await connection.execute(select(column).where(column.is_not(None)))).scalars()
                    found[str(column)] = list(values)
    return found


async def columns_naming(database: Database, chat: ChatId) -> list[str]:
    """Every column of every table in which this chat's number still stands, as a number or inside words."""
    found = []
    async with database.reading() as connection:
        for table in METADATA.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                found += [f"{table.name}.{name}" for name, value in row.items() if str(chat) in str(value)]
    return found


def bytes_on_disk(folder: Path) -> bytes:
    """The file, its journal and the journal's index."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("tirkeu.db*")))


def deletes(database: Database, now: datetime = NOW) -> DeleteOwnData:
    return DeleteOwnData(begin=database.begin, clock=Clock(now), scrub=database.scrub)


async def test_what_is_deleted_is_nowhere_on_the_disk(sqlite: Database, tmp_path: Path) -> None:
    """No sealed value of the person is left in the file, its WAL or its SHM, and no row names the chat.

    The wish itself goes when it is handled: broken off it must come again.
    """
    await live_a_life(sqlite, GUEST)
    before = await sealed_values(sqlite)
    lying = bytes_on_disk(tmp_path)
    kept = {"cases.token", "cases.token_index", "certificates.cti", "certificates.key_id"}
    others = {value for values in (await _of_others(sqlite)).values() for value in values}
    gone = [value for name, values in before.items() if name not in kept for value in values if value not in others]
    assert len(gone) > 25
    assert all(value in lying for value in gone)  # the search is no blind one

    assert await deletes(sqlite)(GUEST) == Staying(in_force=[], held=[])

    assert await columns_naming(sqlite, GUEST) == ["inbox.chat"]
    [wish] = await Inbox(sqlite).waiting(GUEST)
    assert wish.body is not None
    await Inbox(sqlite).done(WISH, NOW)
    left = bytes_on_disk(tmp_path)
    assert [value for value in gone if value in left] == []
    assert (tmp_path / "new" / "tirkeu.db-wal").stat().st_size == 0
    assert await columns_naming(sqlite, GUEST) == []


async def test_what_was_said_before_is_nowhere_on_the_disk(sqlite: Database, tmp_path: Path) -> None:
    """Of an update that was handled before the deletion nothing is left either."""
    inbox = Inbox(sqlite)
    await inbox.store(SAID, GUEST, "canary", NOW)
    [said] = (await sealed_values(sqlite))["inbox.body"]
    await inbox.done(SAID, NOW)
    assert said in bytes_on_disk(tmp_path)

    await deletes(sqlite)(GUEST)

    assert said not in bytes_on_disk(tmp_path)
    assert await columns_naming(sqlite, GUEST) == []


async def _of_others(database: Database) -> dict[str, list[bytes]]:
    """The sealed answers of the guest whom this person refused as a host: they are that guest's."""
    table = METADATA.tables["cases"]
    async with database.reading() as connection:
        row = (await connection.execute(select(table).where(table.c.guest == STRANGER))).mappings().one()
    return {name: [value] for name, value in row.items() if isinstance(value, bytes)}


async def test_deletion_leaves_no_name_on_any_database(database: Database) -> None:
    """The same rows go on SQLite and PostgreSQL; what PostgreSQL leaves on the disk is VACUUM's work."""
    number = await live_a_life(database, GUEST)
    await deletes(database)(GUEST)
    await deletes(database)(GUEST)  # a second tap finds nothing and breaks nothing
    await Inbox(database).done(WISH, NOW)

    assert await columns_naming(database, GUEST) == []
    async with database.look() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert case.answers.is_empty
        assert [event.reason for event in case.events] == [None] * 3
        assert await work.certificates.text(number) is None


async def test_a_longer_stay_forgets_the_last_day_that_it_replaced(sqlite: Database) -> None:
    """Of a wiped request no day is left in the chain of events; that an organisation has filed it is no day."""
    async with sqlite.begin() as work:
        for link, why in (("longer", "2026-12-24"), ("filed", FILED_BY_HOST)):
            asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST, reason=why)
            case = await work.cases.add(request(link, events=(asked,)))
            await work.cases.save(case.happened(EventKind.EXPIRED, NOW))
        await work.commit()

    await deletes(sqlite)(GUEST)

    async with sqlite.look() as work:
        found = [await work.cases.get(number) for number in (1, 2)]
    assert [case and case.events[0].reason for case in found] == [None, FILED_BY_HOST]


async def test_a_certificate_in_force_stays_and_says_until_when(database: Database) -> None:
    """Its answers and text stay and stay the person's; all the rest goes."""
    until = NOW + timedelta(days=60)
    number = await live_a_life(database, GUEST, until=until)
    what = await ReadDeletable(begin=database.look, clock=Clock())(GUEST)
    assert [(kept.number, kept.until) for kept in what.in_force] == [(f"{number:08d}", until.date())]

    kept = (await deletes(database)(GUEST)).in_force
    await Inbox(database).done(WISH, NOW)

    assert [each.number for each in kept] == [f"{number:08d}"]
    assert set(await columns_naming(database, GUEST)) == {"cases.guest", "events.chat"}
    async with database.look() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert not case.answers.is_empty
        assert await work.certificates.text(number) is not None


async def test_a_withdrawal_keeps_registrations_for_the_term_and_then_nothing(database: Database) -> None:
    """After /withdraw an ended registration stays for the operator's days; the purge then also cuts its tie."""
    number = await live_a_life(database, GUEST)
    await WithdrawConsent(begin=database.begin, clock=Clock(), scrub=database.scrub)(GUEST)
    async with database.look() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert not case.answers.is_empty
        assert await work.profiles.get(GUEST) is None
        assert await work.matters.of_chat(GUEST) == []

    later = Clock(NOW + timedelta(days=90 + 7) + HOUR)
    expire = ExpireRequest(begin=database.begin, clock=later)  # type: ignore[arg-type]
    await ForgetEnded(
        look=database.look,
        begin=database.begin,
        clock=later,
        expire_request=expire,
        terms=Terms(answers=timedelta(days=7)),
    )()

    async with database.look() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert case.answers.is_empty
    assert "cases.guest" not in await columns_naming(database, GUEST)


@pytest.mark.parametrize(("age", "stays"), [(PROFILE_KEPT, True), (PROFILE_KEPT + HOUR, False)])
async def test_a_profile_goes_a_year_after_its_last_use(sqlite: Database, age: timedelta, stays: bool) -> None:
    """A year to the moment it is still there; an hour later it is gone."""
    async with sqlite.begin() as work:
        await work.profiles.save(Profile(chat=GUEST, answers=ANSWERS, saved_at=NOW - age))
        await work.commit()
    expire = ExpireRequest(begin=sqlite.begin, clock=Clock())  # type: ignore[arg-type]

    await ForgetEnded(look=sqlite.look, begin=sqlite.begin, clock=Clock(), expire_request=expire)()

    async with sqlite.look() as work:
        assert (await work.profiles.get(GUEST) is not None) is stays


async def test_staff_of_one_who_goes_are_told(sqlite: Database) -> None:
    """Each member is owed one notice, and answers for nobody any more."""
    await live_a_life(sqlite, GUEST)

    await deletes(sqlite)(GUEST)

    async with sqlite.look() as work:
        owed = await work.notices.waiting([STRANGER], notice().kind.STAFF_REMOVED)
        assert len(owed) == 1
        assert await work.staff.employer_of(STRANGER) is None


async def seen_by_the_bot(database: Database, case: int, chat: ChatId) -> int:
    """What nobody has said of this request; its number in the queue."""
    async with database.begin() as work:
        seen = Matter.received(
            MatterKind.OVERSTAY, at=NOW, chat=chat, by=None, case=case, text='{"until": "2026-12-24"}'
        )
        number = (await work.matters.add(seen)).number
        await work.commit()
    return number


@pytest.mark.parametrize("way", [DeleteOwnData, WithdrawConsent])
async def test_nobody_deletes_the_queue_about_oneself(
    database: Database, way: type[DeleteOwnData | WithdrawConsent]
) -> None:
    """What the bot has seen of a registration in force still waits for an officer, and leads to its request alone."""
    number = await live_a_life(database, GUEST, until=NOW + timedelta(days=60))
    seen = await seen_by_the_bot(database, number, GUEST)

    await way(begin=database.begin, clock=Clock(), scrub=database.scrub)(GUEST)

    async with database.look() as work:
        [open_one] = await work.matters.waiting((), 0, 9)
        assert await work.matters.of_chat(GUEST) == []
    assert (open_one.number, open_one.chat, open_one.case) == (seen, NOBODY, number)
    assert open_one.text
    assert "matters.chat" not in await columns_naming(database, GUEST)
    assert "chats" not in {each.invariant for each in await offences(database)}


async def test_what_the_bot_has_seen_goes_with_the_request(database: Database) -> None:
    """Of a registration that has ended nothing is kept, and so nothing waits for an officer."""
    number = await live_a_life(database, GUEST)
    await seen_by_the_bot(database, number, GUEST)

    await deletes(database)(GUEST)

    async with database.look() as work:
        assert await work.matters.count_open() == 0
        assert await work.matters.of_case(number) == []
