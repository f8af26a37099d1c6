"""A bot without network, threads or waiting, to which anything can be handed; and what must hold whatever it was."""

import asyncio
import importlib
import itertools
import logging
import pkgutil
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.filters.callback_data import CallbackData
from pydantic import SecretStr

import bot.telegram
from bot.bootstrap.app import open_app
from bot.bootstrap.running import App
from bot.config import Settings
from bot.domain.life import is_granted
from bot.domain.matter import Matter, MatterKind
from bot.domain.people import ChatId
from bot.rehearsal.line import Line
from bot.rehearsal.machines import NoReader
from bot.simulator.chats import Chat, Json, User
from bot.simulator.dispatch import perform
from bot.simulator.errors import ApiError, PhoneError
from bot.simulator.parameters import Call
from bot.simulator.phone import Phone
from bot.simulator.updates import UpdateQueue
from bot.simulator.world import World
from bot.telegram.retrying import Retrying
from bot.texts import fallback, web
from bot.texts.words import LANGUAGES, words_of
from bot.watch.lines import Style, formatter
from storage.inline import inline_engine
from tests.town import DATABASE, HOST_IIN, KEYS, NOON, SECRET, TOKEN, USERNAME, TownClock

FRESH, DRAFTING, WAITING, REGISTERED, HOST = 1000, 1001, 1002, 1003, 2001
READER, OFFICER, HEAD = 7001, 7002, 7003
GUESTS = (FRESH, DRAFTING, WAITING, REGISTERED, HOST)
OFFICERS = {READER: "reader", OFFICER: "officer", HEAD: "head"}
EVERYBODY = (*GUESTS, *OFFICERS)
PHONES = {HOST: "+77019998877"}
ANSWERS = (
    "Россия", "12.11.2026", "{family}", "{given}", "-", "27.03.1990", "Passport", "{document}", "27.03.2031",
    HOST_IIN, "Almaty, Kolokolchik street 10, flat 25", "Flat",
)  # fmt: skip
NAMES = {
    DRAFTING: ("Zamorskij", "Svetozar", "QX7654321"),
    WAITING: ("Kolibrinskij", "Ratibor", "QY1234987"),
    REGISTERED: ("Popugaev", "Velimudr", "QZ5550123"),
}
HOSTS_NAME = "Kanarejkina Maria"
CANARIES = tuple(
    word.casefold()
    for word in (*itertools.chain(*NAMES.values()), "Kanarejkina", "Kolokolchik", HOST_IIN, "77019998877", SECRET,
                 TOKEN.partition(":")[2])
)  # fmt: skip
FAULTS = frozenset(
    re.sub(r"<[^>]+>", "", said)
    for language in LANGUAGES
    for said in (fallback.our_fault(words_of(language)), *web.our_fault(words_of(language)))
)
OFFICE = "bot.telegram.office."
LINK = re.compile(r"start=([A-Za-z0-9_-]+)")


class BrokenError(AssertionError):
    """Something does not hold that must."""


