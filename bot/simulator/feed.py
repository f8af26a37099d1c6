"""The live feed: every change a phone would show, to whoever listens (the page, through server-sent events)."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.chats import Chat, Json, Message
from bot.simulator.views import bubble, keyboard

MOST_WAITING = 1000


@dataclass(slots=True, eq=False)
class Feed:
    """Listeners' queues. A listener too slow to keep up loses events and reloads the whole screen."""

    listeners: set[asyncio.Queue[Json | None]] = field(default_factory=set)

    def publish(self, chat: Chat, kind: str, body: dict[str, Any]) -> None:
        """Hand an event of one phone to every listener."""
        for listener in self.listeners:
            with contextlib.suppress(asyncio.QueueFull):
                listener.put_nowait({"phone": chat.id, "kind": kind, **body})

    def publish_message(self, chat: Chat, message: Message) -> None:
        """A message is new or was edited."""
        if self.listeners:
            self.publish(chat, "message", {"message": bubble(message).as_json()})

    def publish_keyboard(self, chat: Chat) -> None:
        """The reply keyboard under the text field has changed."""
        if self.listeners:
            self.publish(chat, "keyboard", {"keyboard": keyboard(chat)})

    def close(self) -> None:
        """End every listener's feed."""
        for listener in self.listeners:
            while not listener.empty():
                listener.get_nowait()
            listener.put_nowait(None)

    @contextlib.contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events from now on."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(MOST_WAITING)
        self.listeners.add(queue)
        try:
            yield queue
        finally:
            self.listeners.discard(queue)
