"""Many seeds: one world after another, in as many processes as there are cores, until the time is over."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import count

from bot.rehearsal.world import Outcome, Plan, play

Told = Callable[["Played"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A world and how many seconds it took."""

    outcome: Outcome
    seconds: float


def play_timed(plan: Plan) -> Played:
    """Play one world."""
    begun = time.perf_counter()
    outcome = play(plan)
    return Played(outcome=outcome, seconds=time.perf_counter() - begun)


def search(plan: Plan, *, seconds: float, processes: int, told: Told) -> list[Played]:
    """Worlds from this seed on until the time is over; those that were begun are played to their end.

    Args:
        plan: the first world; the others differ by the seed.
        seconds: how long new worlds are begun.
        processes: how many at once.
        told: hears of each world as it ends.

    Returns:
        Those in which something did not hold.
    """
    broken: list[Played] = []
    until = time.perf_counter() + seconds
    # a fresh interpreter each, as the same seed typed by hand would have
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for played in _as_they_end(pool, plan, until, processes):
            told(played)
            if played.outcome.broken:
                broken.append(played)
    return broken


def _as_they_end(pool: ProcessPoolExecutor, plan: Plan, until: float, most: int) -> Iterator[Played]:
    seeds = count(plan.seed)
    running: set[Future[Played]] = set()
    while running or time.perf_counter() < until:
        while len(running) < most and time.perf_counter() < until:
            running.add(pool.submit(play_timed, replace(plan, seed=next(seeds), trace=None)))
        done, running = wait(running, return_when=FIRST_COMPLETED)
        yield from (each.result() for each in done)
