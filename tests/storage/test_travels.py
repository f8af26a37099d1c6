"""What people tell of travels, and what they were told of their duties: kept sealed, given back whole, forgotten."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from storage_samples import GUEST, HOUR, NOW, STRANGER, notice, request

from bot.domain.answers import Answers
from bot.domain.case import EventKind
from bot.domain.people import Draft
from bot.domain.travel import Stay, Travels
from bot.registration.outlook import Outlook
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import outlooks, travels

TRIPS = (Stay(date(2026, 3, 1), date(2026, 3, 20)), Stay(date(2026, 8, 1), date(2026, 8, 1)))
TRAVELS = Travels(chat=GUEST, saved_at=NOW, earlier=TRIPS, moved=date(2026, 11, 14))
OUTLOOK = Outlook(chat=GUEST, told="required register=2026-12-11 leave=2027-02-09", assessed_on=date(2026, 11, 12))
MONTH = timedelta(days=30)


async def test_travels_are_kept_overwritten_and_forgotten(database: Database) -> None:
    """Trips and the move come back as they were; none at all is a record too."""
    nothing = Travels(chat=GUEST, saved_at=NOW + HOUR)
    async with database.begin() as work:
        assert await work.travels.get(GUEST) is None
        for record in (TRAVELS, nothing, TRAVELS):
            await work.travels.save(record)
            assert await work.travels.get(GUEST) == record
        await work.travels.forget(GUEST)
        assert await work.travels.get(GUEST) is None


async def test_outlooks_are_kept_overwritten_and_forgotten(database: Database) -> None:
    """What was told last comes back; several are written at once."""
    later = replace(OUTLOOK, told="not_required", assessed_on=date(2026, 11, 13))
    other = replace(OUTLOOK, chat=STRANGER)
    async with database.begin() as work:
        await work.outlooks.lock(GUEST, STRANGER)
        await work.outlooks.save()
        await work.outlooks.save(OUTLOOK, other)
        await work.outlooks.save(later)
        assert [await work.outlooks.get(GUEST), await work.outlooks.get(STRANGER)] == [later, other]
        await work.outlooks.forget(GUEST)
        assert await work.outlooks.get(GUEST) is None


async def test_travels_and_outlooks_are_sealed(database: Database) -> None:
    """No date of a journey can be read in the database, nor in what is printed of a record."""
    async with database.begin() as work:
        await work.travels.save(TRAVELS)
        await work.outlooks.save(OUTLOOK)
        await work.commit()
    async with database.reading() as connection:
        record = (await connection.execute(select(travels.c.record))).scalar_one()
        told = (await connection.execute(select(outlooks.c.told))).scalar_one()
    assert b"2026" not in record + told
    assert "2026-0" not in f"{TRAVELS!r}{OUTLOOK!r}"


async def test_travels_go_with_the_last_draft_or_request_of_their_owner(database: Database) -> None:
    """A month untouched they are forgotten, but not while answers or a request that is not wiped still need them."""
    async with database.begin() as work:
        await work.travels.save(TRAVELS)
        await work.outlooks.save(OUTLOOK)
        await work.drafts.save(Draft(chat=GUEST, answers=Answers(citizenship="RUS"), saved_at=NOW))
        assert await work.travels.forget_untouched(NOW + MONTH) == 0
        await work.drafts.drop(GUEST)
        case = await work.cases.add(request())
        assert await work.travels.forget_untouched(NOW + MONTH) == 0
        assert await work.outlooks.forget_orphans() == 0
        await work.cases.save(case.happened(EventKind.CANCELLED, NOW))
        assert await work.cases.forget_ended(NOW + MONTH) == 1
        assert await work.travels.forget_untouched(NOW) == 0
        assert await work.travels.forget_untouched(NOW + MONTH) == 1
        assert await work.outlooks.forget_orphans() == 1


async def test_what_was_dropped_can_be_owed_again(database: Database) -> None:
    """A reminder that was dropped, since its reader had blocked the bot, does not keep its key from a new one."""
    async with database.begin() as work:
        await work.notices.owe(notice())
        await work.commit()
    await Outbox(database).chat_blocked(GUEST, NOW)
    async with database.begin() as work:
        await work.notices.cancel(GUEST, notice().kind)
        await work.notices.owe(notice())
        await work.commit()
    assert [owed.key for _, owed in await Outbox(database).due(NOW, 9)] == [notice().key]
