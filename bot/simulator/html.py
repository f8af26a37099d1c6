"""Telegram's HTML: a handful of tags, strictly nested; anything else is refused with its byte offset.

Source: https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass, field

from bot.simulator.entities import Entity, in_order, units
from bot.simulator.errors import ApiError, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
WITH_ATTRIBUTES = {"a", "span", "tg-time", "tg-emoji"}
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")
ATTRIBUTE = re.compile(r"([^\s=>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
LINK = re.compile(r"(?:https?|tg|tonsite)://\S+|mailto:\S+", re.IGNORECASE)
LAST_CHARACTER = 0x10FFFF


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    offset: int
    characters: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Page:
    """What has been read so far."""

    source: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    characters: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def add(self, raw: str) -> None:
        text = unescape(raw)
        self.pieces.append(text)
        self.length += units(text)
        self.characters += len(text)

    def refuse(self, why: str, at: int) -> ApiError:
        return bad_request(f"can't parse entities: {why.format(at=len(self.source[:at].encode()))}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Split marked-up text into plain text and entities.

    Raises:
        ApiError: 400 "can't parse entities", naming the tag and the byte where reading stopped.
    """
    page = _Page(source)
    position = 0
    while (start := source.find("<", position)) >= 0:
        page.add(source[position:start])
        match = TAG.match(source, start)
        if match is None:
            side = "end" if source.startswith("</", start) else "start"
            raise page.refuse(f"Unclosed {side} tag at byte offset {{at}}", start)
        (_close if match["end"] else _open)(page, match)
        position = match.end()
    page.add(source[position:])
    if page.open:
        raise page.refuse(f'Can\'t find end tag corresponding to start tag "{page.open[-1].name}"', 0)
    return "".join(page.pieces), in_order(page.entities)


def unescape(text: str) -> str:
    """The four named references and numbers; any other ampersand stays as written."""
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= LAST_CHARACTER else match.group()


def _open(page: _Page, match: re.Match[str]) -> None:
    name = match["name"].lower()
    attributes = {key.lower(): unescape(a or b or c) for key, a, b, c in ATTRIBUTE.findall(match["rest"])}
    known = name in SIMPLE or name in WITH_ATTRIBUTES
    if not known or (name == "span" and attributes.get("class") != "tg-spoiler"):
        raise page.refuse(f'Unsupported start tag "{name}" at byte offset {{at}}', match.start())
    page.open.append(_Open(name, page.length, page.characters, attributes))


def _close(page: _Page, match: re.Match[str]) -> None:
    name = match["name"].lower()
    if not page.open:
        raise page.refuse("Unexpected end tag at byte offset {at}", match.start())
    tag = page.open.pop()
    if name not in {"", tag.name}:
        why = f'Unmatched end tag at byte offset {{at}}, expected "</{tag.name}>", found "</{name}>"'
        raise page.refuse(why, match.start())
    if page.length > tag.offset:
        _mark(page, tag)


def _mark(page: _Page, tag: _Open) -> None:
    place = {"offset": tag.offset, "length": page.length - tag.offset}
    if tag.name == "pre" and (language := _language_inside(page, place)):
        page.entities.append({"type": "pre", **place, "language": language})
        return
    kind = _kind(tag, page)
    if kind is not None:
        page.entities.append({**kind, **place})


def _language_inside(page: _Page, place: dict[str, int]) -> str | None:
    """`<pre><code class="language-…">` is one entity, not two."""
    last = page.entities[-1] if page.entities else {}
    if last.get("type") == "code" and all(last[key] == place[key] for key in place):
        return page.entities.pop().get("language")
    return None


def _kind(tag: _Open, page: _Page) -> Entity | None:
    attributes = tag.attributes
    match tag.name:
        case "a":
            return _link(attributes.get("href") or "".join(page.pieces)[tag.characters :])
        case "span":
            return {"type": "spoiler"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        case "tg-time":
            return _time(attributes)
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "code" if _names_language(attributes) and page.open and page.open[-1].name == "pre":
            return {"type": "code", "language": attributes["class"].removeprefix("language-")}
        case name:
            return {"type": SIMPLE[name]}


def _names_language(attributes: dict[str, str]) -> bool:
    return attributes.get("class", "").startswith("language-")


def _link(address: str) -> Entity | None:
    """An address Telegram cannot read is dropped without a word, and the text stays."""
    if not LINK.match(address):
        if "." not in address or " " in address:
            return None
        address = f"http://{address}"
    return {"type": "text_link", "url": address}


def _time(attributes: dict[str, str]) -> Entity | None:
    if not attributes.get("unix", "").lstrip("-").isdigit():
        return None
    entity: Entity = {"type": "date_time", "unix_time": int(attributes["unix"])}
    if attributes.get("format"):
        entity["date_time_format"] = attributes["format"]
    return entity
