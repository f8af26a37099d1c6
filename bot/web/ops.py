"""For those who keep the bot running: does it live, can it serve, and its figures. Never on the public address."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
from aiohttp.web import BaseRequest, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.watch.health import OK, Health
from bot.watch.metrics import Metrics
from bot.watch.trace import traced
from bot.web.answers import only
from bot.web.front import Answer
from bot.web.headers import dressed

LOOKING = ("GET", "HEAD")
LONGEST_LOOK = 2.0  # seconds that a scrape waits for the database; then the last known figures are given


@dataclass(frozen=True, slots=True, kw_only=True)
class Ops:
    """Answers /healthz, /readyz and /metrics."""

    health: Health
    metrics: Metrics
    refresh: Callable[[], Awaitable[None]]  # the gauges that somebody has to read

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer."""
        pages = {"/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics}
        answer = pages.get(request.path)
        if answer is None:
            return dressed(Response(status=404))
        return dressed(await answer() if request.method in LOOKING else only(*LOOKING))

    async def _healthz(self) -> Response:
        is_alive = self.health.is_alive
        return _json({"alive": is_alive}, is_well=is_alive)

    async def _readyz(self) -> Response:
        said = await self.health.findings()
        is_ready = all(each == OK for each in said.values())
        return _json({"ready": is_ready, "checks": said}, is_well=is_ready)

    async def _metrics(self) -> Response:
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                await self.refresh()
        except TimeoutError:
            self.metrics.database.set(0)
        # in a thread: a thousand lines take some ten milliseconds, in which nobody would be answered
        said = await asyncio.to_thread(generate_latest, self.metrics.registry)
        return Response(body=said, headers={"Content-Type": CONTENT_TYPE_LATEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSite:
    """The public site, whose requests get ids for the log; counted where somebody asks for figures."""

    site: Answer
    metrics: Metrics | None

    async def __call__(self, request: BaseRequest) -> Response:
        """The site's own answer."""
        with traced() as trace:
            answer = await self.site(request)
        if self.metrics is not None:
            self.metrics.web.add(f"{answer.status // 100}xx")
            self.metrics.add_told(trace)
        return answer


def _json(said: object, *, is_well: bool) -> Response:
    return Response(body=orjson.dumps(said), status=200 if is_well else 503, content_type="application/json")
