"""A pretend person with a phone: everything a thumb can do in a chat with a bot."""

from dataclasses import dataclass, field
from typing import Literal

from bot.simulator.chats import Entry, Json, Message, StoredFile
from bot.simulator.entities import with_found
from bot.simulator.errors import PhoneError
from bot.simulator.links import start_payload
from bot.simulator.methods.sending import forwarded, said
from bot.simulator.parameters import Upload
from bot.simulator.sight import Sight
from bot.simulator.uploads import keep_document, keep_media, keep_photo
from bot.simulator.views import Bubble


@dataclass(slots=True, eq=False)
class Phone(Sight):
    """One person's side. Every deed is an update for the bot and a line in the history."""

    last_tap: tuple[int, str] | None = None
    papers: dict[str, str] = field(default_factory=dict, repr=False)
    """What the person has at hand to type from, by name ("Passport"); shown on the page, unknown to the bot."""

    def send(self, text: str, *, chat_id: int | None = None) -> int:
        """Type a message, in the private chat or in a group; returns the message's id."""
        entities = with_found(text, [])
        content = {"text": text} | ({"entities": entities} if entities else {})
        return self._say(content, "type", text, chat_id=chat_id)

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

    def send_photo(self, content: bytes, caption: str = "") -> int:
        """Send a picture, compressed on the way as phones do."""
        carried, file = keep_photo(self.world, content)
        return self._say(carried | ({"caption": caption} if caption else {}), "photo", caption, file=file)

    def send_document(self, content: bytes, filename: str, mime: str = "application/octet-stream") -> int:
        """Send a file byte for byte."""
        carried, file = keep_document(self.world, Upload(filename, mime, content))
        return self._say(carried, "document", filename, file=file)

    def share_contact(self, *, own: bool = True) -> int:
        """Share one's own number as the contact button does, or another person's card."""
        person = self.person
        if own:
            return self.send_contact(person.phone, person.id)
        return self.send_contact("+77000000000", person.id + 1)

    def send_contact(self, phone: str, user_id: int | None) -> int:
        """Send any contact card; one without a Telegram account has no user id."""
        person = self.person
        mine = user_id == person.id
        card: Json = {"phone_number": phone, "first_name": person.first_name if mine else "Contact"}
        if mine and person.last_name:
            card["last_name"] = person.last_name
        if user_id is not None:
            card["user_id"] = user_id
        return self._say({"contact": card}, "contact", "")

    def send_sticker(self) -> int:
        """Send a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._media("sticker", Upload("sticker.webp", "image/webp", b"RIFF"), looks)

    def send_voice(self) -> int:
        """Send a voice message."""
        return self._media("voice", Upload("voice.oga", "audio/ogg", b"OggS"), {"duration": 3})

    def send_video(self) -> int:
        """Send a video."""
        looks = {"width": 640, "height": 360, "duration": 5, "file_name": "video.mp4"}
        return self._media("video", Upload("video.mp4", "video/mp4", b"ftyp"), looks)

    def forward(self, message: "Message | Bubble | int", of: "Phone | None" = None) -> int:
        """Forward a message of this chat, or of another phone's, to the bot; inline buttons stay behind."""
        number = message if isinstance(message, int) else message.id
        original = (of or self).chat.messages[number]
        return self._say(said(original) | forwarded(original), "forward", original.text, file=original.file)

    def edit(self, message_id: int, text: str) -> None:
        """Change an own message after sending it."""
        message = self.chat.messages[message_id]
        if message.from_bot:
            raise PhoneError("only one's own messages can be edited")
        kept = {key: value for key, value in message.body.items() if key != "entities"}
        entities = with_found(text, [])
        message.body = (
            kept | {"text": text, "edit_date": self.world.stamp()} | ({"entities": entities} if entities else {})
        )
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

    def _record(self, what: str, text: str, message_id: int | None, effort: int = 1) -> None:
        self.world.record(self.chat, Entry(self.world.clock(), "person", what, text, message_id, effort))

    def _media(self, kind: Literal["sticker", "voice", "video"], upload: Upload, details: Json) -> int:
        carried, file = keep_media(self.world, kind, upload, details)
        return self._say(carried, kind, "", file=file)

    def _say(
        self, content: Json, what: str, text: str, *, chat_id: int | None = None, file: StoredFile | None = None
    ) -> int:
        if self.chat.blocked:
            raise PhoneError("the bot is blocked on this phone")
        where = self.world.chats[chat_id] if chat_id else self.chat
        where.started = self.chat.met = True
        message = self.world.post(where, content, sender=self.person, file=file)
        self._record(what, text, message.id)
        self.world.updates.add("message", message.body)
        return message.id

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
