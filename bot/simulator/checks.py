"""What Telegram lets through: texts, captions and identifiers. Descriptions are Telegram's own.

Source: https://core.telegram.org/bots/api and the descriptions its server is known to answer with.
"""

from typing import Any

from bot.simulator.chats import Chat, Json, Message
from bot.simulator.entities import Entity, trim, units, with_found
from bot.simulator.errors import bad_request
from bot.simulator.html import parse_html
from bot.simulator.parameters import Call, as_number
from bot.simulator.world import World

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units, after entities


def chat(world: World, call: Call) -> Chat:
    """The chat a call is about.

    Raises:
        ApiError: 400 or 403 if the bot cannot write there.
    """
    if call.args.get("chat_id") in {None, ""}:
        raise bad_request("chat_id is empty")
    number = call.chat_id
    return world.reachable(number if number is not None else str(call.args["chat_id"]))


def text(args: Json) -> tuple[str, list[Entity]]:
    """A message's text and entities.

    Raises:
        ApiError: 400 if nothing is left after parsing, or more than 4096 units.
    """
    plain, entities = _formatted(args, "text", "entities")
    if not plain:
        raise bad_request("message text is empty")
    if units(plain) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return plain, entities


def caption(args: Json) -> tuple[str, list[Entity]]:
    """A caption and its entities; there may be none.

    Raises:
        ApiError: 400 for more than 1024 units.
    """
    plain, entities = _formatted(args, "caption", "caption_entities")
    if units(plain) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return plain, entities


def captioned(args: Json) -> Json:
    """The message fields of a caption, none if there is no caption."""
    plain, entities = caption(args)
    return ({"caption": plain} if plain else {}) | ({"caption_entities": entities} if entities else {})


def _formatted(args: Json, key: str, entities_key: str) -> tuple[str, list[Entity]]:
    raw = str(args.get(key) or "")
    mode = str(args.get("parse_mode") or "").lower()
    if mode == "html":
        plain, entities = parse_html(raw)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        plain, entities = raw, _given(args.get(entities_key), raw)
    plain, entities = trim(plain, entities)
    return plain, with_found(plain, entities)


def _given(entities: Any, plain: str) -> list[Entity]:
    entities = entities or []
    end = units(plain)
    for entity in entities:
        if not 0 <= entity["offset"] < entity["offset"] + entity["length"] <= end:
            raise bad_request("entity beyond the end of the text")
    return list(entities)


def message_to_edit(world: World, call: Call) -> tuple[Chat, Message]:
    """The bot's own message an edit is about.

    Raises:
        ApiError: 400 if it is not there or not the bot's.
    """
    if call.args.get("inline_message_id") or not as_number(call.args.get("message_id")):
        raise bad_request("message identifier is not specified")
    where = chat(world, call)
    message = where.messages.get(call.args["message_id"])
    if message is None or message.letter:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.had_keyboard:
        raise bad_request("message can't be edited")
    return where, message


def short(value: Any, most: int, description: str) -> str:
    """A text of at most `most` units.

    Raises:
        ApiError: 400 with the given description.
    """
    given = str(value or "")
    if units(given) > most:
        raise bad_request(description)
    return given
