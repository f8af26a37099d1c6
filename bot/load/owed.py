"""What the bot says unasked for each registration: that is what Telegram's limit on bulk messages counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.engine import open_engine
from storage.tables import notices


@dataclass(frozen=True, slots=True)
class Owed:
    """Notices by kind: those sent so far, and those that wait for their day."""

    sent: Mapping[str, int]
    waiting: Mapping[str, int]


async def read_owed(url: str) -> Owed:
    """Every notice in this database that was not dropped."""
    kept = select(notices.c.kind, func.count(notices.c.sent_at), func.count()).where(notices.c.dropped_at.is_(None))
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            rows = [*await connection.execute(kept.group_by(notices.c.kind))]
    finally:
        await engine.dispose()
    return Owed({kind: sent for kind, sent, _ in rows}, {kind: most - sent for kind, sent, most in rows})
