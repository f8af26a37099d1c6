"""What befalls the database: locked, full, cut off, restarted."""

import asyncio
import resource
import sqlite3
from contextlib import closing

import asyncpg

from tests import private_postgres
from tests.faults.siege import Siege, Strike

LONGEST_LOCK = 30.0  # seconds, as long as the bot's own patience (`busy_timeout`)
LONGEST_FULL = 3.0


def locked(longest: float = LONGEST_LOCK) -> Strike:
    """Another process holds SQLite's write lock for as long as this."""

    async def strike(siege: Siege) -> None:
        seconds = siege.dice.uniform(0, longest)
        with closing(sqlite3.connect(siege.database, timeout=0.5, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:  # the bot is writing just now, or has made no tables yet
                return
            await asyncio.sleep(seconds)
            other.execute("ROLLBACK")

    return strike


async def full(siege: Siege) -> None:
    """The disk takes no byte more: no file of a worker may grow, for up to three seconds."""
    victim = siege.dice.choice(siege.victims)
    files = (siege.database, siege.database.with_name(f"{siege.database.name}-wal"))
    size = max((file.stat().st_size for file in files if file.exists()), default=0)
    try:
        _, most = resource.prlimit(victim.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (size, most))
        await asyncio.sleep(siege.dice.uniform(0, LONGEST_FULL))
        resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (most, most))
    except ProcessLookupError:  # it is being killed just now
        return


async def cut_off(siege: Siege) -> None:
    """PostgreSQL ends every connection."""
    connection = await asyncpg.connect(siege.url.replace("+asyncpg", ""))
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()
    await asyncio.sleep(siege.dice.uniform(0, 2))


async def restarted(siege: Siege) -> None:
    """PostgreSQL crashes, stays away for a while, and comes back."""
    await asyncio.to_thread(private_postgres.crash, siege.url)
    await asyncio.sleep(siege.dice.uniform(0, 3))
    await asyncio.to_thread(private_postgres.start_again, siege.url)
    await asyncio.sleep(siege.dice.uniform(0, 3))
