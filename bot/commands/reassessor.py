"""A process that reassesses slices of people. It imports no more than that takes: there may be many of it."""

import asyncio
import gc
import signal
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.people import ChatId
from bot.registration.reassessing import Reassess, Tally
from storage.database import Database


class Order(NamedTuple):
    """What a worker needs to know."""

    url: str
    secret: str
    now: datetime
    on: date
    is_trial: bool

    def __repr__(self) -> str:
        return f"Order(on={self.on})"


class Slice(NamedTuple):
    """The people after the first up to the second."""

    after: ChatId
    upto: ChatId


def use_case(database: Database, order: Order) -> Reassess:
    return Reassess(look=database.look, begin=database.begin, now=order.now, on=order.on)


class _Worker:
    """One process's own loop and database, for as long as the process lives."""

    def __init__(self, order: Order) -> None:
        self._order, self._runner = order, asyncio.Runner()
        self._database = self._runner.run(Database.open(order.url, order.secret))
        self._reassess = use_case(self._database, order)
        gc.freeze()  # what is here now stays: no need to look through it again and again

    def work(self, each: Slice) -> Tally:
        """One slice."""
        return self._runner.run(self._reassess(*each, is_trial=self._order.is_trial))


_workers: list[_Worker] = []  # of this process: one, once it has begun


def begin(order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's: a slice begun is finished
    _workers.append(_Worker(order))


def work_at(each: Slice) -> Tally:
    return _workers[0].work(each)
