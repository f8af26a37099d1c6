"""A million living registrations: what the ticker, look-ups, claims and the daily work cost in a database so full."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from bot.config import Settings
from bot.domain.document import DocumentNumber
from bot.domain.notice import NoticeKind
from bot.domain.people import Chat, ChatId
from bot.load.figures import MILLISECOND, Figure, p95, percentile
from bot.load.million_fill import Filling
from bot.load.million_people import SEED, document_of, guest_of, home_of, kinds_of, lives_in_a_hotel
from bot.machine.clock import RealClock
from bot.office.figures import CountDays
from bot.registration.expire_request import ExpireRequest
from bot.registration.retention import ForgetEnded
from storage.database import Database
from storage.figures import Counts, DayBook
from storage.outbox import Outbox
from storage.tables import certificates, notices
from storage.work import SqlWork

SECRET = "of made-up people, and no secret"  # noqa: S105 - it protects nobody
LOOKED_UP, TICKS, CLAIMS = 300, 50, 50
BATCH = 30
DUE, URGENT = 100_000, 20
ENDS_A_DAY = 90  # of so many registrations one ends in a day
AT_ONCE = 10_000
TICK_AIM, LOOK_UP_AIM = 10, 5  # milliseconds
MOST_AT_A_DWELLING = 10
LOCK_AIM = 1_000  # milliseconds that the daily work may keep somebody's tap waiting
NOBODY = ChatId(4_000_000_000)
_KEY = "load:"

Look = Callable[[SqlWork, int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> Any:
        return self.moment.date()


async def million(url: str, people: int) -> list[Figure]:
    """Fill an empty database and measure."""
    now = _noon()
    database = await Database.open(url, SECRET)
    try:
        began = time.perf_counter()
        filling = Filling(database, kinds_of(now), now)
        await filling.live(people)
        await filling.ended(people + 1, _ending(people), now - timedelta(days=30, hours=6))
        filled = time.perf_counter() - began
        runs = f"{_name(database)}, past the bot"
        made = Figure(name=f"filling with {people} registrations", value=filled, unit="s", runs=runs)
        return [made, *await measure(database, people, now)]
    finally:
        await database.close()


async def measure(database: Database, people: int, now: datetime) -> list[Figure]:
    """What a database so full costs; in it are so many people and those who have just ended."""
    ticks = await _ticks(database, now)
    look_ups = await _look_ups(database, people, now)
    claims = await _claims(database, now)
    return [*ticks, *look_ups, *claims, *await _daily(database, now)]


def _noon() -> datetime:
    """No reminder is due at noon; and what is due in the evening is due for all."""
    now = RealClock(Settings().zone).now()
    return now.replace(hour=12, minute=0, second=0, microsecond=0)


def _ending(people: int) -> int:
    return max(people // ENDS_A_DAY, 10)


def _name(database: Database) -> str:
    return "SQLite" if database.is_alone else "PostgreSQL"


async def _ticks(database: Database, now: datetime) -> list[Figure]:
    """The courier's pass, when nothing is due: what is there to send, and when to look again."""

    async def tick() -> None:
        outbox = Outbox(database)
        if await outbox.due(now, BATCH):
            raise RuntimeError("something was due")
        await outbox.next_due(now)

    took = [await _timed(tick) for _ in range(TICKS)]
    return [_p95("the ticker's pass, nothing due", took, _name(database), TICK_AIM)]


async def _look_ups(database: Database, people: int, now: datetime) -> list[Figure]:
    chance = random.Random(SEED)  # noqa: S311 - the same people every time
    ctis = await _ctis(database, people)
    whoever = [chance.randrange(1, people + 1) for _ in range(LOOKED_UP)]
    at_home = [each for each in whoever if not lives_in_a_hotel(each)]
    in_hotels = [each for each in whoever if lives_in_a_hotel(each)]
    looks: Mapping[str, tuple[Look, Sequence[int]]] = {
        "number": (lambda work, who: work.cases.get(who), whoever),
        "document": (lambda work, who: work.cases.with_document(document_of(who)), whoever),
        "no such document": (lambda work, who: work.cases.with_document(DocumentNumber(f"X{who}")), whoever),
        "the host's IIN": (lambda work, who: work.hosts.by_number(home_of(who).number), whoever),
        "certificate": (lambda work, who: work.certificates.by_cti(ctis[who % len(ctis)]), whoever),
        "a guest's requests": (lambda work, who: work.cases.of_guest(guest_of(who)), whoever),
        "what waits for a host": (lambda work, who: work.cases.waiting_for(home_of(who).host), at_home),
        "a host's guests": (lambda work, who: work.cases.living_with(home_of(who).host, now), at_home),
        "who lives at a home": (lambda work, who: work.cases.living_at(home_of(who).address, now), at_home),
        "who lives in a hotel of 500": (lambda work, who: work.cases.living_at(home_of(who).address, now), in_hotels),
    }
    return [
        _p95(f"look-up: {what}", await _looked(database, look, who), _name(database), _aim(what))
        for what, (look, who) in looks.items()
    ]


