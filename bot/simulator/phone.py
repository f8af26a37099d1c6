"""A pretend person with a phone: everything a thumb can do in a chat with a bot."""

from dataclasses import dataclass, field

from bot.simulator.chats import Json, Message
from bot.simulator.entities import with_found
from bot.simulator.errors import PhoneError
from bot.simulator.links import start_payload
from bot.simulator.methods.sending import forwarded, said
from bot.simulator.sender import WORDS, Sender, captioned, worded
from bot.simulator.views import Bubble


@dataclass(slots=True, eq=False)
class Phone(Sender):
    """One person's side. Every deed is an update for the bot and a line in the history."""

    last_tap: tuple[int, str] | None = None
    papers: dict[str, str] = field(default_factory=dict, repr=False)
    """What the person has at hand to type from, by name ("Passport"); shown on the page, unknown to the bot."""

    def send(self, text: str, *, chat_id: int | None = None) -> int:
        """Type a message, in the private chat or in a group; returns the message's id."""
        return self._say(worded(text), "type", text, chat_id=chat_id)

    def start(self, payload: str = "") -> int:
        """Press Start; unblocks the bot, as it does in Telegram."""
        if self.chat.blocked:
            self.unblock()
        text = f"/start {payload}".rstrip()
        return self._say({"text": text, "entities": with_found(text, [])}, "start", text)

    def open_link(self, url: str) -> int:
        """Open a `t.me/<bot>?start=…` link and press Start: two actions.

        Raises:
            PhoneError: the link is not this bot's.
        """
        payload = start_payload(url, self.world.bot.username)
        if payload is None:
            raise PhoneError("not a link to this bot")
        self._record("open link", url, None)
        return self.start(payload)

    def tap(self, what: str, message: int | None = None) -> str:
        """Tap a button by its words or callback data: the newest one there is, or the one on the given message.

        Returns what the tap did: `callback`, `text`, `contact`, `link`, or `url` and `copy` for the phone to handle.

        Raises:
            PhoneError: no such button on the screen.
        """
        found = self._inline(what, message)
        if found is not None:
            return self._press(*found)
        for row in (self.chat.keyboard or {}).get("keyboard", []):
            for key in row:
                if key["text"] == what:
                    return self._press_key(key)
        raise PhoneError(f"no button {what!r} on the screen; there are {self.labels()}")

    def tap_again(self) -> str:
        """Tap the last inline button once more, even if the message no longer bears it: a double tap."""
        if self.last_tap is None:
            raise PhoneError("nothing was tapped yet")
        return self.forge_tap(self.last_tap[1], self.last_tap[0])

    def forge_tap(self, data: str, message: int | None = None) -> str:
        """Send callback data no button of this chat bears, as a tampered client could."""
        bearer = self.chat.messages.get(message or 0) or next(self.from_bot_newest(), None)
        if bearer is None:
            raise PhoneError("no message of the bot's to tap on")
        return self._query(bearer, data, data)

    def forward(self, message: "Message | Bubble | int", of: "Phone | None" = None) -> int:
        """Forward a message of this chat, or of another phone's, to the bot; inline buttons stay behind."""
        number = message if isinstance(message, int) else message.id
        original = (of or self).chat.messages[number]
        return self._say(said(original) | forwarded(original), "forward", original.text, file=original.file)

    def edit(self, message_id: int, text: str) -> None:
        """Change an own message after sending it: its text, or the caption of what it carries."""
        message = self.chat.messages[message_id]
        if message.from_bot:
            raise PhoneError("only one's own messages can be edited")
        words = captioned(text) if message.file else worded(text)
        kept = {key: value for key, value in message.body.items() if key not in WORDS}
        message.body = kept | words | {"edit_date": self.world.stamp()}
        message.edited = True
        self.world.show(self.chat, message)
        self._record("edit", text, message_id)
        self.world.updates.add("edited_message", message.body)

    def delete_message(self, message_id: int) -> None:
        """Delete a message on both sides; the bot is not told, as in Telegram."""
        if message_id not in self.chat.messages:
            raise PhoneError("no such message")
        self._record("delete", "", message_id, effort=0)
        self.world.remove(self.chat, message_id)

    def block(self) -> None:
        """Block the bot."""
        self._membership("kicked", blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._membership("member", blocked=False)

    def receive_letter(self, sender: "Phone", text: str) -> None:
        """Get a message from another person; it shows on this phone, and the bot knows nothing of it."""
        body = {"text": text, "entities": with_found(text, [])}
        self.world.post(self.chat, body, sender=sender.person, letter=True)

    def _inline(self, what: str, message: int | None) -> tuple[Message, Json] | None:
        for bearer in self.from_bot_newest():
            if message not in {None, bearer.id}:
                continue
            for row in bearer.buttons:
                for given in row:
                    if what in {given["text"], given.get("callback_data")}:
                        return bearer, given
        return None

    def _press(self, bearer: Message, given: Json) -> str:
        if "callback_data" in given:
            return self._query(bearer, given["callback_data"], given["text"])
        if start_payload(given.get("url", ""), self.world.bot.username) is not None:
            self.open_link(given["url"])
            return "link"
        self._record("tap", given["text"], bearer.id)
        self.chat.awaiting = False
        return "url" if "url" in given else "copy"

    def _press_key(self, key: Json) -> str:
        keyboard = self.chat.keyboard or {}
        if keyboard.get("one_time_keyboard"):
            self.chat.keyboard = self.chat.keyboard_from = None
            self.world.feed.publish_keyboard(self.chat)
        if key.get("request_contact"):
            self.share_contact()
            return "contact"
        self._say({"text": key["text"]}, "tap", key["text"])
        return "text"

    def _query(self, bearer: Message, data: str, label: str) -> str:
        if self.chat.blocked:
            raise PhoneError("the bot is blocked on this phone")
        self.last_tap = (bearer.id, data)
        query = {
            "id": self.world.ask(self.chat, bearer.id),
            "from": self.person.as_json(),
            "message": bearer.body,
            "chat_instance": str(self.chat.id),
            "data": data,
        }
        self._record("tap", label, bearer.id)
        self.world.updates.add("callback_query", query)
        return "callback"

    def _membership(self, status: str, *, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        self._record("block" if blocked else "unblock", "", None, effort=0)
        self.chat.awaiting = False
        self.chat.touch()
        self.world.feed.publish(self.chat, "profile", {})
        bot, until = self.world.bot.as_json(), {"until_date": 0}
        old = "member" if blocked else "kicked"
        change = {
            "chat": self.chat.as_json(),
            "from": self.person.as_json(),
            "date": self.world.stamp(),
            "old_chat_member": {"user": bot, "status": old} | (until if old == "kicked" else {}),
            "new_chat_member": {"user": bot, "status": status} | (until if blocked else {}),
        }
        self.world.updates.add("my_chat_member", change)
