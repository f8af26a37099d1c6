"""What nobody caught: it goes to the log as everything else does, and not to the terminal with all its words."""

import logging
import sys
import threading
from types import TracebackType
from typing import Any

from bot.watch.faults import kind_of, place_of

log = logging.getLogger(__name__)


def keep() -> None:
    """From now on, for the whole process."""
    sys.excepthook = _died
    threading.excepthook = _thread_died
    sys.unraisablehook = _unraisable
    logging.raiseExceptions = False  # a record that cannot be written would be printed with all it was made of
    logging.captureWarnings(True)


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("ended by a fault", extra={"action": "run", "error": kind_of(error), "where": place_of(trace)})


def _thread_died(fault: threading.ExceptHookArgs) -> None:
    about = {"error": kind_of(fault.exc_value or fault.exc_type), "where": place_of(fault.exc_traceback)}
    log.error("a thread ended by a fault", extra={"action": "thread", **about})


def _unraisable(fault: Any) -> None:
    about = {"error": kind_of(fault.exc_value or fault.exc_type), "where": place_of(fault.exc_traceback)}
    log.error("a fault that nobody could be told of", extra={"action": "clean up", **about})
