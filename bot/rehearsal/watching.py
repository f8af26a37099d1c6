"""Hears what the bot logs as an error, and what an event loop says of exceptions nobody waited for."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Heard = Callable[[str], None]


class _Ear(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.ERROR)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        told = [str(getattr(record, name)) for name in ("action", "error", "where") if hasattr(record, name)]
        self._heard(" ".join([record.getMessage(), *told]))


@contextmanager
def watched(heard: Heard) -> Iterator[None]:
    """For so long, every error goes to `heard`."""
    ear, loop, root = _Ear(heard), asyncio.get_running_loop(), logging.getLogger()

    def unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        heard(f"{context.get('message')} {type(context.get('exception')).__name__}")

    root.addHandler(ear)
    loop.set_exception_handler(unheard)
    try:
        yield
    finally:
        root.removeHandler(ear)
        loop.set_exception_handler(None)
