"""What a person sees on the phone and what the talk has cost them so far."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.simulator.chats import Chat, Entry, Message, User
from bot.simulator.errors import PhoneError
from bot.simulator.views import Bubble, bubble
from bot.simulator.world import World

QUIET, PATIENCE, GLANCE = 0.06, 2.0, 0.01  # seconds: silence that counts as quiet, longest wait for it, between looks
SENDING = ("sendmessage", "sendphoto", "senddocument", "copymessage", "forwardmessage")


@dataclass(slots=True, eq=False)
class Sight:
    """One person's screen: reading only."""

    world: World = field(repr=False)
    chat: Chat = field(repr=False)

    @property
    def id(self) -> int:
        """The person's user id, which is also the private chat's."""
        return self.chat.id

    @property
    def person(self) -> User:
        """Whose phone it is."""
        if self.chat.person is None:
            raise PhoneError("a group has no phone")
        return self.chat.person

    def screen(self) -> list[Bubble]:
        """The messages as the phone shows them now, oldest first; deleted ones are gone."""
        return [bubble(message) for message in self.chat.messages.values()]

    def labels(self) -> list[str]:
        """The words of every button in reach, newest message first, the reply keyboard last."""
        inline = [b["text"] for message in self.from_bot_newest() for row in message.buttons for b in row]
        return inline + [key["text"] for row in (self.chat.keyboard or {}).get("keyboard", []) for key in row]

    @property
    def history(self) -> list[Entry]:
        """Everything said and done in this chat, in order."""
        return self.chat.history

    @property
    def actions(self) -> int:
        """What it cost the person: taps, photos and typed answers."""
        return sum(entry.effort for entry in self.history)

    @property
    def bot_messages(self) -> int:
        """How many messages the bot sent; however often one is edited, it counts once."""
        sent = {entry.message_id for entry in self.history if entry.who == "bot" and entry.what.startswith(SENDING)}
        return len(sent)

    async def quiet(self, silence: float = QUIET, patience: float = PATIENCE) -> bool:
        """Wait until the bot has answered the last deed and kept still for `silence` seconds.

        False if that took more than `patience` seconds.
        """
        loop = asyncio.get_running_loop()
        give_up = loop.time() + patience
        while not self.world.idle(self.chat, loop.time(), silence):
            if loop.time() > give_up:
                return False
            await asyncio.sleep(GLANCE)
        return True

    def from_bot_newest(self) -> Iterator[Message]:
        """The bot's messages, newest first."""
        return (message for message in reversed(self.chat.messages.values()) if message.from_bot)