class Listening(logging.Handler):
    """Every line of the log as a collector gets it; what is wrong with it is kept."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(formatter(Style.JSON))
        self.wrong: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if record.levelno >= logging.ERROR:
            self.wrong.append(f"an error was logged: {line}")
        said = line.casefold()
        self.wrong += [f"the log names {canary}: {line}" for canary in CANARIES if canary in said]


@contextmanager
def listening() -> Iterator[Listening]:
    """Listen to all that is logged."""
    handler, root = Listening(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


class _Alive:
    """A process that never dies."""

    def step(self) -> None:
        """Go on."""


@dataclass(eq=False)
class Wire(Line):
    """The bot's calls, carried out on the spot by Telegram's stand-in; each is heard."""

    world: World

    def __init__(self, world: World) -> None:
        super().__init__(_Telegram(world), _Alive(), None, None)  # type: ignore[arg-type]  # of these it asks no more
        self.world = world
        self.heard: list[tuple[str, int | None, str]] = []

    async def _meet(self, call: Call, method: Any) -> Any:
        done = await perform(self.world, call)
        said = call.args.get("text") or call.args.get("caption") or ""
        self.heard.append((call.method, call.chat_id, said))
        return done


@dataclass
class _Telegram:
    world: World
    faults: Any = field(default_factory=lambda: type("NoFaults", (), {"waiting": ()}))

    def note(self, what: str) -> None:
        """Nobody reads it."""


@dataclass(eq=False)
class FuzzTown:
    """One bot and everybody's phones."""

    app: App
    bot: Bot
    wire: Wire
    world: World
    log: Listening
    clock: TownClock
    phones: dict[int, Phone] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(100_000))

    async def do(self, deed: Callable[[], object]) -> None:
        """A deed on a phone, and what the bot does about it."""
        with suppress(PhoneError, ApiError):  # what Telegram would not take
            deed()
        await self.take_in()

    async def taps(self, number: int, beginning: str) -> None:
        """Tap the newest button whose words begin so. Raises BrokenError where there is none."""
        phone = self.phones[number]
        for bearer in phone.from_bot_newest():
            for given in itertools.chain(*bearer.buttons):
                if given["text"].startswith(beginning):
                    return await self.do(partial(phone.forge_tap, given["callback_data"], bearer.id))
        raise BrokenError(f"{number} has no button {beginning!r}: the way through the talk has changed")

    async def take_in(self) -> None:
        """Hand over what the phones have sent."""
        while self.world.updates.pending:
            for update in self.world.updates.oldest(100):
                self.world.updates.confirm(update["update_id"] + 1)
                await self.feed(update)

    async def feed(self, update: Json) -> None:
        """One update; afterwards all must hold. Raises BrokenError."""
        self.wire.heard.clear()
        self.log.wrong.clear()
        try:
            async with asyncio.timeout(20):
                await self.app.dispatcher.feed_raw_update(self.bot, update)
        except Exception as error:
            raise BrokenError(f"an exception came out: {error!r}") from error
        self._look(update)

    def _look(self, update: Json) -> None:
        wrong = [*self.log.wrong, *self._faults(), *self._silence(update), *self._strangers_in_the_office()]
        if wrong:
            raise BrokenError("\n".join(wrong))

    def _faults(self) -> Iterator[str]:
        for method, chat, said in self.wire.heard:
            if re.sub(r"<[^>]+>", "", said) in FAULTS:
                yield f"{chat} was told of a fault by {method}"

    def _silence(self, update: Json) -> Iterator[str]:
        """In a talk of two every message gets a word, every tap is answered."""
        message, tap = update.get("message"), update.get("callback_query")
        if message is not None and message["chat"]["type"] == "private":
            chat = message["chat"]["id"]
            if not any(to == chat and method.startswith(("send", "edit")) for method, to, _ in self.wire.heard):
                yield f"{chat} heard nothing"
        if tap is not None and not any(method == "answercallbackquery" for method, _, _ in self.wire.heard):
            yield "a tap was not answered"

    def _strangers_in_the_office(self) -> Iterator[str]:
        for number in GUESTS:
            for data in self.buttons(number):
                if data.partition(":")[0] in of_the_office():
                    yield f"{number}, who is no officer, has the button {data}"

    def buttons(self, number: int) -> list[str]:
        """The data of all buttons in this chat, the newest message's first."""
        messages = sorted(self.world.chats[number].messages.values(), key=lambda one: -one.id)
        return [
            given["callback_data"]
            for message in messages[:5]
            if message.from_bot
            for row in message.buttons
            for given in row
            if "callback_data" in given
        ]

    def tap(self, number: int, data: str, message: int | None = None, *, is_old: bool = False) -> Json:
        """The update of a tap, forged or not."""
        chat = self.world.chats[number]
        ids = [one.id for one in chat.messages.values() if one.from_bot]
        body: Json = {"message_id": message or max(ids, default=1), "chat": chat_json(number), "date": 0}
        if not is_old:
            body |= {"date": self.world.stamp(), "from": self.world.bot.as_json(), "text": "a message of the bot's"}
        query = self.world.ask(chat, body["message_id"])
        person = self.phones[number].chat.person
        return self._update(
            "callback_query",
            {"id": query, "from": person.as_json(), "chat_instance": "1", "data": data, "message": body},
        )

    def message(self, number: int, content: Json, *, kind: str = "message") -> Json:
        """The update of a message with this content."""
        person = self.phones[number].chat.person
        body = {"message_id": next(self.numbers), "date": self.world.stamp(), "chat": chat_json(number)}
        return self._update(kind, body | {"from": person.as_json()} | content)

    def _update(self, kind: str, body: Json) -> Json:
        return {"update_id": next(self.numbers), kind: body}


@cache
def callbacks() -> tuple[type[CallbackData], ...]:
    """Every kind of button there is."""
    for module in pkgutil.walk_packages(bot.telegram.__path__, "bot.telegram."):
        importlib.import_module(module.name)
    ours = [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("bot.")]
    return tuple(sorted(ours, key=lambda kind: (kind.__prefix__, kind.__name__)))


@cache
def of_the_office() -> frozenset[str]:
    """How officers' buttons begin."""
    return frozenset(kind.__prefix__ for kind in callbacks() if kind.__module__.startswith(OFFICE))


def chat_json(number: int) -> Json:
    """A talk of two."""
    return {"id": number, "type": "private", "first_name": "Anybody"}


