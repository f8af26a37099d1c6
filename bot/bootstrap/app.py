"""Opens what the bot needs: the database, the keys, the connection to Telegram."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import LinkPreviewOptions, User

from bot.bootstrap.assembling import assemble
from bot.bootstrap.running import BEFORE_AGAIN, App
from bot.bootstrap.shared import Shared
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
from bot.registration.ports import Clock, PassportReader
from bot.telegram.retrying import Retrying
from bot.telegram.session import LeanSession
from bot.watch.faults import kind_of
from bot.watch.threads import TimedThreads
from storage.database import Database

log = logging.getLogger(__name__)
DRAWERS = 2


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
        operator = _operator(settings, (await _introduced(bot)).username or "")
        workshop = _workshop(settings, operator, clock, stack)
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


def _operator(settings: Settings, username: str) -> Operator:
    """Who runs the bot of this name."""
    return Operator(
        name=settings.operator_name,
        bin=settings.operator_bin,
        is_official=settings.official_issuer,
        username=username,
        keep_days=settings.keep_days_after_end,
    )


def _workshop(settings: Settings, operator: Operator, clock: Clock, stack: AsyncExitStack) -> Workshop:
    """With threads that end with the stack."""
    threads = stack.enter_context(TimedThreads(DRAWERS, thread_name_prefix="draw"))
    ahead = stack.enter_context(TimedThreads(1, thread_name_prefix="derive"))
    ring = open_keys(settings.keys_dir, clock.now(), settings.operator_code)
    live = LiveRing(settings.keys_dir, ring)
    return Workshop(live, f"https://t.me/{operator.username}", operator, clock, threads, ahead)


async def _introduced(bot: Bot) -> User:
    """Who the bot is. Telegram may be away when it starts: it waits, for what waits for it is not lost meanwhile."""
    while True:
        try:
            return await bot.me()
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
            log.warning("Telegram does not answer", extra={"action": "start", "error": kind_of(error)})
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