def _aim(what: str) -> float | None:
    return None if "hotel" in what else LOOK_UP_AIM


async def _looked(database: Database, look: Look, who: Sequence[int]) -> list[float]:
    async def one(person: int) -> None:
        async with database.look() as work:
            await look(work, person)

    return [await _timed(lambda person=person: one(person)) for person in who]  # type: ignore[misc]  # bound at once


async def _ctis(database: Database, people: int) -> list[bytes]:
    some = list(range(1, people + 1, max(people // LOOKED_UP, 1)))[:LOOKED_UP]
    async with database.reading() as connection:
        query = select(certificates.c.cti).where(certificates.c.number.in_(some))
        return list((await connection.execute(query)).scalars())


async def _claims(database: Database, now: datetime) -> list[Figure]:
    """Batches claimed from a hundred thousand that are due: the urgent ones must be in the first."""
    await _owe(database, now)
    outbox, took, first = Outbox(database), list[float](), list[int]()

    async def claim() -> None:
        claimed = await outbox.due(now, BATCH)
        outbox.let_go([number for number, _ in claimed])
        first.append(sum(notice.urgency > 0 for _, notice in claimed))

    for _ in range(CLAIMS):
        took.append(await _timed(claim))
    if first[0] != URGENT:
        raise RuntimeError("urgent notices did not go first")
    look_again = [await _timed(lambda: outbox.next_due(now)) for _ in range(TICKS)]
    async with database.writing() as connection:
        await connection.execute(delete(notices).where(notices.c.key.like(f"{_KEY}%")))
        await connection.commit()
    made_of = f"{_name(database)}, {DUE} due"
    return [
        _p95(f"claiming a batch of {BATCH}", took, made_of, None),
        _p95("when to look again", look_again, made_of, None),
    ]


async def _owe(database: Database, now: datetime) -> None:
    rows = [
        {
            "key": f"{_KEY}{each}",
            "chat": NOBODY + each,
            "kind": NoticeKind.DEADLINE.value,
            "urgency": 2 if each < URGENT else 0,
            "due_at": now - timedelta(seconds=1 if each < URGENT else 60),
            "tries": 0,
        }
        for each in range(DUE)
    ]
    for first in range(0, DUE, AT_ONCE):
        async with database.writing() as connection:
            await connection.execute(insert(notices), rows[first : first + AT_ONCE])
            await connection.commit()


async def _daily(database: Database, now: datetime) -> list[Figure]:
    """The passes of a day, and how long somebody's tap waits meanwhile for its turn to write."""
    name, clock = _name(database), _Standing(now)

    async def digests() -> None:
        async with database.look() as work:
            await work.hosts.who_want_digests(now)

    expire = ExpireRequest(begin=database.begin, clock=clock)
    forget = ForgetEnded(look=database.look, begin=database.begin, clock=clock, expire_request=expire)
    count = CountDays(counting=Counts(database), book=DayBook(database), most_at_a_dwelling=MOST_AT_A_DWELLING)
    asked = await _timed(digests)
    async with _tapping(database) as waits_first:
        counted = await _timed(lambda: count(now, days=1))
    async with _tapping(database) as waits:
        took = await _timed(forget)
    async with _tapping(database) as waits_again:
        again = await _timed(replace(forget))
    longest = max(*waits_first, *waits, *waits_again) * MILLISECOND
    return [
        Figure(name="who wants a digest", value=asked, unit="s", runs=name),
        Figure(name="the figures of a day", value=counted, unit="s", runs=name),
        Figure(name="the daily pass over a day's ends", value=took, unit="s", runs=name),
        Figure(name="the same, nothing to do", value=again, unit="s", runs=name),
        Figure(name="longest wait of a tap meanwhile", value=longest, unit="ms", runs=name, most=LOCK_AIM),
        _p95("waits of taps meanwhile", [*waits_first, *waits, *waits_again], name, None),
    ]


@asynccontextmanager
async def _tapping(database: Database) -> AsyncIterator[list[float]]:
    """Somebody taps fifty times a second; how long each write takes."""
    waits: list[float] = []

    async def write() -> None:
        async with database.begin() as work:
            await work.chats.save(Chat(id=NOBODY, language="ru"))
            await work.commit()

    async def tap() -> None:
        while True:
            waits.append(await _timed(write))
            await asyncio.sleep(0.02)

    tapping = asyncio.create_task(tap())
    try:
        yield waits
    finally:
        await asyncio.sleep(0.1)  # one that waits still is to be counted
        tapping.cancel()
        await asyncio.gather(tapping, return_exceptions=True)


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _p95(name: str, seconds: Sequence[float], runs: str, most: float | None) -> Figure:
    took = [each * MILLISECOND for each in seconds]
    details = {"p50": percentile(took, 50), "p99": percentile(took, 99), "most": max(took)}
    return Figure(name=name, value=p95(took), unit="ms", runs=f"p95 of {len(took)}, {runs}", most=most, details=details)