@asynccontextmanager
async def fuzz_town(folder: Path, **settings: Any) -> AsyncIterator[FuzzTown]:
    """A bot over the database in this folder."""
    clock = TownClock()
    own = User(id=int(TOKEN.partition(":")[0]), first_name="Tirkeu", username=USERNAME, is_bot=True)
    world = World(token=TOKEN, bot=own, clock=clock.now, updates=UpdateQueue(next_id=1))
    wire = Wire(world)
    wire.middleware(Retrying())
    bot = Bot(TOKEN, session=wire, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    with pytest.MonkeyPatch.context() as patch, listening() as log:
        patch.setattr("bot.bootstrap.app.make_bot", lambda _settings: bot)
        patch.setattr("bot.telegram.retrying.PAUSES", (0.0, 0.0, 0.0))
        patch.setattr("storage.database.open_engine", lambda _url: inline_engine(folder / DATABASE))
        patch.setattr("bot.certificate.sealed.SCRYPT_COST", 2)
        patch.setattr("bot.machine.charts._drawn", lambda _description: None)
        async with open_app(_settings(folder, settings), clock, NoReader()) as app:
            town = FuzzTown(app, bot, wire, world, log, clock)
            for number in EVERYBODY:
                person = User(id=number, first_name="Anybody", language_code="en", phone=PHONES.get(number, ""))
                chat = world.chats[number] = Chat(id=number, person=person, met=True, started=True)
                town.phones[number] = Phone(world, chat)
            yield town


def _settings(folder: Path, more: dict[str, Any]) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        secret_key=SecretStr(SECRET),
        keys_dir=folder / KEYS,
        operator_name="Town Hall",
        operator_bin="240440012345",
        officers=OFFICERS,
        **more,
    )


async def settle(folder: Path) -> list[str]:
    """Let everybody come as far as they are to have come; the start parameters that were seen on the way."""
    async with fuzz_town(folder, web_url="http://127.0.0.1") as town:
        for number in (*NAMES, HOST, *OFFICERS):
            await town.do(partial(town.phones[number].start))
            await town.taps(number, "English")
            await town.taps(number, "I agree")
        for number in NAMES:
            await _answers_all(town, number)
        for number in (REGISTERED, WAITING):
            await town.taps(number, "Send to my host")
        await _agrees(town, REGISTERED)
        await _matters(town)
        return sorted(set(LINK.findall(repr([chat.messages for chat in _chats(town)]))))


def _chats(town: FuzzTown) -> Iterable[Any]:
    for number in EVERYBODY:
        messages = town.world.chats[number].messages
        yield type("Seen", (), {"messages": [message.body for message in messages.values()]})


async def _answers_all(town: FuzzTown, number: int) -> None:
    family, given, document = NAMES[number]
    phone = town.phones[number]
    await town.taps(number, "Register me at an address")
    for answer in ANSWERS:
        await town.do(partial(phone.send, answer.format(family=family, given=given, document=document)))
    await town.taps(number, "Last lawful day")


async def _agrees(town: FuzzTown, guest: int) -> None:
    phone = town.phones[HOST]
    links = [LINK.findall(str(message.body)) for message in town.world.chats[guest].messages.values()]
    token = next(link for link in itertools.chain(*links) if link.startswith("q"))
    await town.do(partial(phone.start, token))
    await town.do(phone.share_contact)
    await town.do(partial(phone.send, f"{HOST_IIN} {HOSTS_NAME}"))
    await town.taps(HOST, "Agree")


async def _matters(town: FuzzTown) -> None:
    async with town.app.database.begin() as work:
        for number, kind in enumerate(MatterKind):
            guest = (WAITING, REGISTERED)[number % 2]
            found = await work.cases.of_guest(ChatId(guest))
            if not found or is_granted(found[0]) is not (guest == REGISTERED):
                raise BrokenError(f"{guest} is not where they were to be: the way through the talk has changed")
            at, case = NOON - timedelta(hours=number), found[0].number
            await work.matters.add(
                Matter.received(kind, at=at, chat=ChatId(guest), by=ChatId(guest), case=case, text="Kolokolchik")
            )
        await work.commit()


@dataclass
class Settled:
    """What every example begins as a copy of."""

    folder: Path
    links: list[str]
    runner: asyncio.Runner
    copies: Iterator[int] = field(default_factory=itertools.count)

    def live(self, what: Callable[[FuzzTown], Awaitable[None]], **settings: Any) -> None:
        """Do this in a town of its own."""
        self.runner.run(self._live(what, settings))

    async def _live(self, what: Callable[[FuzzTown], Awaitable[None]], settings: dict[str, Any]) -> None:
        copy = self.folder.parent / f"{self.folder.name}-{next(self.copies)}"
        shutil.copytree(self.folder, copy)
        try:
            async with fuzz_town(copy, **settings) as town:
                await what(town)
        finally:
            shutil.rmtree(copy)
