"""A worker that takes hold of a chat and waits to be killed."""

import asyncio
import sys

from storage.database import Database


async def main(url: str, secret: str) -> None:
    database = await Database.open(url, secret)
    assert await database.holds.take("chat:1")
    sys.stdout.write("held\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
