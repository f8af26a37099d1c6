"""How much was done between two looks, and what it cost whom: the workers, the database's server, the crowd itself."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.load.processes import cpu_seconds
from bot.load.registering import Tally
from bot.load.stage import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What happened in a stretch of time."""

    seconds: float
    updates: int
    registered: int
    workers_cpu: tuple[float, ...]  # of each worker, in seconds
    server_cpu: float  # of PostgreSQL's processes
    crowd_cpu: float  # of this process: the simulator, its people, and the load balancer

    @property
    def updates_a_second(self) -> float:
        """How fast."""
        return self.updates / self.seconds

    @property
    def registrations_a_second(self) -> float:
        """How fast."""
        return self.registered / self.seconds

    @property
    def cpu_an_update(self) -> float:
        """Seconds of all workers together."""
        return sum(self.workers_cpu) / self.updates

    @property
    def crowd_share(self) -> float:
        """The part of one core that the simulator and its people took: near 1, it is they who were measured."""
        return self.crowd_cpu / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Reads what there is to read; `server` is PostgreSQL's first process, if there is one here."""

    tally: Tally
    workers: Sequence[Worker]
    server: int | None = None

    def read(self) -> Stretch:
        """Everything since the beginning of each."""
        return Stretch(
            seconds=time.perf_counter(),
            updates=self.tally.simulator.world.updates.next_id,
            registered=self.tally.registered,
            workers_cpu=tuple(worker.cpu for worker in self.workers),
            server_cpu=0.0 if self.server is None else cpu_seconds(self.server),
            crowd_cpu=time.process_time(),
        )

    def since(self, before: Stretch) -> Stretch:
        """What came after an earlier reading."""
        now = self.read()
        return Stretch(
            seconds=now.seconds - before.seconds,
            updates=now.updates - before.updates,
            registered=now.registered - before.registered,
            workers_cpu=tuple(b - a for a, b in zip(before.workers_cpu, now.workers_cpu, strict=True)),
            server_cpu=now.server_cpu - before.server_cpu,
            crowd_cpu=now.crowd_cpu - before.crowd_cpu,
        )
