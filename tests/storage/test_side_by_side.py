"""`tirkeu reassess` beside a bot on PostgreSQL: nobody waits for ever, and nobody is left out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from storage_samples import request

from bot.domain.answers import Answers
from bot.domain.document import DocumentKind
from bot.domain.people import Chat, ChatId, Draft
from bot.registration.deleting import WithdrawConsent
from bot.registration.outlook import Outlook
from bot.registration.planning import plan_reminders
from bot.registration.reassessing import Reassess, Tally
from storage.database import Database
from storage.tables import chats, drafts, notices, outlooks
from storage.work import SqlWork

pytestmark = [
    pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True),
]
NOW = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5)))
PERSON = ChatId(1)
RUSSIAN = Answers(
    citizenship="RUS",
    entered=date(2026, 11, 12),
    document_kind=DocumentKind.PASSPORT,
    document_expires=date(2031, 3, 27),
)


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()


async def settle(database: Database) -> None:
    """One person, planned for, who was told another last day than the law says."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=PERSON, language="en", consented_at=NOW, consent_version="1"))
        await work.drafts.save(Draft(chat=PERSON, answers=RUSSIAN, saved_at=NOW))
        await plan_reminders(work, PERSON, NOW)
        await work.outlooks.save(Outlook(chat=PERSON, told="required register=2099-12-31", assessed_on=NOW.date()))
        await work.commit()


class Counted:
    """Begins units of work, and counts them."""

    def __init__(self, database: Database) -> None:
        self.database, self.times = database, 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlWork]:
        self.times += 1
        async with self.database.begin() as work:
            yield work


def reassess(counted: Counted) -> Reassess:
    """The use case over this database."""
    return Reassess(look=counted.database.look, begin=counted.begin, now=NOW, on=NOW.date())


async def until_it_waits(database: Database) -> None:
    """Until a transaction waits for another one; for three seconds."""
    query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(3), database.reading() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        while (await connection.execute(query)).scalar_one() < 1:  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0.01)


async def test_who_withdraws_meanwhile_goes_and_holds_up_nobody(database: Database) -> None:
    """A withdrawal held up in its middle lets the reassessment through; then all of the person goes."""
    await settle(database)
    counted = Counted(database)
    async with database.writing() as other:
        await other.execute(select(drafts).where(drafts.c.chat == PERSON).with_for_update())
        withdraw = WithdrawConsent(begin=database.begin, clock=Clock(), scrub=database.scrub)
        leaving = asyncio.create_task(withdraw(PERSON))
        await until_it_waits(database)
        going = asyncio.create_task(reassess(counted)(ChatId(0), ChatId(9)))
        await asyncio.wait([going], timeout=0.3)
        await other.rollback()

    await asyncio.gather(leaving, going)
    assert counted.times == 1
    async with database.reading() as connection:
        for table, whose in ((chats, chats.c.id), (outlooks, outlooks.c.chat), (notices, notices.c.chat)):
            assert (await connection.execute(select(table).where(whose == PERSON))).all() == []


async def test_who_withdraws_while_the_host_agrees_waits_for_the_host(database: Database) -> None:
    """The host's answer takes the request first and the guest after it; a withdrawal takes them in the same order."""
    await settle(database)
    async with database.begin() as work:
        case = await work.cases.add(replace(request(), guest=PERSON))
        await work.commit()
    async with database.begin() as answering:
        await answering.cases.get(case.number, lock=True)
        withdraw = WithdrawConsent(begin=database.begin, clock=Clock(), scrub=database.scrub)
        leaving = asyncio.create_task(withdraw(PERSON))
        await until_it_waits(database)
        await asyncio.wait_for(plan_reminders(answering, PERSON, NOW), 3)
    await leaving
    async with database.look() as work:
        assert await work.chats.get(PERSON) is None


async def test_a_deadlock_is_tried_again(database: Database) -> None:
    """Whoever takes the rows in another order may cost a try, not the run."""
    await settle(database)
    counted = Counted(database)
    async with database.writing() as other:
        await other.execute(select(outlooks).where(outlooks.c.chat == PERSON).with_for_update())
        going = asyncio.create_task(reassess(counted)(ChatId(0), ChatId(9)))
        await until_it_waits(database)
        try:
            await other.execute(select(chats).where(chats.c.id == PERSON).with_for_update())
            tries = 2
        except DBAPIError:  # on a slow machine PostgreSQL may give up the other one of the two
            tries = 1
        await other.rollback()

    assert await going == Tally(seen=1, changed=1, told=1)
    assert counted.times == tries
