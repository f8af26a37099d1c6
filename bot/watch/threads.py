"""A pool of threads of which one can see how long its work takes and how much waits for it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class TimedThreads(ThreadPoolExecutor):
    """As its parent; `on_done` is told, from the thread, the seconds of each piece of work."""

    on_done: Callable[[float], None] | None = None

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> "Future[Result]":
        """Hand work over."""
        return super().submit(self._timed, fn, *args, **kwargs)

    @property
    def queue(self) -> int:
        """How much waits for a thread."""
        return self._work_queue.qsize()

    def _timed(self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        began = perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            if self.on_done is not None:
                self.on_done(perf_counter() - began)
