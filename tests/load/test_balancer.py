"""The load balancer in front of several workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

from bot.load.balancer import HERE, balancer


@asynccontextmanager
async def worker(name: str) -> AsyncIterator[int]:
    """A server that says its name and how long the body was."""

    async def answer(request: web.BaseRequest) -> web.Response:
        return web.Response(text=f"{name} {len(await request.read())}")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_requests_of_one_connection_go_to_the_workers_in_turn() -> None:
    """Two workers get every other request, whole, though the client keeps one connection."""
    async with worker("one") as one, worker("two") as two, balancer([one, two]) as port, ClientSession() as client:
        heard = [await ask(client, port, b"x" * 100_000 * number) for number in range(4)]

    assert heard == ["one 0", "two 100000", "one 200000", "two 300000"]


async def test_many_clients_are_shared_between_the_workers() -> None:
    """Of forty requests at once each worker gets half."""
    async with worker("one") as one, worker("two") as two, balancer([one, two]) as port, ClientSession() as client:
        heard = await asyncio.gather(*(ask(client, port, b"") for _ in range(40)))

    assert sorted(heard) == ["one 0"] * 20 + ["two 0"] * 20


async def ask(client: ClientSession, port: int, body: bytes) -> str:
    async with client.post(f"http://{HERE}:{port}/", data=body) as answer:
        return await answer.text()
