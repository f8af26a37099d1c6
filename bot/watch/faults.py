"""What may be said of a fault: its kind and where it arose, never its message, which may quote a person."""

import errno
import traceback
from pathlib import Path
from types import TracebackType

PLACES = 3  # of the stack, from the fault outwards


def kind_of(error: BaseException | type[BaseException]) -> str:
    """The name of its type; of the system's own, with the name of the number: `OSError EADDRINUSE`."""
    if isinstance(error, type):
        return error.__name__
    name = type(error).__name__
    number = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"{name} {number}" if number else name


def place_of(trace: TracebackType | None) -> str:
    """File and line, the innermost first."""
    places = traceback.extract_tb(trace)[-PLACES:]
    return " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places))


def fields_of(error: BaseException) -> dict[str, str]:
    """Both, as extra fields of a record of the log."""
    return {"error": kind_of(error), "where": place_of(error.__traceback__)}
