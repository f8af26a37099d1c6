"""The server itself: on the operator's own machine, behind a proxy with TLS. It writes no log of who asked for what."""

import asyncio
import logging
from typing import Any

from aiohttp.web import BaseRequest, RequestHandler, Response, Server, ServerRunner, StreamResponse, TCPSite

from bot.web.front import Answer
from bot.web.headers import dressed
from bot.web.site import LARGEST_BODY

FIRST_REQUEST = 10.0  # seconds for the head of the first request; aiohttp itself would wait for ever
BETWEEN_REQUESTS = 15.0
LINGER = 2.0  # seconds for the rest of a body that nobody reads
SHUTDOWN = 2.0
# aiohttp's own words quote what was sent; one that nobody knows of cannot be made to speak by a setting
_SILENT = logging.Logger("web, silent", logging.CRITICAL + 1)  # noqa: LOG001 - so that it has no parent


class _Line(RequestHandler):
    """One connection: hung up on when it does not begin to ask, and answered without details when it asks nonsense."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self.waiting = asyncio.get_running_loop().call_later(FIRST_REQUEST, self.force_close)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Wait no more."""
        self.waiting.cancel()
        super().connection_lost(exc)

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,  # noqa: ARG002 - it may quote what was sent
        message: str | None = None,  # noqa: ARG002 - the same
    ) -> StreamResponse:
        """What cannot be read as HTTP, or broke on the way: the number and nothing else."""
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was begun already")
        answer = dressed(Response(status=status, text=str(status)))
        answer.force_close()
        return answer


class _Exchange(Server):
    """aiohttp's low-level server with our own kind of connection."""

    def __call__(self) -> RequestHandler:
        """One more connection."""
        return _Line(self, loop=self._loop, **self._kwargs)


def _as_request(message: Any, payload: Any, line: Any, writer: Any, task: "asyncio.Task[None]") -> BaseRequest:
    line.waiting.cancel()
    loop = asyncio.get_running_loop()
    return BaseRequest(message, payload, line, writer, task, loop, client_max_size=LARGEST_BODY)


class WebServer:
    """Serves a site for as long as the bot runs. `port` is the one taken, for who asked for any free one."""

    def __init__(self, *, site: Answer, listen: str, wanted_port: int) -> None:
        self.site = site
        self.listen = listen
        self.wanted_port = wanted_port
        self.port: int | None = None
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled. Raises OSError where the port is taken."""
        runner = ServerRunner(self._exchange(), shutdown_timeout=SHUTDOWN)
        await runner.setup()
        try:
            await TCPSite(runner, self.listen, self.wanted_port).start()
            self.port = runner.addresses[0][1]
            self.listening.set()
            await asyncio.Event().wait()
        finally:
            self.listening.clear()
            await runner.cleanup()

    def _exchange(self) -> Server:
        return _Exchange(
            self.site,
            request_factory=_as_request,
            access_log=None,
            logger=_SILENT,
            keepalive_timeout=BETWEEN_REQUESTS,
            lingering_time=LINGER,
            auto_decompress=False,  # no form of ours is packed, and a bomb stays unexploded
        )
