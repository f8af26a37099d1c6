"""Links that start the bot. Source: https://core.telegram.org/api/links#bot-links"""

from urllib.parse import parse_qs, urlsplit

LINK_HOSTS = {"t.me", "telegram.me", "telegram.dog"}


def start_payload(url: str, username: str) -> str | None:
    """The payload of a link to this bot; "" for a bare link, None for any other address."""
    address = urlsplit(url if "://" in url else f"https://{url}")
    if address.scheme == "tg":
        query = parse_qs(address.query)
        mine = address.netloc == "resolve" and query.get("domain", [""])[0].lower() == username.lower()
    else:
        query = parse_qs(address.query)
        mine = address.hostname in LINK_HOSTS and address.path.strip("/").lower() == username.lower()
    return query.get("start", [""])[0] if mine else None
