"""What may be said of a fault: its kind and where it arose, never its message, which may quote a person."""

import errno
import traceback
from enum import StrEnum
from pathlib import Path
from types import TracebackType

PLACES = 3  # of the stack, from the fault outwards


def kind_of(error: BaseException | type[BaseException]) -> str:
    """The name of its type; of the system's own, with the name of the number: `OSError EADDRINUSE`; of ours, with the
    code, which names no person.
    """
    if isinstance(error, type):
        return error.__name__
    name, code = type(error).__name__, _code_of(error)
    return f"{name} {code}" if code else name


def _code_of(error: BaseException) -> str | None:
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0)
    code = vars(error).get("code")  # not `getattr`: what a library computes there may be anything
    return code.value if isinstance(code, StrEnum) else None


def place_of(trace: TracebackType | None) -> str:
    """File and line, the innermost first."""
    places = traceback.extract_tb(trace)[-PLACES:]
    return " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places))


def fields_of(error: BaseException) -> dict[str, str]:
    """Both, as extra fields of a record of the log."""
    return {"error": kind_of(error), "where": place_of(error.__traceback__)}
