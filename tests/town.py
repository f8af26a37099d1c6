"""A town for stories: the real bot and database, Telegram played by the simulator, a clock that can be moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.bootstrap import App, open_app
from bot.config import Settings
from bot.simulator import Simulator
from tests.people import Person

ALMATY = ZoneInfo("Asia/Almaty")
TOKEN = "4242:town-token-of-no-bot"
USERNAME = "tirkeu_town_bot"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ALMATY)
HOST_IIN = "850412300006"
OTHER_IIN = "900101300007"


@dataclass
class TownClock:
    """Stands still until it is moved."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(ALMATY).date()

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Town:
    """One simulator, one bot, any number of people."""

    simulator: Simulator
    folder: Path
    clock: TownClock
    stack: AsyncExitStack
    settings: dict[str, Any] = field(default_factory=dict)
    app: App | None = None
    _running: asyncio.Task[None] | None = None
    _app_stack: AsyncExitStack | None = None

    async def start_bot(self) -> None:
        """Start the bot as `make run` would, against the simulator."""
        self._app_stack = AsyncExitStack()
        self.app = await self._app_stack.enter_async_context(open_app(self.make_settings(), self.clock))
        self._running = asyncio.create_task(self.app.run())

    def make_settings(self) -> Settings:
        return Settings(
            _env_file=None,
            bot_token=SecretStr(TOKEN),
            telegram_api_url=self.simulator.base_url,
            database_url=f"sqlite+aiosqlite:///{self.folder / 'town.db'}",
            secret_key=SecretStr("a-secret-that-only-this-test-town-knows"),
            keys_dir=self.folder / "keys",
            operator_name="Town Hall",
            operator_bin="240440012345",
            **self.settings,
        )

    async def stop_bot(self) -> None:
        """Stop it; what it knew is in the database."""
        if self._running is not None and self._app_stack is not None:
            self._running.cancel()
            [ending] = await asyncio.gather(self._running, return_exceptions=True)
            await self._app_stack.aclose()
            if not isinstance(ending, asyncio.CancelledError):
                raise AssertionError("the bot died on its own") from ending
        self._running = self._app_stack = self.app = None

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def person(self, user_id: int, first_name: str, language: str = "en", **particulars: Any) -> Person:
        """Somebody with a phone."""
        person = await Person.arrive(
            self.simulator.base_url, user_id, first_name, language_code=language, **particulars
        )
        self.stack.push_async_callback(person.leave)
        return person

    async def time_passes(self, **by: float) -> None:
        """Move the clock and let the courier look."""
        self.clock.move(**by)
        if self.app is not None:
            self.app.courier.wake()
        await asyncio.sleep(0.05)


@asynccontextmanager
async def open_town(folder: Path, **settings: Any) -> AsyncIterator[Town]:
    """A town with its bot running."""
    clock = TownClock()
    async with AsyncExitStack() as stack:
        simulator = Simulator(TOKEN, USERNAME, "Tirkeu", now=clock.now)
        await stack.enter_async_context(simulator)
        town = Town(simulator, folder, clock, stack, settings)
        await town.start_bot()
        stack.push_async_callback(town.stop_bot)
        yield town


GUEST_ANSWERS = (
    "Россия", "12.11.2026", "Ivanov", "Pyotr", "-", "27.03.1990", "Passport", "75 1234567", "27.03.2031",
    HOST_IIN, "Almaty, Abay avenue 10, flat 25", "Flat",
)  # fmt: skip


async def begin(guest: Person, language: str = "English", agree: str = "I agree") -> None:
    """Start, language, consent: three actions; the menu is open then."""
    await guest.start()
    await guest.tap(language)
    await guest.tap(agree)


async def answer_all(guest: Person, answers: tuple[str, ...] = GUEST_ANSWERS) -> None:
    """From the menu to the review, all typed."""
    await guest.tap("Register me at an address")
    for answer in answers:
        await guest.send(answer)
    await guest.tap("Last lawful day")


async def request_sent(guest: Person, answers: tuple[str, ...] = GUEST_ANSWERS) -> str:
    """From nothing to a sent request; the link for the host."""
    await begin(guest)
    await answer_all(guest, answers)
    await guest.tap("Send to my host")
    return link_in(guest)


def link_in(guest: Person) -> str:
    """The link for the host on the guest's card."""
    return next(link for link in guest.links() if "start=q" in link and link.startswith("https://t.me/tirkeu"))


async def host_proves(host: Person, link: str, iin: str = HOST_IIN) -> None:
    """Open the link, share the phone, give IIN and name."""
    await host.open_link(link)
    await host.share_contact()
    await host.send(f"{iin} Serikova Aigul Maratovna")
