"""Telegram in the same process: the simulator's world and phones, each call and deed of which is written down."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.rehearsal.clock import WorldClock
from bot.rehearsal.trace import Trace
from bot.simulator.chats import Chat, Entry, User
from bot.simulator.faults import Faults
from bot.simulator.phone import Phone
from bot.simulator.updates import UpdateQueue
from bot.simulator.world import World

TOKEN = "4242:rehearsal-token-of-no-bot"  # noqa: S105 - of a Telegram that exists in this process only
USERNAME = "TirkeuRehearsalBot"
Called = Callable[[int, str], None]


class SeenWorld(World):
    """A world in which nothing goes unseen."""

    def __init__(self, clock: WorldClock, trace: Trace) -> None:
        bot = User(id=int(TOKEN.partition(":")[0]), first_name="Tirkeu", username=USERNAME, is_bot=True)
        super().__init__(
            token=TOKEN,
            bot=bot,
            clock=clock.true,
            updates=UpdateQueue(next_id=1),
            message_ids=itertools.count(1),
        )
        self.trace = trace
        self.on_called: list[Called] = []
        self.messages = 0

    def record(self, chat: Chat, entry: Entry) -> None:
        """A deed of a person's."""
        super().record(chat, entry)
        self.trace.write(entry.at, f"{chat.id} {entry.what}: {entry.text}")

    def called(self, chat: Chat, method: str, text: str, message_id: int | None, at: float) -> None:
        """A call of the bot's that somebody can see."""
        super().called(chat, method, text, message_id, at)
        self.messages += method.startswith("send")
        self.trace.write(self.clock(), f"{chat.id} bot {method} {message_id}: {text}")
        for listener in self.on_called:
            listener(chat.id, text)


@dataclass(slots=True, eq=False)
class Telegram:
    """The world, what goes wrong with its line, and everybody's phone."""

    clock: WorldClock
    trace: Trace
    world: SeenWorld = field(init=False)
    faults: Faults = field(init=False)
    phones: dict[int, Phone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = SeenWorld(self.clock, self.trace)
        self.faults = Faults(self.world.updates)

    def phone(self, number: int, first_name: str, language: str, telephone: str) -> Phone:
        """A new person's phone."""
        user = User(id=number, first_name=first_name, language_code=language, phone=telephone)
        chat = self.world.chats[number] = Chat(id=number, person=user)
        phone = self.phones[number] = Phone(self.world, chat)
        return phone

    def note(self, what: str) -> None:
        """A line in the trace about no chat."""
        self.trace.write(self.now(), what)

    def now(self) -> datetime:
        """Telegram's clock."""
        return self.clock.true()
