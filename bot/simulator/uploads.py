"""Files on their way in: from the bot's uploads and from people's phones, made into what messages carry."""

import secrets
from typing import Any, Final, Literal

from bot.simulator.chats import Json, StoredFile
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.parameters import Call, Upload
from bot.simulator.photos import renditions
from bot.simulator.world import World

MOST_BYTES = 50 * 1024 * 1024
ATTACHED = "attach://"
MediaKind = Literal["document", "sticker", "voice", "video", "animation", "video_note"]
"""What is kept byte for byte; only a photo is drawn anew."""
FOLDERS: Final[dict[MediaKind, str]] = {
    "document": "documents",
    "sticker": "stickers",
    "voice": "voice",
    "video": "videos",
    "animation": "animations",
    "video_note": "video_notes",
}


def keep_photo(world: World, content: bytes) -> tuple[Json, StoredFile]:
    """Store a photo in its sizes; what the message carries, and the largest of them.

    Raises:
        ApiError: 400 where Telegram would refuse it as a photo.
    """
    kept = []
    for size in renditions(content):
        file_id, unique = _ids()
        kept.append(
            StoredFile(
                id=file_id,
                unique_id=unique,
                kind="photo",
                name="photo.jpg",
                mime="image/jpeg",
                path=f"photos/{unique}.jpg",
                draw=size.draw,
                details={"width": size.width, "height": size.height},
            )
        )
    for file in kept:
        file.siblings = kept
        world.store(file)
    return {"photo": [file.as_json() for file in kept]}, kept[-1]


def keep_document(world: World, upload: Upload) -> tuple[Json, StoredFile]:
    """Store a file byte for byte; what the message carries."""
    return keep_media(world, "document", upload, {"file_name": upload.name, "mime_type": upload.mime})


def keep_animation(world: World, upload: Upload, details: Json) -> tuple[Json, StoredFile]:
    """Store a film without sound; the message carries it as a document too, as bots of old expect it.

    Source: https://core.telegram.org/bots/api#message, field `animation`.
    """
    carried, file = keep_media(world, "animation", upload, details)
    plain = {key: value for key, value in carried["animation"].items() if key not in {"width", "height", "duration"}}
    return carried | {"document": plain}, file


def keep_media(world: World, kind: MediaKind, upload: Upload, details: Json) -> tuple[Json, StoredFile]:
    """Store anything but a photo; what the message carries."""
    file_id, unique = _ids()
    _, dot, ending = upload.name.rpartition(".")
    file = StoredFile(
        id=file_id,
        unique_id=unique,
        kind=kind,
        name=upload.name,
        mime=upload.mime,
        path=f"{FOLDERS[kind]}/{unique}{dot}{ending if dot else ''}",
        draw=lambda: upload.content,
        details={**details, "file_size": len(upload.content)},
    )
    return {kind: world.store(file).as_json()}, file


def photo_given(world: World, call: Call, value: Any) -> tuple[Json, StoredFile]:
    """The photo a call names: a new upload or the id of an old one."""
    given = _given(world, call, "photo", value)
    if isinstance(given, Upload):
        return keep_photo(world, given.content)
    return {"photo": [file.as_json() for file in given.siblings]}, given


def document_given(world: World, call: Call, value: Any) -> tuple[Json, StoredFile]:
    """The document a call names: a new upload or the id of an old one."""
    given = _given(world, call, "document", value)
    if isinstance(given, Upload):
        return keep_document(world, given)
    return {"document": given.as_json()}, given


def _given(world: World, call: Call, kind: str, value: Any) -> Upload | StoredFile:
    upload = _upload(call, kind, value)
    if upload is None:
        return _known(world, kind, value)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MOST_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    return upload


def _upload(call: Call, kind: str, value: Any) -> Upload | None:
    name = str(value or "")
    if not name:
        if kind in call.uploads:
            return call.uploads[kind]
        raise bad_request(f"there is no {kind} in the request")
    if not name.startswith(ATTACHED):
        return None
    try:
        return call.uploads[name.removeprefix(ATTACHED)]
    except KeyError:
        raise bad_request(f"there is no {kind} in the request") from None


def _known(world: World, kind: str, value: Any) -> StoredFile:
    if str(value).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.get(str(value))
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _ids() -> tuple[str, str]:
    return secrets.token_urlsafe(32), secrets.token_hex(8)
