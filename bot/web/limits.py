"""Who knocks, and how often one address may."""

import re
from collections import OrderedDict
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp.web import BaseRequest
from aiolimiter import AsyncLimiter

PAGES_A_MINUTE = 30
_REMEMBERED = 10_000  # addresses; the one that asked longest ago is forgotten first
_WITH_PORT = re.compile(r"\[(?P<v6>[^]]+)\](:\d+)?|(?P<v4>[\d.]+):\d+")
_HOME = 64  # bits of an IPv6 address that one customer has for all devices


def source_of(
    request: BaseRequest, proxies: Iterable[IPv4Network | IPv6Network] = ()
) -> IPv4Address | IPv6Address | None:
    """From where a request comes: behind a proxy of ours, from where the proxy says; None where that is no address.

    Ours are those on this machine and in these networks. Of X-Forwarded-For each of them wrote the last address; what
    stands before the first that is not ours may be anybody's invention.
    """
    source = _parsed(request.remote or "")
    hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
    while source is not None and hops and _is_ours(source, proxies):
        before = _parsed(hops.pop().strip())
        if before is None:
            break
        source = before
    return source


def address_of(request: BaseRequest, proxies: Iterable[IPv4Network | IPv6Network] = ()) -> str:
    """The name under which the requests of one customer are counted."""
    source = source_of(request, proxies)
    if isinstance(source, IPv6Address) and not _is_ours(source, proxies):
        return str(int(source) >> (128 - _HOME))
    return str(source)


def _is_ours(address: IPv4Address | IPv6Address, proxies: Iterable[IPv4Network | IPv6Network]) -> bool:
    return address.is_loopback or any(address in network for network in proxies)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Some proxies add the port: 192.0.2.1:80, [2001:db8::1]:80; a socket for both kinds says ::ffff:192.0.2.1."""
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address(found["v6"] or found["v4"] if found else text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


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
