"""A town for stories: the real bot and database, Telegram played by the simulator, a clock that can be moved."""

import asyncio
import io
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import orjson
import pytest
import zxingcpp
from aiogram import Bot
from PIL import Image
from pydantic import SecretStr

from bot.bootstrap.app import open_app, open_keys
from bot.bootstrap.running import App
from bot.certificate.drawing.layout import SCREEN
from bot.config import Settings
from bot.domain.address import Address, Premises
from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.people import Chat, ChatId, Draft, Host
from bot.domain.person import Iin
from bot.machine.workshop import Workshop
from bot.registration.consent import CONSENT_VERSION
from bot.simulator import Simulator
from bot.simulator.phones import snapshot
from bot.telegram.courier import Courier
from storage.database import Database
from tests import private_postgres
from tests.people import Person
from tests.readers import ToldReader

ALMATY = ZoneInfo("Asia/Almaty")
TOKEN = "4242:town-token-of-no-bot"
USERNAME = "tirkeu_town_bot"
SECRET = "a-secret-that-only-this-test-town-knows"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ALMATY)
HOST_IIN = "850412300006"
OTHER_IIN = "900101300007"
HOST_NAME = "Serikova Aigul Maratovna"
GUEST_ID, HOST_ID, STRANGER_ID = 1001, 2001, 3001
DATABASE, KEYS = "town.db", "keys"
FIRST_AFTER = "bot.bootstrap.running.FIRST_AFTER"  # for a story about what is done once a day


@dataclass(eq=False)
class Townsman(Person):
    """A person who knows when the bot is done: once it has confirmed every update, however slow the machine is."""

    simulator: Simulator | None = field(default=None, repr=False)

    async def _get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        """Look at the phone where it is: what is done goes over HTTP, what is seen would be the same, and cost more."""
        if self.simulator is None or path not in {"", "/quiet"}:
            return await super()._get(path, query)
        phone = self.simulator.phones[self.id]
        if path == "/quiet":
            await phone.quiet(float(query["silence"]), float(query["patience"]))
        elif phone.chat.version <= int(query["after"]):
            await phone.chat.changed(float(query["timeout"]))
        screen: dict[str, Any] = orjson.loads(orjson.dumps(snapshot(phone)))  # as it stands now, whatever comes later
        return screen

    async def quiet(self, silence: float = 0.015) -> Self:
        """Wait until every update is handled and the bot keeps still; at most `patience` seconds each."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self.patience
        while not self._is_read() and loop.time() < give_up:  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0.005)
        return await super().quiet(silence)

    def _is_read(self) -> bool:
        return self.simulator is None or not self.simulator.world.updates.pending


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


@dataclass(repr=False)  # asyncio writes down what a fixture's task has made, each time one runs
class Town:
    """One simulator, one bot, any number of people."""

    simulator: Simulator
    folder: Path
    clock: TownClock
    stack: AsyncExitStack
    settings: dict[str, Any] = field(default_factory=dict)
    postgres: str | None = None
    """The database's address where it is PostgreSQL; else it is a file in the folder."""
    reader: ToldReader | None = field(default_factory=ToldReader)
    """Of passports; None is the real one."""
    app: App | None = None
    _running: asyncio.Task[None] | None = None
    _app_stack: AsyncExitStack | None = None

    async def start_bot(self) -> None:
        """Start the bot as `make run` would, against the simulator."""
        self._app_stack = AsyncExitStack()
        self.app = await self._app_stack.enter_async_context(open_app(self.make_settings(), self.clock, self.reader))
        self._running = asyncio.create_task(self.app.run())

    def make_settings(self) -> Settings:
        return Settings(
            _env_file=None,
            bot_token=SecretStr(TOKEN),
            telegram_api_url=self.simulator.base_url,
            database_url=self.postgres or f"sqlite+aiosqlite:///{self.folder / DATABASE}",
            secret_key=SecretStr(SECRET),
            keys_dir=self.folder / KEYS,
            operator_name="Town Hall",
            operator_bin="240440012345",
            **self.settings,
        )

    async def stop_bot(self) -> None:
        """Stop it; what it knew is in the database."""
        if self._running is not None and self._app_stack is not None and self.app is not None:
            self._running.cancel()
            [ending] = await asyncio.gather(self._running, return_exceptions=True)
            await _hang_up(self.app)
            await self._app_stack.aclose()
            if not isinstance(ending, asyncio.CancelledError):
                raise AssertionError("the bot died on its own") from ending
        self._running = self._app_stack = self.app = None

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def person(self, user_id: int, first_name: str, language: str = "en", **particulars: Any) -> Person:
        """Somebody with a phone."""
        base_url = self.simulator.base_url
        person = await Townsman.arrive(base_url, user_id, first_name, language_code=language, **particulars)
        person.simulator = self.simulator
        self.stack.push_async_callback(person.leave)
        return person

    async def guest(self, user_id: int = GUEST_ID, first_name: str = "Pyotr", language: str = "en") -> Person:
        """One who needs to be registered."""
        return await self.person(user_id, first_name, language)

    async def host(self, user_id: int = HOST_ID, first_name: str = "Aigul", language: str = "en") -> Person:
        """One who gives a place to live."""
        return await self.person(user_id, first_name, language, phone="+77011234567")

    async def finds_blocked(self, person: Person) -> None:
        """Wait until the bot has found out that this person blocked it."""
        async with asyncio.timeout(10):
            while not await self._knows_blocked(person):  # noqa: ASYNC110 - nothing tells when it does
                await asyncio.sleep(0.02)

    async def _knows_blocked(self, person: Person) -> bool:
        async with self.running.database.look() as work:
            talk = await work.chats.get(ChatId(person.id))
        return talk is not None and talk.blocked

    async def time_passes(self, **by: float) -> None:
        """Move the clock and let the courier look."""
        self.clock.move(**by)
        if self.app is not None:
            self.app.courier.wake()
            await self._all_is_taken_up(self.app.courier)
        await asyncio.sleep(0.05)

    async def _all_is_taken_up(self, courier: Courier) -> None:
        """Wait until nothing that is due waits for the courier, however slow the machine is; for three seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(3):
                while await self._is_anything_due(courier):  # noqa: ASYNC110 - nothing tells when it is not
                    await asyncio.sleep(0.005)

    async def _is_anything_due(self, courier: Courier) -> bool:
        now = self.clock.now()
        due = await courier.outbox.next_due(now)
        return due is not None and due <= now

    async def time_comes(self, moment: datetime) -> None:
        """Move the clock to this moment and let the courier look."""
        await self.time_passes(seconds=(moment - self.clock.moment).total_seconds())

    async def requests_of(self, guest: Person) -> Sequence[Case]:
        """A guest's requests as they are recorded, newest first."""
        async with self.running.database.look() as work:
            return await work.cases.of_guest(ChatId(guest.id))

    async def recorded(self, guest: Person) -> list[str]:
        """What has happened to a guest's newest request, oldest event first; nothing when there is none."""
        newest = next(iter(await self.requests_of(guest)), None)
        return [event.kind.value for event in newest.events] if newest else []

    async def answers_kept(self, guest: Person) -> Answers | None:
        """What a guest has answered and not yet sent."""
        async with self.running.database.look() as work:
            draft = await work.drafts.get(ChatId(guest.id))
        return draft.answers if draft else None

    async def host_kept(self, host: Person) -> Host | None:
        """What is known of a chat as a host."""
        async with self.running.database.look() as work:
            return await work.hosts.get(ChatId(host.id))

    async def has_certificate(self, guest: Person) -> bool:
        """Whether anything was ever issued to this guest."""
        requests = await self.requests_of(guest)
        async with self.running.database.look() as work:
            return any([await work.certificates.get(case.number) is not None for case in requests])

    @contextmanager
    def books(self) -> Iterator[sqlite3.Connection]:
        """The database as whoever steals the file sees it; of PostgreSQL a copy, row by row. Only to be read."""
        stolen = (
            sqlite3.connect(self.folder / DATABASE) if self.postgres is None else private_postgres.copy(self.postgres)
        )
        with closing(stolen) as books:
            yield books

    def everything_kept(self) -> bytes:
        """The database and its journals, byte for byte; of PostgreSQL every value of every row."""
        if self.postgres is None:
            return b"".join(file.read_bytes() for file in self.folder.glob(f"{DATABASE}*"))
        with self.books() as books:
            return b"\n".join(private_postgres.values_of(books))

    @property
    def running(self) -> App:
        """The bot, which has to run."""
        assert self.app is not None, "the bot does not run"
        return self.app


