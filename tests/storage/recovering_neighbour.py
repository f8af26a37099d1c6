"""A child process for test_at_once: holds a database's index as one that is recovering its journal does.

Which bytes are locked for what: https://www.sqlite.org/walformat.html#locks
"""

import fcntl
import sys
from pathlib import Path

_HEADER = 136  # bytes; recovery leaves them invalid until it is through
_LOCKS, _FIRST = 8, 120

with Path(f"{sys.argv[1]}-shm").open("r+b", buffering=0) as index:
    fcntl.lockf(index, fcntl.LOCK_EX, _LOCKS, _FIRST)
    index.write(bytes(_HEADER))
    print("recovering", flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.read()  # until the parent has seen enough
