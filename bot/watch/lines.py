"""The log: one event a line, for people or for machines, and never a word that somebody else has put together.

Our own records say what happened in words of ours. A library's record may quote what it worked on, so that of it only
its level, its logger, the place in its code and the kind of a fault are kept.
"""

import logging
import os
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from bot.watch import trace
from bot.watch.faults import kind_of, place_of

OURS = ("bot", "storage")  # the first part of our loggers' names
NOT_OURS = "(a library's own words are not kept)"
EXTRAS = ("action", "case", "update_id", "kind", "outcome", "waiting", "ms", "error", "where")
WORKER = f"{socket.gethostname()}-{os.getpid()}"


class Style(StrEnum):
    """How a line is written."""

    LINES = "lines"
    JSON = "json"


def is_ours(record: logging.LogRecord) -> bool:
    """Whether the words are ours."""
    return record.name.split(".", 1)[0] in OURS


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """All that may be told of a record, in the order in which it is read."""
    said: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "event": record.getMessage() if is_ours(record) else NOT_OURS,
    }
    if (cause := trace.current()) is not None:
        said["request_id"] = cause.id
    return said | (_extras(record) if is_ours(record) else {"where": _where(record)}) | _fault(record)


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}


def _where(record: logging.LogRecord) -> str:
    return f"{Path(record.pathname).name}:{record.lineno}"


def _fault(record: logging.LogRecord) -> dict[str, str]:
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    error = record.exc_info[1]
    return {"error": kind_of(error), "where": place_of(error.__traceback__)}


class Lines(logging.Formatter):
    """For people: time, level, logger, what happened, then key=value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the record says."""
        said = fields(record)
        head = "{time} {level} {logger}: {event}".format_map({name: said.pop(name) for name in _HEAD})
        return " ".join((head, *(f"{name}={value}" for name, value in said.items()))).replace("\n", " ")


class Json(logging.Formatter):
    """For machines: one object a line, with the worker that says it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; a value that JSON has no form for is told by its type."""
        said: Mapping[str, Any] = fields(record) | {"worker": WORKER}
        return orjson.dumps(said, default=kind_of_value).decode()


def kind_of_value(value: object) -> str:
    """What a value is, and not what it says."""
    return type(value).__name__


def formatter(style: Style) -> logging.Formatter:
    """The one of this style."""
    return Json() if style is Style.JSON else Lines()


_HEAD = ("time", "level", "logger", "event")