async def _hang_up(app: App) -> None:
    """Close the line at once: aiogram's own close waits a quarter of a second for TLS, which is not used here."""
    line = getattr(app.bot.session, "_session", None)
    if line is not None:
        await line.close()


_is_warm = False


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Leave out what every start and every certificate costs and few stories are about.

    The bot warms up once a process, introduces itself to nobody, and derives sealing keys at the least cost.
    """
    warm_up = Workshop.warm_up

    async def warm_up_once(workshop: Workshop) -> None:
        global _is_warm  # noqa: PLW0603 - it is the process that is warm
        if not _is_warm:
            _is_warm = True
            await warm_up(workshop)

    async def say_nothing(_bot: Bot) -> None:
        """Telegram would keep the words; only the stories of languages read them."""

    patch.setattr(Workshop, "warm_up", warm_up_once)
    # every bot makes the TLS context of its client, though the simulator speaks plain HTTP
    patch.setattr("aiogram.client.session.aiohttp.ssl.create_default_context", lambda **_: None)
    patch.setattr("bot.bootstrap.running.set_profile", say_nothing)
    patch.setattr("bot.certificate.sealed.SCRYPT_COST", 2)
    # for the printer as for the chat; what is drawn for it at full size tests/certificate looks at
    patch.setattr("bot.certificate.drawing.page.PRINT", SCREEN)
    patch.setattr("bot.telegram.courier.BETWEEN_IN_ONE_CHAT", 0.05)  # test_many_couriers waits it out


async def build_town(folder: Path) -> None:
    """Make what every town begins with: an empty database with its tables, and the operator's keys."""
    database = await Database.open(f"sqlite+aiosqlite:///{folder / DATABASE}", SECRET)
    await database.close()
    open_keys(folder / KEYS, NOON, "TIRKEU")


