"""One transaction: all or nothing, one after another, no number twice."""

import asyncio

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from storage_samples import GUEST, HOST, HOUR, NOW, STRANGER, notice, request

from bot.domain.case import Case, EventKind
from bot.domain.people import Chat
from bot.domain.refusals import Refusal, RefusalCode
from storage.cases import LostRaceError
from storage.database import Database
from storage.outbox import Outbox
from storage.seats import NestedWorkError
from storage.tables import events


async def _sent(database: Database, link: str = "token-1") -> Case:
    async with database.begin() as work:
        case = await work.cases.add(request(link, host=HOST))
        await work.commit()
    return case


async def test_leaving_without_commit_undoes(database: Database) -> None:
    """What was not committed never was, whether the block ends well, badly or after an earlier commit."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="kk"))
        await work.notices.owe(notice())
    with pytest.raises(ZeroDivisionError):
        await _save_and_fail(database)
    async with database.begin() as work:
        assert await work.chats.get(GUEST) is None
        await work.commit()
        await work.chats.save(Chat(id=GUEST, language="kk"))
    async with database.look() as work:
        assert await work.chats.get(GUEST) is None
    assert await Outbox(database).due(NOW, 9) == []


async def _save_and_fail(database: Database) -> None:
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="kk"))
        raise ZeroDivisionError


async def test_a_cancelled_unit_of_work_undoes_and_frees_its_place(database: Database) -> None:
    """A task cancelled in the middle of a statement leaves no trace and hinders nobody."""
    for pause in range(8):
        task = asyncio.create_task(_save_and_commit_later(database))
        for _ in range(pause):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(5), database.begin() as work:
        assert await work.chats.get(GUEST) is None
        await work.chats.save(Chat(id=GUEST, language="ru"))
        await work.commit()


async def _save_and_commit_later(database: Database) -> None:
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="kk"))
        await asyncio.sleep(60)
        await work.commit()


async def test_of_two_answers_at_once_one_wins(database: Database) -> None:
    """Two taps in the same instant: one is written, the other is told that it came too late."""
    number = (await _sent(database)).number

    async def answer(kind: EventKind) -> RefusalCode | None:
        async with database.begin() as work:
            case = await work.cases.get(number, lock=True)
            assert case is not None
            try:
                case.check_answerer(HOST, NOW)
            except Refusal as refusal:
                return refusal.code
            await asyncio.sleep(0.05)
            await work.cases.save(case.happened(kind, NOW, HOST))
            await work.commit()
            return None

    outcomes = await asyncio.gather(answer(EventKind.GRANTED), answer(EventKind.REFUSED), answer(EventKind.GRANTED))
    assert sorted(map(str, outcomes)) == ["None", "already_answered", "already_answered"]
    async with database.look() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert [event.kind for event in case.events][:1] == [EventKind.ASKED]
        assert len(case.events) == 2


async def test_a_stale_case_is_not_written(database: Database) -> None:
    """Whoever saves a request that has gone on since it was read gets a lost race, and the chain stays as it was."""
    stale = await _sent(database)
    async with database.begin() as work:
        await work.cases.save(stale.happened(EventKind.REFUSED, NOW, HOST, "dates"))
        await work.commit()
    async with database.begin() as work:
        with pytest.raises(LostRaceError):
            await work.cases.save(stale.happened(EventKind.GRANTED, NOW + HOUR, HOST))


async def test_a_taken_place_in_the_chain_is_a_lost_race(database: Database) -> None:
    """An event that another process wrote between reading and saving is seen at the write itself."""
    case = await _sent(database)
    async with database.begin() as work:
        read = await work.cases.get(case.number)
        assert read == case
        other = {"case": case.number, "seq": 1, "kind": EventKind.OPENED.value, "at": NOW}
        await work.cases.connection.execute(insert(events), other)
        with pytest.raises(LostRaceError):
            await work.cases.save(read.happened(EventKind.GRANTED, NOW, HOST))


async def test_the_database_itself_allows_one_ending(database: Database) -> None:
    """Two endings of one request are refused by an index, whoever writes them; two reminders are not."""
    number = (await _sent(database)).number
    row = {"case": number, "at": NOW}
    async with database.writing() as connection:
        kinds = [EventKind.REMINDED, EventKind.REMINDED, EventKind.GRANTED]
        rows = [{**row, "seq": seq, "kind": kind.value} for seq, kind in enumerate(kinds, 1)]
        await connection.execute(insert(events), rows)
        with pytest.raises(IntegrityError):
            await connection.execute(insert(events), {**row, "seq": 4, "kind": EventKind.CANCELLED.value})


async def test_fifty_requests_at_once_get_fifty_numbers(database: Database) -> None:
    """Numbers are unique and rise, however many are sent in the same instant."""
    sent = await asyncio.gather(*(_sent(database, f"token-{each}") for each in range(50)))
    assert len({case.number for case in sent}) == 50


async def test_a_deleted_request_does_not_give_its_number_away(database: Database) -> None:
    """The number of a request that is gone is never given again."""
    number = (await _sent(database)).number
    async with database.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM events")
        await connection.exec_driver_sql("DELETE FROM cases")
        await connection.commit()
    assert (await _sent(database, "token-2")).number > number


async def test_a_unit_of_work_inside_another_is_refused(sqlite: Database) -> None:
    """On SQLite a task that would wait for itself is told so at once; reading inside is free and sees no half of it."""
    async with sqlite.begin() as work:
        await work.chats.save(Chat(id=STRANGER, language="kk"))
        with pytest.raises(NestedWorkError):
            await _save_and_fail(sqlite)
        async with sqlite.look() as seen, sqlite.look() as seen_too:
            assert await seen.chats.get(STRANGER) is None
            assert await seen_too.chats.get(STRANGER) is None
