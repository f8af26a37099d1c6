"""What a phone shows of a message: the same for tests in the process, for tests over HTTP and for the page."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.chats import Chat, Json, Message, StoredFile

KINDS = {
    "callback_data": "callback",
    "url": "url",
    "copy_text": "copy",
    "web_app": "unsupported",
    "login_url": "unsupported",
    "switch_inline_query": "unsupported",
    "switch_inline_query_current_chat": "unsupported",
    "disabled": "disabled",
}
STARTED = re.compile(r"/start [A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message on the screen."""

    id: int
    from_bot: bool
    author: str
    date: int
    text: str
    entities: list[Json] = field(default_factory=list)
    buttons: list[list[Json]] = field(default_factory=list)
    file: StoredFile | None = None
    album: str = ""
    """What the messages of one album share; nothing for a message by itself."""
    contact: Json | None = None
    forwarded_from: str = ""
    reply_to: str = ""
    edited: bool = False
    pinned: bool = False
    letter: bool = False
    """Came from another person, not from the bot's chat; the bot cannot see it."""

    @property
    def photo(self) -> bytes | None:
        """The picture as the phone would show it large."""
        return self.file.content if self.file and self.file.kind == "photo" else None

    @property
    def document(self) -> bytes | None:
        """The file as sent, byte for byte."""
        return self.file.content if self.file and self.file.kind == "document" else None

    def as_json(self) -> Json:
        """For the page; files become addresses."""
        return {
            "id": self.id,
            "from_bot": self.from_bot,
            "author": self.author,
            "date": self.date,
            "text": self.text,
            "entities": self.entities,
            "buttons": self.buttons,
            "file": file_view(self.file),
            "album": self.album,
            "contact": self.contact,
            "forwarded_from": self.forwarded_from,
            "reply_to": self.reply_to,
            "edited": self.edited,
            "pinned": self.pinned,
            "letter": self.letter,
        }


def bubble(message: Message) -> Bubble:
    """A message as its chat's phone shows it."""
    body = message.body
    return Bubble(
        id=message.id,
        from_bot=message.from_bot,
        author=body["from"]["first_name"],
        date=body["date"],
        text=_shown(message),
        entities=body.get("entities") or body.get("caption_entities") or [],
        buttons=[[button(given) for given in row] for row in message.buttons],
        file=message.file,
        album=body.get("media_group_id", ""),
        contact=body.get("contact"),
        forwarded_from=body.get("forward_origin", {}).get("sender_user", {}).get("first_name", ""),
        reply_to=_words(body.get("reply_to_message", {})),
        edited=message.edited,
        pinned=message.pinned,
        letter=message.letter,
    )


def _shown(message: Message) -> str:
    """The words on the screen: a deep link's payload goes to the bot only."""
    started = not message.from_bot and STARTED.fullmatch(message.text)
    return "/start" if started else message.text


def _words(body: Json) -> str:
    return str(body.get("text") or body.get("caption") or "")


def button(given: Json) -> Json:
    """An inline button: its words, its kind and what it carries."""
    kind = next((KINDS[key] for key in given if key in KINDS), "unsupported")
    shown: dict[str, Any] = {"text": given["text"], "kind": kind, "style": given.get("style", "")}
    carried = given.get("callback_data") or given.get("url") or (given.get("copy_text") or {}).get("text", "")
    return {**shown, "value": carried}


def keyboard(chat: Chat) -> Json | None:
    """The reply keyboard now under the text field."""
    if chat.keyboard is None:
        return None
    rows = [
        [
            {
                "text": key["text"],
                "style": key.get("style", ""),
                "contact": bool(key.get("request_contact")),
            }
            for key in row
        ]
        for row in chat.keyboard.get("keyboard", [])
    ]
    return {"rows": rows, "placeholder": chat.keyboard.get("input_field_placeholder", "")}


def file_view(file: StoredFile | None) -> Json | None:
    """A file's name, kind and where to fetch it; its size would mean drawing it, so it is left out."""
    if file is None:
        return None
    sides: Json = {key: file.details[key] for key in ("width", "height", "file_size") if key in file.details}
    return {"kind": file.kind, "name": file.name, "mime": file.mime, "address": f"/phones/files/{file.id}", **sides}
