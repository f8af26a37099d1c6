"""The courier's side of the notices."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update
from storage_samples import GUEST, HOST, HOUR, NOW, notice

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Chat
from storage.database import Database
from storage.outbox import A_MOMENT, LEASE, Outbox
from storage.tables import notices


async def _owe(database: Database, *owed: Notice) -> None:
    async with database.begin() as work:
        await work.notices.owe(*owed)
        await work.commit()


def _keys(taken: list[tuple[int, Notice]]) -> list[str]:
    return [owed.key for _, owed in taken]


async def test_urgent_ones_go_first_then_the_oldest(database: Database) -> None:
    """Among those due the urgent one goes first, then the longest due; what is not due stays."""
    await _owe(
        database,
        notice("new"),
        notice("old", due_at=NOW - HOUR),
        notice("urgent", urgency=5),
        notice("later", due_at=NOW + HOUR),
    )
    outbox = Outbox(database)
    assert _keys(await outbox.due(NOW, 2)) == ["urgent", "old"]
    assert _keys(await outbox.due(NOW, 2)) == ["new"]


async def test_no_notice_goes_to_two_couriers(database: Database) -> None:
    """Many couriers taking at once share the notices, and none gets what another one has."""
    await _owe(database, *(notice(f"notice-{each}") for each in range(60)))
    taken = await asyncio.gather(*(Outbox(database).due(NOW, 4) for _ in range(12)))
    keys = [key for each in taken for key in _keys(each)]
    assert len(keys) == len(set(keys))
    rest = [key for _ in range(15) for key in _keys(await Outbox(database).due(NOW, 4))]
    assert len(keys) + len(rest) == 60


async def _leases_are_over(database: Database) -> None:
    """As a minute later, by whichever clock the leases go."""
    async with database.writing() as connection:
        await connection.execute(update(notices).values(claimed_until=NOW - LEASE))
        await connection.commit()


async def test_what_a_dead_courier_held_comes_back(database: Database) -> None:
    """A claim ends with its lease; what was sent meanwhile never comes again."""
    await _owe(database, notice("sent"), notice("lost"))
    dead, living = Outbox(database), Outbox(database)
    taken = {owed.key: number for number, owed in await dead.due(NOW, 9)}
    await dead.sent(taken["sent"], NOW)
    assert await living.due(NOW, 9) == []
    look_again = await living.next_due(NOW)
    assert look_again is not None
    assert LEASE / 2 < look_again - NOW <= LEASE
    await _leases_are_over(database)
    assert _keys(await living.due(NOW + timedelta(seconds=1), 9)) == ["lost"]
    assert not await dead.hold(taken["lost"], NOW)


async def test_a_claim_is_good_for_what_is_still_owed(database: Database) -> None:
    """Right before sending a notice is held if it is still owed and claimed here, and not if it was taken back."""
    await _owe(database, notice("owed"), notice("back", kind=NoticeKind.DIGEST))
    outbox = Outbox(database)
    taken = {owed.key: number for number, owed in await outbox.due(NOW, 9)}
    async with database.begin() as work:
        await work.notices.cancel(GUEST, NoticeKind.DIGEST)
        await work.commit()
    assert [await outbox.hold(taken[key], NOW) for key in ("owed", "back")] == [True, False]


async def test_an_old_claim_is_renewed(sqlite: Database) -> None:
    """What waits long for its turn is not lost to another courier when the first lease would have ended."""
    await _owe(sqlite, notice())
    outbox = Outbox(sqlite)
    [(number, _)] = await outbox.due(NOW, 1)
    later = NOW + LEASE * 2 / 3
    assert await outbox.hold(number, later)
    assert await Outbox(sqlite).due(later + LEASE * 2 / 3, 1) == []


async def test_what_was_claimed_before_the_clock_stepped_back_is_looked_for_at_once(database: Database) -> None:
    """A lease that ends later than any can binds nobody: the courier is not told to wait for its end, or for ever."""
    await _owe(database, notice())
    assert await Outbox(database).due(NOW, 1)
    async with database.writing() as connection:
        await connection.execute(update(notices).values(claimed_until=NOW + 90_000 * HOUR))
        await connection.commit()
    living = Outbox(database)

    assert await living.next_due(NOW) == NOW
    assert _keys(await living.due(NOW, 1)) == ["notice-1"]


async def test_a_lease_that_is_over_wakes_nobody_before_its_notice_is_due(database: Database) -> None:
    """Claimed by a worker whose clock ran ahead: until it is due there is nothing to claim, and nothing to look for."""
    await _owe(database, notice(due_at=NOW + HOUR))
    assert await Outbox(database).due(NOW + HOUR, 1)
    async with database.writing() as connection:
        await connection.execute(update(notices).values(claimed_until=NOW - HOUR))
        await connection.commit()

    assert await Outbox(database).next_due(NOW) == NOW + HOUR


async def test_what_is_put_back_rests_a_moment_and_what_was_lost_stays_anothers(database: Database) -> None:
    """All of them go back together; one whose claim is another courier's by now is not touched."""
    await _owe(database, *(notice(key) for key in ("one", "two", "lost")))
    outbox, other = Outbox(database), Outbox(database)
    taken = {owed.key: number for number, owed in await outbox.due(NOW, 9)}
    async with database.writing() as connection:
        ours = (await connection.execute(select(notices.c.claimed_until).limit(1))).scalar_one()
        lost = update(notices).where(notices.c.id == taken["lost"]).values(claimed_until=ours + A_MOMENT)
        await connection.execute(lost)
        await connection.commit()

    await outbox.put_back([*taken.values(), 999], NOW)

    assert outbox.in_hand() == {}
    assert await other.due(NOW, 9) == []
    if not database.is_alone:  # there the clock of the leases is the database's own
        await asyncio.sleep(A_MOMENT.total_seconds() + 0.1)
    assert sorted(_keys(await other.due(NOW + A_MOMENT, 9))) == ["one", "two"]
    async with database.reading() as connection:
        kept = select(notices.c.claimed_until).where(notices.c.id == taken["lost"])
        assert (await connection.execute(kept)).scalar_one() == ours + A_MOMENT