@asynccontextmanager
async def open_town(
    folder: Path, ground: Path | None = None, *, postgres: str | None = None, **settings: Any
) -> AsyncIterator[Town]:
    """A town with its bot running; `ground` is a folder where `build_town` was at work, which saves the time.

    `postgres` is the address of a database of its own, if it is not to be a file.
    """
    if ground is not None:
        shutil.copytree(ground, folder, dirs_exist_ok=True)
    clock = TownClock()
    async with AsyncExitStack() as stack:
        simulator = Simulator(TOKEN, USERNAME, "Tirkeu", now=clock.now)
        await stack.enter_async_context(simulator)
        town = Town(simulator, folder, clock, stack, settings, postgres)
        await town.start_bot()
        stack.push_async_callback(town.stop_bot)
        yield town


GUEST_ANSWERS = (
    "Россия", "12.11.2026", "Ivanov", "Pyotr", "-", "27.03.1990", "Passport", "75 1234567", "27.03.2031",
    HOST_IIN, "Almaty, Abay avenue 10, flat 25", "Flat",
)  # fmt: skip
ALL_ANSWERED = Answers(
    citizenship="RUS",
    entered=date(2026, 11, 12),
    family_name="Ivanov",
    given_names="Pyotr",
    patronymic="",
    born=date(1990, 3, 27),
    document_kind=DocumentKind.PASSPORT,
    document_number=DocumentNumber.parse("751234567", DocumentKind.PASSPORT),
    document_expires=date(2031, 3, 27),
    host=Iin.parse(HOST_IIN),
    address=Address.parse("Almaty, Abay avenue 10, flat 25"),
    premises=Premises.FLAT,
    until=date(2027, 2, 9),
)


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
    """From nothing to a sent request, every answer typed; the link for the host."""
    await begin(guest)
    await answer_all(guest, answers)
    await guest.tap("Send to my host")
    return link_in(guest)


async def known_to_the_bot(town: Town, person: Person, language: str = "en") -> None:
    """Somebody who chose a language and gave the consent on an earlier day."""
    talk = Chat(id=ChatId(person.id), language=language, consent_version=CONSENT_VERSION, consented_at=town.clock.now())
    async with town.running.database.begin() as work:
        await work.chats.save(talk)
        await work.commit()


async def answered(town: Town, guest: Person, **changes: object) -> None:
    """A guest who has answered on an earlier day; an answer of None is still to be given. No story about asking."""
    await known_to_the_bot(town, guest)
    answers = ALL_ANSWERED.with_(**changes)
    async with town.running.database.begin() as work:
        await work.drafts.save(Draft(chat=ChatId(guest.id), answers=answers, saved_at=town.clock.now()))
        await work.commit()
    await guest.start()


async def at_review(town: Town, guest: Person, **changes: object) -> None:
    """A guest who has answered everything and looks at the review."""
    await answered(town, guest, **changes)
    await guest.tap("Continue")


async def sent(town: Town, guest: Person, **changes: object) -> str:
    """A guest who has sent a request; the link for the host."""
    await at_review(town, guest, **changes)
    await guest.tap("Send to my host")
    return link_in(guest)


async def known_host(town: Town, host: Person, iin: str = HOST_IIN, language: str = "en") -> None:
    """A host for whom an earlier guest's link has vouched."""
    record = Host(
        chat=ChatId(host.id),
        phone="+77011234567",
        consented_at=town.clock.now(),
        consent_version="1",
        number=Iin.parse(iin),
        name=HOST_NAME,
        vouched=True,
    )
    await known_to_the_bot(town, host, language)
    async with town.running.database.begin() as work:
        await work.hosts.save(record)
        await work.commit()
    await host.start()


def link_in(guest: Person) -> str:
    """The newest link for the host on the guest's screen."""
    return next(link for link in guest.links() if "?start=q" in link)


def request_number(guest: Person) -> int:
    """The number of the request on the guest's newest card."""
    return int(re.findall(r"Request (\d{8,})", guest.sees())[-1])


async def host_proves(host: Person, link: str, iin: str = HOST_IIN) -> None:
    """Open the link, share the phone, give IIN and name."""
    await host.open_link(link)
    await host.share_contact()
    await host.send(f"{iin} {HOST_NAME}")


async def agreed(town: Town, guest: Person, host: Person, **changes: object) -> None:
    """A guest who has sent a request, a host who has agreed, and a certificate that has come."""
    await host_proves(host, await sent(town, guest, **changes))
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")  # the last word that the yes owes the guest


async def certificate_picture(guest: Person) -> bytes:
    """The newest certificate's picture, byte for byte as the guest's phone has it."""
    return await guest.file(next(m for m in reversed(guest.messages) if (m["file"] or {}).get("kind") == "photo"))


async def certificate_text(guest: Person) -> str:
    """What the QR code on the guest's newest certificate says, as a phone's camera reads it."""
    with Image.open(io.BytesIO(await certificate_picture(guest))) as picture:
        [code] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return code.text
