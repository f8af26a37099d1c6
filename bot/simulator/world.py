"""Telegram's side of things: the bot's account, everyone it could talk to, and what was said."""

import asyncio
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.chats import Chat, Entry, Json, Message, StoredFile, User
from bot.simulator.errors import ApiError, bad_request, forbidden
from bot.simulator.feed import Feed
from bot.simulator.profile import Profile
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhook import Reply, Webhook

QUERY_LIVES = timedelta(seconds=60)


async def _nobody(call: Json) -> None:
    """Before a server stands in front of the world, answers go nowhere."""


@dataclass(slots=True, eq=False)
class Query:
    """A tap on an inline button that waits for the bot's answer."""

    chat: Chat
    message_id: int
    at: datetime


@dataclass(slots=True, eq=False, kw_only=True)
class World:
    """Everything the simulator knows. `clock` gives the moment, with a time zone."""

    token: str = field(repr=False)
    bot: User
    clock: Callable[[], datetime]
    profile: Profile = field(default_factory=Profile)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    paths: dict[str, StoredFile] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    feed: Feed = field(default_factory=Feed)
    in_flight: int = 0
    """Calls of the bot's being served now, long polling aside."""
    poll: "asyncio.Future[None] | None" = None
    """The long poll being held, if any."""
    reply: Reply = field(default_factory=lambda: _nobody)
    """Makes a call the bot put into its answer to a webhook push."""
    message_ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def stamp(self) -> int:
        """Now in Unix seconds, as messages carry it."""
        return int(self.clock().timestamp())

    def reachable(self, chat_id: int | str) -> Chat:
        """The chat the bot may write to.

        Raises:
            ApiError: 400 if the bot never met this chat, 403 if the person blocked it or has not started it.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not (chat.met or chat.started):
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def post(
        self, chat: Chat, content: Json, *, sender: User, file: StoredFile | None = None, letter: bool = False
    ) -> Message:
        """Put a new message into a chat and show it; a letter is another person's, which the bot never sees."""
        body = {
            "message_id": next(self.message_ids),
            "from": sender.as_json(),
            "chat": chat.as_json(),
            "date": self.stamp(),
            **content,
        }
        message = Message(body, from_bot=sender.is_bot, file=file, letter=letter)
        chat.messages[message.id] = message
        self.show(chat, message)
        return message

    def show(self, chat: Chat, message: Message) -> None:
        """Tell phones and waiting tests that a message is new or changed."""
        chat.touch()
        self.feed.publish_message(chat, message)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message on both sides; a reply keyboard goes with the message that brought it.

        A file it bore stays in the store: Telegram promises a link from getFile for at least an hour
        (https://core.telegram.org/bots/api#getfile) and says nowhere that deleting the message ends it sooner.
        """
        del chat.messages[message_id]
        if chat.keyboard_from == message_id:
            chat.keyboard, chat.keyboard_from = None, None
        chat.touch()
        self.feed.publish(chat, "deleted", {"ids": [message_id]})
        self.feed.publish_keyboard(chat)

    def store(self, file: StoredFile) -> StoredFile:
        """Keep a file under its id and its download path."""
        self.files[file.id] = self.paths[file.path] = file
        return file

    def file(self, file_id: str) -> StoredFile:
        """A file the bot has an id of.

        Raises:
            ApiError: 400 if there is none.
        """
        try:
            return self.files[file_id]
        except KeyError:
            raise bad_request("wrong file_id or the file is temporarily unavailable") from None

    def ask(self, chat: Chat, message_id: int) -> str:
        """Open a callback query and return its id."""
        query_id = str(secrets.randbits(62))
        self.queries[query_id] = Query(chat, message_id, self.clock())
        return query_id

    def answer(self, query_id: str) -> Query:
        """Close a callback query; each is answered once and in time.

        Raises:
            ApiError: 400 if there is no such query or it is too old.
        """
        query = self.queries.pop(query_id, None)
        if query is None or self.clock() - query.at > QUERY_LIVES:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def record(self, chat: Chat, entry: Entry) -> None:
        """Write a line into the chat's history."""
        chat.history.append(entry)
        if entry.who == "person":
            chat.awaiting = True

    def idle(self, chat: Chat, at: float, silence: float) -> bool:
        """Whether the bot has answered this chat and then kept still for `silence` seconds."""
        return not (chat.awaiting or self.in_flight) and at - chat.last_call >= silence

    def called(self, chat: Chat, method: str, text: str, message_id: int | None, at: float) -> None:
        """Note a call of the bot's that this chat saw; `at` in the event loop's seconds.

        "Typing…" is no answer yet: whoever sees it goes on waiting.
        """
        chat.awaiting = chat.awaiting and method == "sendchataction"
        chat.last_call = at
        chat.history.append(Entry(self.clock(), "bot", method, text, message_id))

    def check_token(self, token: str) -> None:
        """Raises: ApiError 401 for a token that is not this bot's."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise ApiError(401, "Unauthorized")
