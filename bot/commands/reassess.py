"""`tirkeu reassess`: go over all stored stays after a change of law; tell the guests whose dates are others now.

People are taken in the order of their numbers, a slice at a time; each worker process reads, assesses and writes its
own slice. Interrupted and run again it finds those done unchanged. A bot may run beside it.
"""

import asyncio
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.opening import database_of
from bot.commands.progress import Progress
from bot.commands.reassessor import Order, Slice, begin, use_case, work_at
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.people import ChatId
from bot.registration.reassessing import Tally
from storage.database import Database

SOME_UNREADABLE = 1  # exit code
SLICE = 1000  # people
AHEAD = 2  # slices that wait for each process
FIRST, LAST = ChatId(-(2**63)), ChatId(2**63 - 1)
OTHER_DAY = "As of another day than today only with --dry-run: people are told what holds on the day they read it."

Hand = Callable[[Slice], Awaitable[Tally]]


def reassess(processes: int, on: date | None, *, is_trial: bool) -> int:
    """Run to the end. 0: all were read; 1: some could not be; 2: the settings, the database or the day do not fit."""
    try:
        tally = run_to_the_end(_reassess(read_settings(), processes, on, is_trial=is_trial))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    sys.stdout.write(f"{in_words(tally)}{'; nothing was written' if is_trial else ''}\n")
    return SOME_UNREADABLE if tally.unreadable else DONE


async def _reassess(settings: Settings, processes: int, on: date | None, *, is_trial: bool) -> Tally:
    now = datetime.now(settings.zone)  # noqa: TID251 - a command line has no Clock to be given
    order = Order(settings.database_url, settings.secret_key.get_secret_value(), now, on or now.date(), is_trial)
    if order.on != now.date() and not is_trial:
        raise CannotError(OTHER_DAY)
    async with database_of(settings) as database:
        return await go_over(database, order, processes)


def in_words(tally: Tally) -> str:
    """The end of the story, for the operator."""
    return f"{tally.seen} people; {tally.changed} with other dates; {tally.told} told; {tally.unreadable} unreadable"


async def go_over(database: Database, order: Order, processes: int) -> Tally:
    """All people, by so many worker processes; where it is one, here."""
    async with database.look() as seen:
        progress = Progress(sys.stderr, await seen.standings.count(), time.monotonic)
    with _hands(order, processes, database) as hand:
        return await _hand_out(_slices(database), hand, processes * AHEAD, progress)


async def _hand_out(slices: AsyncIterator[Slice], hand: Hand, most: int, progress: Progress) -> Tally:
    """Keep so many slices going, never more: what is held in memory does not grow."""
    tally, going = Tally(), set[asyncio.Future[Tally]]()
    async for each in slices:
        going.add(asyncio.ensure_future(hand(each)))
        if len(going) >= most:
            done, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
            tally = _sum(tally, done)
            progress.show(tally.seen + tally.unreadable)
    tally = _sum(tally, (await asyncio.wait(going))[0]) if going else tally
    progress.end(tally.seen + tally.unreadable)
    return tally


def _sum(tally: Tally, done: set[asyncio.Future[Tally]]) -> Tally:
    for one in done:
        tally = tally.plus(one.result())
    return tally


async def _slices(database: Database) -> AsyncIterator[Slice]:
    after: ChatId = FIRST
    while True:
        async with database.look() as seen:
            upto = await seen.standings.mark(after, SLICE)
        yield Slice(after, LAST if upto is None else upto)
        if upto is None:
            return
        after = upto


@contextmanager
def _hands(order: Order, processes: int, database: Database) -> Iterator[Hand]:
    """Whoever takes a slice."""
    if processes == 1:
        here = use_case(database, order)
        yield lambda each: here(*each, is_trial=order.is_trial)
        return
    # spawned and not forked: this process has an event loop and a database open already
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=begin, initargs=(order,))
    try:
        yield lambda each: asyncio.get_running_loop().run_in_executor(pool, work_at, each)
    finally:
        pool.shutdown(cancel_futures=True)
