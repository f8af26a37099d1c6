"""A simulator, a real aiogram bot on it, and a tiny echo bot for the journeys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.simulator import Simulator
from bot.simulator.phone import Phone

TOKEN = "42:simulated"
GUEST = 1001


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 12, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def simulator(clock: Clock) -> AsyncIterator[Simulator]:
    async with Simulator(TOKEN, "echo_bot", "Echo", now=clock) as running:
        yield running


@asynccontextmanager
async def attached(simulator: Simulator) -> AsyncIterator[Bot]:
    """aiogram's own bot, attached as it attaches to any Bot API server."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(simulator.base_url))
    yield Bot(TOKEN, session=session)
    # aiogram's own close sleeps a quarter of a second for TLS, which is not used here
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    """The bot on the simulator."""
    async with attached(simulator) as bot:
        yield bot


@pytest.fixture
def guest(simulator: Simulator) -> Phone:
    """A person who has started the bot."""
    phone = simulator.person(GUEST, "Aziza", "Karimova", "uz", "+998901234567")
    phone.start()
    return phone


@asynccontextmanager
async def polling(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    """Let a dispatcher poll until the block ends."""
    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    try:
        yield
    finally:
        with suppress(RuntimeError):
            await dispatcher.stop_polling()
        await asyncio.wait([task])


def echo() -> Dispatcher:
    """A bot that repeats what it hears, counts taps, and nothing else."""
    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])

    @dispatcher.message(F.text)
    async def repeat(message: Message) -> None:
        await message.answer(f"You said: {message.text}", reply_markup=keyboard)

    @dispatcher.callback_query(F.data == "again")
    async def count(tap: CallbackQuery) -> None:
        assert isinstance(tap.message, Message)
        await tap.message.edit_text(f"{tap.message.text}!", reply_markup=keyboard)
        await tap.answer("Said again")

    return dispatcher


@pytest.fixture
async def echo_bot(bot: Bot) -> AsyncIterator[Bot]:
    """The echo bot, polling."""
    async with polling(echo(), bot):
        yield bot
