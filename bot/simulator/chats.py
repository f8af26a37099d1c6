"""Who and what there is: people, chats, messages and files. Plain state, no network."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class User:
    """A pretend person or the bot itself; the phone number is known to its owner only."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    phone: str = field(default="", repr=False)
    is_bot: bool = False

    def as_json(self) -> Json:
        """The Bot API's `User`."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        filled = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **filled}


@dataclass(slots=True, kw_only=True, eq=False)
class StoredFile:
    """A file on Telegram's side. A photo's sizes are drawn when first asked for, since few are ever looked at."""

    id: str
    unique_id: str
    kind: Literal["photo", "document", "sticker", "voice", "video", "animation", "video_note"]
    name: str
    mime: str
    path: str
    draw: Callable[[], bytes] = field(repr=False)
    drawn: bytes | None = field(default=None, repr=False)
    details: Json = field(default_factory=dict)
    """What a message shows of it beside the ids: width, height, duration, mime type."""
    siblings: "list[StoredFile]" = field(default_factory=list, repr=False)
    """A photo's renditions, smallest first."""

    @property
    def content(self) -> bytes:
        """The bytes as they are downloaded."""
        if self.drawn is None:
            self.drawn = self.draw()
        return self.drawn

    def as_json(self) -> Json:
        """The part every file object of the Bot API shares."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, **self.details}


@dataclass(slots=True, eq=False)
class Message:
    """One message as the Bot API shows it, with what only Telegram's own side knows."""

    body: Json
    from_bot: bool
    had_keyboard: bool = False
    """A message that brought or removed a reply keyboard can no longer be edited."""
    file: StoredFile | None = None
    edited: bool = False
    pinned: bool = False
    letter: bool = False
    """Came from another person; it stands on the phone only, the bot knows nothing of it."""

    @property
    def id(self) -> int:
        """The message's number; one sequence for all chats of the bot, as in Telegram's private chats."""
        return int(self.body["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline keyboard's rows."""
        rows: list[list[Json]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a chat's history: a call of the bot's or a deed of the person's."""

    at: datetime
    who: Literal["bot", "person"]
    what: str
    """The Bot API method, or `type`, `tap`, `photo`, `document`, `contact`, `open link`, `start`, `block`, …"""
    text: str
    message_id: int | None
    effort: int = 0
    """How many actions it cost the person: a tap, a photo and a typed answer are one each."""


@dataclass(slots=True, eq=False, kw_only=True)
class Chat:
    """A private chat of one person with the bot, or a small group; `version` grows with every visible change."""

    id: int
    kind: Literal["private", "group"] = "private"
    person: User | None = None
    title: str = ""
    met: bool = False
    """The bot has seen this person, if only in a group."""
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_from: int | None = None
    menu_button: Json | None = None
    alerts: list[Json] = field(default_factory=list)
    history: list[Entry] = field(default_factory=list)
    version: int = 0
    waiters: list[asyncio.Future[None]] = field(default_factory=list)
    awaiting: bool = False
    """The person has done something and the bot has not called since."""
    last_call: float = 0.0
    """When the bot last called about this chat, in the event loop's seconds."""

    def as_json(self) -> Json:
        """The Bot API's `Chat`."""
        if self.person is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        names = self.person.as_json()
        shown: Json = {key: names[key] for key in ("first_name", "last_name", "username") if key in names}
        return {"id": self.id, "type": self.kind, **shown}

    def touch(self) -> None:
        """Tell those who wait that the screen has changed."""
        self.version += 1
        waiters, self.waiters = self.waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def changed(self, timeout: float) -> bool:  # noqa: ASYNC109 — the caller's patience is data here
        """Wait for the next `touch`, at most `timeout` seconds; False if there was none."""
        waiter = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return False
        return True
