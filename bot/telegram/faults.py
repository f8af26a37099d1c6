"""What the log says of a fault: its kind and where it arose, never its message, which may quote a person."""

import traceback
from pathlib import Path

PLACES = 3  # of the stack, from the fault outwards


def described(error: Exception, action: str, update_id: int) -> dict[str, object]:
    """The extra fields of a log record."""
    places = traceback.extract_tb(error.__traceback__)[-PLACES:]
    where = " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places))
    return {"action": action, "update_id": update_id, "error": type(error).__name__, "where": where}
