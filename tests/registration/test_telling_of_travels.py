"""A guest tells of earlier stays and of a move: what is refused, and what is planned anew."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.answers import Answers
from bot.domain.people import Chat, ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay, Travels
from bot.registration.deleting import WithdrawConsent
from bot.registration.outlook import read_told
from bot.registration.planning import plan_reminders
from bot.registration.talk import OpenTalk
from bot.registration.travels import MOST_TRIPS, AddTrip, RemoveTrip, SayMoved
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import notices

GUEST, NOBODY = ChatId(1), ChatId(2)
NOON = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5)))
ENTERED = date(2026, 11, 12)
SUMMER = Stay(date(2026, 7, 1), date(2026, 7, 31))
OCTOBER = Stay(date(2026, 10, 1), date(2026, 10, 31))


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return NOON

    def today(self) -> date:
        return NOON.date()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with one guest who has said where from and since when."""
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'tirkeu.db'}", "a secret of this test only")
    async with opened.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en", consent_version="1", consented_at=NOON))
        await work.drafts.save(Draft(chat=GUEST, answers=Answers(citizenship="RUS", entered=ENTERED), saved_at=NOON))
        await plan_reminders(work, GUEST, NOON)
        await work.commit()
    yield opened
    await opened.close()


async def told(database: Database) -> dict[str, date]:
    """The days that the guest was told of."""
    async with database.look() as work:
        outlook = await work.outlooks.get(GUEST)
    return {kind.value: day for kind, day in read_told(outlook.told).duties.items()} if outlook else {}


async def planned(database: Database) -> set[str]:
    """The keys of what is owed."""
    async with database.reading() as connection:
        return set((await connection.execute(select(notices.c.key))).scalars())


async def refused(database: Database, trip: Stay, chat: ChatId = GUEST) -> RefusalCode:
    """With which code a trip is refused."""
    with pytest.raises(Refusal) as no:
        await AddTrip(begin=database.begin, clock=Clock())(chat, trip)
    return no.value.code


async def test_a_trip_shortens_the_stay_and_taking_it_back_restores_it(database: Database) -> None:
    """Thirty-one days of October are missing at the end; the reminders and what was told follow at once."""
    before, owed = await told(database), await planned(database)

    travels = await AddTrip(begin=database.begin, clock=Clock())(GUEST, OCTOBER)
    assert travels.earlier == (OCTOBER,)
    assert (await told(database))["leave"] == date(2027, 1, 9)
    assert f"deadline:{GUEST}:2027-01-09" in await planned(database)

    await RemoveTrip(begin=database.begin, clock=Clock())(GUEST, OCTOBER)
    assert (await told(database), await planned(database)) == (before, owed)


async def test_trips_are_kept_in_order_and_once(database: Database) -> None:
    """Told in any order they stand in time's order; told twice a trip stands once; a day may be shared."""
    add = AddTrip(begin=database.begin, clock=Clock())
    after, before = Stay(SUMMER.left or ENTERED, ENTERED), Stay(date(2026, 6, 1), SUMMER.entered)
    for trip in (after, SUMMER, before, SUMMER):
        travels = await add(GUEST, trip)

    assert travels.earlier == (before, SUMMER, after)


@pytest.mark.parametrize(
    ("trip", "code"),
    [
        (Stay(date(2026, 5, 2), date(2026, 5, 1)), RefusalCode.TRIP_REVERSED),
        (Stay(date(2026, 5, 2)), RefusalCode.DATE_UNREAD),
        (Stay(date(2026, 11, 1), date(2026, 11, 22)), RefusalCode.TRIP_FUTURE),
        (Stay(date(2014, 12, 31), date(2015, 1, 2)), RefusalCode.DAY_TOO_OLD),
        (Stay(date(2026, 7, 30), date(2026, 8, 2)), RefusalCode.TRIP_OVERLAPS),
        (Stay(date(2026, 7, 10), date(2026, 7, 10)), RefusalCode.TRIP_OVERLAPS),
        (Stay(date(2026, 11, 1), date(2026, 11, 13)), RefusalCode.TRIP_OVERLAPS),
        (Stay(date(2026, 11, 13), date(2026, 11, 14)), RefusalCode.TRIP_OVERLAPS),
    ],
)
async def test_a_trip_that_cannot_have_been_is_refused(database: Database, trip: Stay, code: RefusalCode) -> None:
    """Reversed, without an end, to come, before the rules begin, or across another trip or the present stay."""
    await AddTrip(begin=database.begin, clock=Clock())(GUEST, SUMMER)

    assert await refused(database, trip) is code


async def test_a_hundred_trips_are_the_most(database: Database) -> None:
    """The hundred and first is refused, and whoever has not consented is refused the first."""
    days = [ENTERED - timedelta(days=2 * each + 1) for each in range(MOST_TRIPS)]
    async with database.begin() as work:
        trips = tuple(Stay(day, day) for day in reversed(days))
        await work.travels.save(Travels(chat=GUEST, saved_at=NOON, earlier=trips))
        await work.commit()

    assert await refused(database, Stay(date(2020, 1, 1), date(2020, 1, 1))) is RefusalCode.TRIP_TOO_MANY
    assert await refused(database, SUMMER, NOBODY) is RefusalCode.NO_CONSENT


async def test_a_trip_that_is_not_there_cannot_be_removed(database: Database) -> None:
    """An old button is told that it is old."""
    with pytest.raises(Refusal) as no:
        await RemoveTrip(begin=database.begin, clock=Clock())(GUEST, SUMMER)
    assert no.value.code is RefusalCode.STALE


async def test_a_move_starts_five_working_days(database: Database) -> None:
    """Moved on Friday 20 November: by Thursday the 26th; not before the entry, and not tomorrow."""
    say = SayMoved(begin=database.begin, clock=Clock())

    await say(GUEST, date(2026, 11, 20))
    assert (await told(database))["reregister"] == date(2026, 11, 26)

    for day, code in (
        (date(2026, 11, 22), RefusalCode.MOVED_FUTURE),
        (date(2026, 11, 11), RefusalCode.MOVED_BEFORE_ENTRY),
    ):
        with pytest.raises(Refusal) as no:
            await say(GUEST, day)
        assert no.value.code is code


async def test_withdrawing_the_consent_forgets_travels_and_what_was_told(database: Database) -> None:
    """Nothing is left of a person who takes the consent back."""
    await AddTrip(begin=database.begin, clock=Clock())(GUEST, SUMMER)

    await WithdrawConsent(begin=database.begin, clock=Clock(), scrub=database.scrub)(GUEST)

    async with database.look() as work:
        assert await work.travels.get(GUEST) is None
    assert (await told(database), await planned(database)) == ({}, set())


async def test_who_unblocks_the_bot_is_reminded_again(database: Database) -> None:
    """What was dropped when the chat was found blocked is planned anew when its person writes again."""
    before = await planned(database)
    await Outbox(database).chat_blocked(GUEST, NOON)
    assert await Outbox(database).next_due(NOON) is None

    open_talk = OpenTalk(look=database.look, begin=database.begin, clock=Clock())
    talk = await open_talk(GUEST, preferred="ru")

    assert (talk.language, talk.blocked) == ("en", False)
    assert await planned(database) == before
    assert await Outbox(database).next_due(NOON) is not None
