"""A child process for test_copying: copies a database, and stands still in the middle of it."""

import asyncio
import sys
import time

from storage.moving.copying import copy_database


def stop(done: int, total: int) -> None:
    """Wait to be killed."""
    if done > total // 2:
        print("in the middle", flush=True)  # noqa: T201 - the parent reads it
        time.sleep(60)


asyncio.run(copy_database(sys.argv[1], sys.argv[2], stop))
