"""What people send beside words: pictures one by one and in albums, files, films, stickers, cards.

Source: https://core.telegram.org/bots/api#message
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.simulator.chats import Entry, Json, StoredFile
from bot.simulator.entities import with_found
from bot.simulator.errors import PhoneError
from bot.simulator.parameters import Upload
from bot.simulator.sight import Sight
from bot.simulator.uploads import MediaKind, keep_animation, keep_document, keep_media, keep_photo

FEWEST_IN_ALBUM, MOST_IN_ALBUM = 2, 10
WORDS: Final = ("text", "entities", "caption", "caption_entities")
FILM: Final = {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"}

Carried = tuple[Json, StoredFile]
"""What a message carries, and the file itself."""


def worded(text: str) -> Json:
    """The message fields of a text."""
    entities = with_found(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


def captioned(caption: str) -> Json:
    """The message fields of a caption, none if there is no caption."""
    entities = with_found(caption, [])
    return ({"caption": caption} if caption else {}) | ({"caption_entities": entities} if entities else {})


@dataclass(slots=True, eq=False)
class Sender(Sight):
    """One person's way of sending; each message is an update for the bot, each deed a line in the history."""

    def send_photo(self, content: bytes, caption: str = "") -> int:
        """Send a picture, compressed on the way as phones do."""
        return self._carry(keep_photo(self.world, content), "photo", caption)

    def send_album(self, photos: Sequence[bytes], caption: str = "") -> list[int]:
        """Send two to ten pictures at once: a message each, all of one group; the first bears the caption.

        Raises:
            PhoneError: so many do not make an album.
        """
        self._countable(photos)
        return self._group([keep_photo(self.world, photo) for photo in photos], "album", caption)

    def send_document(
        self, content: bytes, filename: str, mime: str = "application/octet-stream", caption: str = ""
    ) -> int:
        """Send a file byte for byte: a photo "as a file" too, in whatever format the camera wrote."""
        carried, file = keep_document(self.world, Upload(filename, mime, content))
        return self._say(carried | captioned(caption), "document", filename, file=file)

    def send_files(self, files: Sequence[Upload], caption: str = "") -> list[int]:
        """Send two to ten files at once, as an album is sent.

        Raises:
            PhoneError: so many are not sent at once.
        """
        self._countable(files)
        return self._group([keep_document(self.world, file) for file in files], "files", caption)

    def send_video(self, content: bytes = b"ftyp", caption: str = "") -> int:
        """Send a video."""
        return self._film("video", Upload("video.mp4", "video/mp4", content), caption)

    def send_animation(self, content: bytes = b"ftyp", caption: str = "") -> int:
        """Send a GIF, which phones send as a film without sound."""
        upload = Upload("animation.gif.mp4", "video/mp4", content)
        carried = keep_animation(self.world, upload, {**FILM, "file_name": upload.name})
        return self._carry(carried, "animation", caption)

    def send_video_note(self, content: bytes = b"ftyp") -> int:
        """Send a round video message; it never has a caption."""
        upload = Upload("note.mp4", "video/mp4", content)
        return self._carry(keep_media(self.world, "video_note", upload, {"length": 384, "duration": 5}), "video_note")

    def send_sticker(self) -> int:
        """Send a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        upload = Upload("sticker.webp", "image/webp", b"RIFF")
        return self._carry(keep_media(self.world, "sticker", upload, looks), "sticker")

    def send_voice(self) -> int:
        """Send a voice message."""
        upload = Upload("voice.oga", "audio/ogg", b"OggS")
        return self._carry(keep_media(self.world, "voice", upload, {"duration": 3, "mime_type": upload.mime}), "voice")

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

    def _countable(self, things: Sequence[object]) -> None:
        if not FEWEST_IN_ALBUM <= len(things) <= MOST_IN_ALBUM:
            raise PhoneError(f"{FEWEST_IN_ALBUM} to {MOST_IN_ALBUM} can be sent at once, not {len(things)}")

    def _film(self, kind: MediaKind, upload: Upload, caption: str) -> int:
        return self._carry(keep_media(self.world, kind, upload, {**FILM, "file_name": upload.name}), kind, caption)

    def _carry(self, carried: Carried, what: str, caption: str = "") -> int:
        content, file = carried
        return self._say(content | captioned(caption), what, caption, file=file)

    def _group(self, group: Sequence[Carried], what: str, caption: str) -> list[int]:
        """The bot is told of each message by itself and only the number they share says that they belong together."""
        shared: Json = {"media_group_id": str(secrets.randbits(53))}
        (first, file), *others = group
        numbers = [self._say(first | shared | captioned(caption), what, caption, file=file)]
        return numbers + [self._put(content | shared, file=file) for content, file in others]

    def _say(
        self, content: Json, what: str, text: str, *, chat_id: int | None = None, file: StoredFile | None = None
    ) -> int:
        """Put a message into a chat as a deed of the person's.

        Raises:
            PhoneError: the bot is blocked on this phone.
        """
        number = self._put(content, chat_id=chat_id, file=file)
        self._record(what, text, number)
        return number

    def _put(self, content: Json, *, chat_id: int | None = None, file: StoredFile | None = None) -> int:
        if self.chat.blocked:
            raise PhoneError("the bot is blocked on this phone")
        where = self.world.chats[chat_id] if chat_id else self.chat
        where.started = self.chat.met = True
        message = self.world.post(where, content, sender=self.person, file=file)
        self.world.updates.add("message", message.body)
        return message.id

    def _record(self, what: str, text: str, message_id: int | None, effort: int = 1) -> None:
        self.world.record(self.chat, Entry(self.world.clock(), "person", what, text, message_id, effort))
