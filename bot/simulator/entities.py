"""Text as Telegram measures it: in UTF-16 units, trimmed, with links and commands found in it."""

import re
from typing import Any

Entity = dict[str, Any]

BYTES_A_UNIT = 2
PLAIN = re.compile(
    r"(?P<url>(?:https?://|\bt\.me/)[^\s<>\"]*[^\s<>\".,;:!?)\]»])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
)
"""What people and bots write as plain text and Telegram makes tappable."""


def units(text: str) -> int:
    """Length in UTF-16 code units, the only length Telegram knows."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // BYTES_A_UNIT


def cut(text: str, offset: int, length: int) -> str:
    """The piece of text an entity covers; offset and length in UTF-16 units."""
    coded = text.encode("utf-16-le", "surrogatepass")
    piece = coded[offset * BYTES_A_UNIT : (offset + length) * BYTES_A_UNIT]
    return piece.decode("utf-16-le", "replace")


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip white space at both ends and keep the entities on their words."""
    kept = text.strip()
    if kept == text:
        return text, entities
    shift = units(text) - units(text.lstrip())
    return kept, list(_shifted(entities, shift, units(kept)))


def _shifted(entities: list[Entity], shift: int, end: int) -> list[Entity]:
    moved = []
    for entity in entities:
        first = max(entity["offset"] - shift, 0)
        last = min(entity["offset"] - shift + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return moved


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the links, commands and mentions that stand in the text unmarked; sorted as Telegram sorts."""
    if "/" not in text and "@" not in text:
        return entities
    found = list(entities)
    for match in PLAIN.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if not any(_overlaps(entity, offset, length) for entity in entities):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return in_order(found)


def in_order(entities: list[Entity]) -> list[Entity]:
    """Outer before inner, left before right."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlaps(entity: Entity, offset: int, length: int) -> bool:
    linking = entity["type"] in {"text_link", "code", "pre", "url", "text_mention"}
    return bool(linking and entity["offset"] < offset + length and offset < entity["offset"] + entity["length"])
