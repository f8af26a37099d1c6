"""An evening on which a hundred thousand reminders are due: the real courier, outbox and texts, at Telegram's pace.

Meanwhile some are taken back, some expire, some people have left and some have blocked the bot, and now and then
something urgent is owed. Time is skipped where nothing is to be done, so the evening lasts as long as its work.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from pydantic import SecretStr
from sqlalchemy import update

from bot.bootstrap.app import open_keys
from bot.bootstrap.assembling import courier_of
from bot.bootstrap.features import FEATURES
from bot.bootstrap.shared import Shared
from bot.config import Settings
from bot.domain.case import EventKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.operator import Operator
from bot.load.figures import MILLISECOND, Figure, p95
from bot.load.million_fill import Filling
from bot.load.million_people import Kind, guest_of, kinds_of
from bot.load.million_telegram import Post, PostSession
from bot.load.million_time import LoopClock, SkippingLoop
from bot.machine.passports import PassportReaders
from bot.machine.roster import SettingsRoster
from bot.machine.workshop import Workshop
from bot.registration.reminders import at_evening
from bot.telegram.pace import A_SECOND_IN_ALL
from storage.database import Database
from storage.tables import notices

SECRET = "of made-up people, and no secret"  # noqa: S105 - it protects nobody
KINDS = 40
GROUP = 100  # of so many people one is taken back, one expires, one has left, one has blocked the bot
TAKEN_BACK, EXPIRING, LEAVING, BLOCKING = 7, 21, 33, 13  # which of them
MOST_EXPIRING = timedelta(minutes=10)
TROUBLES, PINGS = 10, 20  # times in the evening
LEAST_SHARE = 0.95  # of Telegram's pace
PING_AIM = 5.0  # seconds
ON_ITS_WAY = timedelta(seconds=1)  # a message may have been looked at just before the change, and goes


@dataclass(slots=True)
class Evening:
    """What was sent, and what must not have been."""

    people: int
    begins: datetime
    post: Post
    settled_at: dict[int, datetime] = field(default_factory=dict)  # from when on a person must get nothing any more
    pinged: list[tuple[int, datetime]] = field(default_factory=list)
    cpu: float = 0.0

    def check(self) -> None:
        """Raises RuntimeError where a reminder was lost, doubled, or sent after it no longer held."""
        for person in range(1, self.people + 1):
            pings = sum(pinged == person for pinged, _ in self.pinged) if len(self.pinged) < self.people else 0
            came = self.post.came.get(guest_of(person), [])
            over = self.settled_at.get(person)
            if person % GROUP == BLOCKING:
                _want(not came, "sent to one who has blocked the bot")
            elif over is None:
                _want(len(came) == 1 + pings, f"{len(came)} came where {1 + pings} was owed")
            else:
                _want(len(came) <= 1 + pings, "doubled")
                _want(pings or not came or came[-1] <= over, "sent after it no longer held")

    def figures(self) -> list[Figure]:
        """What it took."""
        sent = len(self.post.in_all)
        lasted = (self.post.in_all[-1] - self.post.in_all[0]).total_seconds()
        late = [(self._answered(person, at) - at).total_seconds() for person, at in self.pinged]
        runs = f"{sent} messages, SQLite, time skipped"
        pace = sent / lasted
        return [
            Figure(name="messages sent", value=sent, unit="", runs=runs),
            Figure(name="pace", value=pace, unit="/s", runs=runs, least=A_SECOND_IN_ALL * LEAST_SHARE),
            Figure(name="CPU a reminder", value=self.cpu / sent * MILLISECOND, unit="ms", runs=runs, most=33.3),
            Figure(name="an urgent message came after", value=p95(late), unit="s", runs="p95", most=PING_AIM),
        ]

    def _answered(self, person: int, at: datetime) -> datetime:
        moments: list[datetime] = self.post.came[guest_of(person)]
        return next(moment for moment in moments if moment >= at)


def evening(people: int) -> list[Figure]:
    """So many reminders due at six. Raises RuntimeError where one was lost, doubled or sent for nothing."""
    loop = SkippingLoop()
    with (
        tempfile.TemporaryDirectory() as folder,
        loop.waiting_for_sqlite(),
        asyncio.Runner(loop_factory=lambda: loop) as runner,
    ):
        seen = runner.run(_evening(people, Path(folder)))
    seen.check()
    return seen.figures()


async def _evening(people: int, folder: Path) -> Evening:
    settings = _settings(folder)
    noon = datetime(2026, 11, 23, 12, tzinfo=settings.zone)
    six, loop = at_evening(noon.date(), settings.zone), asyncio.get_running_loop()
    database = await Database.open(settings.database_url, SECRET)
    try:
        await Filling(database, kinds_of(noon, _reminded_at(six), KINDS), noon).live(people)
        clock = LoopClock(six - timedelta(seconds=1), loop, loop.time())
        seen = Evening(people, six, Post(clock))
        seen.post.blocking.update(guest_of(each) for each in range(1, people + 1) if each % GROUP == BLOCKING)
        await _shorten(database, seen)
        await _send_all(database, settings, folder, clock, seen)
    finally:
        await database.close()
    return seen


def _settings(folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'evening.db'}",
        secret_key=SecretStr(SECRET),
        keys_dir=folder / "keys",
    )


def _reminded_at(moment: datetime) -> Callable[[Kind], bool]:
    return lambda kind: any(owed.kind is NoticeKind.DEADLINE and owed.due_at == moment for owed in kind.future)


async def _shorten(database: Database, seen: Evening) -> None:
    """Some reminders are news for a few minutes only."""
    some = [each for each in range(1, seen.people + 1) if each % GROUP == EXPIRING]
    until = seen.begins + min(MOST_EXPIRING, timedelta(seconds=seen.people / A_SECOND_IN_ALL / 2))
    async with database.writing() as connection:
        await connection.execute(
            update(notices).where(notices.c.chat.in_([guest_of(each) for each in some])).values(expires_at=until)
        )
        await connection.commit()
    seen.settled_at.update(dict.fromkeys(some, until))


async def _send_all(database: Database, settings: Settings, folder: Path, clock: LoopClock, seen: Evening) -> None:
    with ThreadPoolExecutor(1) as threads:
        courier = courier_of(
            shared := _shared(database, settings, folder, clock, seen.post, threads),
            [make(shared) for make in FEATURES],
        )
        database.on_owed = courier.wake
        began = time.process_time()
        sending = asyncio.create_task(courier.run())
        try:
            await _troubles(database, clock, seen)
            while await _waits(database, clock):  # noqa: ASYNC110 - nothing tells when all is sent
                await asyncio.sleep(1)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        seen.cpu = time.process_time() - began


def _shared(
    database: Database, settings: Settings, folder: Path, clock: LoopClock, post: Post, threads: ThreadPoolExecutor
) -> Shared:
    operator = Operator(name="Load", bin="240440012345", is_official=False, username="load_bot")
    ring = open_keys(folder / "keys", clock.now(), settings.operator_code)
    return Shared(
        settings=settings,
        bot=Bot("42:load", session=PostSession(post), default=DefaultBotProperties(parse_mode=ParseMode.HTML)),
        database=database,
        clock=clock,
        operator=operator,
        workshop=Workshop(lambda: ring, "https://t.me/load_bot", operator, clock, threads, threads),
        reader=PassportReaders(clock.today),
        roster=SettingsRoster(dict, None),
    )


async def _troubles(database: Database, clock: LoopClock, seen: Evening) -> None:
    """All through the evening: taken back, left, and something urgent."""
    lasts = seen.people / A_SECOND_IN_ALL
    back, left = (
        [each for each in range(1, seen.people + 1) if each % GROUP == which] for which in (TAKEN_BACK, LEAVING)
    )
    for turn in range(PINGS):
        await asyncio.sleep(lasts / (PINGS + 2))
        await _ping(database, clock, seen, 1 + turn * GROUP % seen.people, turn)
        if turn % 2:
            await _take_back(database, clock, seen, back[turn // 2 :: TROUBLES])
            await _leave(database, clock, seen, left[turn // 2 :: TROUBLES])


async def _ping(database: Database, clock: LoopClock, seen: Evening, person: int, turn: int) -> None:
    now = clock.now()
    ping = Notice(
        key=f"ping:{turn}", chat=guest_of(person), kind=NoticeKind.GUEST_CARD, case=person, due_at=now, urgency=2
    )
    seen.pinged.append((person, now))
    async with database.begin() as work:
        await work.notices.owe(ping)
        await work.commit()


async def _take_back(database: Database, clock: LoopClock, seen: Evening, people: Sequence[int]) -> None:
    for person in people:
        async with database.begin() as work:
            await work.notices.cancel(guest_of(person), NoticeKind.DEADLINE)
            await work.commit()
        seen.settled_at[person] = clock.now() + ON_ITS_WAY


async def _leave(database: Database, clock: LoopClock, seen: Evening, people: Sequence[int]) -> None:
    """They say that they have left; nobody takes the reminder back, so that it must be seen when it is sent."""
    for person in people:
        now = clock.now()
        async with database.begin() as work:
            case = await work.cases.get(person)
            if case is not None:
                await work.cases.save(case.happened(EventKind.LEFT, now, guest_of(person), now.date().isoformat()))
            await work.commit()
        seen.settled_at[person] = clock.now() + ON_ITS_WAY


async def _waits(database: Database, clock: LoopClock) -> bool:
    query = notices.select().where(
        notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None), notices.c.due_at <= clock.now()
    )
    async with database.reading() as connection:
        return (await connection.execute(query.limit(1))).first() is not None


def _want(holds: object, why: str) -> None:
    if not holds:
        raise RuntimeError(why)
