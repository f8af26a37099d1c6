"""Bytes by table."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.load.sizes import grown, table_sizes
from storage.database import Database
from storage.tables import chats
from tests.town import SECRET

CHATS = [{"id": number, "language": "ru", "blocked": False} for number in range(2000)]


async def test_growth_is_that_of_the_table_that_was_filled(tmp_path: Path) -> None:
    """Rows of one table are bytes of that table and of no other."""
    await fills_chats(f"sqlite+aiosqlite:///{tmp_path / 'sizes.db'}")


@pytest.mark.postgres
async def test_growth_is_measured_on_postgresql_too(postgres_url: str) -> None:
    """The same on the other database."""
    await fills_chats(postgres_url)


async def fills_chats(url: str) -> None:
    database = await Database.open(url, SECRET)
    before = await table_sizes(url)
    async with database.writing() as connection:
        await connection.execute(insert(chats), CHATS)
        await connection.commit()
    more = grown(before, await table_sizes(url))
    await database.close()

    assert list(more) == ["chats"]
    assert 10 * len(CHATS) < more["chats"] < 200 * len(CHATS)
