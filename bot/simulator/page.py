"""The page with the phones: a few static files, and a policy that lets nothing else in."""

from collections.abc import Awaitable, Callable
from importlib import resources

from aiohttp import web

FOLDER = resources.files("bot.simulator").joinpath("static")
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_routes(application: web.Application) -> None:
    """Serve the page at "/" and its files beside it, each read once."""
    for file in FOLDER.iterdir():
        kind = KINDS.get(file.name.rpartition(".")[2])
        if kind is not None:
            path = "/" if file.name == "index.html" else f"/{file.name}"
            application.router.add_get(path, _handler(file.read_bytes(), kind))


def _handler(body: bytes, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)

    return serve
