"""The courier itself, over both databases: alone, beside another one, with a clock that steps."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from storage_samples import GUEST, HOST, HOUR, NOW, SECRET, STRANGER, notice

from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.telegram.courier import BATCH, Courier
from bot.telegram.pace import Turns
from storage.database import Database
from storage.outbox import LEASE, Outbox
from storage.tables import notices

DAY = 24 * HOUR


@dataclass
class Clock:
    """Stands until it is moved."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@dataclass
class Telegram:
    """Takes every message, a little while each, and keeps what came when."""

    takes: float = 0.0
    came: list[tuple[float, Notice]] = field(default_factory=list)
    at_once: int = 0  # the most that were on their way to one chat at one time
    _on_the_way: dict[ChatId, int] = field(default_factory=dict)

    async def deliver(self, notice: Notice) -> None:
        chat = notice.chat
        self._on_the_way[chat] = self._on_the_way.get(chat, 0) + 1
        self.at_once = max(self.at_once, self._on_the_way[chat])
        await asyncio.sleep(self.takes)
        self._on_the_way[chat] -= 1
        self.came.append((asyncio.get_running_loop().time(), notice))

    def keys(self, chat: ChatId | None = None) -> list[str]:
        return [owed.key for _, owed in self.came if chat in {None, owed.chat}]

    async def has(self, messages: int) -> None:
        """Wait until so many have come, then a little for one too many."""
        async with asyncio.timeout(40):
            while len(self.came) < messages:  # noqa: ASYNC110 - nothing tells when they have
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)


@asynccontextmanager
async def courier(database: Database, telegram: Any, clock: Any, **parts: Any) -> AsyncIterator[Courier]:
    """A courier at work."""
    if "outbox" not in parts:
        parts["outbox"] = Outbox(database)
    made = Courier(deliverer=telegram, clock=clock, holds=database.holds, **parts)
    working = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def owe(database: Database, *owed: Notice) -> None:
    """Owe these."""
    async with database.begin() as work:
        await work.notices.owe(*owed)
        await work.commit()


async def unsent(database: Database) -> Sequence[str]:
    """The keys of what was not sent."""
    async with database.reading() as connection:
        return list((await connection.execute(select(notices.c.key).where(notices.c.sent_at.is_(None)))).scalars())


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.courier.BETWEEN_IN_ONE_CHAT", 0.01)


@pytest.mark.postgres
@pytest.mark.usefixtures("_hurried")
async def test_two_workers_send_each_message_once_and_each_chat_in_order(postgres_url: str) -> None:
    """Two workers over one database lose and double nothing, never speak at once in a chat, and keep its order."""
    first, second = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    people = [ChatId(GUEST + each) for each in range(8)]
    await owe(
        first,
        *(
            notice(f"{turn:02} {chat}", chat=chat, due_at=NOW - 20 * HOUR + turn * HOUR)
            for turn in range(5)
            for chat in people
        ),
    )
    telegram, clock, turns = Telegram(takes=0.005), Clock(), Turns(_at_once)
    async with courier(first, telegram, clock, turns=turns), courier(second, telegram, clock, turns=turns):
        await telegram.has(5 * 8)

    await first.close()
    await second.close()
    assert sorted(telegram.keys()) == sorted(set(telegram.keys()))
    assert telegram.at_once == 1
    assert all(telegram.keys(chat) == sorted(telegram.keys(chat)) for chat in people)


@pytest.mark.postgres
async def test_what_another_worker_has_in_hand_counts_no_try(postgres_url: str) -> None:
    """Where another worker is in the chat, a notice waits a second without a try, and keeps its place in the order."""
    database, other = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    await other.holds.take(f"deliver:{GUEST}")
    await owe(database, notice("first", due_at=NOW - HOUR), notice("second"))
    telegram = Telegram()
    async with courier(database, telegram, Clock()):
        await asyncio.sleep(0.4)
        assert telegram.came == []
        await other.holds.give(f"deliver:{GUEST}")
        await telegram.has(2)

    await other.close()
    await database.close()
    assert telegram.keys() == ["first", "second"]
    assert [owed.tries for _, owed in telegram.came] == [0, 0]


