"""What the web server publishes for checkers anywhere: the status list and the key list, both signed."""

from urllib.parse import urlsplit

from bot.bootstrap.shared import Shared
from bot.web.front import Answer
from bot.web.key_list import LiveKeyList
from bot.web.published import Published
from bot.web.status import LiveStatusList

STATUS, KEYS = "/status/1", "/keys.json"


def status_uri(web_url: str) -> str:
    """The status list's full address, which is its name, too; "" where there are no pages."""
    return f"{web_url.rstrip('/')}{STATUS}" if web_url else ""


def paths(shared: Shared) -> dict[str, Answer]:
    """Each address; without an address of the pages there are none."""
    settings, ring = shared.settings, shared.workshop.ring_now
    if not settings.web_url:
        return {}
    prefix = urlsplit(settings.web_url).path.rstrip("/")
    statuses = LiveStatusList(look=shared.look, ring=ring, clock=shared.clock, uri=status_uri(settings.web_url))
    keys = LiveKeyList(folder=settings.keys_dir, ring=ring)
    return {f"{prefix}{STATUS}": Published(current=statuses), f"{prefix}{KEYS}": Published(current=keys)}
