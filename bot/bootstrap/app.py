"""Opens what the bot needs, puts the features together, and keeps it running."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import LinkPreviewOptions, User

from bot.bootstrap.feature import Feature, Work
from bot.bootstrap.features import FEATURES
from bot.bootstrap.leading import lead
from bot.bootstrap.shared import Shared
from bot.bootstrap.watching import Watch, watch_of
from bot.bootstrap.webhook import Coming, coming
from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError
from bot.config import TELEGRAM, Settings
from bot.domain.operator import Operator
from bot.machine.clock import RealClock
from bot.machine.live_ring import LiveRing
from bot.machine.passports import PassportReaders
from bot.machine.roster import SettingsRoster
from bot.machine.workshop import Workshop
from bot.office.ports import Roster
from bot.registration import notices, retention, talk
from bot.registration.ports import Clock, PassportReader
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import make_dispatcher
from bot.telegram.doors import Doors
from bot.telegram.notices import Deliverer
from bot.telegram.office.filters import IsOfficer
from bot.telegram.pace import A_SECOND_IN_ALL, Turns, own_pace
from bot.telegram.profile import set_profile
from bot.telegram.retrying import Retrying
from bot.telegram.session import LeanSession
from bot.telegram.standing import Standing
from bot.watch.threads import TimedThreads
from storage.database import Database
from storage.fsm import FsmStorage
from storage.outbox import Outbox
from storage.paces import SharedPace

log = logging.getLogger(__name__)
DRAWERS = 2
BEFORE_AGAIN = 5.0  # seconds
A_DAY = 24 * 60 * 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A bot ready to run."""

    bot: Bot
    dispatcher: Dispatcher
    courier: Courier
    database: Database
    purge: retention.ForgetEnded
    workshop: Workshop
    coming: Coming
    works: Mapping[str, Work]  # what the features keep running beside, in every worker
    daily: Mapping[str, Work]  # what the features want done once a day, by one worker
    watch: Watch | None = None  # where somebody asks for health and figures

    async def run(self) -> None:
        """Take updates, deliver and forget what is past its term, until cancelled."""
        async with self._seen():
            await _all(self._works())

    @asynccontextmanager
    async def _seen(self) -> AsyncIterator[None]:
        """Health can be asked from before the first work begins until the last has ended."""
        if self.watch is None:
            yield
            return
        serving = asyncio.create_task(_keep_going("ops", self.watch.server.run))
        try:
            yield
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    def _works(self) -> dict[str, Work]:
        return {
            **(self.watch.works if self.watch is not None else {}),
            **self.works,
            **self.coming.works,
            "watch holds": self.database.holds.watch,
            "deliver": self.courier.run,
            "warm up": self.workshop.warm_up,
            "lead": lambda: lead(self.database.holds, lambda: _all(self._errands())),
        }

    def _errands(self) -> dict[str, Work]:
        """What one worker does for all."""
        daily = {**self.daily, **self.coming.daily, "purge": self._purge}
        return {
            **self.coming.errands,
            "introduce": lambda: set_profile(self.bot),
            **{name: partial(_every_day, work) for name, work in daily.items()},
        }

    async def _purge(self) -> None:
        await self.purge()
        await self.database.scrub()
        self.workshop.warn_of_ending_key()


async def _all(works: Mapping[str, Work]) -> None:
    """All of them side by side, each begun again after a fault."""
    async with asyncio.TaskGroup() as tasks:
        for name, work in works.items():
            tasks.create_task(_keep_going(name, work))


async def _every_day(work: Work) -> None:
    """Once at the start, then every day."""
    while True:
        await work()
        await asyncio.sleep(A_DAY)


