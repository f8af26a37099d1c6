"""What waits in the database: messages owed, updates not yet handled. One statement, however much it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, bindparam, column, func, select, table

from storage.database import Database
from storage.migrations import HEAD
from storage.tables import inbox, is_unhandled, is_waiting, notices

COUNTED = 100_000  # more than this is said as this: a count reads every row that it counts

_NOW = bindparam("now", type_=notices.c.due_at.type)


def _count(rows: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.limit(COUNTED).subquery()).scalar_subquery()


_BACKLOG = select(
    _count(select(notices.c.id).where(is_waiting)).label("waiting"),
    _count(select(notices.c.id).where(is_waiting, notices.c.due_at <= _NOW)).label("due"),
    select(func.min(notices.c.due_at)).where(is_waiting).scalar_subquery().label("oldest_notice"),
    _count(select(inbox.c.id).where(is_unhandled)).label("unhandled"),
    select(func.min(inbox.c.received_at)).where(is_unhandled).scalar_subquery().label("oldest_update"),
)
_VERSION: Select[str] = select(column("version_num")).select_from(table("alembic_version"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Counts stop at 100,000; ages are seconds, nought where nothing waits."""

    waiting: int
    due: int
    oldest_notice: float
    unhandled: int
    oldest_update: float


async def backlog_of(database: Database, now: datetime) -> Backlog:
    """What waits at this moment."""
    async with database.reading() as connection:
        row = (await connection.execute(_BACKLOG, {"now": now})).one()
    return Backlog(
        waiting=row.waiting,
        due=row.due,
        oldest_notice=_age(row.oldest_notice, now),
        unhandled=row.unhandled,
        oldest_update=_age(row.oldest_update, now),
    )


async def is_current(database: Database) -> bool:
    """Whether the tables are those of this version: after an upgrade elsewhere they may be a newer one's."""
    async with database.reading() as connection:
        version = (await connection.execute(_VERSION)).scalar_one()
    return bool(version == HEAD)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)
