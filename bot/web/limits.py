"""Who knocks, and how often one address may."""

from collections import OrderedDict
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp.web import BaseRequest
from aiolimiter import AsyncLimiter

PAGES_A_MINUTE = 30
_REMEMBERED = 10_000  # addresses; the one that asked longest ago is forgotten first
_HOME = 64  # bits of an IPv6 address that one customer has for all devices


def address_of(request: BaseRequest) -> str:
    """From where a request comes: behind a proxy on this machine, from where the proxy says.

    Only the last address of the header counts: the proxy wrote it, those before it may be anybody's invention.
    """
    peer = _parsed(request.remote or "")
    if peer is None or not peer.is_loopback:
        return str(peer)
    forwarded = _parsed(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()) or peer
    if isinstance(forwarded, IPv6Address):
        return str(int(forwarded) >> (128 - _HOME))
    return str(forwarded)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


class PerAddress:
    """So many requests in a minute from one address, counted in this process."""

    def __init__(self, most: int = PAGES_A_MINUTE) -> None:
        self.most = most
        self._limiters: OrderedDict[str, AsyncLimiter] = OrderedDict()

    async def allows(self, address: str) -> bool:
        """Count one more, unless it is too many."""
        limiter = self._limiters.setdefault(address, AsyncLimiter(self.most, 60))
        self._limiters.move_to_end(address)
        if len(self._limiters) > _REMEMBERED:
            self._limiters.popitem(last=False)
        if not limiter.has_capacity():
            return False
        await limiter.acquire()
        return True
