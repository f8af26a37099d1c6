"""The pace that all workers over one PostgreSQL database keep together."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from storage_samples import SECRET

from storage.database import Database
from storage.paces import FARTHEST, SharedPace
from storage.tables import paces

pytestmark = pytest.mark.postgres
A_SECOND = 30


async def _shift(database: Database, by: timedelta) -> None:
    """Move the row as the clock would have moved it away from itself."""
    async with database.writing() as connection:
        now = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
        await connection.execute(update(paces).values(next_at=now + by))
        await connection.commit()


async def test_workers_share_one_pace(postgres_url: str) -> None:
    """Whatever many workers reserve together, no second of it holds more than the limit and what was left over."""
    workers = [await Database.open(postgres_url, SECRET) for _ in range(3)]
    loop = asyncio.get_running_loop()

    async def reserve(database: Database) -> list[float]:
        asked_at = loop.time()
        return [asked_at + seconds for seconds in await SharedPace(database, "bulk", A_SECOND)(10)]

    moments = sorted(
        each for some in await asyncio.gather(*map(reserve, workers * 4)) for each in some
    )  # 120 messages: four seconds
    for database in workers:
        await database.close()

    busiest = max(sum(start <= each < start + 1 for each in moments) for start in moments)
    assert busiest <= A_SECOND * 1.2 + 2  # two: the clocks of loop and database are read at different moments
    assert moments[-1] - moments[0] >= 120 / A_SECOND - 0.6


async def test_a_worker_that_is_late_loses_nothing_and_hoards_nothing(postgres_url: str) -> None:
    """After a rest of a minute a worker may send a handful at once, and not what the minute would have held."""
    database = await Database.open(postgres_url, SECRET)
    pace = SharedPace(database, "bulk", A_SECOND)
    await pace(1)
    await _shift(database, timedelta(minutes=-1))

    waits = await pace(60)

    await database.close()
    assert waits[5] < 0.1
    assert 1.5 < waits[-1] < 2.0


async def test_a_clock_that_stepped_back_stops_nobody(postgres_url: str) -> None:
    """A row an hour ahead was written before the clock stepped back: the next message goes at once."""
    database = await Database.open(postgres_url, SECRET)
    pace = SharedPace(database, "bulk", A_SECOND)
    await pace(1)
    await _shift(database, FARTHEST + timedelta(hours=1))

    [first, *_] = await pace(10)

    await database.close()
    assert first < 0.1
