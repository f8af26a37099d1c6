"""A load balancer on this machine: requests to one address go to several in turn, as a real one's would.

It reads nothing of what it passes on. HTTP/1.1 without pipelining is question, answer, question, answer on each
connection; so what a client says after an answer is the next request, and goes to the next worker.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import cast

HERE = "127.0.0.1"


class _Back(asyncio.Protocol):
    """The connection to one worker; what it says goes to the client."""

    def __init__(self, front: "_Front") -> None:
        self.front = front
        self.transport: asyncio.WriteTransport | None = None
        self.waiting: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)  # uvloop's own kind is no subclass of it
        self.transport.writelines(self.waiting)
        self.waiting.clear()

    def send(self, data: bytes) -> None:
        if self.transport is None:
            self.waiting.append(data)
        else:
            self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        self.front.answered(data)

    def connection_lost(self, _error: Exception | None) -> None:
        self.front.hang_up()


class _Front(asyncio.Protocol):
    """The connection of one client."""

    def __init__(self, ports: Sequence[int], turns: Iterator[int]) -> None:
        self.ports = ports
        self.turns = turns
        self.backs: dict[int, _Back] = {}
        self.to: _Back | None = None  # who is being asked; nobody between an answer and the next request
        self.transport: asyncio.WriteTransport | None = None
        self.dialling: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)  # as above

    def data_received(self, data: bytes) -> None:
        if self.to is None:
            self.to = self._back(self.ports[next(self.turns) % len(self.ports)])
        self.to.send(data)

    def answered(self, data: bytes) -> None:
        self.to = None
        if self.transport is not None:
            self.transport.write(data)

    def connection_lost(self, _error: Exception | None) -> None:
        self.transport = None
        for back in self.backs.values():
            if back.transport is not None:
                back.transport.close()

    def hang_up(self) -> None:
        """A worker has gone away: the client is told by its own connection's end, and asks again."""
        if self.transport is not None:
            self.transport.close()

    def _back(self, port: int) -> _Back:
        if port not in self.backs:
            self.backs[port] = _Back(self)
            task = asyncio.create_task(self._dial(port))
            self.dialling.add(task)
            task.add_done_callback(self.dialling.discard)
        return self.backs[port]

    async def _dial(self, port: int) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.backs[port], HERE, port)
        except OSError:
            self.hang_up()


@asynccontextmanager
async def balancer(ports: Sequence[int]) -> AsyncIterator[int]:
    """A port whose requests go to these in turn."""
    turns = count()
    server = await asyncio.get_running_loop().create_server(lambda: _Front(ports, turns), HERE, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
