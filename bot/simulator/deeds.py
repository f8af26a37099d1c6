"""What the phones' API lets a person do, by name. Each is one line: the order's words to the phone's method."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.chats import Json
from bot.simulator.errors import PhoneError
from bot.simulator.parameters import Upload
from bot.simulator.phone import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One deed asked for over HTTP: JSON in `given`, or files with their names and types."""

    phone: Phone
    phones: Mapping[int, Phone]
    given: Json = field(repr=False)
    files: Sequence[Upload] = ()
    caption: str = ""

    @property
    def file(self) -> Upload:
        """The file that must be given.

        Raises:
            PhoneError: it is not.
        """
        if not self.files:
            raise PhoneError("a file is missing")
        return self.files[0]

    @property
    def film(self) -> bytes:
        """The film's bytes, or a stand-in's where nobody will look at it."""
        return self.files[0].content if self.files else b"ftyp"

    def text(self, key: str) -> str:
        """A text that must be given.

        Raises:
            PhoneError: it is not.
        """
        if not isinstance(self.given.get(key), str):
            raise PhoneError(f'"{key}" is missing')
        return str(self.given[key])

    def number(self, key: str) -> int:
        """A number that must be given.

        Raises:
            PhoneError: it is not.
        """
        if not isinstance(self.given.get(key), int):
            raise PhoneError(f'"{key}" is missing')
        return int(self.given[key])

    def other(self, key: str) -> Phone:
        """Another person's phone, by user id.

        Raises:
            PhoneError: there is none.
        """
        phone = self.phones.get(self.number(key))
        if phone is None:
            raise PhoneError("no such phone")
        return phone


def _contact(order: Order) -> int:
    if "phone" in order.given:
        return order.phone.send_contact(order.text("phone"), order.given.get("user_id"))
    return order.phone.share_contact(own=bool(order.given.get("own", True)))


def _forward(order: Order) -> int:
    source = order.other("phone") if "phone" in order.given else order.phone
    return order.phone.forward(order.number("message"), source)


def _photo(order: Order) -> int:
    return order.phone.send_photo(order.file.content, order.caption)


def _album(order: Order) -> list[int]:
    return order.phone.send_album([file.content for file in order.files], order.caption)


def _document(order: Order) -> int:
    file = order.file
    return order.phone.send_document(file.content, file.name, file.mime, order.caption)


DEEDS: dict[str, Callable[[Order], Any]] = {
    "send": lambda order: order.phone.send(order.text("text"), chat_id=order.given.get("chat_id")),
    "start": lambda order: order.phone.start(str(order.given.get("payload", ""))),
    "tap": lambda order: order.phone.tap(order.text("button"), order.given.get("message")),
    "tap_again": lambda order: order.phone.tap_again(),
    "forge_tap": lambda order: order.phone.forge_tap(order.text("data"), order.given.get("message")),
    "photo": _photo,
    "album": _album,
    "document": _document,
    "files": lambda order: order.phone.send_files(order.files, order.caption),
    "contact": _contact,
    "open_link": lambda order: order.phone.open_link(order.text("url")),
    "forward": _forward,
    "letter": lambda order: order.other("to").receive_letter(order.phone, order.text("text")),
    "edit": lambda order: order.phone.edit(order.number("message"), order.text("text")),
    "delete": lambda order: order.phone.delete_message(order.number("message")),
    "sticker": lambda order: order.phone.send_sticker(),
    "voice": lambda order: order.phone.send_voice(),
    "video": lambda order: order.phone.send_video(order.film, order.caption),
    "animation": lambda order: order.phone.send_animation(order.film, order.caption),
    "video_note": lambda order: order.phone.send_video_note(order.film),
    "block": lambda order: order.phone.block(),
    "unblock": lambda order: order.phone.unblock(),
}
"""The name is the address's last part: `POST /phones/{id}/{name}`."""
