"""A Telegram inside the process: takes messages, refuses those to people who blocked the bot, and keeps the times."""

from collections import defaultdict
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message

from bot.registration.ports import Clock


@dataclass
class Post:
    """What came in which chat, and when."""

    clock: Clock
    blocking: set[int] = field(default_factory=set)
    came: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    in_all: list[Any] = field(default_factory=list)

    def take(self, chat: int, text: str) -> None:
        """A message or an edit. Raises ValueError where it says nothing."""
        if not text.strip():
            raise ValueError("a message without words")
        now = self.clock.now()
        self.came[chat].append(now)
        self.in_all.append(now)


class PostSession(BaseSession):
    """The line to it."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post

    async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> Any:  # noqa: ARG002, ASYNC109 - as the base says
        """Carry out a call. Raises TelegramForbiddenError, and NotImplementedError for what reminders do not need."""
        asked: object = method
        if not isinstance(asked, SendMessage | EditMessageText) or not isinstance(asked.chat_id, int):
            raise NotImplementedError(method.__api_method__)
        number, text = asked.chat_id, asked.text or ""
        if number in self.post.blocking:
            raise TelegramForbiddenError(method=method, message="Forbidden: bot was blocked by the user")
        self.post.take(number, text)
        chat = Chat(id=number, type="private")
        return Message(message_id=len(self.post.in_all), date=self.post.clock.now(), chat=chat, text=text)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Reminders bring no files."""
        none: tuple[bytes, ...] = ()
        for each in none:
            yield each
