"""Two whole bots behind one address over one PostgreSQL: people notice neither that they are two, nor a restart."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession, web
from pydantic import SecretStr

from bot.bootstrap import leading
from bot.bootstrap.app import open_app
from bot.bootstrap.running import App
from bot.config import Settings
from bot.simulator import Simulator
from tests.people import Person
from tests.readers import ToldReader
from tests.stories.test_webhook import HERE, free_port
from tests.town import (
    GUEST_ID,
    HOST_ID,
    KEYS,
    SECRET,
    TOKEN,
    USERNAME,
    TownClock,
    Townsman,
    answer_all,
    begin,
    host_proves,
    hurry,
    link_in,
)
from tests.workers.crew import wait_for_hands

pytestmark = pytest.mark.postgres


@dataclass
class Balancer:
    """Hands requests to the workers in turn, and what a worker does not take to the next one, as nginx does."""

    ports: list[int]
    turns: "count[int]" = field(default_factory=count)
    taken: list[int] = field(default_factory=list)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        body, headers = await request.read(), {name: request.headers[name] for name in request.headers}
        async with ClientSession() as session:
            for _ in self.ports:
                port = self.ports[next(self.turns) % len(self.ports)]
                try:
                    async with session.post(f"http://127.0.0.1:{port}/telegram", data=body, headers=headers) as answer:
                        self.taken.append(port)
                        return web.Response(status=answer.status)
                except (ClientConnectorError, ConnectionError):
                    continue
        return web.Response(status=502)


@asynccontextmanager
async def bot(settings: Settings, clock: TownClock, running: list[App]) -> AsyncIterator[App]:
    async with open_app(settings, clock, ToldReader()) as app:
        task = asyncio.create_task(app.run())
        running.append(app)
        try:
            yield app
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            running.remove(app)


@pytest.mark.timeout(120)
async def test_a_rolling_restart_between_two_workers(
    tmp_path: Path, ground: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A guest and a host register while first the one, then the other worker is stopped: nothing said is lost."""
    hurry(monkeypatch)
    monkeypatch.setattr(leading, "LOOK_AGAIN", 0.05)
    caplog.set_level(logging.WARNING)
    running: list[App] = []
    clock, balancer = TownClock(), Balancer([free_port(), free_port()])
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(TOKEN, USERNAME, "Tirkeu", now=clock.now))
        front = web.ServerRunner(web.Server(balancer))
        await front.setup()
        stack.push_async_callback(front.cleanup)
        address = free_port()
        await web.TCPSite(front, "127.0.0.1", address).start()
        one, two = (
            Settings(
                _env_file=None,
                bot_token=SecretStr(TOKEN),
                telegram_api_url=simulator.base_url,
                database_url=postgres_url,
                secret_key=SecretStr(SECRET),
                keys_dir=ground / KEYS,
                webhook_url=f"http://127.0.0.1:{address}/telegram",
                webhook_from=HERE,
                web_port=port,
            )
            for port in balancer.ports
        )
        first = await stack.enter_async_context(AsyncExitStack())
        second = await stack.enter_async_context(AsyncExitStack())
        await asyncio.gather(
            first.enter_async_context(bot(one, clock, running)), second.enter_async_context(bot(two, clock, running))
        )
        guest = await Townsman.arrive(simulator.base_url, GUEST_ID, "Pyotr", language_code="en", patience=10)
        host = await Townsman.arrive(
            simulator.base_url, HOST_ID, "Aigul", language_code="en", phone="+77011234567", patience=10
        )
        for person in (guest, host):
            person.simulator = simulator
            stack.push_async_callback(person.leave)
        await pushes_begin(simulator)
        wait_for_hands(monkeypatch, lambda: running)

        await begin(guest)
        await answer_all(guest)
        await first.aclose()  # while the tap below is on its way to one of them
        await guest.tap("Send to my host")
        await guest.wait_for("sent, the host has not opened it yet")
        await first.enter_async_context(bot(one, clock, running))
        await host_proves(host, link_in(guest))
        await asyncio.gather(second.aclose(), agrees(host))
        await guest.wait_for("Your registration certificate", timeout=20)

    assert set(balancer.taken) == set(balancer.ports)
    assert len(simulator.world.updates.pending) == 0


async def agrees(host: Person) -> None:
    await host.tap("Agree")


async def pushes_begin(simulator: Simulator) -> None:
    async with asyncio.timeout(20):
        while not simulator.world.webhook.url:  # noqa: ASYNC110 - nothing tells when it is set
            await asyncio.sleep(0.01)
