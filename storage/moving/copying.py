"""A whole database copied to an empty place, and compared."""

from collections.abc import Callable, Mapping

from storage.moving.digests import Compared, Digest
from storage.moving.places import MoveError
from storage.moving.source import TABLES, Source, snapshot
from storage.moving.targets import Target, open_target

Watch = Callable[[int, int], None]  # rows done, rows in all


async def copy_database(
    here: str, there: str, watch: Watch | None = None, *, skip: int = 0, told: Mapping[str, Digest] | None = None
) -> list[Compared]:
    """Copy what this database holds at one moment to an empty place. Where a table differs, nothing is kept there.

    Sealed values go as they are: SECRET_KEY is not needed, and the copy opens under the same one.

    Args:
        here: an address; others may go on writing to it.
        there: an address of a place that is empty, or not there yet.
        watch: is told how far it has come.
        skip: so many numbers after the last one of each counter are never given.
        told: what the tables have to be, where that is known from elsewhere.

    Raises:
        MoveError: Nothing can be copied from or to there.
        OSError, sqlite3.Error or SQLAlchemyError: The disk is full, the connection lost.
    """
    async with snapshot(here) as source, open_target(there) as target:
        expected = await _fill(source, target, watch or _nobody)
        if told is not None and expected != told:
            raise MoveError("The tables are not what they are said to be. Nothing was kept.")
        numbers = {table: last + skip if last else 0 for table, last in (await source.last_numbers()).items()}
        await target.carry_on(numbers)
        async with target.read_back() as seen:
            found = await seen.digests()
            if await seen.last_numbers() != numbers:
                raise MoveError("The counters of the copy are not those of the original. Nothing was kept.")
        compared = [Compared(table=name, here=expected[name], there=found[name]) for name in expected]
        if all(each.is_same for each in compared):
            await target.keep()
    return compared


async def _fill(source: Source, target: Target, watch: Watch) -> dict[str, Digest]:
    total, done, read = await source.count(), 0, {}
    for table in TABLES:
        digest = read[table.name] = Digest()
        async for rows in source.pages(table):
            digest.add(rows)
            await target.write(table, rows)
            done += len(rows)
            watch(done, total)
    return read


def _nobody(_done: int, _total: int) -> None:
    """Nobody watches."""
