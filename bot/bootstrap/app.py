"""Opens what the bot needs, puts the features together, and keeps it running."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot.bootstrap.feature import Feature, Work
from bot.bootstrap.features import FEATURES
from bot.bootstrap.shared import Shared
from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError
from bot.config import TELEGRAM, Settings
from bot.domain.operator import Operator
from bot.machine.clock import RealClock
from bot.machine.passports import PassportReaders
from bot.machine.workshop import Workshop
from bot.registration import notices, retention, talk
from bot.registration.ports import Clock, PassportReader
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import make_dispatcher
from bot.telegram.doors import Doors
from bot.telegram.envelopes import KeptEnvelopes
from bot.telegram.notices import Deliverer
from bot.telegram.polling import poll
from bot.telegram.profile import set_profile
from bot.telegram.retrying import Retrying
from bot.telegram.standing import Standing
from storage.database import Database
from storage.fsm import FsmStorage
from storage.outbox import Outbox

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
    works: Mapping[str, Work]  # what the features keep running beside

    async def run(self) -> None:
        """Poll, deliver and forget what is past its term, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for name, work in self._works().items():
                tasks.create_task(_keep_going(name, work))

    def _works(self) -> dict[str, Work]:
        return {
            **self.works,
            "poll": lambda: poll(self.bot, self.dispatcher),
            "deliver": self.courier.run,
            "introduce": lambda: set_profile(self.bot),
            "warm up": self.workshop.warm_up,
            "purge": self._purge_daily,
        }

    async def _purge_daily(self) -> None:
        while True:
            await self.purge()
            await self.database.scrub()
            self.workshop.warn_of_ending_key()
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
    settings: Settings, clock: Clock | None = None, reader: PassportReader | None = None
) -> AsyncIterator[App]:
    """Open the database, the keys and the connection to Telegram; close them in reverse order."""
    clock = clock or RealClock(settings.zone)
    async with AsyncExitStack() as stack:
        database = await Database.open(settings.database_url, settings.secret_key.get_secret_value())
        stack.push_async_callback(database.close)
        bot = make_bot(settings)
        stack.push_async_callback(bot.session.close)
        me = await bot.me()
        operator = Operator(
            name=settings.operator_name,
            bin=settings.operator_bin,
            is_official=settings.official_issuer,
            username=me.username or "",
            keep_days=settings.keep_days_after_end,
        )
        threads = stack.enter_context(ThreadPoolExecutor(DRAWERS, thread_name_prefix="draw"))
        ahead = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="derive"))
        ring = open_keys(settings.keys_dir, clock.now(), settings.operator_code)
        workshop = Workshop(ring, f"https://t.me/{operator.username}", operator, clock, threads, ahead)
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
        )
        yield _assemble(shared)


def make_bot(settings: Settings) -> Bot:
    """The client; anything but Telegram's own address is taken as a Bot API server's base."""
    base = settings.telegram_api_url.rstrip("/")
    session = AiohttpSession() if base == TELEGRAM else AiohttpSession(api=TelegramAPIServer.from_base(base))
    session.middleware(Retrying())
    session.middleware(KeptEnvelopes())
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def open_keys(folder: Path, now: datetime, issuer: str) -> KeyRing:
    """The operator's signing keys, made at the first start."""
    try:
        return keystore.load(folder)
    except KeysError:
        if (folder / keystore.ROOT_PUBLIC).exists():
            raise  # keys that are there and cannot be trusted are never replaced in silence
        return keystore.make(folder, now=now, issuer=issuer)


def _assemble(shared: Shared) -> App:
    features = [make(shared) for make in FEATURES]
    courier = Courier(outbox=Outbox(shared.database), deliverer=deliverer(shared, features), clock=shared.clock)
    shared.database.on_owed = courier.wake
    standing = standing_of(shared, features)
    dispatcher = make_dispatcher(
        FsmStorage(shared.database),
        open_talk=talk.OpenTalk(look=shared.look, begin=shared.begin, clock=shared.clock),
        standing=standing,
        clock=shared.clock,
        use_cases={"standing": standing} | together(features, doors_of(features)),
    )
    purge = retention.ForgetEnded(
        begin=shared.begin,
        clock=shared.clock,
        expire_request=shared.expire_request,
        kept_after_end=timedelta(days=shared.settings.keep_days_after_end),
    )
    return App(
        bot=shared.bot,
        dispatcher=dispatcher,
        courier=courier,
        database=shared.database,
        purge=purge,
        workshop=shared.workshop,
        works={name: work for feature in features for name, work in feature.works.items()},
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