async def _keep_going(name: str, work: Work) -> None:
    """Begin again after a fault: a database that is locked for a minute must not end the bot."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person
            log.error("begins again", extra={"action": name, "error": type(error).__name__})
            await asyncio.sleep(BEFORE_AGAIN)
        else:
            return


@asynccontextmanager
async def open_app(
    settings: Settings,
    clock: Clock | None = None,
    reader: PassportReader | None = None,
    roster: Roster | None = None,
) -> AsyncIterator[App]:
    """Open the database, the keys and the connection to Telegram; close them in reverse order.

    Without a roster the officers are those of the settings for as long as the bot runs.
    """
    clock = clock or RealClock(settings.zone)
    async with AsyncExitStack() as stack:
        database = await Database.open(settings.database_url, settings.secret_key.get_secret_value())
        stack.push_async_callback(database.close)
        bot = make_bot(settings)
        stack.push_async_callback(bot.session.close)
        me = await _introduced(bot)
        operator = Operator(
            name=settings.operator_name,
            bin=settings.operator_bin,
            is_official=settings.official_issuer,
            username=me.username or "",
            keep_days=settings.keep_days_after_end,
        )
        threads = stack.enter_context(TimedThreads(DRAWERS, thread_name_prefix="draw"))
        ahead = stack.enter_context(TimedThreads(1, thread_name_prefix="derive"))
        ring = open_keys(settings.keys_dir, clock.now(), settings.operator_code)
        live = LiveRing(settings.keys_dir, ring)
        workshop = Workshop(live, f"https://t.me/{operator.username}", operator, clock, threads, ahead)
        if reader is None:
            reader = readers = PassportReaders(clock.today)
            stack.push_async_callback(readers.close)
        shared = Shared(
            settings=settings,
            bot=bot,
            database=database,
            clock=clock,
            operator=operator,
            workshop=workshop,
            reader=reader,
            roster=roster or SettingsRoster(lambda: settings.officers, None),
        )
        yield assemble(shared)


async def _introduced(bot: Bot) -> User:
    """Who the bot is. Telegram may be away when it starts: it waits, for what waits for it is not lost meanwhile."""
    while True:
        try:
            return await bot.me()
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
            log.warning("Telegram does not answer", extra={"action": "start", "error": type(error).__name__})
            await asyncio.sleep(BEFORE_AGAIN)


def make_bot(settings: Settings) -> Bot:
    """The client; anything but Telegram's own address is taken as a Bot API server's base."""
    base = settings.telegram_api_url.rstrip("/")
    session = LeanSession() if base == TELEGRAM else LeanSession(api=TelegramAPIServer.from_base(base))
    session.middleware(Retrying())
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def open_keys(folder: Path, now: datetime, issuer: str) -> KeyRing:
    """The operator's signing keys, made at the first start, once even where several workers start.

    Keys that are there and cannot be trusted are never replaced in silence: KeysError.
    """
    if not (folder / keystore.ROOT_PUBLIC).exists():
        with contextlib.suppress(KeysError):  # another worker has made them meanwhile, or loading says what is wrong
            return keystore.make(folder, now=now, issuer=issuer)
    return keystore.load(folder)


def assemble(shared: Shared) -> App:
    """The app of these parts: what is opened for it, is closed by whoever opened it."""
    features = [make(shared) for make in FEATURES]
    courier = courier_of(shared, features)
    shared.database.on_owed = courier.wake
    standing = standing_of(shared, features)
    dispatcher = make_dispatcher(
        FsmStorage(shared.database),
        open_talk=talk.OpenTalk(look=shared.look, begin=shared.begin, clock=shared.clock),
        standing=standing,
        clock=shared.clock,
        is_officer=IsOfficer(shared.roster),
        use_cases={"standing": standing} | together(features, doors_of(features)),
    )
    purge = retention.ForgetEnded(
        look=shared.look,
        begin=shared.begin,
        clock=shared.clock,
        expire_request=shared.expire_request,
        terms=shared.settings.terms,
    )
    return App(
        watch=watch_of(shared, dispatcher, courier, next((f.server for f in features if f.server is not None), None)),
        bot=shared.bot,
        dispatcher=dispatcher,
        courier=courier,
        database=shared.database,
        purge=purge,
        workshop=shared.workshop,
        coming=coming(shared, dispatcher),
        works={name: work for feature in features for name, work in feature.works.items()},
        daily={name: work for feature in features for name, work in feature.daily.items()},
    )


def courier_of(shared: Shared, features: Sequence[Feature]) -> Courier:
    """What sends the notices, at a pace that all workers over one database keep together."""
    database = shared.database
    return Courier(
        outbox=Outbox(database),
        deliverer=deliverer(shared, features),
        clock=shared.clock,
        holds=database.holds,
        turns=Turns(own_pace() if database.is_alone else SharedPace(database, "bulk", A_SECOND_IN_ALL)),
    )


def standing_of(shared: Shared, features: Sequence[Feature]) -> Standing:
    """What draws where things stand for a person."""
    return Standing(
        read_draft=shared.read_draft,
        own_requests=shared.own_requests,
        keep_card=shared.keep_card,
        views=shared.views,
        desk=shared.desk,
        duties=shared.duties,
        read_door=shared.read_door,
        desks=tuple(desk for feature in features for desk in feature.desks),
        clock=shared.clock,
    )


def doors_of(features: Sequence[Feature]) -> Doors:
    """What the letter of a deep link opens."""
    return Doors({kind: door for feature in features for kind, door in feature.doors.items()})


def together(features: Sequence[Feature], doors: Doors) -> dict[str, object]:
    """All that handlers ask for by the name of a parameter. Raises ValueError where two features claim one name."""
    by_name: dict[str, object] = {"doors": doors}
    for feature in features:
        if twice := by_name.keys() & feature.by_name.keys():
            raise ValueError(f"two features claim {sorted(twice)}")
        by_name |= feature.by_name
    return by_name


def deliverer(shared: Shared, features: Sequence[Feature]) -> Deliverer:
    """What the courier hands notices to."""
    return Deliverer(
        bot=shared.bot,
        read_notice=notices.ReadNotice(begin=shared.look, clock=shared.clock),
        views=shared.views,
        certificates=shared.sender,
        keep_card=shared.keep_card,
        expire_request=shared.expire_request,
        prepare=shared.workshop.prepare,
        more={kind: send for feature in features for kind, send in feature.senders.items()},
    )
