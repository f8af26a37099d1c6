"""Deep links: one letter says what the rest is (Bot API, `start` parameter, at most 64 characters)."""

import re
from urllib.parse import quote

REQUEST, INVITATION, CERTIFICATE = "q", "h", "r"
PLACE, STAFF, OWN_REGISTRATION = "d", "s", "f"
PROOF = "x"
_START = re.compile(r"(?:https?://)?t\.me/[A-Za-z0-9_]+\?start=([A-Za-z0-9_-]{1,64})")


def start_link(username: str, kind: str, token: str) -> str:
    """A link that opens the bot with this token."""
    return f"https://t.me/{username}?start={kind}{token}"


def share_link(url: str, text: str) -> str:
    """A link that opens Telegram's list of chats with this text ready to go."""
    return f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(text, safe='')}"


def start_of(text: str) -> str | None:
    """The start parameter of a link that somebody pasted."""
    match = _START.search(text)
    return match[1] if match else None
