"""Rows in every table, whatever its columns are: made-up values by type, references to rows that are there."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from storage_samples import SECRET

from storage.columns import Moment
from storage.database import Database
from storage.tables import METADATA, matters, places

ROWS = 3  # of each table
BEGAN = datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)
ONCE = {"vault_checks"}  # the database has written it itself
MADE_UP: dict[type, Callable[[int], object]] = {
    LargeBinary: lambda number: bytes([0, number % 256, 255]) + number.to_bytes(4, "big"),
    Moment: lambda number: BEGAN + timedelta(hours=7 * number),
    Date: lambda number: date(2028, 2, 29) + timedelta(days=number),
    Boolean: lambda number: bool(number % 2),
    JSON: lambda number: {"ә": [number, None, True], "b": "қ\n"},
    BigInteger: lambda number: 2**62 + number,
    Integer: lambda number: number,
}


async def make(address: str) -> None:
    """A new database with them."""
    database = await Database.open(address, SECRET)
    await fill(database)
    await database.close()


async def fill(database: Database) -> None:
    """Some rows in each table; of two that count by themselves the last was removed again."""
    async with database.writing() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in ONCE:
                await connection.execute(insert(table), [_row(table, number) for number in range(1, ROWS + 1)])
        for table, key in ((matters, matters.c.number), (places, places.c.id)):
            await connection.execute(insert(table), _row(table, 1))
            await connection.execute(delete(table).where(key == ROWS + 1))
        await connection.commit()


async def content(connection: AsyncConnection) -> dict[str, Sequence[object]]:
    """All rows of all tables."""
    return {
        table.name: (await connection.execute(select(table).order_by(*table.primary_key.columns))).all()
        for table in METADATA.sorted_tables
    }


def _row(table: Table, number: int) -> dict[str, object]:
    return {column.name: _value(column, number) for column in table.c if column.identity is None}


def _value(column: Column[object], number: int) -> object:
    if column.nullable and number == ROWS:
        return None
    if column.foreign_keys:
        return number
    for kind, make in MADE_UP.items():
        if isinstance(column.type, kind):
            return make(number)
    wide = getattr(column.type, "length", None)
    return f"{column.name[:4]} {number}" if wide is None or wide > 9 else f"{number:0{wide}}"
