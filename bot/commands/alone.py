"""One bot on one SQLite file: a second one would give answers from what it remembers, and not from what is stored."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

try:
    import fcntl
except ImportError:  # Windows knows no such locks; there the operator has to see to it
    fcntl = None  # type: ignore[assignment]

ALREADY_RUNS = 2  # exit code
ABOUT = (
    "A bot runs on {file} already. One SQLite file serves one bot; several workers need PostgreSQL (docs/operate.md)."
)


@contextmanager
def alone_on(database_url: str) -> Iterator[None]:
    """Let no other bot run on this file until it is left, however the process ends; on PostgreSQL nothing is held.

    Raises:
        SystemExit: One runs already, and that has been told.
    """
    url = make_url(database_url)
    if fcntl is None or not url.drivername.startswith("sqlite") or url.database in {None, "", ":memory:"}:
        yield
        return
    file = Path(str(url.database))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.with_name(f"{file.name}.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"{ABOUT.format(file=file.name)}\n")
            raise SystemExit(ALREADY_RUNS) from None
        yield
