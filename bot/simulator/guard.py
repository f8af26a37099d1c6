"""Only this machine's own pages may talk to the server: no rebound name, no foreign page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

NAMES = {"127.0.0.1", "localhost", "::1"}
READING = {"GET", "HEAD"}


@web.middleware
async def only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a Host that is not this machine (DNS rebinding) and writes from another origin (request forgery)."""
    if urlsplit(f"//{request.host}").hostname not in NAMES:
        raise web.HTTPForbidden(text="This server answers to 127.0.0.1 and localhost only.")
    origin = request.headers.get("Origin")
    if request.method not in READING and origin is not None and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="Only the simulator's own page may do this.")
    return await handler(request)