@pytest.mark.postgres
async def test_the_lots_of_a_chat_that_another_worker_has_are_not_claimed_in_a_row(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another worker is in a chat with hundreds due, one lot is put back in a second, not one after another."""
    database, other = await Database.open(postgres_url, SECRET), await Database.open(postgres_url, SECRET)
    await other.holds.take(f"deliver:{GUEST}")
    await owe(database, *(notice(f"{each}") for each in range(300)))
    put_back, lots = Outbox.put_back, list[int]()

    async def counted(outbox: Outbox, numbers: Collection[int], now: datetime) -> None:
        lots.append(len(numbers))
        await put_back(outbox, numbers, now)

    monkeypatch.setattr(Outbox, "put_back", counted)
    async with courier(database, Telegram(), Clock()):
        await asyncio.sleep(1.5)

    await other.close()
    await database.close()
    assert lots in ([BATCH], [BATCH] * 2)


async def test_a_second_lies_between_two_messages_of_a_chat(database: Database) -> None:
    """Also where the second is owed only when the first has gone; another chat does not wait for it."""
    await owe(database, notice("first"))
    telegram = Telegram()
    async with courier(database, telegram, Clock()) as at_work:
        await telegram.has(1)
        await owe(database, notice("second"), notice("other", chat=HOST))
        at_work.wake()
        await telegram.has(3)

    came = {owed.key: when for when, owed in telegram.came}
    assert came["second"] - came["first"] >= 0.99
    assert came["other"] < came["second"]


@pytest.mark.usefixtures("_hurried")
async def test_the_urgent_overtakes_those_in_hand(sqlite: Database) -> None:
    """What is urgent goes next, though others were claimed before it and wait for their turn already."""
    await owe(sqlite, *(notice(f"bulk {each}", chat=ChatId(GUEST + each)) for each in range(40)))
    telegram = Telegram()
    async with courier(sqlite, telegram, Clock(), turns=Turns(_slowly)) as at_work:
        await telegram.has(5)
        await owe(sqlite, notice("urgent", chat=STRANGER, urgency=2))
        at_work.wake()
        so_far = len(telegram.came)
        await telegram.has(41)

    assert telegram.keys().index("urgent") <= so_far + 3


async def test_a_chat_with_much_to_come_keeps_nobody_waiting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds due in one chat: what is urgent in another goes at once, and few of the hundreds are claimed."""
    monkeypatch.setattr("bot.telegram.courier.BETWEEN_IN_ONE_CHAT", 0.3)
    monkeypatch.setattr("bot.telegram.courier.MOST_CHATS_AT_ONCE", 5)
    await owe(database, *(notice(f"{each}") for each in range(300)))
    telegram, outbox = Telegram(), Outbox(database)
    async with courier(database, telegram, Clock(), outbox=outbox, turns=Turns(_at_once)) as at_work:
        await telegram.has(2)
        await owe(database, notice("urgent", chat=STRANGER, urgency=2))
        owed_at = asyncio.get_running_loop().time()
        at_work.wake()
        async with asyncio.timeout(20):
            while "urgent" not in telegram.keys():  # noqa: ASYNC110, SIM118 - nothing tells when; no mapping
                await asyncio.sleep(0.01)
        in_hand = len(outbox.in_hand())

    assert next(when for when, owed in telegram.came if owed.key == "urgent") - owed_at < 1.5
    assert in_hand <= BATCH


@pytest.mark.usefixtures("_hurried")
async def test_more_than_a_lot_for_one_chat_goes_without_a_pause(database: Database) -> None:
    """The next lot of a chat is claimed when the one before has gone, and all is in order."""
    keys = [f"{each:03}" for each in range(2 * BATCH + 5)]
    await owe(database, *(notice(key) for key in keys))
    telegram = Telegram()
    async with courier(database, telegram, Clock(), turns=Turns(_at_once)):
        await telegram.has(len(keys))

    assert telegram.keys() == keys


@pytest.mark.usefixtures("_hurried")
async def test_what_is_taken_back_while_it_waits_its_turn_is_not_sent(sqlite: Database) -> None:
    """A notice already in the courier's hands is looked at right before sending, and is gone."""
    await owe(sqlite, notice("kept"), notice("taken back", chat=HOST, kind=NoticeKind.DIGEST, due_at=NOW + HOUR / 60))
    clock, telegram, gate = Clock(NOW + HOUR), Telegram(), asyncio.Event()

    async def when_open(most: int) -> list[float]:
        await gate.wait()
        return [0.0] * most

    async with courier(sqlite, telegram, clock, turns=Turns(when_open)):
        await asyncio.sleep(0.2)
        async with sqlite.begin() as work:
            await work.notices.cancel(HOST, NoticeKind.DIGEST)
            await work.commit()
        gate.set()
        await telegram.has(1)

    assert telegram.keys() == ["kept"]


@pytest.mark.parametrize("step", [HOUR, DAY])
@pytest.mark.usefixtures("_hurried")
async def test_a_clock_that_steps_back_holds_nothing_up(database: Database, step: timedelta) -> None:
    """What was due before the step, in hand or just to be tried again, goes in its minutes and once; the rest waits."""
    clock, telegram = Clock(), Telegram()
    tomorrow = notice("tomorrow", due_at=NOW + HOUR)
    await owe(database, notice("before", chat=HOST), tomorrow)
    async with courier(database, telegram, clock) as at_work:
        await telegram.has(1)
        clock.moment = NOW - step
        await owe(database, notice("owed just before the step"), notice("owed after it", due_at=clock.moment))
        at_work.wake()
        await telegram.has(3)
        clock.moment = NOW - step / 2
        at_work.wake()
        await telegram.has(3)

    assert sorted(telegram.keys()) == ["before", "owed after it", "owed just before the step"]
    assert await unsent(database) == ["tomorrow"]


@pytest.mark.parametrize("step", [HOUR, DAY, -HOUR, -DAY])
@pytest.mark.usefixtures("_hurried")
async def test_a_step_of_the_clock_doubles_nothing_on_its_way(database: Database, step: timedelta) -> None:
    """While a message is on its way the clock steps, forward or back: it is sent once."""
    clock, telegram = Clock(), Telegram(takes=0.25)
    await owe(database, notice())
    async with courier(database, telegram, clock) as at_work:
        await asyncio.sleep(0.1)
        clock.moment = NOW + step
        at_work.wake()
        await telegram.has(1)
        at_work.wake()
        await asyncio.sleep(0.1)

    assert len(telegram.came) == 1
    assert await unsent(database) == []


@pytest.mark.parametrize("step", [HOUR, DAY])
async def test_a_lease_from_before_a_step_back_binds_nobody(database: Database, step: timedelta) -> None:
    """What a courier that died had claimed by a clock that was ahead is free for the next one at once."""
    await owe(database, notice())
    assert await Outbox(database).due(NOW, 1)
    async with database.writing() as connection:  # as it stands when the clock of the leases has stepped back
        clock = select(func.clock_timestamp())
        now = NOW if database.is_alone else (await connection.execute(clock)).scalar_one()
        await connection.execute(update(notices).values(claimed_until=now + step))
        await connection.commit()

    assert len(await Outbox(database).due(NOW, 1)) == 1
    assert step > LEASE


@pytest.mark.usefixtures("_hurried")
async def test_a_worker_that_loses_its_hold_sends_no_more(database: Database) -> None:
    """Where the line to the database broke, what was still to come in a chat is left to whoever has the chat next."""
    outbox, telegram = Outbox(database), Telegram(takes=0.1)
    await owe(database, notice("first"), notice("second", due_at=NOW + HOUR / 3600))
    async with courier(database, telegram, Clock(NOW + HOUR), outbox=outbox):
        async with asyncio.timeout(20):
            while not telegram.at_once:  # noqa: ASYNC110 - nothing tells when one is on its way
                await asyncio.sleep(0.005)
        await database.holds.give(f"deliver:{GUEST}")
        await asyncio.sleep(0.3)

    assert telegram.keys() == ["first"]


async def test_what_has_arrived_is_noted_though_the_database_was_away(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Noting it is tried again, so that it does not go out a second time when its lease is over."""
    note, tries, clock, telegram = Outbox.sent, list[int](), Clock(), Telegram()

    async def sent(outbox: Outbox, number: int, now: datetime) -> None:
        tries.append(number)
        if len(tries) <= 2:
            raise OSError("database is locked by Canaryevich")
        await note(outbox, number, now)

    monkeypatch.setattr(Outbox, "sent", sent)
    await owe(sqlite, notice("once"))
    async with courier(sqlite, telegram, clock) as at_work:
        async with asyncio.timeout(20):
            while await unsent(sqlite):  # noqa: ASYNC110 - nothing tells when it is noted
                await asyncio.sleep(0.01)
        clock.moment += 2 * LEASE
        at_work.wake()
        await telegram.has(1)

    assert telegram.keys() == ["once"]
    assert len(tries) == 3
    assert "Canaryevich" not in caplog.text


async def test_what_cannot_be_noted_is_given_up_with_its_lease(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The round ends then, and the chat is not held for ever."""
    monkeypatch.setattr("bot.telegram.courier.CLAIM_LASTS", 0.2)
    monkeypatch.setattr(Outbox, "sent", _fails)
    await owe(sqlite, notice("once"))
    async with courier(sqlite, Telegram(), Clock()) as at_work:
        async with asyncio.timeout(20):
            while "courier's round failed" not in caplog.text:  # noqa: ASYNC110 - nothing tells when it is
                await asyncio.sleep(0.01)
        assert not at_work.holds.holds(f"deliver:{GUEST}")


async def _fails(*_: object) -> None:
    raise OSError("the disk is full")


async def _at_once(most: int) -> list[float]:
    return [0.0] * most


async def _slowly(most: int) -> list[float]:
    return [0.03 * turn for turn in range(1, min(most, 3) + 1)]