async def test_a_postponed_notice_counts_its_tries(database: Database) -> None:
    """A notice that could not be sent is due again when told, one try richer."""
    await _owe(database, notice())
    outbox = Outbox(database)
    [(number, _)] = await outbox.due(NOW, 1)
    await outbox.postpone(number, NOW + HOUR, "500")
    assert await outbox.due(NOW, 1) == []
    assert await outbox.next_due(NOW) == NOW + HOUR
    [(_, again)] = await outbox.due(NOW + HOUR, 1)
    assert again.tries == 1


async def test_dropped_and_stale_notices_never_go(database: Database) -> None:
    """What is dropped, or is news no more, is kept with the reason and never handed out."""
    await _owe(database, notice("dropped"), notice("stale", expires_at=NOW))
    outbox = Outbox(database)
    [(number, owed)] = await outbox.due(NOW, 9)
    await outbox.drop(number, NOW, "400")
    assert owed.key == "dropped"
    assert await outbox.next_due(NOW) is None
    async with database.reading() as connection:
        rows = await connection.execute(select(notices.c.key, notices.c.last_error, notices.c.dropped_at))
        assert sorted(map(tuple, rows)) == [("dropped", "400", NOW), ("stale", "expired", NOW)]


async def test_a_chat_that_blocked_the_bot_is_owed_nothing(database: Database) -> None:
    """The talk is marked and what waits for it is dropped; others keep theirs."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="kk"))
        await work.notices.owe(notice("its"), notice("another's", chat=HOST))
        await work.commit()
    outbox = Outbox(database)
    await outbox.chat_blocked(GUEST, NOW)
    assert _keys(await outbox.due(NOW, 9)) == ["another's"]
    async with database.look() as work:
        chat = await work.chats.get(GUEST)
        assert chat is not None
        assert chat.blocked
