"""The running bot signs the head of its record once a day."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.certificate import keystore
from storage.audit_walk import verify
from storage.tables import audit_heads
from tests.town import KEYS, Town


async def test_the_bot_signs_the_record(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """At the start and then every day; the head stands in the log, too; without new rows nothing is signed again."""
    daily = town.running.daily["sign the record"]
    database = town.running.database
    caplog.set_level("INFO", logger="bot.bootstrap.audit")
    await daily()
    await daily()
    async with database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(audit_heads)) == 1
        found = await verify(connection, await asyncio.to_thread(keystore.load, town.folder / KEYS))
    assert found.is_sound
    assert found.signed_upto == found.last > 0
    assert {getattr(record, "outcome", None) for record in caplog.records} == {f"{found.last}:{found.hash.hex()}"}
